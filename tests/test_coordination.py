from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patrol_drawings import MINUTE, cloud, line, stops

from geo.advice.coordination import coordinate_teams
from geo.advice.orienteering import PatrolProblem, Team, plan_of, time_route
from geo.advice.patrols import plan_patrols, suggest_patrols
from geo.advice.plan_checks import Fault, Finding, find_faults
from geo.patrol_params import PatrolParams

SHORT = PatrolParams(iterations=50)


def team(organisation, base, ends=120, travel=0):
    return Team(
        start=base,
        end=base,
        begins_ms=0,
        ends_ms=ends * MINUTE,
        travel=travel,
        organisation=organisation,
    )


def two_rounds(places, base, *organisations):
    """Each place is offered now and an hour later."""
    rows = [
        (place, 1, 15, start, start + 40, False) for place in range(places) for start in (0, 60)
    ]
    teams = tuple(team(each, base) for each in organisations)
    return PatrolProblem(stops(rows), teams, (line(places + 1, minutes=2),), 15 * MINUTE)


def who_visits(problem, plan):
    found = {}
    for each, route in zip(problem.teams, plan.routes, strict=True):
        for visit in route.visits:
            found.setdefault(int(problem.stops.place[visit.stop]), set()).add(each.organisation)
    return found


@st.composite
def shared_shifts(draw):
    """Places that two or three organisations could visit, each with a team or two."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    places, count = int(rng.integers(1, 6)), draw(st.integers(0, 12))
    opens = rng.integers(0, 200, count)
    rows = zip(
        rng.integers(0, places, count),
        rng.integers(0, 5, count) / 2,
        rng.integers(5, 16, count),
        opens,
        opens + rng.integers(0, 120, count),
        np.zeros(count, np.bool_),
        strict=True,
    )
    on_foot = cloud(rng, places + 1)
    names = rng.choice(["police", "boa", "youth_work"], int(rng.integers(1, 5)))
    teams = tuple(team(str(name), places, 200, int(rng.integers(2))) for name in names)
    preferred = {int(place): "boa" for place in rng.integers(0, places, draw(st.integers(0, 3)))}
    problem = PatrolProblem(
        stops(list(rows)), teams, (on_foot, -(-on_foot // 4)), least_gap_ms=15 * MINUTE
    )
    return problem, preferred


@settings(deadline=None, max_examples=80)
@given(shared_shifts())
def test_no_place_is_visited_for_two_organisations(case):
    problem, preferred = case
    shared = coordinate_teams(problem, preferred)
    for plan in (suggest_patrols(shared), plan_patrols(shared, SHORT)):
        # Held against the question as it was: nothing is kept but what a plan really does.
        assert find_faults(problem, plan) == []
        visited = who_visits(problem, plan)
        assert all(len(names) == 1 for names in visited.values())
        if "boa" in {each.organisation for each in problem.teams}:
            assert all(visited.get(place, {"boa"}) == {"boa"} for place in preferred)


def test_one_organisation_shares_its_places_as_it_did():
    problem = two_rounds(2, 2, "police", "police")
    assert coordinate_teams(problem) is problem
    nobody = replace(problem, teams=())
    assert coordinate_teams(nobody) is nobody


def test_every_organisation_gets_something_to_do():
    problem = two_rounds(4, 4, "police", "boa")
    plan = suggest_patrols(coordinate_teams(problem))
    assert all(route.visits for route in plan.routes)


def test_a_place_goes_to_whom_is_preferred_if_they_are_out():
    problem = two_rounds(2, 2, "police", "youth_work")
    plan = suggest_patrols(coordinate_teams(problem, {1: "youth_work"}))
    assert who_visits(problem, plan)[1] == {"youth_work"}
    without = coordinate_teams(problem, {1: "boa"})
    assert who_visits(problem, suggest_patrols(without)).keys() == {0, 1}


def test_a_place_to_which_nobody_is_sent_goes_to_whom_is_there_soonest():
    def offer(opens):
        return stops(
            [(0, 9, 15, 0, 8, False), (2, 9, 15, 0, 8, False), (1, 1, 15, opens, opens, False)]
        )

    on_foot, by_car = line(4, minutes=2), line(4, minutes=1)
    teams = (team("police", 3), team("boa", 3, travel=1))
    busy = PatrolProblem(offer(opens=8), teams, (on_foot, by_car))
    assert who_visits(busy, suggest_patrols(busy)).keys() == {0, 2}
    later = replace(coordinate_teams(busy), stops=offer(opens=60))
    assert who_visits(later, suggest_patrols(later))[1] == {"boa"}


def test_who_would_have_nothing_to_do_gets_a_place_of_those_who_have_two():
    rows = [(place, 1, 15, 0, 100, False) for place in range(2)]
    teams = (team("police", 2), team("boa", 2, travel=1))
    problem = PatrolProblem(stops(rows), teams, (line(3, minutes=8), line(3, minutes=1)))
    assert who_visits(problem, suggest_patrols(problem)) == {0: {"boa"}, 1: {"boa"}}
    shared = coordinate_teams(problem)
    # On foot it is soonest at the second.
    assert who_visits(shared, suggest_patrols(shared)) == {0: {"boa"}, 1: {"police"}}
    kept = coordinate_teams(problem, {0: "boa", 1: "boa"})
    assert who_visits(kept, suggest_patrols(kept)) == {0: {"boa"}, 1: {"boa"}}


def test_an_appointment_is_open_to_all():
    rows = [(0, 0, 15, 5, 5, True), (1, 1, 15, 0, 40, False)]
    teams = (team("police", 2), team("boa", 2))
    problem = PatrolProblem(stops(rows), teams, (line(3, minutes=1),))
    plan = suggest_patrols(coordinate_teams(problem))
    assert find_faults(problem, plan) == []


@pytest.mark.parametrize(("second", "found"), [("boa", True), ("police", False), ("", True)])
def test_the_checker_finds_places_that_two_organisations_visit(second, found):
    problem = two_rounds(1, 1, "police", second)
    routes = [
        time_route(problem, each, (stop,)) for each, stop in zip(problem.teams, (0, 1), strict=True)
    ]
    expected = [Finding(Fault.STACKED, 1)] if found else []
    assert find_faults(problem, plan_of(problem, routes)) == expected
