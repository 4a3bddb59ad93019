import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.sides import Side, find_sides

AREAS = gpd.GeoSeries([shapely.box(0, 0, 1000, 1000)], index=["WK1"])


def side(x, y, code="WK1"):
    points = gpd.GeoSeries([shapely.Point(x, y)], index=[7])
    return find_sides(points, pd.Series([code], index=[7]), AREAS)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (500, 500, Side.MIDDLE),
        (600, 500, Side.MIDDLE),
        (950, 500, Side.EAST),
        (950, 950, Side.NORTH_EAST),
        (500, 950, Side.NORTH),
        (50, 950, Side.NORTH_WEST),
        (50, 500, Side.WEST),
        (50, 50, Side.SOUTH_WEST),
        (500, 50, Side.SOUTH),
        (950, 50, Side.SOUTH_EAST),
    ],
)
def test_a_place_lies_on_the_side_on_which_it_is_seen(x, y, expected):
    assert side(x, y).loc[7] == expected


@pytest.mark.parametrize("code", [None, "WK9"])
def test_outside_every_area_there_is_no_side(code):
    assert side(500, 500, code).isna().all()


@given(x=st.floats(0, 1000), y=st.floats(0, 1000))
def test_the_other_side_of_the_middle_is_the_opposite_side(x, y):
    ring = list(Side)[:-1]
    here, there = side(x, y).loc[7], side(1000 - x, 1000 - y).loc[7]
    if Side.MIDDLE in (here, there):
        assert here == there
    else:
        steps = (ring.index(Side(here)) - ring.index(Side(there))) % 8
        # On the border between two sides either is right.
        assert steps in (3, 4, 5)
