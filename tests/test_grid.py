import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.grid import lay_grid
from geo.errors import ParamsError

places = st.lists(st.tuples(st.floats(0, 999), st.floats(0, 499)), min_size=1, max_size=50).map(
    np.array
)


def grid(**settings):
    return lay_grid((0.0, 0.0, 999.0, 499.0), cell_m=100.0, **settings)


def test_cells_run_from_south_west_and_meet_on_whole_multiples():
    laid = lay_grid((130.0, 250.0, 299.0, 299.0), cell_m=100.0)
    assert (laid.x0, laid.y0) == (100.0, 200.0)
    assert laid.inside.shape == (1, 2)
    assert np.column_stack(laid.centres()).tolist() == [[150, 250], [250, 250]]


def test_a_point_on_a_shared_side_goes_east_and_north():
    cells = grid().locate(np.array([100.0, 99.9, 0.0]), np.array([0.0, 100.0, 0.0]))
    assert cells.tolist() == [1, 10, 0]


def test_a_point_beyond_the_grid_has_no_cell():
    cells = grid().locate(np.array([-0.1, 1000.0]), np.array([0.0, 0.0]))
    assert cells.tolist() == [-1, -1]
    assert grid().count(cells).sum() == 0


def test_only_cells_that_share_ground_take_part():
    laid = grid(within=shapely.box(50, 50, 150, 100))
    assert laid.size == 2
    assert laid.locate(np.array([60.0, 160.0, 260.0]), np.array([60.0] * 3)).tolist() == [0, 1, -1]


def test_values_are_laid_out_where_their_cells_are():
    laid = grid(within=shapely.box(150, 150, 160, 160))
    assert np.argwhere(laid.spread(np.array([7.0]))).tolist() == [[1, 1]]


@pytest.mark.parametrize("cell_m", [0, -50, 0.001, float("nan"), float("inf")])
def test_a_cell_that_nobody_can_use_is_refused(cell_m):
    with pytest.raises(ParamsError) as caught:
        lay_grid((0, 0, 1000, 1000), cell_m=cell_m)
    assert caught.value.key == "cell-size"


@given(places)
def test_every_point_within_is_counted_once(points):
    laid = grid()
    assert laid.count(laid.locate(*points.T)).sum() == len(points)


@given(places, st.integers(-50, 50))
def test_a_shift_by_whole_cells_changes_nothing(points, cells):
    moved = lay_grid((cells * 100.0, 0, 999 + cells * 100.0, 499), cell_m=100)
    shifted = points[:, 0].round(3) + cells * 100
    assert (
        moved.locate(shifted, points[:, 1]).tolist()
        == grid().locate(points[:, 0].round(3), points[:, 1]).tolist()
    )
