import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis.points import check_metres, check_same_crs, read_points, stack_points
from geo.errors import CrsMismatchError


def draw(*points, crs=28992):
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(list(points), crs=crs), crs=crs)


def test_what_has_no_place_is_not_a_number():
    x, y = read_points(draw(shapely.Point(3, 4), None, shapely.Point()))
    assert np.array_equal(x, [3, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(y, [4, np.nan, np.nan], equal_nan=True)
    assert [len(part) for part in read_points(draw())] == [0, 0]


@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(0, 30), st.just(2)),
        elements=st.integers(-3, 3) | st.floats(-1e7, 1e7),
    )
)
def test_points_on_one_coordinate_are_one_place(points):
    places = stack_points(points)
    rows = sorted({(x, y) for x, y in points.tolist()})
    assert [tuple(row) for row in places.xy.tolist()] == rows
    assert np.array_equal(places.xy[places.place_of], points)
    assert places.counts.sum() == len(points)
    assert np.array_equal(places.counts, np.bincount(places.place_of, minlength=len(rows)))


@pytest.mark.parametrize("crs", [None, 4326, 2263])
def test_degrees_feet_and_nothing_are_no_metres(crs):
    with pytest.raises(CrsMismatchError, match="reproject"):
        check_metres(draw(shapely.Point(3, 4), crs=crs))
    check_metres(draw(shapely.Point(3, 4)))


def test_two_systems_are_told_apart():
    here, there = draw().crs, draw(crs=32631).crs
    check_same_crs(here, draw().crs)
    for other in (there, None):
        with pytest.raises(CrsMismatchError, match="reproject one of the two"):
            check_same_crs(here, other)
