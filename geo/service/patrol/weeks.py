"""A week of patrols: which place gets how many visits in which shift, and a plan of each shift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.coordination import coordinate_teams
from geo.advice.fairness import PLANNED_MINUTES, VISITS, weigh_fairness
from geo.advice.orienteering import PatrolProblem
from geo.advice.patrols import suggest_patrols
from geo.advice.predictability import Starts, StartSpread, measure_starts
from geo.advice.rounds import expect_in_shift
from geo.advice.spread import WeekDemand, cap_wijk, spread_visits
from geo.params import MonteCarlo
from geo.patrol_params import PatrolParams
from geo.patrol_week_params import WeekQuestion
from geo.schema import PlaceKind
from geo.service.answers import HotspotReport
from geo.service.patrol.answers import KEY, KIND, LABEL, WIJK_NAME, PatrolAdvice
from geo.service.patrol.case import PatrolCase, find_patrol_hotspots, gather_patrol
from geo.service.patrol.checks import check_feasible, name_appointments
from geo.service.patrol.planning import search_patrol
from geo.service.patrol.stops import draw_rounds, list_preferred, pose_rounds, read_shift
from geo.service.patrol.ways import PatrolGround, lay_patrol_ground
from geo.workspace import Workspace

Counts = NDArray[np.int64]

_TOLD: Final = (KEY, KIND, LABEL, schema.WIJK_CODE, WIJK_NAME)


@dataclass(frozen=True, eq=False)
class WeekAdvice:
    """Which places to visit how often in each shift of a week, and a plan of each.

    ``places`` has of each place that may be visited in the week ``key``, ``kind``, ``label``,
    ``wijk_code`` and ``wijk_name``, in the order of keys. ``asked`` and ``planned`` have shape
    ``(places, shifts)``: visits that the spread asks for, and those that fit into the plans.
    ``room`` says of each shift how many visits it was reckoned to have room for, ``cap`` how many
    a wijk may get; None where places lie in no more than one. ``fairness`` has per wijk the
    planned time of the whole week beside its shares, as `weigh_fairness` does. ``starts`` says of
    shifts that begin at the same time of the clock (such as ``15:00``) by key of a place how much
    its first visits differ, where two of them or more visit it.
    """

    question: WeekQuestion
    places: pd.DataFrame
    asked: Counts
    planned: Counts
    room: Counts
    cap: int | None
    shifts: tuple[PatrolAdvice, ...]
    fairness: pd.DataFrame
    starts: Mapping[str, Mapping[str, StartSpread]]


def plan_week(
    workspace: Workspace,
    question: WeekQuestion,
    *,
    params: PatrolParams | None = None,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
) -> WeekAdvice:
    """Spread the visits of a week over places and wijken, then plan each shift with these visits.

    A shift has room for as many visits as a plan at once of it alone makes. A place is visited in
    a shift no more often than the spread asks; where it does not fit beside the others it is
    visited less often, and the answer says so. The floor holds for hotspots: ground that is warm
    for a few days gets none.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    params
        How long to look for a better plan of each shift; seeds are those of the question.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.
    reports
        Theme to its hotspots, as `gather_patrol` takes them.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown, a shift cannot be done, or floor or cap cannot be kept.
    """
    cases = gather_week(workspace, question, draws=draws, reports=reports)
    return search_week(question, cases, params)


def gather_week(
    workspace: Workspace,
    question: WeekQuestion,
    *,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
    ground: PatrolGround | None = None,
) -> tuple[PatrolCase, ...]:
    """Gather all that each shift of a week is planned from; hotspots are found once.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws, reports, ground
        As of `gather_patrol`; what is warm is asked anew of each shift, whatever the ground says.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown.
    """
    ground = ground or lay_patrol_ground(workspace, {team.mode for team in question.shift.teams})
    found = find_patrol_hotspots(
        workspace, question.shift, layers=ground.layers, draws=draws, reports=reports
    )
    without_alerts = replace(ground, alerts={})
    return tuple(
        gather_patrol(workspace, each, reports=found, ground=without_alerts)
        for each in question.list_shifts()
    )


def search_week(
    question: WeekQuestion, cases: Sequence[PatrolCase], params: PatrolParams | None = None
) -> WeekAdvice:
    """Spread the visits of a gathered week, and look for the best plan of each shift.

    Parameters
    ----------
    question, cases
        What is asked, and what was gathered.
    params
        As of `plan_week`.

    Raises
    ------
    ParamsError
        As of `plan_week`.
    """
    problems = [_pose(case) for case in cases]
    places = _list_places(cases, problems)
    week = _pose_week(cases, problems, places)
    spread = spread_visits(week, question.spread)
    shifts = tuple(
        search_patrol(_limit(case, places, spread.visits[:, number]), params)
        for number, case in enumerate(cases)
    )
    return WeekAdvice(
        question=question,
        places=places,
        asked=spread.visits,
        planned=np.column_stack([_count_planned(advice, places) for advice in shifts]),
        room=week.room,
        cap=cap_wijk(week, question.spread),
        shifts=shifts,
        fairness=_weigh_week(shifts),
        starts=_compare_starts(shifts),
    )


def _pose(case: PatrolCase) -> PatrolProblem:
    """Pose which visits the shift itself will choose from: its seed settles both."""
    check_feasible(case, pose_rounds(case))
    drawn = draw_rounds(case, seed=case.question.seed)
    with name_appointments(case, drawn):
        # Else it would be refused by a number that nobody knows.
        suggest_patrols(drawn)
    return coordinate_teams(drawn, list_preferred(case))


def _list_places(cases: Sequence[PatrolCase], problems: Sequence[PatrolProblem]) -> pd.DataFrame:
    """List each place that one of the shifts offers once, in the order of keys."""
    offered = [
        case.places.loc[_count_offers(case, problem) > 0, list(_TOLD)]
        for case, problem in zip(cases, problems, strict=True)
    ]
    return pd.concat(offered).drop_duplicates(KEY).sort_values(KEY).reset_index(drop=True)


def _pose_week(
    cases: Sequence[PatrolCase], problems: Sequence[PatrolProblem], places: pd.DataFrame
) -> WeekDemand:
    expected = np.zeros((len(places), len(cases)))
    most = np.zeros(expected.shape, np.int64)
    for number, (case, problem) in enumerate(zip(cases, problems, strict=True)):
        known = pd.Index(case.places[KEY]).get_indexer(pd.Index(places[KEY]))
        here, rows = known[known >= 0], np.flatnonzero(known >= 0)
        expected[rows, number] = expect_in_shift(case.rates[here], read_shift(case.question))
        most[rows, number] = _count_offers(case, problem)[here]
    return WeekDemand(
        keys=tuple(places[KEY]),
        wijken=tuple(places[schema.WIJK_CODE].fillna("")),
        expected=expected,
        room=np.array([_measure_room(problem) for problem in problems], np.int64),
        most_visits=most,
        is_floored=(places[KIND] == PlaceKind.HOTSPOT).to_numpy(np.bool_),
    )


def _count_offers(case: PatrolCase, problem: PatrolProblem) -> Counts:
    """Count the visits of each place that a shift offers and that are worth something."""
    offered = problem.stops.place[problem.stops.prize > 0]
    counts: Counts = np.bincount(offered, minlength=len(case.places)).astype(np.int64)
    return counts


def _measure_room(problem: PatrolProblem) -> int:
    """Measure how many visits a shift has room for beside what is fixed, by a plan at once."""
    visits = [visit for route in suggest_patrols(problem).routes for visit in route.visits]
    return sum(not problem.stops.is_fixed[visit.stop] for visit in visits)


def _limit(case: PatrolCase, places: pd.DataFrame, visits: Counts) -> PatrolCase:
    """Let a shift visit each place as often as the week asks, and others not at all."""
    asked = pd.Series(visits, index=places[KEY]).reindex(case.places[KEY], fill_value=0)
    often = asked.to_numpy(np.int64)
    return replace(
        case,
        rates=case.rates * (often > 0)[:, np.newaxis],
        most_visits={int(row): int(often[row]) for row in np.flatnonzero(often)},
    )


def _count_planned(advice: PatrolAdvice, places: pd.DataFrame) -> Counts:
    made = [visit.place for team in advice.visits for visit in team]
    keys = advice.places[KEY].take(made).value_counts()
    return np.array(keys.reindex(places[KEY], fill_value=0), np.int64)


def _weigh_week(shifts: Sequence[PatrolAdvice]) -> pd.DataFrame:
    """Lay the planned time of all shifts beside the shares of each wijk."""
    first = shifts[0].fairness.set_index(schema.WIJK_CODE)
    planned = [VISITS, PLANNED_MINUTES]
    all_shifts = pd.concat([advice.fairness for advice in shifts])
    total = all_shifts.groupby(schema.WIJK_CODE)[planned].sum().reindex(first.index)
    wijken = first[[WIJK_NAME, schema.INCIDENTS, schema.INHABITANTS]]
    return weigh_fairness(wijken.assign(**{name: total[name] for name in planned})).reset_index()


def _compare_starts(shifts: Sequence[PatrolAdvice]) -> dict[str, dict[str, StartSpread]]:
    """Compare when places are first visited in shifts at the same hours."""
    at_same_hours: dict[str, list[Starts]] = {}
    for advice in shifts:
        clock = f"{advice.question.begins:%H:%M}"
        at_same_hours.setdefault(clock, []).append(_list_first_starts(advice))
    return {
        clock: {key: one for key, one in measure_starts(plans).items() if one.plans > 1}
        for clock, plans in sorted(at_same_hours.items())
    }


def _list_first_starts(advice: PatrolAdvice) -> Starts:
    visits = sorted((visit for team in advice.visits for visit in team), key=lambda one: one.starts)
    starts: dict[str, float] = {}
    for visit in visits:
        if visit.is_fixed:
            # What people added is another place in each shift, and has the same key.
            continue
        # Of moments in one zone the difference is that of the clock: what who watches goes by.
        minutes = (visit.starts - advice.question.begins) / timedelta(minutes=1)
        starts.setdefault(str(advice.places[KEY][visit.place]), minutes)
    return starts
