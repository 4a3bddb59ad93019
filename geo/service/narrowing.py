"""Rows of the store, kept to an area and to hours without drawing a single point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.areas import find_codes
from geo.analysis.hours import flag_hours
from geo.intake.boundaries import AreaLayer
from geo.params import HourSelection
from geo.schema import Layer
from geo.service.areas import find_layer, index_of
from geo.store import Store, Stretch
from geo.workspace import Workspace

_HOUR_COLUMNS: Final = (schema.STARTED_AT, schema.ENDED_AT, schema.TIME_PRECISION)


@dataclass(frozen=True)
class Narrowing:
    """Where and when to stay.

    Parameters
    ----------
    area, layer
        Code to stay in, and the layer that has it; both None for everywhere.
    hours, timezone
        Hours of the local week.
    """

    area: str | None
    layer: AreaLayer | None
    hours: HourSelection
    timezone: ZoneInfo

    @property
    def is_everything(self) -> bool:
        """Whether no row is left out."""
        return self.layer is None and self.hours.is_all


@dataclass(frozen=True)
class Rows:
    """Rows that are left, and the days of those left out because their hours are not known."""

    kept: pd.DataFrame
    unknown: pd.Series


def plan_narrowing(
    area: str | None,
    hours: HourSelection,
    layers: Mapping[Layer, AreaLayer],
    workspace: Workspace,
) -> Narrowing:
    """Find the ground on which to stay.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    layer = find_layer(area, layers, workspace)
    if layer is None:
        return Narrowing(None, None, hours, workspace.timezone)
    return Narrowing(area, layers[layer], hours, workspace.timezone)


def read_narrowed(
    store: Store, columns: Sequence[str], stretch: Stretch, narrowing: Narrowing
) -> Rows:
    """Read the rows of a stretch that lie in the area and in the hours.

    Parameters
    ----------
    store
        An open store.
    columns
        What to read; what the narrowing needs comes along.
    stretch
        Theme and days.
    narrowing
        Where and when to stay.

    Returns
    -------
    Rows
        With at least ``columns`` and ``started_on``.
    """
    wanted = [*columns, schema.STARTED_ON]
    if narrowing.layer is not None:
        wanted += ["x", "y"]
        stretch = replace(stretch, bounds=_bounds(narrowing.layer, narrowing.area))
    if not narrowing.hours.is_all:
        wanted += _HOUR_COLUMNS
    rows = store.read_rows(list(dict.fromkeys(wanted)), stretch)
    if narrowing.layer is not None:
        inside = find_codes(rows, index_of(narrowing.layer)) == narrowing.area
        rows = rows[inside.to_numpy(np.bool_)]
    kept, known = flag_hours(rows, narrowing.hours, timezone=narrowing.timezone)
    return Rows(rows[kept], rows.loc[~known, schema.STARTED_ON])


def _bounds(layer: AreaLayer, area: str | None) -> tuple[float, float, float, float]:
    ground = layer.areas[layer.areas[schema.AREA_CODE] == area]
    west, south, east, north = ground.total_bounds.tolist()
    return west, south, east, north
