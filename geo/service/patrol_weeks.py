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
from geo.advice.rounds import expect_in_shift
from geo.advice.spread import Spread, WeekDemand, cap_wijk, spread_visits
from geo.params import MonteCarlo
from geo.patrol_params import PatrolParams
from geo.patrol_week_params import WeekQuestion
from geo.schema import PlaceKind
from geo.service.answers import HotspotReport
from geo.service.patrol_answers import KEY, KIND, LABEL, WIJK_NAME, PatrolAdvice
from geo.service.patrol_case import PatrolCase, find_patrol_hotspots, gather_patrol
from geo.service.patrol_checks import check_feasible
from geo.service.patrol_stops import list_preferred, pose_rounds, read_shift
from geo.service.patrol_ways import PatrolGround, lay_patrol_ground
from geo.service.patrols import search_patrol
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
    planned time of the whole week beside its shares, as `weigh_fairness` does.
    """

    question: WeekQuestion
    places: pd.DataFrame
    asked: Counts
    planned: Counts
    room: Counts
    cap: int | None
    gain: float
    shifts: tuple[PatrolAdvice, ...]
    fairness: pd.DataFrame


def plan_week(
    workspace: Workspace,
    question: WeekQuestion,
    *,
    params: PatrolParams | None = None,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
    ground: PatrolGround | None = None,
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
    reports, ground
        What has been found and read already, as `gather_patrol` takes them.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown, a shift cannot be done, or floor or cap cannot be kept.
    """
    ground = ground or lay_patrol_ground(workspace, {team.mode for team in question.shift.teams})
    found = {
        theme: (reports or {}).get(theme)
        or find_patrol_hotspots(workspace, question.shift, theme, layers=ground.layers, draws=draws)
        for theme in question.shift.themes
    }
    # What is warm differs from day to day: it is asked anew of each shift.
    ground = replace(ground, alerts={})
    cases = [
        gather_patrol(workspace, each, reports=found, ground=ground)
        for each in question.list_shifts()
    ]
    places = _list_places(cases)
    week = _pose_week(cases, places)
    spread = spread_visits(week, question.spread)
    shifts = tuple(
        search_patrol(_limit(case, places, spread.visits[:, number]), params)
        for number, case in enumerate(cases)
    )
    return _tell_week(question, places, week, spread, shifts)


def _list_places(cases: Sequence[PatrolCase]) -> pd.DataFrame:
    """List each place that may be visited in one of the shifts once, in the order of keys."""
    wanted = [case.places.loc[case.rates.any(axis=1), list(_TOLD)] for case in cases]
    listed = pd.concat(wanted).drop_duplicates(KEY).sort_values(KEY)
    return listed.reset_index(drop=True)


def _pose_week(cases: Sequence[PatrolCase], places: pd.DataFrame) -> WeekDemand:
    shape = (len(places), len(cases))
    expected, most = np.zeros(shape), np.zeros(shape, np.int64)
    room = np.zeros(len(cases), np.int64)
    for number, case in enumerate(cases):
        problem = pose_rounds(case, seed=case.question.seed)
        check_feasible(case, problem)
        rows = places.index[places[KEY].isin(case.places[KEY])]
        here = pd.Index(case.places[KEY]).get_indexer(places[KEY][rows])
        expected[rows, number] = expect_in_shift(case.rates[here], read_shift(case.question))
        most[rows, number] = _count_offers(problem, len(case.places))[here]
        room[number] = _measure_room(case, problem)
    return WeekDemand(
        keys=tuple(places[KEY]),
        wijken=tuple(places[schema.WIJK_CODE].fillna("")),
        expected=expected,
        room=room,
        most_visits=most,
        is_floored=(places[KIND] == PlaceKind.HOTSPOT).to_numpy(np.bool_),
    )


def _count_offers(problem: PatrolProblem, places: int) -> Counts:
    """Count the visits of each place that a shift offers and that are worth something."""
    offered = problem.stops.place[problem.stops.prize > 0]
    return np.bincount(offered, minlength=places).astype(np.int64)


def _measure_room(case: PatrolCase, problem: PatrolProblem) -> int:
    """Measure how many visits a shift has room for: those that a plan at once of it makes."""
    plan = suggest_patrols(coordinate_teams(problem, list_preferred(case)))
    return sum(len(route.visits) for route in plan.routes)


def _limit(case: PatrolCase, places: pd.DataFrame, visits: Counts) -> PatrolCase:
    """Let a shift visit each place as often as the week asks, and others not at all."""
    asked = pd.Series(visits, index=places[KEY]).reindex(case.places[KEY], fill_value=0)
    often = asked.to_numpy(np.int64)
    return replace(
        case,
        rates=case.rates * (often > 0)[:, np.newaxis],
        most_visits={int(row): int(often[row]) for row in np.flatnonzero(often)},
    )


def _tell_week(
    question: WeekQuestion,
    places: pd.DataFrame,
    week: WeekDemand,
    spread: Spread,
    shifts: tuple[PatrolAdvice, ...],
) -> WeekAdvice:
    return WeekAdvice(
        question=question,
        places=places,
        asked=spread.visits,
        planned=np.column_stack([_count_visits(advice, places) for advice in shifts]),
        room=week.room,
        cap=cap_wijk(week, question.spread),
        gain=spread.gain,
        shifts=shifts,
        fairness=_weigh_week(shifts),
    )


def _count_visits(advice: PatrolAdvice, places: pd.DataFrame) -> Counts:
    made = [advice.places[KEY][visit.place] for team in advice.visits for visit in team]
    counts = pd.Series(made, dtype="str").value_counts()
    return counts.reindex(places[KEY], fill_value=0).to_numpy(np.int64)


def _weigh_week(shifts: Sequence[PatrolAdvice]) -> pd.DataFrame:
    """Lay the planned time of the whole week beside the shares of each wijk."""
