"""Written dates and times as instants that claim no more than was written."""

from typing import Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo import schema
from geo.intake.spans import COARSENESS, Spans, TimeStyle, is_day_first, read_spans
from geo.intake.zones import find_moments
from geo.schema import Refusal, TimePrecision

FAULT: Final = "fault"

_PART_ROWS: Final = 1 << 18
_BY_COARSENESS = np.array([precision.value for precision in COARSENESS], dtype=object)


def find_style(
    start: pa.Table,
    *,
    day_first: bool | None,
    precision: Literal["auto", "minute", "day", "month"],
    has_end: bool,
) -> TimeStyle:
    """Find out from a whole column how its dates are meant.

    Day comes before month unless the column cannot be read that way. Where ``precision`` is
    ``auto``, a column of firsts of the month without times means months, and one in which every
    time is midnight means days.

    Parameters
    ----------
    start
        One or two columns of text: moment, or date and time.
    day_first, precision
        What the mapping says; None and ``auto`` where it says nothing.
    has_end
        Whether the file tells ends as well, which months do not need.
    """
    settled = is_day_first(start.column(0)) if day_first is None else day_first
    if precision != "auto":
        return TimeStyle(settled, TimePrecision(precision))
    by_minute = TimeStyle(settled, TimePrecision.MINUTE)
    are_found, are_months = False, not has_end
    # A part at a time: the parts of all dates of a large file together take more than the file.
    for part in start.to_batches(max_chunksize=_PART_ROWS):
        spans = read_spans(pa.Table.from_batches([part]), by_minute)
        low = spans.low[spans.readable]
        if (low != low.astype("datetime64[D]")).any():
            return by_minute
        are_found = are_found or len(low) > 0
        are_months = are_months and bool((low == low.astype("datetime64[M]")).all())
    if not are_found:
        return by_minute
    return TimeStyle(settled, TimePrecision.MONTH if are_months else TimePrecision.DAY)


def read_times(
    start: pa.Table,
    end: pa.Table | None,
    style: TimeStyle,
    *,
    timezone: ZoneInfo,
    now: pd.Timestamp,
) -> pd.DataFrame:
    """Read the span in which each incident happened.

    A moment is its own end. A date without a time spans that day, a month the whole month (the
    end excluded), and the end of an interval is read in the same way; without a date it is none.
    24:00 is the midnight at which a day ends. A local time that the change to summer time skips
    moves to the first that exists; one that occurs twice is taken as early as possible for a start
    and as late as possible for an end. Written offsets are honoured.

    Parameters
    ----------
    start, end
        One or two columns of text each: moment, or date and time; shape ``(n, 1)`` or ``(n, 2)``.
    style
        As found by `find_style`.
    timezone
        Zone of times without an offset, and of the answer.
    now
        Zone-aware moment after which nothing can have happened yet.

    Returns
    -------
    DataFrame
        ``started_at``, ``ended_at`` (zone-aware), ``time_precision`` and ``fault`` (a `Refusal`
        or missing), index 0..n-1.
    """
    begin = read_spans(start, style)
    close = begin if end is None else _fall_back(read_spans(end, style), begin)
    started_at = _localise(begin.low, begin.offset_minutes, timezone, latest=False)
    ended_at = _localise(close.high, close.offset_minutes, timezone, latest=True)
    is_moment = (close.high == begin.low) & (close.coarseness == 0) & (begin.coarseness == 0)
    is_moment &= np.isnan(begin.offset_minutes) & np.isnan(close.offset_minutes)
    ended_at = ended_at.where(~is_moment | ended_at.isna(), started_at)
    # The end of a day or month is excluded, so it must lie beyond the start.
    is_backwards = (ended_at < started_at) | ((ended_at == started_at) & (close.coarseness > 0))
    in_future = (started_at > now) | (_last_known(close, ended_at, timezone) > now)
    faults = (
        (begin.empty, Refusal.NO_TIME),
        (~begin.readable | ~close.readable, Refusal.UNREADABLE_TIME),
        (is_backwards.to_numpy(), Refusal.END_BEFORE_START),
        (in_future.to_numpy(), Refusal.IN_FUTURE),
    )
    fault = np.select([found for found, _ in faults], [why.value for _, why in faults], default="")
    precision = _BY_COARSENESS[np.maximum(begin.coarseness, close.coarseness)]
    return pd.DataFrame(
        {
            schema.STARTED_AT: started_at,
            schema.ENDED_AT: ended_at,
            schema.TIME_PRECISION: pd.Series(precision, dtype="str"),
            FAULT: pd.Series(fault, dtype="str").replace("", None),
        }
    )


def _fall_back(close: Spans, begin: Spans) -> Spans:
    """Where no end is written, the span of the start is all there is."""
    return Spans(
        low=np.where(close.empty, begin.low, close.low),
        high=np.where(close.empty, begin.high, close.high),
        offset_minutes=np.where(close.empty, begin.offset_minutes, close.offset_minutes),
        coarseness=np.where(close.empty, begin.coarseness, close.coarseness),
        empty=close.empty,
    )


def _last_known(close: Spans, ended_at: pd.Series, timezone: ZoneInfo) -> pd.Series:
    """Return the moment up to which an incident surely ran: a day of today is not over yet."""
    if not close.coarseness.any():
        return ended_at
    return _localise(close.low, close.offset_minutes, timezone, latest=True)


def _localise(
    wall: NDArray[np.datetime64],
    offset_minutes: NDArray[np.float64],
    timezone: ZoneInfo,
    *,
    latest: bool,
) -> pd.Series:
    moments = find_moments(wall, timezone, latest=latest)
    written = ~np.isnan(offset_minutes)
    if written.any():
        shift = offset_minutes[written].astype("timedelta64[m]")
        moments[written] = wall[written] - shift
    return pd.Series(pd.DatetimeIndex(moments, tz="UTC").tz_convert(timezone))
