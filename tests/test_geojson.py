import json
import unicodedata

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shape_drawings import FACTS, draw_dots, draw_squares

from geo.present.geojson import render_geojson


def read(*layers, facts=FACTS):
    return json.loads(render_geojson(layers, facts))


def walk_numbers(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from walk_numbers(part)


def test_a_collection_names_no_coordinate_system_and_says_what_it_rests_on():
    collection = read(draw_squares())
    assert (collection["type"], collection["name"]) == ("FeatureCollection", "vlakken")
    assert "crs" not in collection
    assert collection["metadata"] == FACTS


def test_outer_rings_run_against_the_clock():
    for feature in read(draw_squares())["features"]:
        assert shapely.LinearRing(feature["geometry"]["coordinates"][0]).is_ccw


def test_the_box_holds_every_shape_of_every_layer_and_no_more():
    collection = read(draw_squares(), draw_dots())
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]
    assert collection["bbox"] == list(shapely.total_bounds(shapes))
    west, south, east, north = collection["bbox"]
    assert 4 < west < east < 5
    assert 51 < south < north < 52


def test_no_number_has_more_than_seven_decimals():
    for feature in read(draw_squares(), draw_dots())["features"]:
        numbers = list(walk_numbers(feature["geometry"]["coordinates"]))
        assert numbers
        assert all(round(number, 7) == number for number in numbers)


def test_shapes_with_a_key_bear_it_as_id():
    assert [feature["id"] for feature in read(draw_dots())["features"]] == [1, 2, 3]
    assert "id" not in read(draw_squares())["features"][0]


def test_a_layer_without_shapes_has_no_box():
    collection = read(draw_squares(count=0))
    assert collection["features"] == []
    assert "bbox" not in collection


@given(st.text())
def test_any_name_comes_back_on_one_line_without_what_cannot_be_seen(name):
    (first, _) = read(draw_squares(name=name))["features"]
    found = first["properties"]["name"]
    assert not {"Cc", "Cf", "Cs"} & set(map(unicodedata.category, found))
    assert found == name or not name.isprintable()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Oost\x00West", "OostWest"),
        ("\u202eteog\u202c", "teog"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=1+1", "=1+1"),
        ("Wijk\nOost", "Wijk Oost"),
    ],
)
def test_hostile_names_are_data_and_nothing_else(name, told):
    content = render_geojson([draw_squares(name=name)], FACTS | {"source": name})
    collection = json.loads(content)
    assert collection["features"][0]["properties"]["name"] == told
    assert collection["metadata"]["source"] == told


def test_the_same_layers_give_the_same_bytes():
    first, second = (render_geojson([draw_squares(), draw_dots()], FACTS) for _ in range(2))
    assert first == second
