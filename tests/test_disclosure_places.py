import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.disclosure.places import (
    count_by_square,
    count_by_street,
    lower_to_grid,
    widen_outlines,
)

CRS = 28992
COORDINATES = st.floats(-5_000, 5_000, allow_nan=False)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), max_size=30)


def points(xy):
    return gpd.GeoSeries([shapely.Point(*one) for one in xy], crs=CRS)


def outlines(*centres, radius_m=40):
    shapes = [shapely.Point(*centre).buffer(radius_m) for centre in centres]
    return gpd.GeoSeries(shapes, index=range(7, 7 + len(shapes)), crs=CRS)


def street(count, *, y=0.0, step_m=20.0):
    return np.array([[step_m * place, y] for place in range(count)])


def test_an_outline_grows_until_it_holds_enough_addresses() -> None:
    drawn = widen_outlines(outlines((0, 0)), street(30), least_addresses=10)
    (outline,) = drawn.outlines
    assert shapely.intersects(outline, shapely.points(street(30))).sum() >= 10
    assert drawn.is_widened.tolist() == [True]
    assert drawn.outlines.index.tolist() == [7]


def test_an_outline_that_holds_enough_shows_no_corner_of_its_own() -> None:
    hull = gpd.GeoSeries([shapely.Polygon([(1, 1), (333, 7), (120, 201)])], crs=CRS)
    drawn = widen_outlines(hull, street(30, step_m=10.0, y=10.0), least_addresses=10)
    (outline,) = drawn.outlines
    assert drawn.is_widened.tolist() == [False]
    assert shapely.covers(outline, hull.iloc[0])
    assert (shapely.get_coordinates(outline) % 25 == 0).all()


@pytest.mark.parametrize("addresses", [np.zeros((0, 2)), street(9), street(10, y=5_000)])
def test_without_enough_addresses_near_nothing_is_drawn(addresses) -> None:
    drawn = widen_outlines(outlines((0, 0)), addresses, least_addresses=10)
    assert (drawn.left_out, drawn.outlines.is_empty.tolist()) == (1, [True])


def test_no_outlines_are_an_answer() -> None:
    drawn = widen_outlines(outlines(), street(10), least_addresses=10)
    assert (len(drawn.outlines), drawn.left_out) == (0, 0)


@settings(max_examples=30)
@given(POINTS, st.sampled_from([100.0, 250.0, 500.0]))
def test_squares_count_every_point_and_hold_no_coordinate(xy, grid_m) -> None:
    counts = count_by_square(points(xy), grid_m=grid_m)
    assert counts["incidents"].sum() == len(xy)
    assert not counts.duplicated(["x", "y"]).any()
    assert ((counts[["x", "y"]] / grid_m - 0.5) % 1 == 0).all(axis=None)


def test_points_of_one_square_become_one_place() -> None:
    lowered = lower_to_grid(points([(1, 1), (499, 499), (501, 1)]), grid_m=500)
    assert [(one.x, one.y) for one in lowered] == [(250, 250), (250, 250), (750, 250)]


def test_what_has_no_place_stays_without() -> None:
    found = count_by_square(gpd.GeoSeries([None, shapely.Point()], crs=CRS), grid_m=100)
    assert found.empty


def test_points_count_for_the_street_beside_them() -> None:
    lines = gpd.GeoDataFrame(
        {"class": "residential", "name": ["Dorpsstraat", "Kade", "Dorpsstraat", None]},
        geometry=[
            shapely.LineString([(0, 0), (100, 0)]),
            shapely.LineString([(0, 500), (100, 500)]),
            shapely.LineString([(100, 0), (200, 0)]),
            shapely.LineString([(0, 20), (100, 20)]),
        ],
        crs=CRS,
    )
    xy = [(10, 19), (150, 3), (50, 480)]
    counts = count_by_street(points(xy), lines)
    assert dict(zip(counts["name"], counts["incidents"], strict=True)) == {
        "Dorpsstraat": 2,
        "Kade": 1,
    }
    assert not set(zip(counts["x"], counts["y"], strict=True)) & set(xy)
    # The place of a street is the street's own, whoever lies beside it.
    again = count_by_street(points([(10, 19), (50, 480)]), lines)
    assert again[["x", "y"]].equals(counts[["x", "y"]])


@pytest.mark.parametrize("xy", [[], [(1, 1)]])
def test_without_named_streets_nothing_is_counted(xy) -> None:
    lines = gpd.GeoDataFrame({"class": [], "name": []}, geometry=[], crs=CRS)
    assert count_by_street(points(xy), lines).empty
