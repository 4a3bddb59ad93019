import csv
import json
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from patrol_drawings import MINUTE, cloud, line, problems, stops, team

from geo.advice.orienteering import PatrolProblem, time_route
from geo.advice.patrols import plan_patrols, suggest_patrols
from geo.advice.plan_checks import find_faults
from geo.errors import ParamsError
from geo.patrol_params import PatrolParams

ROOT = Path(__file__).parents[1]
BENCHMARK = ROOT / "benchmarks" / "patrols.py"
SHORT = PatrolParams(iterations=200)


def draw_evening(rng, count):
    """Stops over an hour, for one team on foot and one on bicycles."""
    opens = rng.integers(0, 60, count)
    rows = zip(
        range(1, count + 1),
        rng.integers(1, 9, count),
        [15] * count,
        opens,
        opens + 20,
        [False] * count,
        strict=True,
    )
    on_foot = cloud(rng, count + 1, minutes=30)
    teams = (team(ends=80), team(ends=80, travel=1))
    return PatrolProblem(stops(list(rows)), teams, (on_foot, -(-on_foot // 3)))


def try_all(problem):
    """The most that two teams can collect: every choice in every order."""
    first, second = (list_choices(problem, each) for each in problem.teams)
    worth = problem.stops.prize
    return max(
        float(worth[list(one | other)].sum())
        for one, other in product(first, second)
        if not one & other
    )


def list_choices(problem, each):
    orders, found = [()], set()
    while orders:
        orders = [order for order in orders if time_route(problem, each, order) is not None]
        found |= {frozenset(order) for order in orders}
        orders = [
            (*order, stop)
            for order in orders
            for stop in range(len(problem.stops))
            if stop not in order
        ]
    return found


@pytest.mark.parametrize("seed", range(10))
def test_no_other_choice_or_order_collects_more(seed):
    problem = draw_evening(np.random.default_rng(seed), count=6)
    assert plan_patrols(problem, SHORT).prize == try_all(problem)


@settings(deadline=None, max_examples=150)
@given(problems())
def test_a_plan_made_at_once_can_always_be_done(problem):
    assert find_faults(problem, suggest_patrols(problem)) == []


@settings(deadline=None, max_examples=60)
@given(problems())
def test_a_searched_plan_can_always_be_done_and_is_worth_no_less(problem):
    plan = plan_patrols(problem, PatrolParams(iterations=50))
    assert find_faults(problem, plan) == []
    assert plan.prize >= suggest_patrols(problem).prize


@settings(deadline=None, max_examples=60)
@given(problems(appointments=True))
def test_an_appointment_is_kept_or_refused_in_words(problem):
    try:
        plan = plan_patrols(problem, PatrolParams(iterations=50))
    except ParamsError as refused:
        key = refused.key
    else:
        key = None
        assert find_faults(problem, plan) == []
    assert key in {None, "patrol-appointment"}


def test_the_same_seed_gives_the_same_plan():
    problem = draw_evening(np.random.default_rng(9), count=30)
    assert plan_patrols(problem, SHORT) == plan_patrols(problem, SHORT)


def test_a_seed_may_be_larger_than_the_solver_takes():
    problem = draw_evening(np.random.default_rng(9), count=8)
    plan = plan_patrols(problem, replace(SHORT, seed=2**32 + 7))
    assert plan == plan_patrols(problem, replace(SHORT, seed=7))


def test_two_teams_share_the_stops_and_each_travels_its_own_way():
    rows = [(1, 1, 15, 0, 10, False), (2, 1, 15, 0, 10, False)]
    on_foot, by_car = line(3, minutes=8), line(3, minutes=2)
    walking, driving = team(), team(travel=1)
    share = PatrolProblem(stops(rows), (driving, driving), (on_foot, by_car))
    assert {route.stops for route in plan_patrols(share, SHORT).routes} == {(0,), (1,)}
    far = PatrolProblem(stops(rows[1:]), (walking, driving), (on_foot, by_car))
    assert [route.stops for route in plan_patrols(far, SHORT).routes] == [(), (0,)]


def test_a_place_is_not_visited_again_within_half_an_hour_by_any_team():
    rows = [(1, 1, 15, 0, 60, False), (1, 2, 15, 0, 60, False), (2, 1, 15, 0, 60, False)]
    problem = PatrolProblem(
        stops(rows), (team(ends=55), team(ends=55)), (line(3),), least_gap_ms=30 * MINUTE
    )
    plan = plan_patrols(problem, SHORT)
    assert find_faults(problem, plan) == []
    assert plan.prize == 3


@pytest.mark.parametrize("often", [1, 2, 3])
def test_a_place_is_visited_no_more_often_than_asked_and_then_when_it_is_worth_most(often):
    rows = [
        (1, worth, 15, 60 * hour, 60 * hour + 20, False)
        for hour, worth in enumerate((1, 2, 5, 4, 3))
    ]
    problem = PatrolProblem(stops(rows), (team(ends=400),), (line(2),), most_visits={1: often})
    plan = plan_patrols(problem, SHORT)
    assert find_faults(problem, plan) == []
    assert plan.prize == sum((5, 4, 3)[:often])


@pytest.mark.parametrize("often", [0, -1])
def test_a_place_that_may_not_be_visited_at_all_is_refused(often):
    with pytest.raises(ParamsError) as refused:
        PatrolProblem(stops([]), (), (line(2),), most_visits={1: often})
    assert refused.value.key == "param-not-positive"


def test_a_stop_worth_nothing_is_left_alone():
    problem = PatrolProblem(stops([(1, 0, 15, 0, 60, False)]), (team(),), (line(2),))
    assert plan_patrols(problem, SHORT).routes[0].visits == ()


def test_without_teams_or_stops_the_plan_is_empty():
    empty = PatrolProblem(stops([]), (team(),), (line(1),))
    assert plan_patrols(empty, SHORT).prize == 0
    nobody = PatrolProblem(stops([(0, 1, 15, 0, 60, False)]), (), (line(1),))
    assert plan_patrols(nobody, SHORT).routes == ()


def test_small_differences_of_prize_outweigh_travel():
    rows = [(1, 0.0010, 15, 0, 60, False), (5, 0.0011, 15, 0, 60, False)]
    problem = PatrolProblem(stops(rows), (team(ends=27),), (line(6),))
    assert plan_patrols(problem, SHORT).routes[0].stops == (1,)


def test_of_plans_worth_the_same_it_is_the_one_of_less_travel():
    rows = [(3, 1, 15, 0, 60, False), (1, 1, 15, 0, 60, False)]
    problem = PatrolProblem(stops(rows), (team(ends=22),), (line(4),))
    assert plan_patrols(problem, SHORT).routes[0].stops == (1,)


@pytest.mark.parametrize(
    "rows",
    [
        [(1, 1, 15, 0, 5, True), (2, 1, 15, 0, 5, True)],
        [(9, 1, 15, 0, 60, True)],
        [(1, 1, 15, 0, 60, True), (1, 1, 15, 0, 60, True)],
    ],
    ids=["at the same time", "too far", "one place, too soon"],
)
def test_appointments_that_cannot_be_kept_are_refused_with_the_one_that_does_not_fit(rows):
    problem = PatrolProblem(
        stops(rows), (team(ends=60),), (line(10, minutes=6),), least_gap_ms=30 * MINUTE
    )
    with pytest.raises(ParamsError) as refused:
        plan_patrols(problem, SHORT)
    assert refused.value.key == "patrol-appointment"


def test_a_base_from_which_nobody_is_back_in_time_is_refused():
    far = team(ends=10)
    there = type(far)(start=0, end=1, begins_ms=0, ends_ms=10 * MINUTE)
    problem = PatrolProblem(stops([]), (there,), (line(2, minutes=11),))
    with pytest.raises(ParamsError) as refused:
        suggest_patrols(problem)
    assert refused.value.key == "patrol-unreachable"


def test_without_the_solver_a_plan_is_made_at_once():
    words = (
        "import sys; sys.modules['pyvrp'] = None\n"
        "sys.path.insert(0, 'tests')\n"
        "import numpy as np\n"
        "from test_patrols import SHORT, draw_evening\n"
        "from geo.advice.patrols import plan_patrols, suggest_patrols, search_orders\n"
        "problem = draw_evening(np.random.default_rng(1), count=8)\n"
        "assert search_orders is None\n"
        "assert plan_patrols(problem, SHORT) == suggest_patrols(problem)\n"
    )
    subprocess.run([sys.executable, "-c", words], check=True, cwd=ROOT)


def test_public_instances_are_solved_to_their_optimum(shared_dir, tmp_path):
    folder = shared_dir / "data" / "patrol_benchmark"
    chosen = ["20.1.1.TXT", "20.4.2.TXT", "50.1.1.TXT"]
    for name in [*chosen, "titt20.TXT", "titt50.TXT"]:
        (tmp_path / name).symlink_to(folder / name)
    answer = subprocess.run(
        [sys.executable, BENCHMARK, tmp_path, "--seconds", "2", "--json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    scores = {row["instance"]: row["score"] for row in json.loads(answer.stdout)["instances"]}
    with (folder / "optima.csv").open(newline="") as file:
        optima = {row["instance"]: int(row["score"]) for row in csv.DictReader(file)}
    assert scores == {Path(name).stem: optima[Path(name).stem] for name in chosen}


def test_an_appointment_makes_room_for_one_that_only_its_team_can_keep():
    rows = [(1, 0, 15, 0, 5, True), (2, 0, 15, 0, 5, True)]
    # On foot the second is too far; whoever drives could keep both, one at a time.
    on_foot, by_car = line(3, minutes=4), line(3, minutes=1)
    teams = (team(travel=1), team())
    problem = PatrolProblem(stops(rows), teams, (on_foot, by_car))
    plan = suggest_patrols(problem)
    assert find_faults(problem, plan) == []
    assert [route.stops for route in plan.routes] == [(1,), (0,)]


def test_many_appointments_that_cannot_be_kept_are_refused_within_a_second():
    rows = [(place, 0, 15, 0, 60, True) for place in range(1, 25)]
    problem = PatrolProblem(stops(rows), tuple(team() for _ in range(4)), (line(25),))
    begun = perf_counter()
    with pytest.raises(ParamsError) as refused:
        suggest_patrols(problem)
    assert refused.value.key == "patrol-appointment"
    assert perf_counter() - begun < 5
