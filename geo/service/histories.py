"""The incidents of a theme laid on a grid, be they in the store or in the parts of a set."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.grid import Counts, Grid, lay_grid
from geo.analysis.parted_records import PartedRecord, foresee_questions
from geo.analysis.reporters import leave_out_police
from geo.analysis.summary import count_values
from geo.analysis.surfaces import History, Record
from geo.errors import ParamsError
from geo.service.answers import DataStatus
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.service.rows import Rows, open_rows
from geo.workspace import Workspace

_DAY: Final = pd.Timedelta(days=1)
_COLUMNS: Final = (
    schema.X,
    schema.Y,
    schema.STARTED_AT,
    schema.ENDED_AT,
    schema.REPORTER,
    schema.PLACE_PRECISION,
    schema.SOURCE,
)

Bounds = Sequence[float]


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
    told = {"grid": grid, "zone": rows.zone}
    if rows.is_whole:
        return next(rows.each(partial(_lay_record, **told), _COLUMNS, theme=theme))
    return PartedRecord(
        grid, lambda ask: rows.each(partial(_ask_record, ask=ask, **told), _COLUMNS, theme=theme)
    )


def read_record(workspace: Workspace, theme: str, *, cell_m: float) -> History:
    """Lay the incidents of a theme in the store on a grid, as `lay_history` does."""
    return lay_history(workspace, open_rows(workspace), theme, cell_m=cell_m)


def foresee(record: History, origins: Sequence[float], days: float) -> None:
    """Ask the parts of a set at once what methods will ask that stand at these days."""
    if isinstance(record, PartedRecord):
        record.prepare(*foresee_questions(origins, days))


def describe_known(rows: Rows, theme: str, record: History, day: float) -> Known:
    """Say on which incidents an answer rests that stands at a day."""
    describe = partial(_describe_part, grid=record.grid, day=day, zone=rows.zone)
    parts = list(rows.each(describe, _COLUMNS, theme=theme))
    data = rows.describe()
    used, invented, known = (sum(part[place] for part in parts) for place in range(3))
    precisions = sum((part.precisions for part in parts), Counter[str]())
    return Known(
        incidents=known,
        place_precisions=dict(sorted(precisions.items())),
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


def day_numbers(moments: pd.Series) -> Counts:
    """Count local days since 1970: midnight is a whole number in summer and in winter."""
    # In one unit, whatever that of the source: the quotient is rounded but once.
    local = moments.dt.tz_localize(None).dt.as_unit("us")
    days: Counts = ((local - pd.Timestamp(0)) / _DAY).to_numpy(np.float64)
    return days


def day_number(day: date) -> float:
    """Return a day as records count it."""
    return float((pd.Timestamp(day) - pd.Timestamp(0)) / _DAY)


class _Part(NamedTuple):
    """What one part tells: rows in use, how many of them are invented, and what was known."""

    used: int
    invented: int
    known: int
    precisions: Counter[str]


def _use(rows: pd.DataFrame) -> pd.DataFrame:
    placed = rows[rows[schema.X].notna() & rows[schema.Y].notna()]
    return leave_out_police(placed).incidents


def _lay_record(rows: pd.DataFrame, *, grid: Grid, zone: ZoneInfo) -> Record:
    used = _use(rows)
    x, y = (used[name].to_numpy(np.float64) for name in (schema.X, schema.Y))
    started, ended = (
        day_numbers(used[name].dt.tz_convert(zone)) for name in (schema.STARTED_AT, schema.ENDED_AT)
    )
    return Record(grid, x, y, started, ended)


def _ask_record(
    rows: pd.DataFrame, *, ask: Callable[[Record], Any], grid: Grid, zone: ZoneInfo
) -> Any:
    return ask(_lay_record(rows, grid=grid, zone=zone))


def _describe_part(rows: pd.DataFrame, *, grid: Grid, day: float, zone: ZoneInfo) -> _Part:
    used = _use(rows)
    known = used[_lay_record(used, grid=grid, zone=zone).known_at(day)]
    return _Part(
        used=len(used),
        invented=int((used[schema.SOURCE] == schema.DEMO_SOURCE).sum()),
        known=len(known),
        precisions=Counter(count_values(known[schema.PLACE_PRECISION])),
    )


def _find_bounds(rows: Rows, theme: str) -> Bounds:
    bounds = np.array(list(rows.each(_bound_part, _COLUMNS, theme=theme)))
    low, high = bounds[:, :2], bounds[:, 2:]
    found = np.concatenate([low.min(axis=0, initial=np.inf), high.max(axis=0, initial=-np.inf)])
    # Of no points at all there are no bounds.
    return tuple(np.where(np.isfinite(found), found, np.nan).tolist())


def _bound_part(rows: pd.DataFrame) -> tuple[float, ...]:
    places = _use(rows)[[schema.X, schema.Y]].to_numpy(np.float64)
    low, high = places.min(axis=0, initial=np.inf), places.max(axis=0, initial=-np.inf)
    return (*low.tolist(), *high.tolist())
