"""A gathered patrol, posed as stops, teams and travel times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from geo import schema
from geo.advice.orienteering import (
    UNREACHABLE_MS,
    Milliseconds,
    PatrolProblem,
    Stops,
    Team,
    Values,
)
from geo.advice.patrols import suggest_patrols
from geo.advice.rounds import (
    MOST_DRAWS,
    MOST_LOSS,
    Shift,
    draw_offsets,
    keep_clear,
    offer_visits,
)
from geo.analysis.local_time import HOURS
from geo.errors import ParamsError
from geo.patrol_params import AddedStop, PatrolQuestion
from geo.schema import PlaceKind
from geo.service.patrol.answers import KIND, LEFT_OUT
from geo.service.patrol.case import PatrolCase
from geo.service.patrol.spots import SAME_PLACE_M

_HOUR_MINUTES: Final = 60
_MINUTE_MS: Final = 60_000
# So much of its window an added stop stays closed at most.
_OPENS_LATEST: Final = 0.5
_CANNOT_BE_KEPT: Final = -1.0


def pose_rounds(case: PatrolCase, *, with_changes: bool = True) -> PatrolProblem:
    """Pose which visits could be made, with nothing left to chance: all begins with the shift.

    Parameters
    ----------
    case
        What was gathered.
    with_changes
        Whether stops that people added are made, and places that they left out are not.

    Raises
    ------
    ParamsError
        If a stop that people added closes before the shift, or opens after it.
    """
    rates = _list_rates(case, with_changes=with_changes)
    fixed = _list_fixed(case, with_added=with_changes)
    return _pose(case, _offer(case, rates, np.zeros(len(rates))), fixed)


def draw_rounds(
    case: PatrolCase, *, seed: int, with_changes: bool = True, draws: int = MOST_DRAWS
) -> PatrolProblem:
    """Pose which visits could be made, with rounds and added stops that begin by chance.

    Rounds are drawn until a plan at once of them gives up no more than `MOST_LOSS` of what one
    without chance is worth; where no draw does, it is the one that gives up least. An added
    stop opens somewhere in the first half of its window, unless appointments leave it no other
    moment.

    Parameters
    ----------
    case
        What was gathered; it can be planned as `pose_rounds` poses it.
    seed
        Settles what is left to chance.
    with_changes
        As for `pose_rounds`.
    draws
        How often to draw at most.
    """
    rates = _list_rates(case, with_changes=with_changes)
    fixed = _list_fixed(case, with_added=with_changes)
    if draws == 1:
        return _draw(case, rates, fixed, seed)
    without_chance = _measure_worth(_pose(case, _offer(case, rates, np.zeros(len(rates))), fixed))
    best, most = _draw(case, rates, fixed, seed), -1.0
    for draw in range(draws):
        drawn = best if draw == 0 else _draw(case, rates, fixed, seed, draw=draw)
        worth = _measure_worth(drawn)
        if worth > most:
            best, most = drawn, worth
        if most >= (1 - MOST_LOSS) * without_chance:
            break
    return best


def list_preferred(case: PatrolCase) -> dict[int, str]:
    """List which organisation goes first to which place, by the theme that leads there."""
    preferred = case.question.preferred
    return {
        row: preferred[theme].value
        for row, theme in enumerate(case.places[schema.THEME])
        if theme in preferred
    }


def read_shift(question: PatrolQuestion) -> Shift:
    """Read when a shift is, in local minutes of the week."""
    begins = question.begins
    minute = (begins.weekday() * HOURS + begins.hour) * _HOUR_MINUTES + begins.minute
    return Shift(week_minute=minute, minutes=question.minutes)


def count_found(case: PatrolCase) -> int:
    """Count the places of which something is known; what people added comes after them."""
    wishes = (PlaceKind.ADDED, PlaceKind.APPOINTMENT)
    return int((~case.places[KIND].isin(wishes)).sum())


def find_near(case: PatrolCase, row: int) -> frozenset[int]:
    """Find the places of which something is known at which whoever is at a place is as well.

    Parameters
    ----------
    case, row
        What was gathered, and a row of its places.
    """
    xy = case.places[[schema.X, schema.Y]].to_numpy(np.float64)
    near = np.hypot(*(xy[: count_found(case)] - xy[row]).T) <= SAME_PLACE_M
    return frozenset(np.flatnonzero(near).tolist())


def _list_rates(case: PatrolCase, *, with_changes: bool) -> Values:
    """What each place of which something is known is worth by the hour, ``(n, 168)``."""
    rates: Values = case.rates[: count_found(case)]
    if with_changes:
        left_out = case.places[LEFT_OUT].to_numpy()[: len(rates)] != ""
        rates = rates * ~left_out[:, np.newaxis]
    return rates


def _offer(case: PatrolCase, rates: Values, offsets: Values) -> Stops:
    question = case.question
    rounds = offer_visits(rates, read_shift(question), question.rules, offset_minutes=offsets)
    apart = round(question.rules.least_gap_minutes * _MINUTE_MS)
    for row, one in zip(_list_appointments(case), question.appointments, strict=True):
        # Who has an appointment at a hotspot is there: a visit keeps its time from it.
        near = np.isin(rounds.place, list(find_near(case, row)))
        begins = _ms_after(question, one.begins)
        busy = (begins - apart, begins + one.minutes * _MINUTE_MS + apart)
        rounds = keep_clear(rounds, near, busy)
    return rounds


def _draw(
    case: PatrolCase, rates: Values, fixed: Stops, seed: int, *, draw: int = 0
) -> PatrolProblem:
    shift, rules = read_shift(case.question), case.question.rules
    rounds = _offer(case, rates, draw_offsets(len(rates), shift, rules, seed=seed, draw=draw))
    drawn = _pose(case, rounds, _open_later(fixed, seed))
    is_kept = not len(fixed) or _measure_worth(drawn) > _CANNOT_BE_KEPT
    return drawn if is_kept else _pose(case, rounds, fixed)


def _open_later(fixed: Stops, seed: int) -> Stops:
    """Let fixed stops open later, by chance, in the first half of their window."""
    # Apart from what the same seed draws for rounds.
    share = np.random.default_rng((seed, len(fixed))).uniform(0, _OPENS_LATEST, len(fixed))
    later = (share * (fixed.closes_ms - fixed.opens_ms)).astype(np.int64)
    return replace(fixed, opens_ms=fixed.opens_ms + later)


def _measure_worth(problem: PatrolProblem) -> float:
    """What a plan at once is worth; below zero where the fixed stops cannot be kept."""
    try:
        return suggest_patrols(problem).prize
    except ParamsError:
        return _CANNOT_BE_KEPT


def _list_fixed(case: PatrolCase, *, with_added: bool) -> Stops:
    """List appointments and added stops: every plan makes them."""
    question, first = case.question, count_found(case)
    added = question.added if with_added else ()
    dwell = round(question.rules.dwell_minutes * _MINUTE_MS)
    begins = [_ms_after(question, one.begins) for one in question.appointments]
    windows = [_open_added(question, one, dwell) for one in added]
    opens, closes = [first for first, _ in windows], [last for _, last in windows]
    stays = [one.minutes * _MINUTE_MS for one in question.appointments]
    count = len(begins) + len(opens)
    return Stops(
        np.arange(first, first + count),
        np.zeros(count),
        np.array([*stays, *[dwell] * len(opens)], np.int64),
        np.array([*begins, *opens], np.int64),
        np.array([*begins, *closes], np.int64),
        np.ones(count, np.bool_),
    )


def _open_added(question: PatrolQuestion, added: AddedStop, dwell_ms: int) -> tuple[int, int]:
    """First and last moment of the shift at which an added stop may start."""
    last = question.minutes * _MINUTE_MS - dwell_ms
    opens = 0 if added.opens is None else max(0, _ms_after(question, added.opens))
    closes = last if added.closes is None else min(last, _ms_after(question, added.closes))
    if opens > closes:
        raise ParamsError(
            "patrol-added-outside",
            expected="a visit that fits within the shift",
            got=f"{added.label!r}, which opens after it may start last",
            remedy="give other times, or leave it out",
            label=added.label,
        )
    return opens, closes


def _ms_after(question: PatrolQuestion, moment: datetime) -> int:
    return round((moment.timestamp() - question.begins.timestamp()) * 1_000)


def _join(parts: Sequence[Stops]) -> Stops:
    return Stops(
        np.concatenate([part.place for part in parts]),
        np.concatenate([part.prize for part in parts]),
        np.concatenate([part.dwell_ms for part in parts]),
        np.concatenate([part.opens_ms for part in parts]),
        np.concatenate([part.closes_ms for part in parts]),
        np.concatenate([part.is_fixed for part in parts]),
    )


def _pose(case: PatrolCase, rounds: Stops, fixed: Stops) -> PatrolProblem:
    """Pose the question: the last two places are where teams begin and end."""
    rules, ends_ms = case.question.rules, case.question.minutes * _MINUTE_MS
    places = len(case.places)
    return PatrolProblem(
        _join([rounds, fixed]),
        tuple(
            Team(
                start=places,
                end=places + 1,
                begins_ms=0,
                ends_ms=ends_ms,
                travel=way,
                # Who may share places with all others is told apart from none.
                organisation="" if case.question.shares_places else team.organisation.value,
            )
            for way, team in enumerate(case.question.teams)
        ),
        _reserve(case),
        least_gap_ms=int(rules.least_gap_minutes * _MINUTE_MS),
        most_gap_ms=round(rules.most_gap_minutes * _MINUTE_MS),
        most_visits=case.most_visits,
        stands_at={row: find_near(case, row) for row in _list_appointments(case)},
    )


def _list_appointments(case: PatrolCase) -> range:
    first = count_found(case)
    return range(first, first + len(case.question.appointments))


def _reserve(case: PatrolCase) -> tuple[Milliseconds, ...]:
    """Keep other teams from an appointment that is one team's own: to them no way leads there."""
    owned = [
        (row, one.team)
        for row, one in zip(_list_appointments(case), case.question.appointments, strict=True)
    ]
    travel = []
    for number, way in enumerate(case.ways.travel_ms):
        others = [row for row, team in owned if team not in {None, number}]
        kept = way.copy()
        kept[others, :] = kept[:, others] = UNREACHABLE_MS
        np.fill_diagonal(kept, 0)
        travel.append(kept)
    return tuple(travel)
