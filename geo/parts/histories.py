"""What a worker makes of one part of a theme's incidents: a record, and answers of it."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.grid import Counts, Grid
from geo.analysis.reporters import leave_out_police
from geo.analysis.summary import count_values
from geo.analysis.surfaces import Record

# What rows need to have for a history.
COLUMNS: Final = (
    schema.X,
    schema.Y,
    schema.STARTED_AT,
    schema.ENDED_AT,
    schema.REPORTER,
    schema.PLACE_PRECISION,
    schema.SOURCE,
)

_DAY: Final = pd.Timedelta(days=1)

Result = TypeVar("Result")


class Tallied(NamedTuple):
    """What one part tells: rows in use, how many of them are invented, and what was known."""

    used: int
    invented: int
    known: int
    place_precisions: dict[str, int]


def lay_record(rows: pd.DataFrame, *, grid: Grid, zone: ZoneInfo) -> Record:
    """Lay rows on a grid; those without a place or made by police take no part.

    Parameters
    ----------
    rows
        With `COLUMNS`.
    grid
        The cells.
    zone
        Zone in which days are local.
    """
    used = _use(rows)
    x, y = (used[name].to_numpy(np.float64) for name in (schema.X, schema.Y))
    started, ended = (
        day_numbers(used[name].dt.tz_convert(zone)) for name in (schema.STARTED_AT, schema.ENDED_AT)
    )
    return Record(grid, x, y, started, ended)


def ask_record(
    rows: pd.DataFrame, *, ask: Callable[[Record], Result], grid: Grid, zone: ZoneInfo
) -> Result:
    """Put a question to the record that the rows of a part make."""
    return ask(lay_record(rows, grid=grid, zone=zone))


def describe_rows(rows: pd.DataFrame, *, grid: Grid, day: float, zone: ZoneInfo) -> Tallied:
    """Say how many rows are in use, and what of them was known at a day."""
    used = _use(rows)
    known = used[lay_record(used, grid=grid, zone=zone).known_at(day)]
    return Tallied(
        used=len(used),
        invented=int((used[schema.SOURCE] == schema.DEMO_SOURCE).sum()),
        known=len(known),
        place_precisions=count_values(known[schema.PLACE_PRECISION]),
    )


def bound_rows(rows: pd.DataFrame) -> tuple[float, ...]:
    """Return west, south, east and north of the rows in use; turned round where there are none."""
    places = _use(rows)[[schema.X, schema.Y]].to_numpy(np.float64)
    low, high = places.min(axis=0, initial=np.inf), places.max(axis=0, initial=-np.inf)
    return (*low.tolist(), *high.tolist())


def day_numbers(moments: pd.Series) -> Counts:
    """Count local days since 1970: midnight is a whole number in summer and in winter."""
    # In one unit, whatever that of the source: the quotient is rounded but once.
    local = moments.dt.tz_localize(None).dt.as_unit("us")
    days: Counts = ((local - pd.Timestamp(0)) / _DAY).to_numpy(np.float64)
    return days


def _use(rows: pd.DataFrame) -> pd.DataFrame:
    placed = rows[rows[schema.X].notna() & rows[schema.Y].notna()]
    return leave_out_police(placed).incidents
