from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import pytest
import shapely
from drawings import CRS, draw_layers, draw_report

from geo.present.degrees import frame_bounds, in_degrees, in_metres, list_features, list_places


def test_places_are_latitude_and_longitude():
    place = gpd.GeoSeries([shapely.Point(100500, 431500)], crs=CRS)
    ((lat, lon),) = list_places(place).tolist()
    assert lat == pytest.approx(51.868, abs=0.01)
    assert lon == pytest.approx(4.6, abs=0.01)
    assert lat == round(lat, 6)


@pytest.mark.parametrize("where", [(100500, 431500), (98765, 430123)])
def test_a_place_on_the_screen_is_the_one_that_was_drawn_there(where):
    ((latitude, longitude),) = list_places(gpd.GeoSeries([shapely.Point(where)], crs=CRS))
    assert in_metres(latitude, longitude, CRS) == where


def test_every_thread_gets_the_same_places():
    shapes = draw_report().hotspots.geometry
    here = in_degrees(shapes).to_wkt().tolist()
    with ThreadPoolExecutor(4) as threads:
        there = list(threads.map(lambda _: in_degrees(shapes).to_wkt().tolist(), range(8)))
    assert there == [here] * 8


def test_shapes_are_rounded_to_what_is_asked():
    shapes = draw_report().hotspots.geometry
    for decimals in (3, 6):
        rounded = in_degrees(shapes, decimals=decimals)
        corners = shapely.get_coordinates(rounded.to_numpy())
        assert (corners == corners.round(decimals)).all()


def test_features_carry_their_properties_in_order():
    shapes = draw_report().hotspots.geometry
    features = list_features(shapes, [{"id": "a"}, {"id": "b"}])["features"]
    assert [feature["properties"]["id"] for feature in features] == ["a", "b"]
    assert {feature["geometry"]["type"] for feature in features} == {"Polygon"}


def test_bounds_hold_every_frame():
    report = draw_report()
    areas = draw_layers()["wijken"].areas
    (south, west), (north, east) = frame_bounds([areas, report.hotspots])
    for frame in (areas, report.hotspots):
        bounds = frame.to_crs("EPSG:4326").total_bounds
        assert west - 0.001 <= bounds[0] <= bounds[2] <= east + 0.001
        assert south - 0.001 <= bounds[1] <= bounds[3] <= north + 0.001


def test_nothing_has_no_bounds():
    assert frame_bounds([]) is None
    assert frame_bounds([draw_report().incidents.iloc[:0]]) is None
