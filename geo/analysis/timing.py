"""When it happens: intervals spread over the hours of the week."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.schema import TimePrecision

DAYS: Final = 7
HOURS: Final = 24
WEEK_HOURS: Final = DAYS * HOURS

_SECOND: Final = 1_000_000
_HOUR: Final = 3600 * _SECOND
_DAY: Final = HOURS * _HOUR
_WEEK: Final = DAYS * _DAY
# The first hour of 1970 was one of a Thursday.
_EPOCH_WEEK_HOUR: Final = 3 * HOURS

Instants = NDArray[np.int64]
Figures = NDArray[np.float64]


@dataclass(frozen=True)
class WeekHours:
    """How incidents spread over the week.

    Parameters
    ----------
    weights
        Shape ``(7, 24)``, Monday and midnight first: expected incidents in each local hour of
        the week. They add up to the incidents that are not in ``without_hour``.
    uniform
        Incidents that may have happened in any hour of the week: spread over all alike.
    without_hour
        Incidents of which only the month is known: in no hour at all.
    """

    weights: Figures
    uniform: int
    without_hour: int


@dataclass(frozen=True)
class _Changes:
    """Moments at which the local clock is put forward or back.

    ``offsets`` has one more than ``instants``: the first holds before all of them.
    """

    instants: Instants
    offsets: Instants


@dataclass(frozen=True)
class _Pieces:
    """Parts of intervals with one offset each: local from and to, and weight for each of them."""

    begin: Instants
    end: Instants
    weight: Figures


def weigh_week_hours(incidents: pd.DataFrame, *, timezone: ZoneInfo) -> WeekHours:
    """Spread each incident over the hours of the week in which it may have happened.

    The aoristic weight of an hour is the share of the incident's interval that falls in it, as
    elapsed time: an hour that the change to summer time skips gets nothing, one that occurs twice
    counts double. An incident weighs 1. A moment falls in its own hour; one known to the day is
    spread over that day; one known to the month has no hour, and an interval of 168 hours or more
    says nothing about them.

    Parameters
    ----------
    incidents
        ``started_at`` and ``ended_at`` (zone-aware, the end excluded) and ``time_precision``; any
        index.
    timezone
        Zone of the local week.

    Returns
    -------
    WeekHours

    References
    ----------
    Ratcliffe (2002), Aoristic signatures and the spatio-temporal analysis of high volume crime
    patterns. Journal of Quantitative Criminology 18.
    """
    has_hour = (incidents[schema.TIME_PRECISION] != TimePrecision.MONTH).to_numpy()
    known = incidents[has_hour]
    begin, end = _instants(known[schema.STARTED_AT]), _instants(known[schema.ENDED_AT])
    long = end - begin >= _WEEK
    weights = _spread(begin[~long], end[~long], timezone)
    uniform = int(long.sum())
    return WeekHours(
        (weights + uniform / WEEK_HOURS).reshape(DAYS, HOURS), uniform, int((~has_hour).sum())
    )


def _instants(moments: pd.Series) -> Instants:
    utc = pd.DatetimeIndex(moments).tz_convert("UTC").tz_localize(None)
    return utc.to_numpy("datetime64[us]").astype(np.int64)


def _spread(begin: Instants, end: Instants, timezone: ZoneInfo) -> Figures:
    if not len(begin):
        return np.zeros(WEEK_HOURS)
    pieces = _cut(begin, end, _find_changes(int(begin.min()), int(end.max()), timezone))
    first, last = pieces.begin // _HOUR, pieces.end // _HOUR
    # Of a piece within one hour the weight stands at its start, and nothing at its end.
    within = first == last
    length = np.maximum(pieces.end - pieces.begin, 1)
    per_hour = pieces.weight * (_HOUR / length)
    head = np.where(within, pieces.weight, per_hour * ((first + 1) * _HOUR - pieces.begin) / _HOUR)
    tail = np.where(within, 0.0, per_hour * (pieces.end - last * _HOUR) / _HOUR)
    whole = np.where(within, 0, last - first - 1)
    return (
        np.bincount(_week_hour(first), head, WEEK_HOURS)
        + np.bincount(_week_hour(last), tail, WEEK_HOURS)
        + _fill(_week_hour(first + 1), whole, per_hour)
    )


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
    low, high = 0, _DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if _offset(day + middle * _SECOND, timezone) == before else (low, middle)
        )
    return day + high * _SECOND


def _offset(instant: int, timezone: ZoneInfo) -> int:
    local = datetime.fromtimestamp(instant // _SECOND, UTC).astimezone(timezone)
    offset = local.utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * _SECOND


def _cut(begin: Instants, end: Instants, changes: _Changes) -> _Pieces:
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
    return _Pieces(
        np.concatenate([begin + offset, at + later]),
        np.concatenate([first_end + offset, end[cut] + later]),
        np.concatenate([share, 1.0 - share[cut]]),
    )


def _week_hour(hours: Instants) -> Instants:
    return (hours + _EPOCH_WEEK_HOUR) % WEEK_HOURS


def _fill(start: Instants, count: Instants, weight: Figures) -> Figures:
    """Add ``weight`` to ``count`` hours from ``start`` on, round the week."""
    # Grouped by start and count first: what is left does not grow with the incidents.
    size = WEEK_HOURS + 1
    grouped = np.bincount(start * size + count, weight, WEEK_HOURS * size)
    by_count = grouped.reshape(WEEK_HOURS, size)
    reaching = by_count[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    hours = np.arange(WEEK_HOURS)
    filled: Figures = reaching[(hours[:, None] - hours) % WEEK_HOURS, hours].sum(axis=1)
    return filled
