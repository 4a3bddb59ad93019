"""Where incidents were, handed on for other programs a part at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyproj import CRS

from geo import schema
from geo.disclosure import Audience, Disclosed
from geo.params import Period
from geo.service.answers import DataStatus
from geo.service.contents import read_status
from geo.service.disclosing import Inside, keep_inside
from geo.service.opening import open_store
from geo.store import POINT_COLUMNS, Stretch
from geo.themes import read_themes
from geo.workspace import Workspace


@dataclass(frozen=True, eq=False)
class PointStream:
    """Where incidents were, to be read once and while the store is open.

    Parameters
    ----------
    parts
        Tables with ``columns``.
    columns
        ``x`` and ``y`` (metres), ``theme``, ``started_at`` (UTC) and ``source``.
    crs
        Of the places.
    data
        What the store holds.
    """

    parts: Iterator[pa.Table]
    columns: pa.Schema
    crs: CRS
    data: DataStatus


@dataclass(frozen=True)
class PointExport:
    """How many incidents were handed on, and how many have no place to hand on."""

    points: int
    without_place: int


def export_points(
    workspace: Workspace,
    write: Callable[[Disclosed[PointStream]], int],
    audience: Audience,
    *,
    theme: str | None = None,
    period: Period | None = None,
) -> PointExport:
    """Hand places of incidents on as they stand, to who may see them.

    Parameters
    ----------
    workspace
        The municipality; of its incidents those go that are in sight.
    write
        Takes the points, all of them, and returns how many there were.
    audience
        For whom they are.
    theme, period
        One theme, and local days; None for all.

    Raises
    ------
    ParamsError
        If the audience may not see places.
    ThemeError
        If there is no such theme.
    """
    if theme not in (None, schema.OTHER_THEME):
        read_themes(workspace).card(theme)
    stretch = Stretch(theme=theme, period=period)
    with open_store(workspace) as store:
        incidents = int(store.count_by_day(stretch)[schema.INCIDENTS].sum())
        data = read_status(store, workspace)
        stream = PointStream(store.stream_points(stretch), POINT_COLUMNS, workspace.crs, data)
        points = write(keep_inside(workspace, stream, audience, Inside.POINTS))
    return PointExport(points, incidents - points)
