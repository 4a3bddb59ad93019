import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from drawings import draw_layers, draw_report

from geo.present.area_map import area_legend_html, plan_area_map, say_area_counted
from geo.present.degrees import SCREEN_CRS
from geo.present.grounds import plan_base
from geo.present.maps import lay_base, lay_over
from geo.present.marks import Mark
from geo.present.overlays import MAX_SHAPES
from geo.schema import Layer

NASTY = "<img src=x onerror=alert(1)>${alert(2)}`{{7*7}}"
MARKS = {
    "woninginbraak": Mark("Woninginbraak", "Wo", "#D55E00", "#000000"),
    "overig": Mark("Overig", "Ov", "#6b7884", "#000000"),
}
LAYERS = draw_layers()
EDGE = LAYERS[Layer.WIJKEN].areas.head(1)
REPORT = draw_report()
INCIDENTS = REPORT.incidents.assign(theme="woninginbraak")
NEAR = REPORT


def plan(incidents=INCIDENTS, near=(NEAR,), marks=MARKS):
    """Verb and data of each step, in their order."""
    return [json.loads(one) for one in plan_area_map(incidents, near, marks, edge=EDGE)]


def data_of(steps, verb):
    return [data for name, data in steps if name == verb]


def test_incidents_bear_the_mark_of_their_theme_and_those_without_a_place_are_left_out():
    (markers,) = data_of(plan(), "drawMarks")
    assert len(markers["rows"]) == len(INCIDENTS) - 1
    # The latest first: of rank 2, then of rank 1.
    assert [row[2] for row in markers["rows"]] == [0, 0]
    assert markers["rows"][0][3].startswith("Woninginbraak: 1.1.1 · 3 februari 2018, 21:30")
    assert 'hk-mark" style="background:#D55E00' in markers["looks"][0]


def test_a_theme_without_a_card_is_drawn_as_the_remainder():
    (markers,) = data_of(plan(INCIDENTS.assign(theme="gone")), "drawMarks")
    assert {row[2] for row in markers["rows"]} == {1}
    assert markers["rows"][0][3].startswith("Overig: ")


def test_hotspots_are_named_by_letters_and_rank_on_top_of_their_outline():
    (outlines,), (names,) = (data_of(plan(), verb) for verb in ("drawOutlines", "drawLabels"))
    assert [text.split(">")[1] for _, _, text in names["rows"]] == ["Wo 1</b", "Wo 2</b"]
    for outline, (latitude, _, _) in zip(
        outlines["shapes"]["features"], names["rows"], strict=True
    ):
        (ring,) = outline["geometry"]["coordinates"]
        assert latitude == pytest.approx(max(north for _, north in ring), abs=1e-5)
    assert outlines["shapes"]["features"][0]["properties"]["label"].startswith("Woninginbraak, hot")


def test_some_of_the_hotspots_are_drawn_where_they_are():
    second = replace(REPORT, hotspots=REPORT.hotspots.iloc[1:])
    steps = plan(near=[second])
    (outlines,), (names,) = (data_of(steps, verb) for verb in ("drawOutlines", "drawLabels"))
    (feature,) = outlines["shapes"]["features"]
    assert feature["geometry"] is not None
    assert "hotspot 2" in feature["properties"]["label"]
    assert "Wo 2" in names["rows"][0][2]


def test_a_theme_without_hotspots_adds_nothing():
    none = replace(REPORT, hotspots=REPORT.hotspots.iloc[:0])
    assert [verb for verb, _ in plan(near=[none])] == ["lookAt", "drawEdges", "drawMarks"]


def test_an_area_without_anything_shows_its_edge():
    assert [verb for verb, _ in plan(INCIDENTS.iloc[:0], ())] == ["lookAt", "drawEdges"]


def test_texts_of_files_and_cards_are_harmless():
    marks = {**MARKS, "woninginbraak": Mark(NASTY, "Wo", "#D55E00", "#000000")}
    near = replace(REPORT, title=NASTY)
    shown = json.dumps(plan(INCIDENTS.assign(code=NASTY), [near], marks))
    for harm in ("<img", "${", "{{"):
        assert harm not in shown


def test_very_many_incidents_are_counted_in_cells_whatever_their_theme():
    rows = pd.concat([INCIDENTS.head(1)] * (MAX_SHAPES + 1), ignore_index=True)
    many = gpd.GeoDataFrame(rows, crs=INCIDENTS.crs)
    steps = plan(many, [NEAR])
    (cells,) = data_of(steps, "drawCounts")
    assert [row[0] for row in cells["levels"][0]["rows"]] == [MAX_SHAPES + 1]
    assert data_of(steps, "drawMarks") == []
    (outlines,) = data_of(steps, "drawOutlines")
    assert {known["properties"]["style"]["fill"] for known in outlines["shapes"]["features"]} == {
        False
    }
    assert "per hectare" in area_legend_html(many, [NEAR], MARKS)
    assert say_area_counted(many, [NEAR])


def test_few_incidents_are_drawn_one_by_one_and_nothing_is_said_of_cells():
    assert "per hectare" not in area_legend_html(INCIDENTS, [NEAR], MARKS)
    assert say_area_counted(INCIDENTS, [NEAR]) == ""


def test_nothing_is_loaded_but_what_the_base_brings():
    base = lay_base(plan_base(LAYERS))
    lay_over(plan_area_map(INCIDENTS, [NEAR], MARKS, edge=EDGE)).add_to(base)
    page = base.get_root().render()
    assert "https://cdn" not in page
    assert page.count("markercluster/leaflet.markercluster.js") == 1


def test_the_map_turns_to_the_area_by_its_code():
    (look,) = data_of(plan(), "lookAt")
    west, south, east, north = EDGE.to_crs(SCREEN_CRS).total_bounds.round(3).tolist()
    assert look == {"bounds": [[south, west], [north, east]], "place": "WK1"}
