import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tiling import cluster_in_tiles, cut

from geo.analysis.cell_counts import add_counts, count_points
from geo.analysis.dbscan import cluster_points
from geo.analysis.tiles import Tile, cluster_tile, cut_tiles, deal_points

# Repeated places, distances of exactly eps and ties abound on a coarse grid.
towns = hnp.arrays(
    np.int64, st.tuples(st.integers(0, 80), st.just(2)), elements=st.integers(-20, 40)
)
clouds = hnp.arrays(
    np.float64,
    st.tuples(st.integers(0, 80), st.just(2)),
    elements=st.floats(-50, 50, allow_subnormal=False),
)
radii = st.sampled_from([1.0, 2.0, 5.0, np.sqrt(2), 7.5])
minima = st.integers(1, 6)
# A tile of a cell or less costs as much as a large one: few examples have 64.
tile_counts = st.sampled_from([1, 2, 2, 3, 7])
shifts = st.sampled_from([(0, 0), (155_000, 463_000), (-1e7, 1e7)])


def assert_one_machine_says_the_same(points, tiles, eps_m, min_samples):
    points = np.asarray(points, np.float64)
    whole = cluster_points(*points.T, eps_m=eps_m, min_samples=min_samples)
    ours, merged = cluster_in_tiles(points, tiles, eps_m, min_samples)
    assert np.array_equal(ours.is_core, whole.is_core)
    assert np.array_equal(ours.labels, whole.labels)
    counts = pd.Series(whole.labels[whole.labels >= 0]).value_counts().sort_index()
    assert merged.clusters["incidents"].tolist() == counts.tolist()
    assert merged.clusters["core_points"].sum() == whole.is_core.sum()
    return whole


@given(towns, radii, minima, tile_counts, shifts)
@settings(max_examples=80)
def test_tiles_on_a_grid_say_what_one_machine_says(points, eps_m, min_samples, tiles, shift):
    points = points + np.array(shift, np.float64)
    assert_one_machine_says_the_same(points, cut(points, eps_m, tiles), eps_m, min_samples)


@given(clouds, radii, minima, tile_counts)
@settings(max_examples=40)
def test_tiles_in_a_cloud_say_what_one_machine_says(points, eps_m, min_samples, tiles):
    assert_one_machine_says_the_same(points, cut(points, eps_m, tiles), eps_m, min_samples)


@given(towns, radii, minima)
@settings(max_examples=6)
def test_as_many_tiles_as_cells_say_what_one_machine_says(points, eps_m, min_samples):
    assert_one_machine_says_the_same(points, cut(points, eps_m, 64), eps_m, min_samples)


@given(st.integers(2, 90), st.sampled_from([2, 7, 20]), st.integers(1, 3), st.booleans())
@settings(max_examples=15)
def test_a_line_over_many_tiles_is_one_cluster(length, tiles, min_samples, is_steep):
    steps = np.arange(length) * 5.0
    line = np.column_stack([steps * 0.6, steps * 0.8] if is_steep else [steps, steps * 0])
    made = cut(line, 5, tiles, most=9_999)
    assert len(made) >= min(tiles, length // 4)
    whole = assert_one_machine_says_the_same(line, made, 5, min_samples)
    assert whole.labels.max() == (0 if length >= min_samples else -1)


@given(towns, tile_counts, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_a_third_of_all_points_on_one_spot_is_a_tile_like_others(points, tiles, random):
    spot = np.tile([[3, 3]], (len(points) // 2 + 1, 1))
    both = np.concatenate([points, spot]).astype(np.float64)
    order = list(range(len(both)))
    random.shuffle(order)
    assert_one_machine_says_the_same(both[order], cut(both, 2, tiles), 2, 4)


@given(towns, radii, minima)
@settings(max_examples=15)
def test_empty_tiles_change_nothing(points, eps_m, min_samples):
    # A tile with nothing on it, one between the others, and one far away.
    tiles = [Tile(-99, -99, 0, 99), Tile(0, -99, 0, 99), Tile(0, -99, 99, 99), Tile(200, 0, 300, 9)]
    assert_one_machine_says_the_same(points, tiles, eps_m, min_samples)


@pytest.mark.parametrize("tiles", [1, 2, 7, 64])
def test_a_large_pattern_with_stacks_and_a_spot(tiles):
    random = np.random.default_rng(tiles)
    centres = random.uniform(0, 20_000, (60, 2))
    clumps = np.repeat(centres, 200, axis=0) + random.normal(0, 80, (12_000, 2))
    stacked = np.repeat(random.uniform(0, 20_000, (300, 2)), 10, axis=0)
    spot = random.normal(7_000, 20, (10_000, 2))
    even = random.uniform(0, 20_000, (8_000, 2))
    points = np.concatenate([clumps, stacked, spot, even]).round(1) + 1e5
    made = cut(points, 100, tiles, most=2_000)
    # Cells that hold more than a tile should are not cut.
    assert 0.9 * tiles < len(made) <= tiles
    whole = assert_one_machine_says_the_same(points, made, 100, 12)
    assert whole.labels.max() > 40
    assert (~whole.is_core & (whole.labels >= 0)).sum() > 100


def test_tiles_hold_about_as_many_points_each():
    points = np.random.default_rng(1).normal(0, 1_000, (20_000, 2))
    tiles = cut(points, 20, 7, most=9_999)
    held = [len(own) for own in deal_points(*points.T, tiles, eps_m=1e-9 + 20)]
    counts = count_points(*points.T, eps_m=20)
    own = [
        counts.points[
            (counts.columns >= tile.left)
            & (counts.columns < tile.right)
            & (counts.rows >= tile.bottom)
            & (counts.rows < tile.top)
        ].sum()
        for tile in tiles
    ]
    assert sum(own) == 20_000
    assert max(own) < 1.2 * 20_000 / 7
    assert all(needed >= mine for needed, mine in zip(held, own, strict=True))


@given(towns, st.integers(4, 30))
def test_counts_of_parts_add_up_to_those_of_the_whole(points, most):
    x, y = points.astype(np.float64).T
    whole = count_points(x, y, eps_m=1, most=most)
    parts = [
        count_points(x[rows], y[rows], eps_m=1, most=most) for rows in (slice(20), slice(20, None))
    ]
    added = add_counts(parts, most=most)
    assert added.level == whole.level
    assert all(map(np.array_equal, added[1:], whole[1:]))
    assert len(whole.points) <= most
    assert whole.points.sum() == len(points)


def test_a_frame_with_counts_says_what_its_rows_written_out_say():
    few = pd.DataFrame({"x": [0.0, 1.0, 9.0], "y": 0.0, "points": [1, 3, 7]})
    many = few.loc[few.index.repeat(few["points"])].drop(columns="points")
    tile = Tile(-99, -99, 99, 99)
    told = cluster_tile(few, tile, eps_m=2, min_samples=4)
    written = cluster_tile(many, tile, eps_m=2, min_samples=4)
    assert told["cluster"].tolist() == [0, 0, 1]
    assert written.groupby(level=0)["cluster"].first().tolist() == [0, 0, 1]
    assert told["is_core"].all()
    assert few.columns.tolist() == ["x", "y", "points"]


def test_no_points_make_one_tile_that_holds_nothing():
    assert cut_tiles(add_counts([]), 7) == (Tile(0, 0, 0, 0),)
