import re
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
from drawings import CRS, draw_layers, draw_report, weigh
from handing import hand_on
from shape_drawings import FACTS, draw_dots, draw_squares

from geo.present.exports import render_hotspots
from geo.present.geopackage import render_geopackage

# "GPKG" in the header of the file, as the standard asks for.
APPLICATION_ID = 0x47504B47
REQUIRED = {
    "gpkg_spatial_ref_sys",
    "gpkg_contents",
    "gpkg_geometry_columns",
    "gpkg_extensions",
    "gpkg_metadata",
    "gpkg_metadata_reference",
}


@pytest.fixture
def keep(tmp_path):
    """Write bytes to a file that another program opens."""

    def write(content):
        path = tmp_path / "uit.gpkg"
        path.write_bytes(content)
        return path

    return write


def ask(path, sql):
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def test_a_file_has_the_tables_and_the_marks_of_a_geopackage(keep):
    path = keep(render_geopackage([draw_squares(), draw_dots()], FACTS))
    tables = {name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables >= REQUIRED
    assert ask(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(path, "PRAGMA foreign_key_check") == []
    listed = ask(path, "SELECT table_name, data_type, srs_id FROM gpkg_contents")
    assert listed == [
        ("vlakken", "features", 28992),
        ("punten", "features", 28992),
        ("layer_styles", "attributes", 0),
    ]


def test_layers_come_back_as_they_were_in_the_grid_of_the_workspace(keep):
    squares, dots = draw_squares(), draw_dots()
    path = keep(render_geopackage([squares, dots], FACTS))
    for layer in (squares, dots):
        frame = gpd.read_file(path, layer=layer.name)
        assert frame.crs == CRS
        assert frame.geometry.geom_equals(layer.shapes.geometry.reset_index(drop=True)).all()
        for column in layer.facts:
            assert frame[column].tolist() == layer.facts[column].tolist()


def test_the_file_states_what_it_rests_on_and_each_layer_its_own(keep):
    own = {"source": "eigen tekening"}
    path = keep(render_geopackage([draw_squares(), draw_dots(stated=own)], FACTS))
    told = {name: str(value) for name, value in FACTS.items()}
    whole = pyogrio.read_info(path, layer="vlakken")
    assert whole["dataset_metadata"] == told
    assert told.items() <= whole["layer_metadata"].items()
    apart = pyogrio.read_info(path, layer="punten")["layer_metadata"]
    assert apart["source"] == "eigen tekening"
    assert "audience" not in apart
    scopes = ask(path, "SELECT reference_scope, table_name FROM gpkg_metadata_reference")
    assert sorted(scopes, key=str) == [
        ("geopackage", None),
        ("table", "punten"),
        ("table", "vlakken"),
    ]
    assert gpd.read_file(path, layer="vlakken")["audience"].tolist() == ["intern", "intern"]


@pytest.mark.parametrize("report", [draw_report(), weigh(draw_report(), 0.004, 0.34)])
def test_each_layer_has_a_look_that_names_no_column_it_does_not_have(keep, report):
    path = keep(render_hotspots(hand_on(report), ".gpkg", layers=draw_layers()))
    layers = [name for name, shape in pyogrio.list_layers(path) if shape is not None]
    styles = gpd.read_file(path, layer="layer_styles")
    assert styles["f_table_name"].tolist() == layers
    assert styles["useAsDefault"].all()
    assert set(styles["f_geometry_column"]) == {"geom"}
    assert set(styles["f_table_schema"]) == {""}
    for name, qml in zip(layers, styles["styleQML"], strict=True):
        columns = set(pyogrio.read_info(path, layer=name)["fields"])
        root = ET.fromstring(qml)  # noqa: S314 - our own style
        filters = [rule.get("filter", "") for rule in root.iter("rule")]
        asked = {column for text in filters for column in re.findall(r'"([^"]+)"', text)}
        asked |= {text.get("fieldName") for text in root.iter("text-style")}
        assert asked
        assert asked <= columns


def test_an_answer_brings_all_its_layers(keep):
    path = keep(render_hotspots(hand_on(draw_report()), ".gpkg", layers=draw_layers()))
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert kinds == {
        "hotspots": "MultiPolygon",
        "hotspot_centres": "Point",
        "wijken": "MultiPolygon",
        "parks": "MultiPolygon",
        "layer_styles": None,
    }


@pytest.mark.parametrize(
    "name", ["Oost\x00West", "\u202eteog", "<b>Oost</b>", "=1+1", "'; DROP TABLE x; --", "x" * 5000]
)
def test_hostile_names_are_data_and_nothing_else(keep, name):
    path = keep(render_geopackage([draw_squares(name=name)], FACTS | {"source": name}))
    frame = gpd.read_file(path, layer="vlakken")
    (told,) = set(frame["name"])
    assert told == name.replace("\x00", "").replace("\u202e", "")
    assert set(frame["source"]) == {told}
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_the_same_layers_give_the_same_bytes():
    first, second = (render_geopackage([draw_squares(), draw_dots()], FACTS) for _ in range(2))
    assert first == second


def test_no_moment_of_a_file_is_that_of_the_clock(keep):
    path = keep(render_geopackage([draw_squares()], FACTS))
    (stamps,) = zip(*ask(path, "SELECT last_change FROM gpkg_contents"), strict=True)
    assert {stamp[:4] for stamp in stamps} == {"1970"}
    (moments,) = zip(*ask(path, "SELECT timestamp FROM gpkg_metadata_reference"), strict=True)
    assert {moment[:4] for moment in moments} == {"1970"}


def test_layers_without_shapes_make_a_file_that_opens(keep):
    path = keep(render_geopackage([draw_squares(count=0)], FACTS))
    assert gpd.read_file(path, layer="vlakken").empty
