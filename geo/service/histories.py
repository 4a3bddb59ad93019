"""The incidents of a theme laid on a grid, be they in the store or in the parts of a set."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import shapely

from geo.analysis.grid import Grid, lay_grid
from geo.analysis.parted_records import PartedRecord, foresee_questions
from geo.analysis.surfaces import History, Record
from geo.errors import ParamsError
from geo.parts.histories import COLUMNS, ask_record, bound_rows, describe_rows, lay_record
from geo.parts.rows import add_counts
from geo.service.answers import DataStatus
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.service.rows import Rows, open_rows
from geo.workspace import Workspace

_DAY: Final = pd.Timedelta(days=1)

Bounds = Sequence[float]
Result = TypeVar("Result")


class Known(NamedTuple):
    """What an answer rests on: how many incidents, how precisely placed, and the data of it all."""

    incidents: int
    place_precisions: dict[str, int]
    data: DataStatus


def lay_history(workspace: Workspace, rows: Rows, theme: str, *, cell_m: float) -> History:
    """Lay a theme's incidents on a grid; those without a place or made by police take no part.

    Raises
    ------
    ParamsError
        If cells cannot have that size, or there is nothing to lay a grid on.
    """
    grid = lay_over_ground(workspace, partial(_find_bounds, rows, theme), cell_m=cell_m)
    if not grid.size:
        raise ParamsError(
            "forecast-nowhere",
            expected="incidents with a place, or areas",
            got="neither",
            remedy="import incidents of this theme, or areas",
        )
    if rows.is_whole:
        lay = partial(lay_record, grid=grid, zone=rows.zone)
        return next(rows.each(lay, COLUMNS, theme=theme))

    def ask_parts(ask: Callable[[Record], Result]) -> Iterator[Result]:
        work = partial(ask_record, ask=ask, grid=grid, zone=rows.zone)
        return rows.each(work, COLUMNS, theme=theme)

    return PartedRecord(grid, ask_parts)


def read_record(workspace: Workspace, theme: str, *, cell_m: float) -> History:
    """Lay the incidents of a theme in the store on a grid, as `lay_history` does."""
    return lay_history(workspace, open_rows(workspace), theme, cell_m=cell_m)


def foresee(record: History, origins: Sequence[float], days: float) -> None:
    """Ask the parts of a set at once what methods will ask that stand at these days."""
    if isinstance(record, PartedRecord):
        record.prepare(*foresee_questions(origins, days))


def describe_known(rows: Rows, theme: str, record: History, day: float) -> Known:
    """Say on which incidents an answer rests that stands at a day."""
    describe = partial(describe_rows, grid=record.grid, day=day, zone=rows.zone)
    parts = list(rows.each(describe, COLUMNS, theme=theme))
    data = rows.describe()
    used = sum(part.used for part in parts)
    invented = sum(part.invented for part in parts)
    return Known(
        incidents=sum(part.known for part in parts),
        place_precisions=add_counts(part.place_precisions for part in parts),
        data=replace(data, synthetic=invented > 0) if used else data,
    )


def lay_over_ground(
    workspace: Workspace, find_bounds: Callable[[], Bounds], *, cell_m: float
) -> Grid:
    """Lay a grid over the municipality, or, where no areas are loaded, over the incidents.

    Without either it has no cells.

    Parameters
    ----------
    workspace
        With its areas.
    find_bounds
        Returns west, south, east and north of the incidents; asked where there are no areas.
    cell_m
        Side of a cell in metres.

    Raises
    ------
    ParamsError
        If cells cannot have that size.
    """
    ground = find_outline(list_layers(workspace))
    bounds = find_bounds() if ground is None else shapely.bounds(ground)
    west, south, east, north = map(float, bounds)
    return lay_grid((west, south, east, north), cell_m=cell_m, within=ground)


def day_number(day: date) -> float:
    """Return a day as records count it."""
    return float((pd.Timestamp(day) - pd.Timestamp(0)) / _DAY)


def _find_bounds(rows: Rows, theme: str) -> Bounds:
    bounds = np.array(list(rows.each(bound_rows, COLUMNS, theme=theme)))
    low, high = bounds[:, :2], bounds[:, 2:]
    found = np.concatenate([low.min(axis=0, initial=np.inf), high.max(axis=0, initial=-np.inf)])
    # Of no points at all there are no bounds.
    return tuple(np.where(np.isfinite(found), found, np.nan).tolist())
