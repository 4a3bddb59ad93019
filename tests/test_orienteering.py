import numpy as np
import pytest
from patrol_drawings import MINUTE, line, stops, team

from geo.advice.orienteering import PatrolProblem, Team, find_unspaced, time_route
from geo.errors import ParamsError

TWO = stops([(1, 3, 15, 0, 60, False), (2, 2, 10, 30, 60, False)])


def test_a_route_waits_until_a_stop_opens_and_goes_home_after():
    problem = PatrolProblem(TWO, (team(),), (line(3, minutes=5),))
    route = time_route(problem, problem.teams[0], (0, 1))
    minutes = [
        [moment / MINUTE for moment in (visit.arrives_ms, visit.starts_ms, visit.leaves_ms)]
        for visit in route.visits
    ]
    assert minutes == [[5, 5, 20], [25, 30, 40]]
    assert route.returns_ms == 50 * MINUTE
    assert route.stops == (0, 1)


def test_a_route_that_comes_home_late_or_finds_a_stop_closed_is_none():
    travel = (line(3, minutes=5),)
    assert time_route(PatrolProblem(TWO, (team(ends=49),), travel), team(ends=49), (0, 1)) is None
    closed = stops([(1, 3, 15, 0, 4, False)])
    assert time_route(PatrolProblem(closed, (team(),), travel), team(), (0,)) is None


def test_visits_of_one_place_that_follow_too_soon_or_too_late_are_found():
    again = stops([(1, 1, 10, 0, 0, False), (1, 1, 10, 20, 20, False), (1, 1, 10, 90, 90, False)])
    there = Team(start=1, end=1, begins_ms=0, ends_ms=200 * MINUTE)
    problem = PatrolProblem(
        again, (there,), (line(2),), least_gap_ms=30 * MINUTE, most_gap_ms=50 * MINUTE
    )
    route = time_route(problem, there, (0, 1, 2))
    pairs = [(first.stop, second.stop) for first, second in find_unspaced(problem, [route])]
    assert pairs == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    "row",
    [(0, -1, 5, 0, 9, False), (0, np.nan, 5, 0, 9, False), (0, 1, -5, 0, 9, False)],
)
def test_a_prize_or_dwell_below_zero_is_refused(row):
    with pytest.raises(ParamsError) as refused:
        stops([row])
    assert refused.value.key == "patrol-stops"


def test_a_stop_that_closes_before_it_opens_is_refused():
    with pytest.raises(ParamsError, match="opens before"):
        stops([(0, 1, 5, 0, 9, False), (0, 1, 5, 10, 9, False)])


def test_a_shift_that_ends_before_it_begins_is_refused():
    with pytest.raises(ParamsError) as refused:
        team(begins=60, ends=30)
    assert refused.value.key == "patrol-shift"


@pytest.mark.parametrize(
    ("teams", "travel"),
    [((team(),), ()), ((team(travel=1),), (line(3),)), ((team(),), (line(2),))],
)
def test_places_and_travel_times_that_are_not_there_are_refused(teams, travel):
    with pytest.raises(ParamsError) as refused:
        PatrolProblem(TWO, teams, travel)
    assert refused.value.key == "patrol-places"
