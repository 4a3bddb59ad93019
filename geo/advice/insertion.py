"""Patrol plans at once: put in the next best stop while one fits."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.advice.orienteering import (
    Flags,
    Milliseconds,
    Orders,
    PatrolPlan,
    PatrolProblem,
    Route,
    Team,
    Values,
    find_unspaced,
    plan_of,
    time_route,
)
from geo.errors import ParamsError

_NOTHING: Final = -1.0
# Where appointments can be kept together that is seen sooner; more tries take over a second.
_MOST_TRIES: Final = 1_000


def fill_routes(problem: PatrolProblem, given: Orders) -> PatrolPlan:
    """Add stops to routes, most prize for the time first, while one fits.

    A stop is put where it takes the least time for its prize (prize squared over the time that it
    adds); appointments go in first, and those that are in already make room for the next. Of
    equals it is the first team, position and stop.

    Parameters
    ----------
    problem
        What is asked.
    given
        Stops in order, one tuple a team, with which to begin; they must fit.

    Returns
    -------
    PatrolPlan
        It can be done. Visits of a place keep their distance in time.

    Raises
    ------
    ParamsError
        If an appointment fits nowhere.

    References
    ----------
    Vansteenwegen et al. (2009), Iterated local search for the team orienteering problem with time
    windows. Computers & Operations Research 36 (insertion step).
    """
    made = {stop for order in given for stop in order}
    fixed = [int(stop) for stop in np.flatnonzero(problem.stops.is_fixed) if stop not in made]
    fixed.sort(key=lambda stop: (problem.stops.closes_ms[stop], stop))
    routes = _keep_appointments(problem, _time_all(problem, given), fixed)
    free = (problem.stops.prize > 0) & ~problem.stops.is_fixed
    free[list(made)] = False
    while (longer := _insert_best(problem, routes, free)) is not None:
        routes = longer
    return plan_of(problem, routes)


def space_visits(problem: PatrolProblem, orders: Orders) -> Orders:
    """Leave out visits until those of one place keep their distance in time.

    Of two that do not, the one of less prize goes, never an appointment.

    Parameters
    ----------
    problem
        How far apart they must be.
    orders
        Stops in order, one tuple a team; they can be made.

    Returns
    -------
    list of tuples
        Likewise.

    Raises
    ------
    ParamsError
        If two appointments at one place do not keep their distance.
    """
    while pairs := find_unspaced(problem, _time_all(problem, orders)):
        stops = [visit.stop for visit in pairs[0] if not problem.stops.is_fixed[visit.stop]]
        if not stops:
            _refuse_appointment(pairs[0][1].stop)
        least = min(stops, key=lambda stop: (problem.stops.prize[stop], -stop))
        orders = [tuple(stop for stop in order if stop != least) for order in orders]
    return orders


def measure_insertions(
    problem: PatrolProblem, team: Team, route: Route, free: Flags
) -> tuple[Flags, Milliseconds]:
    """Say whether each stop fits at each position of a route, and what time it adds.

    Parameters
    ----------
    problem, team, route
        What is asked, and what a team makes already.
    free
        Shape ``(stops,)``: stops to look at; no other fits.

    Returns
    -------
    tuple of ndarray
        Whether it fits and what it adds in milliseconds, shape ``(positions, stops)`` each.
    """
    stops, travel = problem.stops, problem.travel_ms[team.travel]
    places = [int(stops.place[stop]) for stop in route.stops]
    before, after = np.array([team.start, *places]), np.array([*places, team.end])
    left = np.array([route.departs_ms, *(visit.leaves_ms for visit in route.visits)])
    due = np.array([*(visit.starts_ms for visit in route.visits), route.returns_ms])
    arrives = left[:, np.newaxis] + travel[np.ix_(before, stops.place)]
    starts = np.maximum(arrives, stops.opens_ms)
    onward = starts + stops.dwell_ms + travel[np.ix_(stops.place, after)].T
    room = _measure_room(problem, team, route)
    late = np.maximum(onward - due[:, np.newaxis], 0)
    fits = free & (starts <= stops.closes_ms) & (late <= room[:, np.newaxis])
    return fits, onward - (left + travel[before, after])[:, np.newaxis]


def _keep_appointments(
    problem: PatrolProblem, routes: list[Route], fixed: list[int]
) -> list[Route]:
    """Put in appointments one by one; where one does not fit, try the one before it elsewhere."""
    tries, furthest = [routes], 0
    kept = sum(len(route.visits) for route in routes)
    for _ in range(_MOST_TRIES):
        if not tries:
            break
        routes = tries.pop()
        done = sum(len(route.visits) for route in routes) - kept
        if done == len(fixed):
            return routes
        furthest = max(furthest, done)
        # The first choice is tried first: it lies on top.
        tries += reversed(_insert_everywhere(problem, routes, fixed[done]))
    return _refuse_appointment(fixed[furthest])


def _insert_everywhere(problem: PatrolProblem, routes: list[Route], stop: int) -> list[list[Route]]:
    """Put a stop wherever it fits, the least time added first; of equals the first team."""
    alone = np.arange(len(problem.stops)) == stop
    found = []
    for number, (team, route) in enumerate(zip(problem.teams, routes, strict=True)):
        fits, added = measure_insertions(problem, team, route, alone)
        found += [
            (int(added[position, stop]), number, int(position))
            for position in np.flatnonzero(fits[:, stop])
        ]
    longer = (_insert(problem, routes, team, position, stop) for _, team, position in sorted(found))
    return [each for each in longer if not find_unspaced(problem, each)]


@dataclass(frozen=True)
class _Insertion:
    rate: float
    team: int
    position: int
    stop: int


def _insert_best(problem: PatrolProblem, routes: list[Route], free: Flags) -> list[Route] | None:
    """Put in the best of the stops that are free, and take it from them; None if none fits.

    ``free`` also loses stops that cannot keep their distance from other visits of their place.
    """
    while (best := _find_best(problem, routes, free)) is not None:
        free[best.stop] = False
        longer = _insert(problem, routes, best.team, best.position, best.stop)
        if not find_unspaced(problem, longer):
            return longer
    return None


def _insert(
    problem: PatrolProblem, routes: list[Route], team: int, position: int, stop: int
) -> list[Route]:
    order = list(routes[team].stops)
    order.insert(position, stop)
    longer = list(routes)
    longer[team] = _time(problem, problem.teams[team], tuple(order))
    return longer


def _find_best(problem: PatrolProblem, routes: list[Route], free: Flags) -> _Insertion | None:
    if not free.any():
        return None
    found = []
    for number, (team, route) in enumerate(zip(problem.teams, routes, strict=True)):
        rates = _rate_insertions(problem, team, route, free)
        best = int(rates.argmax())
        position, stop = divmod(best, rates.shape[1])
        found.append(_Insertion(float(rates.flat[best]), number, position, stop))
    best_of_all = max(found, key=lambda one: one.rate, default=None)
    return None if best_of_all is None or best_of_all.rate < 0 else best_of_all


def _rate_insertions(problem: PatrolProblem, team: Team, route: Route, free: Flags) -> Values:
    """Rate each stop at each position, shape ``(positions, stops)``; below zero it does not fit."""
    fits, added = measure_insertions(problem, team, route, free)
    rates: Values = np.where(fits, problem.stops.prize**2 / np.maximum(added, 1), _NOTHING)
    return rates


def _measure_room(problem: PatrolProblem, team: Team, route: Route) -> Milliseconds:
    """Measure how much later each visit, and last the return, may be; shape ``(visits + 1,)``."""
    room = [team.ends_ms - route.returns_ms]
    waits = 0
    for visit in reversed(route.visits):
        later = int(problem.stops.closes_ms[visit.stop]) - visit.starts_ms
        room.append(min(later, waits + room[-1]))
        waits = visit.starts_ms - visit.arrives_ms
    return np.array(room[::-1], np.int64)


def _time_all(problem: PatrolProblem, orders: Orders) -> list[Route]:
    pairs = zip(problem.teams, orders, strict=True)
    return [_time(problem, team, order) for team, order in pairs]


def _time(problem: PatrolProblem, team: Team, order: tuple[int, ...]) -> Route:
    route = time_route(problem, team, order)
    if route is None:
        raise ParamsError(
            "patrol-unreachable",
            expected="a base from which the team can be back in time, and no detour quicker",
            got=f"stops {order} that cannot be made",
            remedy="choose another base or a longer shift",
        )
    return route


def _refuse_appointment(stop: int) -> list[Route]:
    raise ParamsError(
        "patrol-appointment",
        expected="appointments that can be kept together",
        got=f"stop {stop}, which does not fit",
        remedy="move or leave out this appointment, or add a team",
        stop=stop,
    )
