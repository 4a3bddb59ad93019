from dataclasses import replace

import pytest
from patrol_drawings import MINUTE, line, stops, team

from geo.advice.orienteering import PatrolProblem, plan_of, time_route
from geo.advice.plan_checks import Fault, Finding, find_faults

STOPS = stops([(1, 3, 15, 0, 60, True), (2, 2, 10, 30, 60, False), (1, 1, 5, 0, 90, False)])
PROBLEM = PatrolProblem(STOPS, (team(ends=90),), (line(3, minutes=5),))


def plan_in_order(*order, problem=PROBLEM):
    return plan_of(problem, [time_route(problem, problem.teams[0], order)])


def change(plan, number, **others):
    route = plan.routes[0]
    visits = list(route.visits)
    visits[number] = replace(visits[number], **others)
    return replace(plan, routes=(replace(route, visits=tuple(visits)),))


def faults(plan, problem=PROBLEM):
    return [finding.fault for finding in find_faults(problem, plan)]


def test_a_plan_that_can_be_done_has_no_fault():
    assert find_faults(PROBLEM, plan_in_order(0, 1, 2)) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (replace(plan_in_order(0), routes=()), Fault.TEAMS),
        (plan_in_order(0, 1, 0), Fault.TWICE),
        (plan_in_order(1), Fault.MISSED),
        (replace(plan_in_order(0, 1), prize=6.0), Fault.PRIZE),
        (change(plan_in_order(0, 1), 1, arrives_ms=24 * MINUTE), Fault.TRAVEL),
        (change(plan_in_order(0), 0, arrives_ms=6 * MINUTE), Fault.TOO_EARLY),
        (change(plan_in_order(0, 1), 1, starts_ms=29 * MINUTE), Fault.TOO_EARLY),
        (
            change(plan_in_order(0, 1), 1, starts_ms=61 * MINUTE, leaves_ms=71 * MINUTE),
            Fault.TOO_LATE,
        ),
        (change(plan_in_order(0), 0, leaves_ms=19 * MINUTE), Fault.DWELL),
    ],
)
def test_each_kind_of_fault_is_found(broken, fault):
    assert fault in faults(broken)


def test_leaving_before_the_shift_and_coming_back_after_it_are_faults():
    plan = plan_in_order(0)
    for wrong in ({"departs_ms": -1}, {"returns_ms": 91 * MINUTE}):
        broken = replace(plan, routes=(replace(plan.routes[0], **wrong),))
        assert faults(broken) == [Fault.SHIFT]


def test_a_way_home_that_is_too_quick_is_a_fault():
    plan = plan_in_order(0)
    broken = replace(plan, routes=(replace(plan.routes[0], returns_ms=24 * MINUTE),))
    assert find_faults(PROBLEM, broken) == [Finding(Fault.TRAVEL)]


def test_a_place_that_is_visited_again_too_soon_or_too_late_is_a_fault():
    plan = plan_in_order(0, 1, 2)
    soon = replace(PROBLEM, least_gap_ms=30 * MINUTE)
    assert find_faults(soon, plan) == [Finding(Fault.TOO_SOON_AGAIN, 2)]
    late = replace(PROBLEM, most_gap_ms=20 * MINUTE)
    assert find_faults(late, plan) == [Finding(Fault.TOO_LONG_AGO, 2)]


def test_a_place_that_is_visited_more_often_than_asked_is_a_fault():
    plan = plan_in_order(0, 1, 2)
    once = replace(PROBLEM, most_visits={1: 1})
    assert find_faults(once, plan) == [Finding(Fault.TOO_OFTEN, 2)]
    assert find_faults(replace(PROBLEM, most_visits={1: 2, 2: 1}), plan) == []
