"""Patrol plans that become better the longer one looks: a search by PyVRP."""

from typing import Any, Final

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from geo.advice.orienteering import Orders, PatrolProblem, Rows, Team, Values
from geo.patrol_params import PatrolParams

# A point of prize outweighs this many of the longest trips.
_TRIPS_A_POINT: Final = 10
# Prizes are told apart to this part of the largest.
_FINEST: Final = 1e-2
# The solver knows no more seeds; larger ones still settle all else that is left to chance.
_SEEDS: Final = 2**32
# A prize of a hundred points outweighs any lateness of seconds unless that may cost as much.
_PARAMS: Final = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=1e7))


def search_orders(problem: PatrolProblem, stops: Rows, params: PatrolParams) -> Orders | None:
    """Look for the stops of the most prize, each team's in order; of equals, the least travel.

    How far apart visits of a place are is not looked at.

    Parameters
    ----------
    problem
        What is asked, with one team or more.
    stops
        Numbers of the stops to choose from, one or more.
    params
        How long to look.

    Returns
    -------
    list of tuples or None
        Numbers of stops, one tuple a team; None where no plan was found that can be done.

    References
    ----------
    Wouda, Lan & Kool (2024), PyVRP: a high-performance VRP solver package. INFORMS Journal on
    Computing 36.
    """
    limits: list[StoppingCriterion] = [
        MaxIterations(params.iterations),
        MaxRuntime(params.time_limit_s),
    ]
    result = pyvrp.solve(
        _pose(problem, stops),
        MultipleCriteria(limits),
        seed=params.seed % _SEEDS,
        collect_stats=False,
        display=False,
        params=_PARAMS,
    )
    if not result.is_feasible():
        return None
    orders: Orders = [()] * len(problem.teams)
    for route in result.best.routes():
        made = (int(stops[step.idx]) for step in route.schedule() if step.is_client())
        orders[route.vehicle_type()] = tuple(made)
    return orders


def _pose(problem: PatrolProblem, stops: Rows) -> pyvrp.ProblemData:
    """Put the question in the solver's words: one vehicle a team, one client a stop."""
    groups = _group(problem, stops)
    group_of = {client: number for number, group in enumerate(groups) for client in group}
    longest = max(team.ends_ms - team.begins_ms for team in problem.teams)
    travel: list[Any] = [np.minimum(way, longest + 1) for way in problem.travel_ms]
    bases = sorted({end for team in problem.teams for end in (team.start, team.end)})
    prizes = _scale(problem.stops.prize, max(int(way.max()) for way in travel))
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0)] * len(travel[0]),
        [
            _pose_stop(problem, stop, prizes, group=group_of.get(client))
            for client, stop in enumerate(stops)
        ],
        [pyvrp.Depot(base) for base in bases],
        [_pose_team(team, bases) for team in problem.teams],
        travel,
        travel,
        [pyvrp.ClientGroup(group, required=False) for group in groups],
    )


def _group(problem: PatrolProblem, stops: Rows) -> list[list[int]]:
    """Group clients of which one at most is visited, so that no place is visited too often.

    Of a place that may be visited twice, every other stretch is of one group: any two that follow
    each other may both be visited.
    """
    known, groups = problem.stops, []
    for place, most in sorted(problem.most_visits.items()):
        free = np.flatnonzero((known.place[stops] == place) & ~known.is_fixed[stops])
        in_time = free[np.argsort(known.opens_ms[stops][free], kind="stable")]
        parts = [in_time[first::most].tolist() for first in range(most)]
        groups += [part for part in parts if len(part) > 1]
    return groups


def _pose_stop(
    problem: PatrolProblem, stop: int, prizes: Values, *, group: int | None
) -> pyvrp.Client:
    stops = problem.stops
    return pyvrp.Client(
        int(stops.place[stop]),
        service_duration=int(stops.dwell_ms[stop]),
        tw_early=int(stops.opens_ms[stop]),
        tw_late=int(stops.closes_ms[stop]),
        prize=int(prizes[stop]),
        required=bool(stops.is_fixed[stop]),
        group=group,
    )


def _pose_team(team: Team, bases: list[int]) -> pyvrp.VehicleType:
    return pyvrp.VehicleType(
        start_depot=bases.index(team.start),
        end_depot=bases.index(team.end),
        tw_early=team.begins_ms,
        tw_late=team.ends_ms,
        profile=team.travel,
    )


def _scale(prize: Values, longest_ms: int) -> Values:
    """Scale prizes so that the least difference between two outweighs any saving of travel."""
    levels = np.unique(np.append(prize, 0))
    if len(levels) == 1:
        return np.zeros(len(prize))
    point = max(float(np.diff(levels).min()), _FINEST * float(levels[-1]))
    scaled: Values = np.round(prize / point * _TRIPS_A_POINT * longest_ms)
    return scaled
