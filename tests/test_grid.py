import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.grid import lay_grid
from geo.errors import ParamsError

# An L of three cells of 100 m, its inner corner at (100, 100).
CORNER = shapely.union(shapely.box(0, 0, 200, 100), shapely.box(0, 0, 100, 200))


def locate(grid, *points):
    return grid.locate(*np.array(points, float).T).tolist()


def test_cells_run_from_south_west_to_north_east_and_are_clipped():
    grid = lay_grid(CORNER.bounds, cell_m=100, within=CORNER)
    assert grid.inside.tolist() == [[True, True], [True, False]]
    assert (grid.size, grid.cell_km2) == (3, pytest.approx(0.01))
    assert [part.tolist() for part in grid.centres()] == [[50, 150, 50], [50, 50, 150]]
    assert locate(grid, (10, 10), (199, 1), (1, 199), (150, 150), (-1, 50)) == [0, 1, 2, -1, -1]


def test_a_point_on_a_line_goes_east_and_north_but_is_never_lost():
    grid = lay_grid(CORNER.bounds, cell_m=100, within=CORNER)
    assert locate(grid, (100, 50), (50, 100), (0, 0)) == [1, 2, 0]
    # East or north of these nothing takes part.
    assert locate(grid, (200, 50), (50, 200), (100, 150), (150, 100)) == [1, 2, 2, 1]
    assert locate(grid, (100, 100), (200, 100), (100, 200)) == [1, 1, 2]
    assert locate(grid, (200.001, 50), (200, 200)) == [-1, -1]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_place_lies_in_no_cell(bad):
    grid = lay_grid((0, 0, 100, 100), cell_m=50)
    assert locate(grid, (bad, 10), (10, bad)) == [-1, -1]


def test_counts_are_kept_by_cell_and_weighed():
    grid = lay_grid(CORNER.bounds, cell_m=100, within=CORNER)
    cells = np.array([0, 2, 2, -1])
    assert grid.count(cells).tolist() == [1, 0, 2]
    assert grid.count(cells, np.array([0.5, 1, 2, 9])).tolist() == [0.5, 0, 3]
    assert grid.spread(np.array([1.0, 2, 3])).tolist() == [[1, 2], [3, 0]]


def test_lines_lie_on_whole_multiples_so_that_grids_fit_on_each_other():
    grid = lay_grid((130, 271, 131, 390), cell_m=100)
    assert (grid.x0, grid.y0, grid.inside.shape) == (100, 200, (2, 1))
    west = lay_grid((-30, -30, 10, 10), cell_m=50)
    assert (west.x0, west.y0, west.inside.shape) == (-50, -50, (2, 2))


def test_a_cell_that_ground_only_touches_takes_no_part_and_a_sliver_does():
    ground = shapely.union(shapely.box(0, 0, 100, 100), shapely.box(100, 0, 100.01, 5))
    grid = lay_grid((0, 0, 300, 100), cell_m=100, within=ground)
    assert grid.inside.tolist() == [[True, True, False]]


def test_a_hole_is_left_out():
    ring = shapely.difference(shapely.box(0, 0, 300, 300), shapely.box(100, 100, 200, 200))
    grid = lay_grid(ring.bounds, cell_m=100, within=ring)
    assert grid.size == 8
    assert locate(grid, (150, 150)) == [-1]


def test_one_point_gets_one_cell_and_no_ground_none():
    assert lay_grid((100, 100, 100, 100), cell_m=50).size == 1
    assert lay_grid((0, 0, 10, 10), cell_m=50, within=shapely.Polygon()).size == 0
    empty = lay_grid(shapely.Polygon().bounds, cell_m=50)
    assert (empty.size, locate(empty, (0, 0))) == (0, [-1])
    assert empty.count(np.array([-1])).tolist() == []


@pytest.mark.parametrize("cell_m", [0, -50, float("nan"), float("inf"), 0.01])
def test_cells_that_nobody_can_use_are_refused(cell_m):
    with pytest.raises(ParamsError, match="50 to 500"):
        lay_grid((0, 0, 1_000, 1_000), cell_m=cell_m)


corners = st.lists(
    st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=3, max_size=7, unique=True
)
points = st.lists(st.tuples(st.integers(-320, 320), st.integers(-320, 320)), max_size=20)


@given(corners, points, st.sampled_from([10.0, 50.0, 75.0, 130.0]))
def test_every_point_of_the_ground_finds_a_cell_that_holds_it(outline, drawn, cell_m):
    ground = shapely.MultiPoint(outline).convex_hull
    if ground.area == 0:
        return
    grid = lay_grid(ground.bounds, cell_m=cell_m, within=ground)
    places = np.array([*outline, *drawn], float)
    cells = grid.locate(*places.T)
    assert (cells[shapely.intersects_xy(ground, places)] >= 0).all()
    found = cells >= 0
    centres = np.column_stack(grid.centres())[cells[found]]
    assert np.abs(centres - places[found]).max(initial=0) <= cell_m / 2 + 1e-9
    assert grid.count(cells).sum() == found.sum()


@given(points, st.sampled_from([10.0, 50.0, 75.0]))
def test_a_grid_over_points_holds_all_of_them(drawn, cell_m):
    if not drawn:
        return
    west, south, east, north = shapely.MultiPoint(drawn).bounds
    grid = lay_grid((west, south, east, north), cell_m=cell_m)
    assert min(locate(grid, *drawn)) >= 0


@given(corners, points, st.integers(-5, 5), st.integers(-5, 5))
def test_a_shift_by_whole_cells_moves_the_grid_along(outline, drawn, east, north):
    ground = shapely.MultiPoint(outline).convex_hull
    moved = shapely.transform(ground, lambda xy: xy + 50 * np.array([east, north]))
    here, there = (lay_grid(g.bounds, cell_m=50, within=g) for g in (ground, moved))
    assert np.array_equal(here.inside, there.inside)
    places = np.array(drawn, float).reshape(-1, 2)
    shifted = places + 50 * np.array([east, north])
    assert np.array_equal(here.locate(*places.T), there.locate(*shifted.T))


@given(corners, st.sampled_from([10.0, 50.0, 130.0]))
def test_cells_take_part_where_they_share_ground(outline, cell_m):
    ground = shapely.MultiPoint(outline).convex_hull
    grid = lay_grid(ground.bounds, cell_m=cell_m, within=ground)
    whole = lay_grid(ground.bounds, cell_m=cell_m)
    x, y = whole.centres()
    half = cell_m / 2
    boxes = shapely.box(x - half, y - half, x + half, y + half)
    shared = shapely.area(shapely.intersection(boxes, ground))
    inside = grid.inside.ravel()
    assert (shared[~inside] <= 1e-6).all()
    if ground.area > 0:
        assert inside[shared > 1e-6].all()


@given(
    st.tuples(*[st.integers(-150, 450)] * 2).map(sorted),
    st.tuples(*[st.integers(-150, 450)] * 2).map(sorted),
)
def test_cells_near_a_stretch_of_ground_hold_all_whose_middle_is_in_it(across, up):
    grid = lay_grid(CORNER.bounds, cell_m=25, within=CORNER)
    (west, east), (south, north) = across, up
    x, y = grid.centres()
    inside = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    near = grid.list_near((west, south, east, north))
    assert set(inside) <= set(near)
    beside = 2.5 * grid.cell_m
    assert ((x[near] >= west - beside) & (x[near] <= east + beside)).all()
    assert ((y[near] >= south - beside) & (y[near] <= north + beside)).all()
