import numpy as np
import pytest
from advice_drawings import points
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from geo.advice.coverage import (
    EARTH_M,
    Distance,
    cover_demand,
    measure_haversine,
    weigh_demand,
)
from geo.errors import ParamsError

SITE = np.array([[0.0, 0.0]])


@pytest.mark.parametrize(("x", "y", "covered"), [(3, 4, 1), (5, 0, 1), (5.000001, 0, 0), (4, 4, 0)])
def test_the_range_itself_is_covered(x, y, covered):
    coverage = cover_demand(SITE, np.array([[x, y]], float), range_m=5)
    assert coverage.measure([0]) == covered


def test_demand_on_one_coordinate_is_one_place_with_all_its_weight():
    street = np.array([[1.0, 1.0]] * 4 + [[9.0, 9.0]])
    coverage = cover_demand(SITE, street, range_m=5, weights=np.array([1, 2, 3, 4, 5.0]))
    assert len(coverage.weights) == 2
    assert (coverage.measure([0]), coverage.demand) == (10, 15)
    assert coverage.covers_points([0]).tolist() == [True] * 4 + [False]


@given(points(1, 12), points(1, 25), st.floats(0.5, 60))
def test_covered_is_what_lies_within_range(sites, demand, range_m):
    coverage = cover_demand(sites, demand, range_m=range_m)
    expected = np.hypot(*(sites[:, None] - demand).transpose(2, 0, 1)) <= range_m
    assert np.array_equal(coverage.matrix.toarray()[:, coverage.place_of] > 0, expected)


@given(points(1, 8), points(1, 15), st.floats(0.5, 30), st.floats(0, 30))
def test_coverage_never_falls_when_the_range_grows(sites, demand, range_m, more_m):
    every = range(len(sites))
    near = cover_demand(sites, demand, range_m=range_m)
    far = cover_demand(sites, demand, range_m=range_m + more_m)
    assert all(far.measure([site]) >= near.measure([site]) for site in every)


def test_moving_everything_changes_nothing():
    random = np.random.default_rng(3)
    sites, demand = random.integers(0, 50, (6, 2)) * 1.0, random.integers(0, 50, (30, 2)) * 1.0
    here = cover_demand(sites, demand, range_m=10).matrix.toarray()
    there = cover_demand(sites + 4096, demand + 4096, range_m=10).matrix.toarray()
    assert np.array_equal(here, there)


def test_a_degree_of_latitude_is_as_long_as_on_the_sphere():
    one_degree = measure_haversine(np.array([[4.6, 51.0]]), np.array([[4.6, 52.0]]))
    assert one_degree == pytest.approx(np.pi * EARTH_M / 180)


@given(st.integers(0, 1000), st.sampled_from([50.0, 2e3, 5e5, 8e6, 3e7]))
def test_on_the_earth_covered_is_what_lies_within_range(seed, range_m):
    random = np.random.default_rng(seed)
    low, high = ((-180, -90), (180, 90)) if range_m > 1e4 else ((4.5, 51.8), (4.7, 51.9))
    sites, demand = random.uniform(low, high, (7, 2)), random.uniform(low, high, (20, 2))
    coverage = cover_demand(sites, demand, range_m=range_m, distance=Distance.HAVERSINE)
    apart = cdist(sites, demand, lambda a, b: measure_haversine(a[None], b[None])[0])
    assert np.array_equal(coverage.matrix.toarray()[:, coverage.place_of] > 0, apart <= range_m)


def test_across_the_date_line_is_not_around_the_world():
    east, west = np.array([[179.9999, 0.0]]), np.array([[-179.9999, 0.0]])
    coverage = cover_demand(east, west, range_m=30, distance=Distance.HAVERSINE)
    assert coverage.measure([0]) == 1


def test_weight_is_harm_times_recency_times_the_share_in_the_hours_of_use():
    harm, age = np.array([2.0, 2, 3]), np.array([0.0, 90, 180])
    weights = weigh_demand(harm, age, half_life_days=90, in_hours=np.array([1, 1, 0.5]))
    assert weights.tolist() == [2, 1, 0.375]
    assert weigh_demand(harm, age, half_life_days=np.inf).tolist() == [2, 2, 3]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"range_m": 0}, "param-not-positive"),
        ({"range_m": -5}, "param-not-positive"),
        ({"range_m": np.nan}, "param-not-positive"),
        ({"range_m": np.inf}, "param-not-positive"),
        ({"sites": np.empty((0, 2))}, "camera-no-sites"),
        ({"demand": np.empty((0, 2)), "weights": None}, "camera-no-demand"),
        ({"weights": np.array([1.0, -1.0])}, "param-negative"),
        ({"weights": np.array([1.0, np.nan])}, "param-negative"),
    ],
)
def test_what_cannot_be_covered_is_refused(change, key):
    given_ = {
        "sites": SITE,
        "demand": np.ones((2, 2)),
        "range_m": 5,
        "weights": np.ones(2),
    } | change
    with pytest.raises(ParamsError) as caught:
        cover_demand(given_.pop("sites"), given_.pop("demand"), **given_)
    assert caught.value.key == key


def test_a_half_life_of_nothing_is_refused():
    with pytest.raises(ParamsError):
        weigh_demand(np.ones(1), np.ones(1), half_life_days=0)
