import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis.cell_levels import count_levels

points = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 200), st.just(2)),
    elements=st.one_of(st.integers(-300, 300), st.floats(-1e6, 1e6)),
)


def count(rows, *, finest_m=25.0, most_cells=5_000):
    x, y = np.asarray(rows, float).reshape(-1, 2).T
    return count_levels(x, y, finest_m=finest_m, most_cells=most_cells)


def spread(number=400):
    return np.random.default_rng(1).uniform(0, 3_000, (number, 2))


@given(points, st.integers(16, 400))
def test_every_level_counts_every_point_and_all_together_hold_few_cells(rows, most_cells):
    levels = count(rows, most_cells=most_cells)
    assert levels
    assert {int(level.counts.sum()) for level in levels} == {len(rows)}
    assert sum(len(level.counts) for level in levels) <= most_cells


@given(points)
def test_each_count_is_that_of_the_points_in_the_cell(rows):
    for level in count(rows):
        cells = np.column_stack([level.x, level.y]) / level.cell_m - 0.5
        found = dict(zip(map(tuple, cells.astype(int).tolist()), level.counts, strict=True))
        own = [tuple(cell) for cell in np.floor(rows / level.cell_m).astype(int).tolist()]
        assert found == {cell: own.count(cell) for cell in set(own)}


def test_four_cells_make_one_of_the_level_before():
    coarse, fine = count(spread(), finest_m=100.0)[-2:]
    assert coarse.cell_m == 2 * fine.cell_m == 200
    for x, y, number in zip(coarse.x, coarse.y, coarse.counts, strict=True):
        inside = (np.abs(fine.x - x) < 100) & (np.abs(fine.y - y) < 100)
        assert inside.sum() <= 4
        assert fine.counts[inside].sum() == number


def test_the_smallest_cells_are_left_out_where_there_would_be_too_many():
    assert count(spread(), finest_m=10.0)[-1].cell_m == 10
    assert count(spread(), finest_m=10.0, most_cells=300)[-1].cell_m > 10


def test_a_point_on_a_shared_side_is_counted_once():
    (level, *_) = count([(100, 100)], finest_m=50.0)
    assert (level.x.tolist(), level.y.tolist(), level.counts.tolist()) == ([125], [125], [1])


@pytest.mark.parametrize("stacked", [1, 1_000])
def test_one_place_is_one_cell_of_the_smallest_size(stacked):
    (level,) = count([(3, 4)] * stacked)
    assert (level.cell_m, level.counts.tolist()) == (25, [stacked])


def test_no_points_give_no_level():
    assert count([]) == ()
