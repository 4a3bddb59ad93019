from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from geo.analysis import threads
from geo.analysis.dbscan import Clustering, cluster_points

Points = NDArray[np.float64]

# A small town on a coarse grid: repeated places, distances of exactly eps and ties abound.
towns = hnp.arrays(np.int64, st.tuples(st.integers(0, 60), st.just(2)), elements=st.integers(0, 40))
clouds = hnp.arrays(
    np.float64,
    st.tuples(st.integers(0, 60), st.just(2)),
    elements=st.floats(-50, 50, allow_subnormal=False),
)
radii = st.sampled_from([1.0, 2.0, 5.0, np.sqrt(2), 7.5])
minima = st.integers(1, 8)


def cluster(points: Points, eps_m: float, min_samples: int) -> Clustering:
    x, y = np.asarray(points, np.float64).T
    return cluster_points(x, y, eps_m=eps_m, min_samples=min_samples)


def scikit_learn(points: Points, eps_m: float, min_samples: int) -> Clustering:
    labels, is_core = np.full(len(points), -1), np.zeros(len(points), bool)
    if len(points):
        model = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm="kd_tree").fit(points)
        labels, is_core[model.core_sample_indices_] = model.labels_, True
    return Clustering(labels, is_core)


def assert_same_clusters(points: Points, ours: Clustering, theirs: Clustering) -> None:
    assert np.array_equal(ours.is_core, theirs.is_core)
    assert np.array_equal(ours.labels == -1, theirs.labels == -1)
    pairs = np.unique(np.column_stack([ours.labels, theirs.labels])[ours.is_core], axis=0)
    assert len(pairs) == len(np.unique(pairs[:, 0])) == len(np.unique(pairs[:, 1]))


def settle_by_hand(points: Points, eps_m: float, min_samples: int) -> Clustering:
    """The definition, word for word, with every distance written out."""
    squared = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    is_core = (squared <= eps_m**2).sum(axis=1) >= min_samples
    labels = np.full(len(points), -1)
    by_place = sorted(np.flatnonzero(is_core), key=lambda i: tuple(points[i]))
    for number, start in enumerate(by_place):
        waiting = [start] if labels[start] == -1 else []
        while waiting:
            here = waiting.pop()
            labels[here] = number
            near = np.flatnonzero(is_core & (squared[here] <= eps_m**2) & (labels == -1))
            labels[near] = number
            waiting.extend(near)
    for point in np.flatnonzero(~is_core):
        near = [core for core in by_place if squared[point, core] <= eps_m**2]
        if near:
            labels[point] = labels[min(near, key=lambda core: squared[point, core])]
    numbers = {old: new for new, old in enumerate(sorted({*labels} - {-1}))} | {-1: -1}
    return Clustering(np.array([numbers[label] for label in labels]), is_core)


@given(towns, radii, minima)
def test_core_and_noise_on_a_grid_are_those_of_scikit_learn(
    points: Points, eps_m: float, min_samples: int
) -> None:
    ours = cluster(points, eps_m, min_samples)
    assert_same_clusters(points, ours, scikit_learn(points, eps_m, min_samples))


@given(clouds, radii, minima)
def test_core_and_noise_in_a_cloud_are_those_of_scikit_learn(
    points: Points, eps_m: float, min_samples: int
) -> None:
    ours = cluster(points, eps_m, min_samples)
    assert_same_clusters(points, ours, scikit_learn(points, eps_m, min_samples))


@given(towns, radii, minima)
@settings(max_examples=200)
def test_every_label_follows_the_definition(points: Points, eps_m: float, min_samples: int) -> None:
    ours, by_hand = cluster(points, eps_m, min_samples), settle_by_hand(points, eps_m, min_samples)
    assert np.array_equal(ours.labels, by_hand.labels)
    assert np.array_equal(ours.is_core, by_hand.is_core)


@given(towns, radii, minima, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_say(
    points: Points, eps_m: float, min_samples: int, random: Random
) -> None:
    order = list(range(len(points)))
    random.shuffle(order)
    straight = cluster(points, eps_m, min_samples)
    shuffled = cluster(points[order], eps_m, min_samples)
    assert np.array_equal(straight.labels[order], shuffled.labels)
    assert np.array_equal(straight.is_core[order], shuffled.is_core)


@given(towns, radii, minima, st.sampled_from([(1e7, -1e7), (155_000, 463_000), (-3, 1e6)]))
def test_a_shift_changes_nothing(
    points: Points, eps_m: float, min_samples: int, shift: tuple[float, float]
) -> None:
    here = cluster(points, eps_m, min_samples)
    there = cluster(points + np.array(shift), eps_m, min_samples)
    assert np.array_equal(here.labels, there.labels)
    assert np.array_equal(here.is_core, there.is_core)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_pattern_with_stacks_equals_scikit_learn_uncollapsed(seed: int) -> None:
    random = np.random.default_rng(seed)
    centres = random.uniform(0, 8_000, (25, 2))
    clumps = np.repeat(centres, 80, axis=0) + random.normal(0, 60, (2_000, 2))
    points = np.concatenate([clumps, random.uniform(0, 8_000, (1_500, 2))]).round(-1)
    points = np.concatenate([points, np.repeat(points[:200], 9, axis=0)]) + 1e6
    ours, theirs = cluster(points, 100, 12), scikit_learn(points, 100, 12)
    assert ours.labels.max() > 5
    assert (~ours.is_core & (ours.labels >= 0)).sum() > 100
    assert_same_clusters(points, ours, theirs)


def test_a_distance_of_exactly_eps_counts() -> None:
    line = np.array([[0, 0], [3, 4], [6, 8], [9, 12]])
    assert cluster(line, 5, 2).labels.tolist() == [0, 0, 0, 0]
    assert cluster(line, np.nextafter(5, 0), 2).labels.tolist() == [-1, -1, -1, -1]


def test_a_point_counts_itself() -> None:
    assert cluster(np.array([[7, 7]]), 1, 1).labels.tolist() == [0]
    assert cluster(np.array([[7, 7]]), 1, 2).labels.tolist() == [-1]


def test_incidents_stacked_on_one_place_make_a_cluster() -> None:
    stacked = cluster(np.full((5, 2), 1e7), 50, 5)
    assert stacked.labels.tolist() == [0] * 5
    assert stacked.is_core.all()
    assert cluster(np.full((4, 2), 1e7), 50, 5).labels.tolist() == [-1] * 4


def test_no_points_make_no_clusters() -> None:
    nothing = cluster(np.empty((0, 2)), 50, 5)
    assert nothing.labels.shape == nothing.is_core.shape == (0,)
    assert (nothing.labels.dtype, nothing.is_core.dtype) == (np.int64, np.bool_)


# A core point and the four that make it one lie on either side of the last point, 20 apart.
@pytest.mark.parametrize(
    ("first", "second", "last", "expected"),
    [
        pytest.param([(0, 0), (-10, 0)], [(20, 0), (30, 0)], (9, 0), 0, id="nearest"),
        pytest.param([(0, 0), (-10, 0)], [(20, 0), (30, 0)], (11, 0), 1, id="nearest-right"),
        pytest.param([(0, 0), (-10, 0)], [(20, 0), (30, 0)], (10, 0), 0, id="tie-smallest-x"),
        pytest.param([(0, 20), (0, 30)], [(0, 0), (0, -10)], (0, 10), 1, id="tie-smallest-y"),
        pytest.param([(20, 0), (20, -9)], [(0, 20), (0, 29)], (10, 10), 1, id="tie-x-before-y"),
    ],
)
@pytest.mark.parametrize("shift", [0, 1e7])
@pytest.mark.parametrize("step", [1, -1])
def test_a_border_point_joins_its_nearest_core_point(
    *,
    first: list[tuple[int, int]],
    second: list[tuple[int, int]],
    last: tuple[int, int],
    expected: int,
    shift: float,
    step: int,
) -> None:
    sides = [[core, *[support] * 4] for core, support in (first, second)]
    points = np.array([*sides[0], *sides[1], last], float) + shift
    found = cluster(points[::step], 15, 6)
    labels, is_core = found.labels[::step], found.is_core[::step]
    assert is_core.tolist() == ([True] + [False] * 4) * 2 + [False]
    assert labels[-1] == labels[5 * expected] != labels[5 - 5 * expected]


def test_clusters_are_numbered_by_their_first_core_point() -> None:
    places = np.array([[50, 0], [20, 7], [20, 3], [-1, 90]])
    assert cluster(np.repeat(places, 3, axis=0), 1, 3).labels[::3].tolist() == [3, 2, 1, 0]


@given(towns, radii, minima, st.integers(1, 7))
def test_how_threads_share_the_rows_has_no_say(
    points: Points, eps_m: float, min_samples: int, least: int
) -> None:
    whole = cluster(points, eps_m, min_samples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "_LEAST_POINTS", least)
        shared = cluster(points, eps_m, min_samples)
    assert np.array_equal(whole.labels, shared.labels)
    assert np.array_equal(whole.is_core, shared.is_core)


@pytest.mark.parametrize("far", [1e6, 1e9, 1e12])
def test_two_towns_far_apart_are_told_apart_without_a_cell_for_the_void(far: float) -> None:
    town = np.array([[0.0, 0.0], [4.0, 3.0], [8.0, 6.0]])
    there = town + np.array([far, -far])
    assert cluster(np.vstack([there, town]), 5, 2).labels.tolist() == [1, 1, 1, 0, 0, 0]


def test_two_stacks_just_beyond_eps_stay_apart_and_are_not_compared_pair_by_pair() -> None:
    stacks = np.repeat([[0.0, 0.0], [60.001, 80.0]], 100_000, axis=0)
    found = cluster(stacks, 100, 10)
    assert np.array_equal(found.labels, np.repeat([0, 1], 100_000))


def test_a_dense_town_with_a_wide_eps_is_one_cluster() -> None:
    random = np.random.default_rng(5)
    assert not cluster(random.uniform(0, 2_000, (200_000, 2)), 250, 10).labels.any()


def test_columns_of_a_table_that_may_not_be_written_to_are_clustered_and_stay_as_they_are() -> None:
    table = np.array([[0.0, 0.0], [3.0, 4.0], [90.0, 90.0]])
    table.flags.writeable = False
    found = cluster_points(table[:, 0], table[:, 1], eps_m=5, min_samples=2)
    assert found.labels.tolist() == [0, 0, -1]


def test_a_void_between_rows_or_columns_brings_nothing_nearer() -> None:
    # Fewer points than rows and columns of cells: the void between them is cut.
    stairs = np.arange(40.0)[:, None] * [14.2, -14.2]
    assert cluster(stairs, 20, 2).labels.tolist() == [-1] * 40
    assert cluster(stairs, 20.1, 2).labels.tolist() == [0] * 40
