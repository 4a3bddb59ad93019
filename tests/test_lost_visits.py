"""What an appointment leaves no time for: later visits stay, and what is lost is named."""

import numpy as np
import pytest
from hypothesis import given, settings
from patrol_drawings import MINUTE, line, problems, stops, team

from geo.advice.lost_visits import LostVisit, find_lost
from geo.advice.orienteering import PatrolProblem, time_route
from geo.advice.patrols import suggest_patrols
from geo.advice.plan_checks import Fault, find_faults
from geo.errors import ParamsError

# Place 1 in three stretches, and an appointment at place 2 for as long as the second of them.
ROUNDS = [(1, 3, 15, opens, opens + 40, False) for opens in (0, 90, 180)]
MEETING = (2, 0, 120, 70, 70, True)


def pose(rows, *, teams=1, **more):
    rules = {"least_gap_ms": 30 * MINUTE, "most_gap_ms": 120 * MINUTE} | more
    return PatrolProblem(stops(rows), (team(ends=240),) * teams, (line(3),), **rules)


def made(plan):
    return {visit.stop for route in plan.routes for visit in route.visits}


def test_later_visits_stay_and_the_one_that_is_lost_is_named() -> None:
    problem = pose([*ROUNDS, MEETING])
    plan = suggest_patrols(problem)
    assert made(plan) == {0, 2, 3}
    assert find_faults(problem, plan) == []
    assert find_lost(problem, plan) == [LostVisit(1, because=3)]


def test_nothing_is_lost_where_another_team_has_time() -> None:
    problem = pose([*ROUNDS, MEETING], teams=2)
    plan = suggest_patrols(problem)
    assert made(plan) == {0, 1, 2, 3}
    assert find_lost(problem, plan) == []


def test_without_an_appointment_visits_keep_the_most_time_between_them() -> None:
    problem = pose([ROUNDS[0], ROUNDS[2]])
    plan = suggest_patrols(problem)
    assert len(made(plan)) == 1
    assert find_lost(problem, plan) == []


@pytest.mark.parametrize(("there", "faults"), [({2: {1}}, []), ({}, [Fault.TOO_LONG_AGO])])
def test_an_appointment_at_the_place_itself_is_a_visit_whoever_keeps_it(there, faults) -> None:
    rows = [ROUNDS[0], ROUNDS[2], (2, 0, 30, 95, 95, True)]
    stands_at = {row: frozenset(places) for row, places in there.items()}
    problem = pose(rows, teams=2, stands_at=stands_at)
    first, other = problem.teams
    routes = [time_route(problem, first, (0, 1)), time_route(problem, other, (2,))]
    plan = suggest_patrols(problem)
    by_hand = type(plan)(tuple(routes), 6.0)
    assert [one.fault for one in find_faults(problem, by_hand)] == faults
    assert find_faults(problem, plan) == []


def test_a_place_that_could_still_be_visited_otherwise_is_not_called_lost() -> None:
    # Nobody goes to place 1 although there is time: that is not because of the appointment.
    problem = pose([*ROUNDS[1:], (1, 0, 15, 0, 40, False), MEETING])
    plan = suggest_patrols(problem)
    kept = time_route(problem, problem.teams[0], (3,))
    assert find_lost(problem, type(plan)((kept,), 0.0)) == []


@settings(max_examples=60)
@given(problem=problems(appointments=True))
def test_plans_with_an_appointment_can_be_done_and_what_is_lost_fits_nowhere(problem) -> None:
    if not len(problem.stops) or not problem.teams:
        return
    try:
        plan = suggest_patrols(problem)
    except ParamsError:
        return
    assert find_faults(problem, plan) == []
    lost = find_lost(problem, plan)
    assert [one.stop for one in lost] == sorted({one.stop for one in lost})
    assert made(plan).isdisjoint(one.stop for one in lost)
    fixed = np.flatnonzero(problem.stops.is_fixed).tolist()
    for one in lost:
        assert one.because in fixed
        orders = [
            (number, tuple(stop for stop in route.stops if stop in fixed))
            for number, route in enumerate(plan.routes)
        ]
        for number, order in orders:
            every = [(*order[:at], one.stop, *order[at:]) for at in range(len(order) + 1)]
            assert not any(time_route(problem, problem.teams[number], way) for way in every)
        assert any(time_route(problem, each, (one.stop,)) for each in problem.teams)
