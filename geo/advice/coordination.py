"""Which organisation visits which place in a shift: police, boa and youth work do not stack."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from geo.advice.insertion import fill_routes
from geo.advice.orienteering import UNREACHABLE_MS, Milliseconds, PatrolProblem


def coordinate_teams(
    problem: PatrolProblem, preferred: Mapping[int, str] | None = None
) -> PatrolProblem:
    """Give each place to one organisation for the shift: to teams of others no way leads there.

    A place goes to the organisation that is preferred for it where that has a team out. The others
    go to whom a plan at once sends there first; where it sends nobody, to whom is there soonest
    from the base; of equals, to the team that is named first. Who then has nothing to do gets the
    place where it is soonest, of those who have two or more. This is a rule of ours.

    Parameters
    ----------
    problem
        With the organisation of each team. Nobody begins or ends where others may visit.
    preferred
        Place to organisation.

    Returns
    -------
    PatrolProblem
        Its plans visit no place for two organisations, but for appointments, which are open to
        all. The same problem where there are no two organisations.

    Raises
    ------
    ParamsError
        If an appointment fits nowhere.
    """
    organisations = {team.organisation for team in problem.teams}
    if len(organisations) == 1 or not problem.teams:
        return problem
    stops = problem.stops
    shared = {int(place) for place in stops.place[~stops.is_fixed & (stops.prize > 0)]}
    given = {
        place: organisation
        for place, organisation in (preferred or {}).items()
        if place in shared and organisation in organisations
    }
    posed = _reserve(problem, given)
    found = _find_nearest(posed, shared) | _find_first(posed, shared) | given
    return _reserve(problem, _give_each_one(problem, found, shared - given.keys()))


def _find_first(problem: PatrolProblem, places: set[int]) -> dict[int, str]:
    """Find who is sent first to each place by a plan at once."""
    plan = fill_routes(problem, [()] * len(problem.teams))
    visits = sorted(
        (visit.starts_ms, number, int(problem.stops.place[visit.stop]))
        for number, route in enumerate(plan.routes)
        for visit in route.visits
    )
    # Of the visits of a place the last that is read stays: that is the earliest.
    return {
        place: problem.teams[number].organisation
        for _, number, place in reversed(visits)
        if place in places
    }


def _find_nearest(problem: PatrolProblem, places: set[int]) -> dict[int, str]:
    """Find who is soonest at each place from the base."""
    there = _measure_arrival(problem)
    return {
        place: problem.teams[int(there[:, place].argmin())].organisation for place in sorted(places)
    }


def _give_each_one(
    problem: PatrolProblem, owners: Mapping[int, str], places: set[int]
) -> dict[int, str]:
    """Give who has no place the one where it is soonest, of those who have two or more."""
    given = dict(owners)
    for team, there in zip(problem.teams, _measure_arrival(problem), strict=True):
        held = Counter(given.values())
        free = np.array([place for place in sorted(places) if held[given[place]] > 1], np.intp)
        if len(free) and not held[team.organisation]:
            given[int(free[there[free].argmin()])] = team.organisation
    return given


def _measure_arrival(problem: PatrolProblem) -> Milliseconds:
    """Measure when each team is at each place if it goes there first: ``(teams, places)``."""
    return np.array(
        [team.begins_ms + problem.travel_ms[team.travel][team.start] for team in problem.teams]
    )


def _reserve(problem: PatrolProblem, owners: Mapping[int, str]) -> PatrolProblem:
    """Keep each team from the places of other organisations."""
    teams, travel = [], []
    for number, team in enumerate(problem.teams):
        kept = problem.travel_ms[team.travel].copy()
        others = [place for place, owner in owners.items() if owner != team.organisation]
        kept[others, :] = kept[:, others] = UNREACHABLE_MS
        np.fill_diagonal(kept, 0)
        teams.append(replace(team, travel=number))
        travel.append(kept)
    return replace(problem, teams=tuple(teams), travel_ms=tuple(travel))
