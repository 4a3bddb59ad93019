import doctest

import numpy as np
import pytest
import shapely
from esda.getisord import G_Local
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from libpysal.weights import DistanceBand

from geo.analysis import local_g
from geo.analysis.grid import lay_grid
from geo.analysis.local_g import score_cells, score_points
from geo.errors import ParamsError

X = np.array([10.0, 20, 40, 15, 30, 30])
Y = np.array([10.0, 10, 10, 20, 20, 30])
VALUES = np.array([2, 3, 3.2, 5, 8, 7])
PUBLISHED = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]

# A bent municipality with an island, 100 m cells.
GROUND = shapely.union_all(
    [shapely.box(0, 0, 900, 300), shapely.box(0, 0, 300, 900), shapely.box(1_200, 0, 1_300, 200)]
)
GRID = lay_grid(GROUND.bounds, cell_m=100, within=GROUND)
counts = hnp.arrays(np.int64, GRID.size, elements=st.integers(0, 6))
bands = st.sampled_from([100.0, 150.0, 250.0])


def by_formula(x, y, values, band_m):
    """The definition, word for word, with every weight written out."""
    n = len(values)
    near = np.hypot(x[:, None] - x, y[:, None] - y) <= band_m * (1 + 1e-9)
    weights = near.astype(float)
    mean = values.sum() / n
    deviation = np.sqrt((values**2).sum() / n - mean**2)
    total = weights.sum(axis=1)
    top = weights @ values - mean * total
    return top / (deviation * np.sqrt((n * (weights**2).sum(axis=1) - total**2) / (n - 1)))


def test_the_published_values_of_six_points_come_out():
    assert score_points(X, Y, VALUES, band_m=15).g == pytest.approx(PUBLISHED, abs=5e-9)


def test_the_example_in_the_docstring_is_true():
    assert doctest.testmod(local_g).failed == 0


def varied(values):
    return np.ptp(values) > 0


@given(counts.filter(varied), bands)
def test_cells_score_what_the_formula_says(values, band_m):
    found = score_cells(GRID, values.astype(float), band_m=band_m)
    assert found.g == pytest.approx(by_formula(*GRID.centres(), values, band_m), abs=1e-9)


@given(counts, bands)
def test_cells_score_as_their_centres_do(values, band_m):
    cells = score_cells(GRID, values.astype(float), band_m=band_m)
    points = score_points(*GRID.centres(), values.astype(float), band_m=band_m)
    assert cells.g == pytest.approx(points.g, abs=1e-12)


def test_esda_agrees():
    random = np.random.default_rng(1)
    grid = lay_grid((0, 0, 3_000, 2_000), cell_m=100, within=shapely.Point(1_500, 900).buffer(900))
    values = random.poisson(0.3, grid.size).astype(float)
    near = DistanceBand(np.column_stack(grid.centres()), 250, silence_warnings=True)
    theirs = G_Local(values, near, transform="B", star=True, permutations=0).Zs
    assert score_cells(grid, values, band_m=250).g == pytest.approx(theirs, abs=1e-9)


def test_zero_cells_take_part_and_what_lies_outside_does_not():
    values = np.zeros(GRID.size)
    values[:3] = 5
    found = score_cells(GRID, values, band_m=100)
    assert found.g[1] == found.g.max() > 3
    assert found.adjusted[1] < 0.05
    # The island of two cells has no neighbours but itself, and no incidents.
    island = GRID.centres()[0] > 1_200
    assert (found.g[island] < 0).all()
    assert len(set(found.g[island])) == 1


def test_equal_surroundings_score_the_same_to_the_last_bit():
    grid = lay_grid((0, 0, 4_000, 4_000), cell_m=100)
    laid = np.zeros(grid.inside.shape)
    for row, column in ((5, 5), (20, 31), (33, 8)):
        laid[row, column : column + 2] = 0.1, 0.7
    g = score_cells(grid, laid[grid.inside], band_m=300).g.reshape(laid.shape)
    assert g[5, 5] == g[20, 31] == g[33, 8] == g.max()


def test_the_correction_is_that_of_benjamini_and_hochberg():
    found = score_points(X, Y, VALUES, band_m=15)
    order = np.argsort(found.p_values)
    steps = found.p_values[order] * 6 / np.arange(1, 7)
    assert found.adjusted[order] == pytest.approx(np.minimum.accumulate(steps[::-1])[::-1])


@pytest.mark.parametrize(
    ("values", "band_m"),
    [
        pytest.param(np.full(6, 0.1), 15, id="all-alike"),
        pytest.param(np.zeros(6), 15, id="no-incidents"),
        pytest.param(VALUES, 1_000, id="all-within-the-band"),
    ],
)
def test_where_it_is_not_defined_nothing_stands_out(values, band_m):
    found = score_points(X, Y, values, band_m=band_m)
    assert found.g.tolist() == [0] * 6
    assert found.adjusted.tolist() == [0.5] * 6


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_and_one_place_have_nothing_to_stand_out_from(n):
    found = score_points(X[:n], Y[:n], VALUES[:n], band_m=15)
    assert found.g.tolist() == [0] * n
    assert len(found.p_values) == len(found.adjusted) == n
    nowhere = lay_grid(shapely.Polygon().bounds, cell_m=100)
    assert score_cells(nowhere, np.empty(0), band_m=100).g.shape == (0,)


@pytest.mark.parametrize("band_m", [0, -1, float("nan"), float("inf")])
def test_a_band_without_neighbours_is_refused(band_m):
    with pytest.raises(ParamsError, match="band_m"):
        score_points(X, Y, VALUES, band_m=band_m)
    with pytest.raises(ParamsError, match="band_m"):
        score_cells(GRID, np.zeros(GRID.size), band_m=band_m)


places = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9)), min_size=2, max_size=25
)


@given(places, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_say(drawn, random):
    order = random.sample(range(len(drawn)), len(drawn))
    x, y, values = np.array(drawn, float).T
    straight = score_points(x, y, values, band_m=20)
    shuffled = score_points(x[order], y[order], values[order], band_m=20)
    for part in ("g", "p_values", "adjusted"):
        assert getattr(straight, part)[order] == pytest.approx(getattr(shuffled, part), abs=1e-9)


@given(places, st.sampled_from([(155_000, 463_000), (-1e6, 1e6)]))
def test_a_shift_changes_nothing(drawn, shift):
    x, y, values = np.array(drawn, float).T
    here = score_points(x, y, values, band_m=20)
    there = score_points(x + shift[0], y + shift[1], values, band_m=20)
    assert np.array_equal(here.g, there.g)


@given(places, st.integers(1, 9), st.integers(0, 9))
def test_another_unit_of_counting_changes_nothing(drawn, factor, more):
    x, y, values = np.array(drawn, float).T
    here, there = (score_points(x, y, v, band_m=20).g for v in (values, factor * values + more))
    assert here == pytest.approx(there, abs=1e-6)


@given(places)
def test_p_falls_as_g_rises_and_the_correction_only_raises_it(drawn):
    x, y, values = np.array(drawn, float).T
    found = score_points(x, y, values, band_m=20)
    assert ((found.p_values > 0) & (found.p_values <= 1)).all()
    assert (found.adjusted >= found.p_values).all()
    assert (found.adjusted <= 1).all()
    order = np.argsort(found.g)
    assert (np.diff(found.p_values[order]) <= 0).all()
