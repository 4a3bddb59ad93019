"""Local clock time: intervals cut where the clock is changed, and hours of the week."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DAYS: Final = 7
HOURS: Final = 24
WEEK_HOURS: Final = DAYS * HOURS

# Instants are whole microseconds since 1970, UTC or local as their name says.
SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
WEEK: Final = WEEK_HOURS * HOUR
_DAY: Final = HOURS * HOUR
# The first hour of 1970 was one of a Thursday.
_EPOCH_WEEK_HOUR: Final = 3 * HOURS

Instants = NDArray[np.int64]
Figures = NDArray[np.float64]


@dataclass(frozen=True)
class _Changes:
    """Moments at which the local clock is put forward or back.

    ``offsets`` has one more than ``instants``: the first holds before all of them.
    """

    instants: Instants
    offsets: Instants


@dataclass(frozen=True)
class Pieces:
    """Parts of intervals, each under one setting of the clock.

    ``begin`` and ``end`` are local; ``weight`` is the share of the interval that the part holds,
    and ``row`` the place of that interval among those that were cut.
    """

    begin: Instants
    end: Instants
    weight: Figures
    row: Instants


def read_instants(moments: pd.Series) -> Instants:
    """Return zone-aware moments as instants, UTC."""
    utc = pd.DatetimeIndex(moments).tz_convert("UTC").tz_localize(None)
    return utc.to_numpy("datetime64[us]").astype(np.int64)


def cut_intervals(begin: Instants, end: Instants, timezone: ZoneInfo) -> Pieces:
    """Cut intervals where the local clock is changed.

    Parameters
    ----------
    begin, end
        UTC instants, shape ``(n,)``; no interval longer than a week.
    timezone
        Zone of the local clock.

    Returns
    -------
    Pieces
        First the beginning of every interval in its order, then the remainders of those that
        were cut.
    """
    if not len(begin):
        nothing = np.zeros(0, np.int64)
        return Pieces(nothing, nothing, np.zeros(0), nothing)
    changes = _find_changes(int(begin.min()), int(end.max()), timezone)
    before = np.searchsorted(changes.instants, begin, side="right")
    after = np.searchsorted(changes.instants, end, side="left")
    # No clock is changed twice within a week, so that a cut leaves two pieces.
    cut = after > before
    at = changes.instants[before[cut]]
    length = np.maximum(end - begin, 1)
    first_end = end.copy()
    first_end[cut] = at
    share = np.where(cut, (first_end - begin) / length, 1.0)
    offset, later = changes.offsets[before], changes.offsets[after[cut]]
    return Pieces(
        np.concatenate([begin + offset, at + later]),
        np.concatenate([first_end + offset, end[cut] + later]),
        np.concatenate([share, 1.0 - share[cut]]),
        np.concatenate([np.arange(len(begin)), np.flatnonzero(cut)]),
    )


def week_hour(local_hours: Instants) -> Instants:
    """Return the hour of the week, 0 to 167 from Monday midnight on, of local hours since 1970."""
    return (local_hours + _EPOCH_WEEK_HOUR) % WEEK_HOURS


def _find_changes(first: int, last: int, timezone: ZoneInfo) -> _Changes:
    # From midnight: a clock is changed on a whole second.
    days = np.arange(first // _DAY * _DAY, last + 2 * _DAY, _DAY)
    offsets = np.array([_offset(day, timezone) for day in days.tolist()], np.int64)
    found = np.flatnonzero(np.diff(offsets))
    instants = [_find_change(int(days[place]), timezone) for place in found]
    kept = np.concatenate([[0], found + 1])
    return _Changes(np.array(instants, np.int64), offsets[kept])


def _find_change(day: int, timezone: ZoneInfo) -> int:
    """Halve the day from ``day`` on until the second of the change is left."""
    before = _offset(day, timezone)
    low, high = 0, _DAY // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if _offset(day + middle * SECOND, timezone) == before else (low, middle)
        )
    return day + high * SECOND


def _offset(instant: int, timezone: ZoneInfo) -> int:
    local = datetime.fromtimestamp(instant // SECOND, UTC).astimezone(timezone)
    offset = local.utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * SECOND
