"""Dates and times as people write them, and what they leave open."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.intake.layouts import read_fixed
from geo.schema import TimePrecision

_CLOCK = (
    r"(?:[T ]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)?)?"
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
# Earlier years are two digits that were filled up; later days a calendar cannot bring to a zone.
_FIRST_YEAR = 1900
_LAST_DAY = np.datetime64("9999-12-28")
COARSENESS: Final = {TimePrecision.MINUTE: 0, TimePrecision.DAY: 1, TimePrecision.MONTH: 2}


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
class Spans:
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
        """Rows in which a date was understood."""
        return ~np.isnat(self.low)


def is_day_first(days: pa.ChunkedArray) -> bool:
    """Whether a column can be read with the day before the month."""
    first, second = 0.0, 0.0
    for chunk in days.chunks:
        trimmed = pc.utf8_trim_whitespace(chunk)
        _, year_first = read_fixed(trimmed)
        found = _extract(trimmed.filter(pa.array(~year_first)), _YEAR_LAST)
        first, second = (
            max(most, float(np.nan_to_num(found[name]).max(initial=0)))
            for most, name in ((first, "a"), (second, "b"))
        )
    return second <= _MONTHS or first > _MONTHS


def read_spans(written: pa.Table, style: TimeStyle) -> Spans:
    """Read what each row says, in local wall time.

    Understood are year-month-day and day-month-year (or month-day-year) with ``-``, ``/`` or ``.``
    between them, year-month, and yyyymmdd; hours as 21:30, 21.30 or 2130 in a column of their own;
    24:00 as the midnight at which the day ends; offsets such as Z, +01, +0100 and +01:00. Years of
    two digits are not understood.

    Parameters
    ----------
    written
        One or two columns of text: moment, or date and time; shape ``(n, 1)`` or ``(n, 2)``.
    style
        How the times of the whole file are to be read.
    """
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
    parts, fitting = read_fixed(days)
    parts["offset"] = np.full(len(days), np.nan)
    rest = ~fitting & ~_is_empty(days)
    if rest.any():
        for name, found in _match_parts(days.filter(pa.array(rest)), style).items():
            parts[name][rest] = found
    return parts


def _match_parts(days: pa.Array, style: TimeStyle) -> dict[str, NDArray[np.float64]]:
    merged: dict[str, NDArray[np.float64]] = {}
    for pattern in _PATTERNS:
        if merged and not np.isnan(merged["year"]).any():
            break
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
    known: NDArray[np.float64] = zones.to_pandas().map(minutes).to_numpy(np.float64)
    return known


def _offset_minutes(zone: str | None) -> float:
    if not zone:
        return np.nan
    if zone == "Z":
        return 0.0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * _MINUTES + int(digits[2:])
    return float(-minutes if zone[0] == "-" else minutes)


def _is_empty(texts: pa.Array) -> NDArray[np.bool_]:
    empty: NDArray[np.bool_] = pc.fill_null(pc.equal(texts, ""), True).to_numpy(  # noqa: FBT003
        zero_copy_only=False
    )
    return empty


def _assemble(
    parts: dict[str, NDArray[np.float64]], empty: NDArray[np.bool_], style: TimeStyle
) -> Spans:
    has_clock = ~np.isnan(parts["hour"])
    month_only = np.isnan(parts["day"])
    whole = {name: np.nan_to_num(part, nan=0).astype(np.int64) for name, part in parts.items()}
    day = np.where(month_only, 1, whole["day"])
    months = (whole["year"] - 1970) * _MONTHS + whole["month"] - 1
    month_start = months.astype("datetime64[M]")
    date = month_start.astype("datetime64[D]") + (day - 1)
    seconds = (whole["hour"] * _MINUTES + whole["minute"]) * _MINUTES + whole["second"]
    valid = ~np.isnan(parts["year"]) & (whole["month"] >= 1) & (whole["month"] <= _MONTHS)
    valid &= (day >= 1) & (date.astype("datetime64[M]") == month_start)
    valid &= (whole["year"] >= _FIRST_YEAR) & (seconds <= _HOURS * _MINUTES * _MINUTES)
    valid &= (whole["minute"] < _MINUTES) & (whole["second"] < _MINUTES)
    coarseness = np.where(month_only, 2, np.where(has_clock, 0, 1))
    coarseness = np.maximum(coarseness, COARSENESS[style.precision])
    low, high = _span(
        date.astype("datetime64[s]") + np.where(coarseness == 0, seconds, 0), coarseness
    )
    never = np.datetime64("NaT")
    return Spans(
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
    return np.minimum(low, _LAST_DAY), np.minimum(high, _LAST_DAY + 1)
