import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis.dbscan import cluster_points
from geo.analysis.opportunities import Opportunities
from geo.analysis.patterns import lay_places, score_patterns

# Small towns on a coarse grid: distances of exactly eps and ties abound.
towns = hnp.arrays(np.int64, st.tuples(st.integers(1, 40), st.just(2)), elements=st.integers(0, 30))
clouds = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 40), st.just(2)),
    elements=st.floats(-40, 40, allow_subnormal=False),
)
radii = st.sampled_from([1.0, 2.0, 5.0, np.sqrt(2), 7.5])
minima = st.integers(1, 8)
shifts = st.sampled_from([(0, 0), (1e7, -1e7), (155_000, 463_000)])
seeds = st.integers(0, 2**32)


def offer(points):
    """Opportunities at the points, some likelier than others."""
    places = np.unique(np.asarray(points, np.float64), axis=0)
    return Opportunities(places, 1.0 + np.arange(len(places)) % 3, None)


def draw(seed, *, patterns=3, incidents=60):
    random = np.random.default_rng(seed)
    return random.random((patterns, incidents)), np.sort(random.uniform(0.01, 1, incidents))


def score(opportunities, chances, weights, eps_m, min_samples):
    laid = lay_places(opportunities, eps_m=eps_m)
    return score_patterns(chances, weights, laid, min_samples=min_samples)


def score_one_by_one(opportunities, chances, weights, eps_m, min_samples):
    """The definition: each pattern clustered as a search would, sums in the order of the places."""
    reached = np.cumsum(opportunities.weights)
    reached /= reached[-1]
    size, largest = len(reached), []
    for chance in chances:
        drawn = np.searchsorted(reached, chance, side="right")
        x, y = np.ascontiguousarray(opportunities.places[drawn].T)
        found = cluster_points(x, y, eps_m=eps_m, min_samples=min_samples).labels
        cluster_of = np.full(size, -1)
        cluster_of[drawn] = found
        held = np.bincount(drawn, weights, size)
        kept = cluster_of >= 0
        largest.append(np.bincount(cluster_of[kept], held[kept]).max(initial=0.0))
    return np.array(largest)


def assert_as_one_by_one(points, seed, eps_m, min_samples, **drawn):
    asked = offer(points), *draw(seed, **drawn), eps_m, min_samples
    assert score(*asked).tobytes() == score_one_by_one(*asked).tobytes()


@given(towns, shifts, seeds, radii, minima)
def test_clusters_on_a_grid_are_those_of_each_pattern_alone(town, by, seed, eps_m, min_samples):
    assert_as_one_by_one(town + np.array(by), seed, eps_m, min_samples)


@given(clouds, seeds, radii, minima)
def test_clusters_in_a_cloud_are_those_of_each_pattern_alone(cloud, seed, eps_m, min_samples):
    assert_as_one_by_one(cloud, seed, eps_m, min_samples)


@pytest.mark.parametrize("seed", range(3))
def test_large_patterns_with_stacks_and_borders_agree_too(seed):
    random = np.random.default_rng(seed)
    clumps = np.repeat(random.uniform(0, 4_000, (12, 2)), 40, axis=0)
    clumps += random.normal(0, 60, clumps.shape)
    points = np.concatenate([clumps, random.uniform(0, 4_000, (400, 2))]).round(-1)
    assert_as_one_by_one(points, seed, 100.0, 8, patterns=5, incidents=1_500)


def test_few_incidents_over_many_places_agree_too():
    points = np.random.default_rng(1).uniform(0, 20_000, (5_000, 2)).round()
    assert_as_one_by_one(points, 1, 500.0, 2, patterns=20, incidents=40)


def test_a_pattern_does_not_depend_on_those_beside_it():
    opportunities = offer(np.random.default_rng(1).uniform(0, 900, (200, 2)))
    chances, weights = draw(1, patterns=9)
    straight = score(opportunities, chances, weights, 100.0, 4)
    turned = np.ascontiguousarray(chances[::-1])
    assert np.array_equal(straight[::-1], score(opportunities, turned, weights, 100.0, 4))


def test_the_highest_chance_falls_on_the_last_place():
    opportunities = offer([[0, 0], [500, 0]])
    chances = np.array([[np.nextafter(1, 0), 0.0]])
    assert score(opportunities, chances, np.array([0.25, 1.0]), 10.0, 1).tolist() == [1.0]


def test_no_incidents_make_no_clusters():
    assert score(offer([[0, 0]]), np.empty((3, 0)), np.empty(0), 50.0, 1).tolist() == [0, 0, 0]
