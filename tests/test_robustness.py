import numpy as np
import pytest
from advice_drawings import random_coverage

from geo.advice.cameras import CameraParams, choose_sites
from geo.advice.coverage import cover_demand
from geo.advice.robustness import (
    RunnerUp,
    count_around,
    count_choices,
    name_runners_up,
    vary_settings,
)
from geo.params import MonteCarlo

ONE, TWO = CameraParams(units=1), CameraParams(units=2)
# Three corners; the first holds most, the next lamp post almost as much.
SITES = np.array([[0.0, 0], [3, 0], [100, 0], [200, 0]])
DEMAND = np.array([[0.0, 0]] * 6 + [[5.0, 0]] * 2 + [[100.0, 0]] * 5 + [[200.0, 0]] * 3)
WEIGHTS = np.repeat([1.0, 1, 1, 1], [6, 2, 5, 3])


@pytest.fixture
def corners():
    return cover_demand(SITES, DEMAND, range_m=4, weights=WEIGHTS)


def test_the_runner_up_says_what_is_lost(corners):
    best = choose_sites(corners, ONE)
    assert (best.sites, best.covered) == ((1,), 8)
    assert name_runners_up(corners, best, ONE) == [RunnerUp(1, 0, 2)]


def test_the_next_lamp_post_is_no_runner_up_where_distance_is_asked(corners):
    best = choose_sites(corners, ONE)
    assert name_runners_up(corners, best, ONE, apart_m=50) == [RunnerUp(1, 2, 3)]


def test_each_of_several_sites_has_its_own_runner_up(corners):
    best = choose_sites(corners, TWO)
    assert name_runners_up(corners, best, ONE, apart_m=50) == [RunnerUp(1, 3, 5), RunnerUp(2, 3, 2)]


def test_sites_in_use_or_kept_out_are_no_runner_up(corners):
    settled = CameraParams(units=1, in_use=(2,), kept_out=(0,))
    best = choose_sites(corners, settled)
    assert name_runners_up(corners, best, settled) == [RunnerUp(1, 3, 5)]


def test_where_no_other_site_is_left_all_that_it_adds_is_lost(corners):
    best = choose_sites(corners, ONE)
    assert name_runners_up(corners, best, CameraParams(units=1, kept_out=(0, 2, 3))) == [
        RunnerUp(1, None, 8)
    ]
    assert name_runners_up(corners, best, ONE, apart_m=1_000) == [RunnerUp(1, None, 8)]


def test_in_every_sample_each_unit_is_placed_once(corners):
    counts = count_choices(corners, TWO, chance=MonteCarlo(repeats=40, seed=2))
    assert counts.sum() == 80
    assert counts.max() <= 40


def test_a_clear_winner_is_chosen_in_nearly_every_sample():
    demand = np.array([[0.0, 0]] * 60 + [[100.0, 0]] * 10)
    coverage = cover_demand(SITES, demand, range_m=2)
    counts = count_choices(coverage, ONE, chance=MonteCarlo(repeats=200, seed=1))
    assert counts[0] == 200


def test_equal_places_share_the_samples():
    demand = np.array([[0.0, 0]] * 30 + [[100.0, 0]] * 30)
    coverage = cover_demand(SITES, demand, range_m=2)
    counts = count_choices(coverage, ONE, chance=MonteCarlo(repeats=400, seed=1))
    assert 140 < counts[0] < 260
    assert counts[0] + counts[2] == 400


def test_the_same_seed_gives_the_same_counts():
    coverage = random_coverage(1)
    first, second = (
        count_choices(coverage, TWO, chance=MonteCarlo(repeats=20, seed=9)) for _ in range(2)
    )
    assert np.array_equal(first, second)


def test_a_place_counts_the_sites_around_it(corners):
    counts = np.array([3, 4, 5, 6])
    assert count_around(corners, counts, 0, within_m=3) == 7
    assert count_around(corners, counts, 0, within_m=2.9) == 3


def test_weights_are_drawn_with_their_incidents():
    # One grave incident at the second corner against two slight ones at the first.
    coverage = cover_demand(SITES, DEMAND[[0, 0, 8]], range_m=2, weights=np.array([1.0, 1.0, 30.0]))
    counts = count_choices(coverage, ONE, chance=MonteCarlo(repeats=300, seed=4))
    # The grave one is missing in 8 samples out of 27; in one of those all three are slight.
    assert counts[0] / 300 == pytest.approx(7 / 27, abs=0.075)


def test_settings_that_change_the_choice_are_told_apart(corners):
    best = choose_sites(corners, ONE)
    variants = {
        "same": corners,
        "wider": cover_demand(SITES, DEMAND, range_m=5),
        "graver": cover_demand(SITES, DEMAND, range_m=4, weights=np.repeat([1.0, 9], [13, 3])),
    }
    found = {variant.name: variant for variant in vary_settings(best, variants, ONE)}
    assert (found["same"].same, found["same"].shared) == (True, 1)
    # Within five metres the first lamp post sees as much, and it stands first.
    assert (found["wider"].same, found["wider"].choice.sites) == (False, (0,))
    assert (found["graver"].choice.sites, found["graver"].choice.covered) == ((3,), 27)
