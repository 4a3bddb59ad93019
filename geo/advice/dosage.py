"""How much presence each place got: visits and minutes by week, planned and done."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.params import Period
from geo.visit_params import DosageRules

PLAN: Final = "plan_id"
VERSION: Final = "version"
TEAM: Final = "team"
STOP: Final = "stop"
KIND: Final = "kind"
TICKED_AT: Final = "ticked_at"
STARTS: Final = "starts"
LEAVES: Final = "leaves"
IS_LAST: Final = "is_last"
SHIFT_BEGINS: Final = "shift_begins"

SPOT: Final = "spot"
WEEK: Final = "week"
PLANNED_VISITS: Final = "planned_visits"
PLANNED_MINUTES: Final = "planned_minutes"
DONE_VISITS: Final = "done_visits"
DONE_MINUTES: Final = "done_minutes"
UNTIMED: Final = "untimed"
FIRST_VISIT: Final = "first_visit"
LAST_VISIT: Final = "last_visit"
ROTATION: Final = "rotation"

_MEASURES: Final = (PLANNED_VISITS, PLANNED_MINUTES, DONE_VISITS, DONE_MINUTES, UNTIMED)
_KEYS: Final = [PLAN, VERSION, TEAM, STOP]
DAY: Final = "day"
_BEGINS: Final = "begins"
_FIRST_PLANNED: Final = "first_planned"
_MINUTES: Final = "minutes"
_MINUTE_S: Final = 60


class Rotation(StrEnum):
    """Where presence could go, and where it could come from."""

    LONG_UNVISITED = "long-unvisited"
    OVER_DOSED = "over-dosed"
    AS_PLANNED = "as-planned"


@dataclass(frozen=True, eq=False)
class Dosage:
    """Presence by place and week.

    Parameters
    ----------
    spots
        A row a place, numbered from 0 in the order of what was done: ``label``, ``area``, ``x``,
        ``y`` (of its latest stop), the sums of the measures, ``first_visit`` (of the period) and
        ``last_visit`` (of all days up to its end; NaT where there was none), and ``rotation`` (one
        of `Rotation`).
    weeks
        A row for each place and week: ``spot``, ``week`` (its Monday), ``planned_visits``,
        ``planned_minutes``, ``done_visits``, ``done_minutes`` and ``untimed`` (visits done of which
        nobody ticked off arrival or departure, and that add no minutes).
    """

    spots: pd.DataFrame
    weeks: pd.DataFrame


def measure_dosage(
    stops: pd.DataFrame, ticks: pd.DataFrame, period: Period, rules: DosageRules | None = None
) -> Dosage:
    """Hold what was done at each place against what was planned there, week by week.

    What a visit found counts for nothing here: a visit that found nothing is as much presence as
    any other.

    Parameters
    ----------
    stops
        Planned visits of all versions of plans: ``plan_id``, ``version``, ``team``, ``stop``,
        ``label``, ``area``, ``x``, ``y``, ``starts``, ``leaves`` and ``shift_begins`` (local,
        without a zone) and ``is_last`` (whether the plan still says so). Whatever was planned and
        is no longer counts only where it was done all the same.
    ticks
        ``plan_id``, ``version``, ``team``, ``stop``, ``kind`` and ``ticked_at`` (local, without a
        zone).
    period
        Local days that count; weeks at its ends may be cut off. What a shift does after midnight
        is of the day on which it began.
    rules
        As `DosageRules` unless told.
    """
    rules = rules or DosageRules()
    numbered = stops.assign(**{SPOT: number_spots(stops, same_place_m=rules.same_place_m)})
    done = reckon_visits(ticks).merge(numbered[[*_KEYS, SHIFT_BEGINS, SPOT]], on=_KEYS)
    done = done.assign(**{DAY: find_days(done, done[_BEGINS])})
    done = done[done[DAY] <= pd.Timestamp(period.last)]
    numbered = numbered.assign(**{DAY: find_days(numbered, numbered[STARTS])})
    planned = numbered[numbered[IS_LAST]]
    weeks = _count_weeks(planned, done, period)
    spots = _describe_spots(numbered, done, weeks)
    spots[FIRST_VISIT] = _within(done, period).groupby(SPOT)[DAY].min()
    spots[ROTATION] = _judge(spots, period.last, rules)
    spots = spots.drop(columns=_FIRST_PLANNED)
    order = np.lexsort((spots.index, -spots[PLANNED_VISITS], -spots[DONE_VISITS]))
    renumber = pd.Series(np.arange(len(order)), index=spots.index[order])
    weeks[SPOT] = weeks[SPOT].map(renumber)
    return Dosage(
        spots.iloc[order].reset_index(drop=True),
        weeks.sort_values([SPOT, WEEK]).reset_index(drop=True),
    )


def reckon_visits(ticks: pd.DataFrame) -> pd.DataFrame:
    """Reckon of ticks when each stop was visited, and for how long.

    A stop of which anything was ticked off was visited. It lasted from the first arrival to the
    last departure, but no longer than until the team was at its next stop; where one of the two is
    missing nobody knows how long. The order in which ticks came in makes no difference.

    Parameters
    ----------
    ticks
        As of `measure_dosage`.

    Returns
    -------
    DataFrame
        ``plan_id``, ``version``, ``team``, ``stop``, ``begins`` and ``minutes`` (NaN where nobody
        knows), in order of begin.
    """
    first = ticks.groupby(_KEYS)[TICKED_AT].min()
    arrived = _select(ticks, "arrived").groupby(_KEYS)[TICKED_AT].min().reindex(first.index)
    left = _select(ticks, "left").groupby(_KEYS)[TICKED_AT].max().reindex(first.index)
    visits = pd.DataFrame({_BEGINS: arrived.fillna(first)}).reset_index()
    visits = visits.assign(arrived=arrived.to_numpy(), left=left.to_numpy())
    visits = visits.sort_values([_BEGINS, *_KEYS], kind="stable", ignore_index=True)
    onward = visits.groupby([PLAN, TEAM])[_BEGINS].shift(-1)
    ends = visits["left"].where(~(onward < visits["left"]), onward)
    minutes = (ends - visits["arrived"]).dt.total_seconds() / _MINUTE_S
    visits[_MINUTES] = minutes.where(minutes >= 0)
    return visits.drop(columns=["arrived", "left"])


def find_days(visits: pd.DataFrame, moments: pd.Series) -> pd.Series:
    """Find on which day each visit counts: that on which its shift began, also after midnight.

    Parameters
    ----------
    visits
        ``shift_begins``, local and without a zone.
    moments
        When each was planned or made, likewise. One before the shift, or a day or more after it
        began, is no part of it and counts on its own day.
    """
    since = moments - visits[SHIFT_BEGINS]
    is_part = (since >= pd.Timedelta(0)) & (since < pd.Timedelta(days=1))
    days: pd.Series = visits[SHIFT_BEGINS].where(is_part, moments).dt.normalize()
    return days


def number_spots(stops: pd.DataFrame, *, same_place_m: float) -> NDArray[np.intp]:
    """Number the places of stops: those near each other have one number.

    The latest stop of all makes the first place, and each earlier one joins the nearest place
    within reach, or makes one.

    Parameters
    ----------
    stops
        ``x``, ``y`` and ``starts``.
    same_place_m
        How far apart stops of one place may be.

    Returns
    -------
    ndarray
        Shape ``(n,)``, from 0.
    """
    xy = stops[["x", "y"]].to_numpy(np.float64)
    latest = np.lexsort((xy[:, 1], xy[:, 0], -stops[STARTS].to_numpy().astype(np.int64)))
    numbers = np.zeros(len(stops), np.intp)
    centres = np.empty((0, 2))
    for row in latest:
        apart = np.hypot(*(centres - xy[row]).T)
        nearest = int(apart.argmin()) if len(centres) else 0
        if not len(centres) or apart[nearest] > same_place_m:
            nearest = len(centres)
            centres = np.vstack([centres, xy[row]])
        numbers[row] = nearest
    return numbers


def _select(ticks: pd.DataFrame, kind: str) -> pd.DataFrame:
    return ticks.loc[ticks[KIND] == kind]


def _count_weeks(planned: pd.DataFrame, done: pd.DataFrame, period: Period) -> pd.DataFrame:
    planned = _within(planned.rename(columns={STARTS: _BEGINS}), period)
    done = _within(done, period)
    lasts = (planned[LEAVES] - planned[_BEGINS]).dt.total_seconds() / _MINUTE_S
    sums: dict[str, pd.Series] = {
        PLANNED_VISITS: planned.groupby([SPOT, WEEK]).size(),
        PLANNED_MINUTES: lasts.groupby([planned[SPOT], planned[WEEK]]).sum(),
        DONE_VISITS: done.groupby([SPOT, WEEK]).size(),
        DONE_MINUTES: done.groupby([SPOT, WEEK])[_MINUTES].sum(),
        UNTIMED: done[_MINUTES].isna().groupby([done[SPOT], done[WEEK]]).sum(),
    }
    spots = np.union1d(planned[SPOT], done[SPOT])
    whole = pd.MultiIndex.from_product([spots, _list_weeks(period)], names=[SPOT, WEEK])
    filled = pd.DataFrame(
        {name: part.reindex(whole, fill_value=0) for name, part in sums.items()}, index=whole
    )
    counts = dict.fromkeys((PLANNED_VISITS, DONE_VISITS, UNTIMED), "int64")
    return filled.astype(counts).reset_index()


def _within(visits: pd.DataFrame, period: Period) -> pd.DataFrame:
    days = visits[DAY]
    inside = days.between(pd.Timestamp(period.first), pd.Timestamp(period.last))
    mondays = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    inside_weeks: pd.DataFrame = visits.assign(**{WEEK: mondays}).loc[inside]
    return inside_weeks


def _list_weeks(period: Period) -> pd.DatetimeIndex:
    monday = period.first - timedelta(days=period.first.weekday())
    return pd.date_range(monday, period.last, freq="7D", unit="us")


def _describe_spots(stops: pd.DataFrame, done: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Describe the places that were planned or visited in the period, each by its latest stop."""
    sums = weeks.groupby(SPOT)[list(_MEASURES)].sum()
    latest = stops.sort_values([STARTS, *_KEYS]).groupby(SPOT).last()
    spots = latest.loc[sums.index, ["label", "area", "x", "y"]].join(sums)
    visited = done.groupby(SPOT)[DAY].max().reindex(spots.index)
    first = stops.groupby(SPOT)[STARTS].min().reindex(spots.index)
    return spots.assign(**{LAST_VISIT: visited, _FIRST_PLANNED: first})


def _judge(spots: pd.DataFrame, last_day: date, rules: DosageRules) -> list[Rotation]:
    longest = pd.Timestamp(last_day) - pd.Timedelta(days=rules.unvisited_days)
    # A place that nobody has been to yet was left alone since it was first planned.
    since = spots[LAST_VISIT].fillna(spots[_FIRST_PLANNED])
    alone = (since <= longest) & (spots[PLANNED_VISITS] > 0)
    more = spots[DONE_VISITS] - spots[PLANNED_VISITS]
    over = (more >= rules.over_visits) & (
        spots[DONE_VISITS] >= rules.over_share * spots[PLANNED_VISITS]
    )
    return [
        Rotation.LONG_UNVISITED
        if is_alone
        else Rotation.OVER_DOSED
        if is_over
        else Rotation.AS_PLANNED
        for is_alone, is_over in zip(alone, over, strict=True)
    ]
