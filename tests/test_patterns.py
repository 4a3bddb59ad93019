import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis.dbscan import cluster_points
from geo.analysis.patterns import Patterns, cluster_patterns

# Small towns on a coarse grid: repeated places, distances of exactly eps and ties abound.
towns = hnp.arrays(np.int64, st.tuples(st.integers(0, 40), st.just(2)), elements=st.integers(0, 30))
clouds = hnp.arrays(
    np.float64,
    st.tuples(st.integers(0, 40), st.just(2)),
    elements=st.floats(-40, 40, allow_subnormal=False),
)
radii = st.sampled_from([1.0, 2.0, 5.0, np.sqrt(2), 7.5])
minima = st.integers(1, 8)
shifts = st.sampled_from([(0, 0), (1e7, -1e7), (155_000, 463_000)])


def collapse(drawings):
    """Patterns as they are collapsed, and of each the place of every point."""
    parts = [
        np.unique(np.asarray(points, float), axis=0, return_inverse=True, return_counts=True)
        for points in drawings
    ]
    numbers = [np.full(len(places), n) for n, (places, _, _) in enumerate(parts)]
    patterns = Patterns(
        np.concatenate([places for places, _, _ in parts]),
        np.concatenate(numbers),
        np.concatenate([counts for _, _, counts in parts]),
    )
    return patterns, [place_of.ravel() for _, place_of, _ in parts]


def split(patterns, labels, places_of):
    """Labels of the points of each pattern, numbered as they come up."""
    found = []
    for number, place_of in enumerate(places_of):
        own = labels[patterns.pattern == number][place_of]
        found.append(renumber(own))
    return found


def renumber(labels):
    names = {-1: -1}
    return [names.setdefault(label, len(names) - 1) for label in labels.tolist()]


def assert_as_one_by_one(drawings, eps_m, min_samples):
    patterns, places_of = collapse(drawings)
    labels = cluster_patterns(patterns, eps_m=eps_m, min_samples=min_samples)
    apart = [
        renumber(
            cluster_points(*np.asarray(p, float).T, eps_m=eps_m, min_samples=min_samples).labels
        )
        for p in drawings
    ]
    assert split(patterns, labels, places_of) == apart


@given(st.lists(st.tuples(towns, shifts), min_size=1, max_size=5), radii, minima)
def test_clusters_on_a_grid_are_those_of_each_pattern_alone(drawn, eps_m, min_samples):
    assert_as_one_by_one([points + np.array(by) for points, by in drawn], eps_m, min_samples)


@given(st.lists(clouds, min_size=1, max_size=5), radii, minima)
def test_clusters_in_a_cloud_are_those_of_each_pattern_alone(drawn, eps_m, min_samples):
    assert_as_one_by_one(drawn, eps_m, min_samples)


@pytest.mark.parametrize("seed", range(3))
def test_large_patterns_with_stacks_and_borders_agree_too(seed):
    random = np.random.default_rng(seed)
    drawings = []
    for _ in range(5):
        clumps = np.repeat(random.uniform(0, 4_000, (12, 2)), 40, axis=0)
        clumps += random.normal(0, 60, clumps.shape)
        drawings.append(np.concatenate([clumps, random.uniform(0, 4_000, (400, 2))]).round(-1))
    assert_as_one_by_one(drawings, 100.0, 8)


def test_points_of_different_patterns_never_meet():
    drawing = [[0, 0], [1, 0]]
    patterns, _ = collapse([drawing] * 50)
    labels = cluster_patterns(patterns, eps_m=1.0, min_samples=2)
    assert (labels >= 0).all()
    assert len(set(labels.tolist())) == 50
    assert (cluster_patterns(patterns, eps_m=1.0, min_samples=3) == -1).all()


@given(st.lists(towns, min_size=2, max_size=4), radii, minima)
def test_a_pattern_does_not_depend_on_its_neighbours(drawn, eps_m, min_samples):
    patterns, places_of = collapse(drawn)
    turned, places_of_turned = collapse(drawn[::-1])
    settings = {"eps_m": eps_m, "min_samples": min_samples}
    straight = split(patterns, cluster_patterns(patterns, **settings), places_of)
    back = split(turned, cluster_patterns(turned, **settings), places_of_turned)
    assert straight == back[::-1]


def test_no_points_make_no_clusters():
    nothing, _ = collapse([np.empty((0, 2))])
    assert cluster_patterns(nothing, eps_m=50.0, min_samples=5).shape == (0,)
