"""Written dates and times as instants that claim no more than was written."""

from dataclasses import dataclass
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo import schema
from geo.schema import Refusal, TimePrecision

FAULT: Final = "fault"

_CLOCK = (
    r"(?:[T ]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
# Year first (a month alone is enough), year last, and eight digits.
_PATTERNS = (
    rf"^(?P<a>\d{{4}})[-/.](?P<b>\d{{1,2}})(?:[-/.](?P<c>\d{{1,2}}){_CLOCK})?$",
    rf"^(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<c>\d{{4}}){_CLOCK}$",
    rf"^(?P<a>\d{{4}})(?P<b>\d{{2}})(?P<c>\d{{2}}){_CLOCK}$",
)
_YEAR_LAST = _PATTERNS[1]
_TIME_OF_DAY = r"^(?P<hour>\d{1,2})[:.]?(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?$"

_MONTHS, _HOURS, _MINUTES = 12, 24, 60
_COARSENESS = {TimePrecision.MINUTE: 0, TimePrecision.DAY: 1, TimePrecision.MONTH: 2}
_BY_COARSENESS = np.array([precision.value for precision in _COARSENESS], dtype=object)


@dataclass(frozen=True)
class TimeStyle:
    """How the times of a whole file are to be read.

    Parameters
    ----------
    day_first
        Whether 3/4 is the third of April.
    precision
        What the times are worth at best: a file of firsts of the month knows months only.
    """

    day_first: bool
    precision: TimePrecision


@dataclass(frozen=True)
class _Spans:
    """What one moment as written leaves open; arrays of shape ``(n,)``, local wall time.

    A moment has ``low == high``; a day or month runs from ``low`` up to ``high``, excluded.
    """

    low: NDArray[np.datetime64]
    high: NDArray[np.datetime64]
    offset_minutes: NDArray[np.float64]
    coarseness: NDArray[np.int64]
    empty: NDArray[np.bool_]

    @property
    def readable(self) -> NDArray[np.bool_]:
        return ~np.isnat(self.low)


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
    settled = _is_day_first(start.column(0)) if day_first is None else day_first
    if precision != "auto":
        return TimeStyle(settled, TimePrecision(precision))
    spans = _read_spans(start, TimeStyle(settled, TimePrecision.MINUTE))
    low = spans.low[spans.readable]
    if not len(low) or (low != low.astype("datetime64[D]")).any():
        return TimeStyle(settled, TimePrecision.MINUTE)
    if not has_end and (low == low.astype("datetime64[M]")).all():
        return TimeStyle(settled, TimePrecision.MONTH)
    return TimeStyle(settled, TimePrecision.DAY)


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
    end excluded), and the end of an interval is read in the same way. A local time that the
    change to summer time skips moves to the first that exists; one that occurs twice is taken as
    early as possible for a start and as late as possible for an end. Written offsets are honoured.

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
    begin = _read_spans(start, style)
    close = begin if end is None else _fall_back(_read_spans(end, style), begin)
    started_at = _localise(begin.low, begin.offset_minutes, timezone, latest=False)
    ended_at = _localise(close.high, close.offset_minutes, timezone, latest=True)
    is_moment = (close.high == begin.low) & (close.coarseness == 0) & (begin.coarseness == 0)
    ended_at = ended_at.where(~is_moment | ended_at.isna(), started_at)
    coarseness = np.maximum(begin.coarseness, close.coarseness)
    in_future = (started_at > now) | ((close.coarseness == 0) & (ended_at > now).to_numpy())
    faults = (
        (begin.empty, Refusal.NO_TIME),
        (~begin.readable | ~close.readable, Refusal.UNREADABLE_TIME),
        ((ended_at < started_at).to_numpy(), Refusal.END_BEFORE_START),
        (in_future.to_numpy(), Refusal.IN_FUTURE),
    )
    fault = np.select([found for found, _ in faults], [why.value for _, why in faults], default="")
    return pd.DataFrame(
        {
            schema.STARTED_AT: started_at,
            schema.ENDED_AT: ended_at,
            schema.TIME_PRECISION: pd.Series(_BY_COARSENESS[coarseness], dtype="str"),
            FAULT: pd.Series(np.where(fault == "", None, fault), dtype="str"),
        }
    )


def _is_day_first(days: pa.ChunkedArray) -> bool:
    found = _extract(pc.utf8_trim_whitespace(days.combine_chunks()), _YEAR_LAST)
    first, second = (np.nan_to_num(found[name]).max(initial=0) for name in ("a", "b"))
    return bool(second <= _MONTHS or first > _MONTHS)


def _fall_back(close: _Spans, begin: _Spans) -> _Spans:
    """Where no end is written, the span of the start is all there is."""
    return _Spans(
        *(
            np.where(close.empty, getattr(begin, name), getattr(close, name))
            for name in ("low", "high", "offset_minutes", "coarseness")
        ),
        empty=close.empty,
    )


def _read_spans(written: pa.Table, style: TimeStyle) -> _Spans:
    days = pc.utf8_trim_whitespace(written.column(0).combine_chunks())
    parts = _find_parts(days, style)
    if written.num_columns > 1:
        clock = pc.utf8_trim_whitespace(written.column(1).combine_chunks())
        found = _extract(clock, _TIME_OF_DAY)
        # A time that is written but unreadable must not pass for a day without a time.
        unreadable = ~np.isnan(parts["year"]) & ~_is_empty(clock) & np.isnan(found["hour"])
        parts |= {name: found[name] for name in ("hour", "minute", "second")}
        parts["year"] = np.where(unreadable, np.nan, parts["year"])
    return _assemble(parts, _is_empty(days), style)


def _find_parts(days: pa.Array, style: TimeStyle) -> dict[str, NDArray[np.float64]]:
    merged: dict[str, NDArray[np.float64]] = {}
    for pattern in _PATTERNS:
        found = _extract(days, pattern)
        if pattern is _YEAR_LAST:
            year, day_or_month, other = found["c"], found["a"], found["b"]
            month, day = (other, day_or_month) if style.day_first else (day_or_month, other)
        else:
            year, month, day = found["a"], found["b"], found["c"]
        parts = {"year": year, "month": month, "day": day} | {
            name: found[name] for name in ("hour", "minute", "second", "offset")
        }
        known = ~np.isnan(merged["year"]) if merged else None
        merged = (
            parts
            if known is None
            else {name: np.where(known, merged[name], parts[name]) for name in parts}
        )
    return merged


def _extract(texts: pa.Array, pattern: str) -> dict[str, NDArray[np.float64]]:
    groups = pc.extract_regex(texts, pattern)
    names = [group.name for group in groups.type]
    found = {name: _numbers(pc.struct_field(groups, [name])) for name in names if name != "zone"}
    if "zone" in names:
        found["offset"] = _offsets(pc.struct_field(groups, ["zone"]))
    return found


def _numbers(digits: pa.Array) -> NDArray[np.float64]:
    filled = pc.if_else(pc.equal(digits, ""), pa.scalar(None, pa.string()), digits)
    numbers: NDArray[np.float64] = pc.cast(filled, pa.float64()).to_numpy(zero_copy_only=False)
    return numbers


def _offsets(zones: pa.Array) -> NDArray[np.float64]:
    minutes = {text: _offset_minutes(text) for text in pc.unique(zones).to_pylist()}
    return zones.to_pandas().map(minutes).to_numpy(dtype=np.float64, na_value=np.nan)


def _offset_minutes(zone: str | None) -> float:
    if not zone:
        return np.nan
    if zone == "Z":
        return 0.0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * _MINUTES + int(digits[2:])
    return float(-minutes if zone[0] == "-" else minutes)


def _is_empty(texts: pa.Array) -> NDArray[np.bool_]:
    empty: NDArray[np.bool_] = pc.fill_null(pc.equal(texts, ""), True).to_numpy(  # noqa: FBT003
        zero_copy_only=False
    )
    return empty


def _assemble(
    parts: dict[str, NDArray[np.float64]], empty: NDArray[np.bool_], style: TimeStyle
) -> _Spans:
    has_clock = ~np.isnan(parts["hour"])
    month_only = np.isnan(parts["day"])
    whole = {name: np.nan_to_num(part, nan=0).astype(np.int64) for name, part in parts.items()}
    day = np.where(month_only, 1, whole["day"])
    months = (whole["year"] - 1970) * _MONTHS + whole["month"] - 1
    month_start = months.astype("datetime64[M]")
    date = month_start.astype("datetime64[D]") + (day - 1)
    seconds = (whole["hour"] * _MINUTES + whole["minute"]) * _MINUTES + whole["second"]
    valid = ~np.isnan(parts["year"]) & (whole["month"] >= 1) & (whole["month"] <= _MONTHS)
    valid &= (day >= 1) & (date.astype("datetime64[M]") == month_start) & (whole["year"] > 0)
    valid &= (whole["hour"] < _HOURS) & (whole["minute"] < _MINUTES) & (whole["second"] < _MINUTES)
    coarseness = np.where(has_clock, 0, np.where(month_only, 2, 1))
    coarseness = np.maximum(coarseness, _COARSENESS[style.precision])
    low, high = _span(date.astype("datetime64[s]") + seconds, coarseness)
    never = np.datetime64("NaT")
    return _Spans(
        low=np.where(valid, low, never),
        high=np.where(valid, high, never),
        offset_minutes=np.where(coarseness == 0, parts["offset"], np.nan),
        coarseness=coarseness,
        empty=empty,
    )


def _span(
    wall: NDArray[np.datetime64], coarseness: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    day, month = wall.astype("datetime64[D]"), wall.astype("datetime64[M]")
    kinds = [coarseness == 1, coarseness == 2]  # noqa: PLR2004 - day and month
    low = np.select(kinds, [part.astype("datetime64[s]") for part in (day, month)], default=wall)
    high = np.select(
        kinds, [(part + 1).astype("datetime64[s]") for part in (day, month)], default=wall
    )
    return low, high


def _localise(
    wall: NDArray[np.datetime64],
    offset_minutes: NDArray[np.float64],
    timezone: ZoneInfo,
    *,
    latest: bool,
) -> pd.Series:
    local = pd.Series(pd.to_datetime(wall).as_unit("us"))
    written = ~np.isnan(offset_minutes)
    zoned = local.dt.tz_localize(
        timezone, ambiguous=np.full(len(local), not latest), nonexistent="shift_forward"
    )
    if not written.any():
        return zoned
    shift = pd.Series(pd.to_timedelta(np.nan_to_num(offset_minutes), unit="min"))
    exact = (local - shift).dt.tz_localize("UTC").dt.tz_convert(timezone)
    return zoned.where(~written, exact)
