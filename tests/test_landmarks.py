import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.landmarks import find_landmarks
from geo.errors import CrsMismatchError

CRS = "EPSG:28992"


def points(*places):
    shapes = [None if place is None else shapely.Point(place) for place in places]
    return gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs=CRS)


def squares(*wests):
    shapes = [shapely.box(west, 0, west + 10, 10) for west in wests]
    return gpd.GeoDataFrame({"name": [f"at {west}" for west in wests]}, geometry=shapes, crs=CRS)


def find(incidents, landmarks, preferred=()):
    wanted = np.zeros((len(incidents), len(landmarks)), bool)
    for row, column in preferred:
        wanted[row, column] = True
    return find_landmarks(incidents, landmarks, preferred=wanted)


def test_inside_is_no_distance_and_outside_is_told_to_the_nearest():
    found = find(points((5, 5), (25, 5), (1000, 5)), squares(0, 100))
    assert found["name"].tolist() == ["at 0", "at 0", "at 100"]
    assert found["distance_m"].tolist() == [0, 15, 890]


def test_a_preferred_landmark_goes_before_another_that_is_as_near_and_no_further():
    incidents, landmarks = points((5, 5), (5, 5)), squares(0, 2, 30)
    assert find(incidents, landmarks, [(1, 1)])["name"].tolist() == ["at 0", "at 2"]
    assert find(incidents, landmarks, [(1, 2)])["name"].tolist() == ["at 0", "at 0"]


def test_without_a_place_or_a_landmark_nothing_is_near():
    found = find(points(None, (5, 5)), squares(0))
    assert found["name"].isna().tolist() == [True, False]
    assert found["distance_m"].isna().tolist() == [True, False]
    assert find(points((5, 5)), squares())["name"].isna().all()
    assert find(points(), squares(0)).empty


def test_the_index_of_the_incidents_is_kept():
    incidents = points((5, 5), (105, 5)).set_axis([7, 3])
    assert find(incidents, squares(0, 100))["name"].to_dict() == {7: "at 0", 3: "at 100"}


def test_two_coordinate_systems_are_refused():
    with pytest.raises(CrsMismatchError):
        find(points((5, 5)), squares(0).to_crs("EPSG:4326"))


@given(
    st.lists(st.tuples(st.integers(-50, 200), st.integers(-50, 50)), min_size=1),
    st.lists(st.integers(0, 150), min_size=1, max_size=5),
)
def test_no_other_landmark_is_nearer(places, wests):
    incidents, landmarks = points(*places), squares(*wests)
    found = find(incidents, landmarks)
    least = [landmarks.distance(point).min() for point in incidents.geometry]
    assert found["distance_m"].to_numpy() == pytest.approx(least)
