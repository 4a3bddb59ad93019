"""When synthetic incidents happen: days, hours and the spans that people report."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from geo.intake.demo_plan import Profile

_HOUR = 60
# Spans are told in rounded times.
_ROUND_MINUTES = 5
_FRIDAY, _SATURDAY = 4, 5
# Where the calendar of Python's time zones ends.
_LAST_MOMENT = np.datetime64("9999-12-31T23:59")
# Long enough to leave any hour that a change of summer time skips or repeats.
_STEP_ASIDE = np.timedelta64(2, "h")


@dataclass(frozen=True)
class Spans:
    """Local wall times, shape ``(n,)`` each, whole minutes, never end before start."""

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]


def draw_spans(profile: Profile, first: date, last: date, *, count: int, rng: Generator) -> Spans:
    """Draw when incidents happened, as people would report it.

    Parameters
    ----------
    profile
        Weights of months, weekdays and hours, and the kinds of spans.
    first, last
        Days on which they start, both included.
    count
        Number of incidents.
    rng
        Source of chance.
    """
    day_after = np.datetime64(last, "D") + np.timedelta64(1, "D")
    days = np.arange(np.datetime64(first, "D"), day_after)
    chance = _day_weights(profile, days)
    chosen = days[rng.choice(len(days), count, p=chance / chance.sum())]
    minutes = _HOUR * _draw_hours(profile, chosen, rng) + rng.integers(0, _HOUR, count)
    moment = chosen.astype("datetime64[m]") + minutes.astype("timedelta64[m]")
    length = _draw_lengths(profile, chosen, rng)
    before = _rounded(length * rng.random(count))
    start = moment - before
    # A span that would begin before the first day begins at the moment itself.
    start = np.where(start < days[0], moment, start)
    spanned = length > 0
    start = np.where(spanned, start - start.astype("int64") % _ROUND_MINUTES, start)
    return Spans(start, np.minimum(start + _rounded(length), _LAST_MOMENT))


def leave_clock_changes(spans: Spans, timezone: ZoneInfo) -> Spans:
    """Move times that the change of summer time skips or repeats out of that hour.

    A start moves back and an end moves on, so that a span keeps holding its moment; an incident
    of which the moment is known stays a moment.

    Parameters
    ----------
    spans
        Local wall times.
    timezone
        Zone whose clock it is.
    """
    start = np.where(_is_unclear(spans.start, timezone), spans.start - _STEP_ASIDE, spans.start)
    end = np.where(_is_unclear(spans.end, timezone), spans.end + _STEP_ASIDE, spans.end)
    return Spans(start, np.where(spans.start == spans.end, start, end))


def _day_weights(profile: Profile, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    month = days.astype("datetime64[M]").astype("int64") % 12
    weights: NDArray[np.float64] = (
        np.array(profile.months)[month] * np.array(profile.weekdays)[_weekday(days)]
    )
    return weights


def _weekday(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    # Day 0 of numpy, 1 January 1970, was a Thursday.
    weekday: NDArray[np.int64] = (days.astype("int64") + 3) % 7
    return weekday


def _draw_hours(
    profile: Profile, days: NDArray[np.datetime64], rng: Generator
) -> NDArray[np.int64]:
    workday = _quantile_hours(profile.hours)
    weekend = _quantile_hours(profile.weekend_hours or profile.hours)
    chance = rng.random(len(days))
    hours: NDArray[np.int64] = np.where(
        _weekday(days) >= _SATURDAY,
        np.searchsorted(weekend, chance, side="right"),
        np.searchsorted(workday, chance, side="right"),
    )
    return hours


def _quantile_hours(weights: tuple[float, ...]) -> NDArray[np.float64]:
    summed: NDArray[np.float64] = np.cumsum(weights) / np.sum(weights)
    # The last hour takes what rounding leaves.
    return summed[:-1]


def _draw_lengths(
    profile: Profile, days: NDArray[np.datetime64], rng: Generator
) -> NDArray[np.float64]:
    """Minutes from start to end; 0 where the moment is known."""
    kind = rng.random(len(days))
    within = rng.random(len(days))
    free = _weekday(days) >= _FRIDAY
    length = np.zeros(len(days))
    below = 0.0
    for span in profile.spans:
        shortest, longest = (_HOUR * hours for hours in span.hours)
        drawn = (below <= kind) & (kind < below + span.share) & (free | (not span.weekend))
        length = np.where(drawn, shortest + (longest - shortest) * within, length)
        below += span.share
    return length


def _rounded(minutes: NDArray[np.float64]) -> NDArray[np.timedelta64]:
    whole = np.round(minutes / _ROUND_MINUTES) * _ROUND_MINUTES
    return whole.astype("int64").astype("timedelta64[m]")


def _is_unclear(wall: NDArray[np.datetime64], timezone: ZoneInfo) -> NDArray[np.bool_]:
    local = pd.DatetimeIndex(wall.astype("datetime64[s]"))
    zoned = local.tz_localize(timezone, ambiguous="NaT", nonexistent="NaT")
    return np.asarray(zoned.isna())
