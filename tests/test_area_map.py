import folium
import geopandas as gpd
import pandas as pd
import pytest
from drawings import PERIOD, draw_layers, draw_report
from folium.plugins import FastMarkerCluster
from streamlit_folium import generate_leaflet_string

from geo.present.area_map import draw_area
from geo.present.degrees import SCREEN_CRS
from geo.present.maps import draw_base
from geo.present.marks import Mark
from geo.present.overlays import MAX_POINTS
from geo.schema import Layer
from geo.service.answers import TimedHotspots

NASTY = "<img src=x onerror=alert(1)>${alert(2)}`"
MARKS = {
    "woninginbraak": Mark("Woninginbraak", "Wo", "#D55E00", "#000000"),
    "overig": Mark("Overig", "Ov", "#6b7884", "#000000"),
}
LAYERS = draw_layers()
EDGE = LAYERS[Layer.WIJKEN].areas.head(1)
REPORT = draw_report()
INCIDENTS = REPORT.incidents.assign(theme="woninginbraak")
NEAR = TimedHotspots("woninginbraak", "Woninginbraak", PERIOD, REPORT.hotspots, {})


def draw(incidents=INCIDENTS, near=(NEAR,), marks=MARKS):
    return draw_area(incidents, near, marks, edge=EDGE)


def children(group, kind):
    return [child for child in group._children.values() if isinstance(child, kind)]


def script(group, base=None):
    base = base or draw_base(LAYERS, focus=EDGE)
    group.add_to(base)
    base.get_root().render()
    return generate_leaflet_string(base)


def test_incidents_bear_the_mark_of_their_theme_and_those_without_a_place_are_left_out():
    (markers,) = children(draw(), FastMarkerCluster)
    assert len(markers.data) == len(INCIDENTS) - 1
    # The latest first: of rank 2, then of rank 1.
    assert [row[2] for row in markers.data] == [0, 0]
    assert markers.data[0][3].startswith("Woninginbraak: 1.1.1 · 3 februari 2018, 21:30")
    assert 'hk-mark\\" style=\\"background:#D55E00' in markers.callback


def test_a_theme_without_a_card_is_drawn_as_the_remainder():
    (markers,) = children(draw(INCIDENTS.assign(theme="gone")), FastMarkerCluster)
    assert {row[2] for row in markers.data} == {1}
    assert markers.data[0][3].startswith("Overig: ")


def test_hotspots_are_named_by_letters_and_rank_on_top_of_their_outline():
    edge, outlines, names = children(draw(), folium.GeoJson)
    ranks = [feature["properties"]["rank"] for feature in names.data["features"]]
    assert ranks == [1, 2]
    assert "Wo 1</b>" in script(draw())
    for outline, name in zip(outlines.data["features"], names.data["features"], strict=True):
        (ring,) = outline["geometry"]["coordinates"]
        top = max(latitude for _, latitude in ring)
        assert name["geometry"]["coordinates"][1] == pytest.approx(top, abs=1e-5)
    assert len(edge.data["features"]) == 1


def test_some_of_the_hotspots_are_drawn_where_they_are():
    second = TimedHotspots("woninginbraak", "Woninginbraak", PERIOD, REPORT.hotspots.iloc[1:], {})
    for element in children(draw(near=[second]), folium.GeoJson)[1:]:
        (feature,) = element.data["features"]
        assert feature["geometry"] is not None
        assert feature["properties"]["rank"] == 2


def test_an_area_without_anything_shows_its_edge():
    group = draw(INCIDENTS.iloc[:0], ())
    assert len(group._children) == 1


def test_texts_of_files_and_cards_are_harmless():
    marks = {**MARKS, "woninginbraak": Mark(NASTY, "Wo", "#D55E00", "#000000")}
    near = TimedHotspots("woninginbraak", NASTY, PERIOD, REPORT.hotspots, {})
    shown = script(draw(INCIDENTS.assign(code=NASTY), [near], marks))
    assert "<img" not in shown
    assert "${" not in shown.replace("${{", "")


def test_very_many_incidents_are_cut_to_the_latest():
    many = pd.concat([INCIDENTS.head(1)] * (MAX_POINTS + 1), ignore_index=True)
    (markers,) = children(draw(gpd.GeoDataFrame(many, crs=INCIDENTS.crs)), FastMarkerCluster)
    assert len(markers.data) == MAX_POINTS


def test_nothing_is_loaded_but_what_the_base_brings():
    base = draw_base(LAYERS, focus=EDGE)
    draw().add_to(base)
    page = base.get_root().render()
    assert "https://cdn" not in page
    assert page.count("markercluster/leaflet.markercluster.js") == 1


def test_the_base_looks_at_the_area_and_is_the_same_for_the_same_area():
    def look(place):
        focus = LAYERS[Layer.WIJKEN].areas.iloc[[place]]
        base = draw_base(LAYERS, focus=focus)
        base.get_root().render()
        west, south, east, north = focus.to_crs(SCREEN_CRS).total_bounds.round(3).tolist()
        return generate_leaflet_string(base), [[south, west], [north, east]]

    first, bounds = look(0)
    assert first == look(0)[0]
    assert first != look(1)[0]
    assert "".join(str(bounds).split()) in "".join(first.split())
