"""Visits that appointments leave no time for: what a plan would have room for without them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.advice.insertion import measure_insertions
from geo.advice.orienteering import (
    Flags,
    PatrolPlan,
    PatrolProblem,
    Route,
    Visit,
    time_route,
)


@dataclass(frozen=True)
class LostVisit:
    """A stop that no team can make, and the appointment that stands in its way."""

    stop: int
    because: int


def find_lost(problem: PatrolProblem, plan: PatrolPlan) -> list[LostVisit]:
    """Find stops that fit beside no team's appointments, and would fit without these.

    Of a place that is never visited only where no stretch of it is left; of others each stretch
    that is lost, as it parts the visits before from those after. This is a rule of ours.

    Parameters
    ----------
    problem
        What was asked.
    plan
        One that can be done.

    Returns
    -------
    list of LostVisit
        In order of stops; the appointment is the one that is nearest in time.
    """
    stops = problem.stops
    kept = [visit for route in plan.routes for visit in route.visits if stops.is_fixed[visit.stop]]
    if not kept:
        return []
    made = {visit.stop for route in plan.routes for visit in route.visits}
    open_to = ~stops.is_fixed & (stops.prize > 0)
    beside, alone = (_find_room(problem, plan, open_to, fixed=fixed) for fixed in (True, False))
    lost = alone & ~beside
    lost[list(made)] = False
    left = np.unique(stops.place[(alone & beside) | np.isin(np.arange(len(stops)), list(made))])
    visited = {int(stops.place[stop]) for stop in made}
    return [
        LostVisit(int(stop), _find_nearest(problem, int(stop), kept).stop)
        for stop in np.flatnonzero(lost)
        if int(stops.place[stop]) in visited or stops.place[stop] not in left
    ]


def _find_room(problem: PatrolProblem, plan: PatrolPlan, open_to: Flags, *, fixed: bool) -> Flags:
    """Say which stops some team could make beside its appointments alone, or beside nothing."""
    found = np.zeros(len(problem.stops), np.bool_)
    for team, route in zip(problem.teams, _keep_fixed(problem, plan, fixed=fixed), strict=True):
        fits, _ = measure_insertions(problem, team, route, open_to)
        found |= fits.any(axis=0)
    return found


def _keep_fixed(problem: PatrolProblem, plan: PatrolPlan, *, fixed: bool) -> Iterator[Route]:
    for team, route in zip(problem.teams, plan.routes, strict=True):
        order = tuple(stop for stop in route.stops if fixed and problem.stops.is_fixed[stop])
        # Fewer stops take no longer: no detour is quicker.
        yield time_route(problem, team, order) or route


def _find_nearest(problem: PatrolProblem, stop: int, kept: list[Visit]) -> Visit:
    opens, closes = int(problem.stops.opens_ms[stop]), int(problem.stops.closes_ms[stop])
    return min(
        kept,
        key=lambda visit: (max(visit.arrives_ms - closes, opens - visit.leaves_ms, 0), visit.stop),
    )
