import json
import os
import re

import folium
import geopandas as gpd
import shapely
from drawings import draw_layers, draw_report
from streamlit_folium import generate_leaflet_string

from geo import schema
from geo.present import maps
from geo.present.maps import draw_base, draw_hotspots

NASTY = "<img src=x onerror=alert(1)>${alert(2)}`\\u202e"


def script(*elements):
    """What the browser would run, with the names that folium draws by lot taken out."""
    base = draw_base({}) if not isinstance(elements[0], folium.Map) else elements[0]
    for element in elements:
        if element is not base:
            element.add_to(base)
    base.get_root().render()
    return generate_leaflet_string(base)


def features(element):
    return element.data["features"]


def children(group, kind):
    return [child for child in group._children.values() if isinstance(child, kind)]


def test_base_map_is_the_same_for_the_same_layers():
    assert script(draw_base(draw_layers())) == script(draw_base(draw_layers()))


def test_base_map_does_not_follow_the_order_of_the_areas():
    layers = draw_layers()
    turned = {
        key: type(layer)(**(vars(layer) | {"areas": layer.areas.iloc[::-1]}))
        for key, layer in layers.items()
    }
    assert script(draw_base(turned)) == script(draw_base(layers))


def test_map_loads_nothing_but_its_own_scripts():
    base = draw_base(draw_layers())
    draw_hotspots(draw_report()).add_to(base)
    page = base.get_root().render()
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
    assert addresses
    assert all(address.startswith("../../app/static/vendor/") for address in addresses)
    assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_names_of_areas_are_escaped():
    shown = script(draw_base(draw_layers(NASTY, "West")))
    assert "<img" not in shown
    assert "${alert" not in shown
    assert "&lt;img" in shown


def test_texts_of_incidents_are_escaped():
    shown = script(draw_hotspots(draw_report(code=NASTY)))
    assert "<img" not in shown
    assert "${alert" not in shown


def test_only_code_time_and_precision_of_an_incident_are_drawn():
    report = draw_report()
    secret = report.incidents.assign(source="geheim", reporter="geheim", incident_id="geheim")
    shown = script(draw_hotspots(type(report)(**(vars(report) | {"incidents": secret}))))
    assert "geheim" not in shown
    assert "1.1.1 \\u00b7 3 januari 2018, 21:30" in shown


def test_outline_and_rank_carry_the_id_of_their_hotspot():
    group = draw_hotspots(draw_report())
    outlines, ranks = children(group, folium.GeoJson)
    for layer in (outlines, ranks):
        assert [feature["properties"]["id"] for feature in features(layer)] == ["H1", "H2"]
    kinds = {feature["geometry"]["type"] for feature in features(outlines)}
    assert kinds == {"Polygon"}


def test_map_is_in_degrees():
    group = draw_hotspots(draw_report())
    ring = features(children(group, folium.GeoJson)[0])[0]["geometry"]["coordinates"][0]
    assert all(4.5 < lon < 4.7 and 51.8 < lat < 51.9 for lon, lat in ring)


def test_selected_hotspot_stands_out():
    styles = [
        maps._outline_style({"id": "H1", "incidents": 12}, selected) for selected in ("H1", "H2")
    ]
    assert styles[0]["weight"] > styles[1]["weight"]


def test_incident_without_a_place_is_not_drawn():
    report = draw_report()
    cluster = children(draw_hotspots(report), folium.plugins.FastMarkerCluster)[0]
    assert len(cluster.data) == len(report.incidents) - 1


def test_at_most_so_many_points_are_drawn_latest_first(monkeypatch):
    monkeypatch.setattr(maps, "MAX_POINTS", 1)
    cluster = children(draw_hotspots(draw_report()), folium.plugins.FastMarkerCluster)[0]
    assert [text.split(" · ")[1] for _, _, text in cluster.data] == ["3 februari 2018, 21:30"]
    assert maps.say_left_out(draw_report()) == "Op de kaart staan alleen de laatste 1 meldingen."


def test_nothing_is_said_where_all_is_drawn():
    assert maps.say_left_out(draw_report()) == ""


def test_names_are_left_out_where_they_would_cover_each_other(monkeypatch):
    assert "Oost" in script(draw_base(draw_layers()))
    monkeypatch.setattr(maps, "MAX_LABELS", 1)
    assert "Oost" not in script(draw_base(draw_layers()))


def test_empty_report_and_no_layers_make_an_empty_map():
    report = draw_report(rank_counts=())
    empty = type(report)(**(vars(report) | {"incidents": report.incidents.iloc[:0]}))
    assert not draw_hotspots(empty)._children
    assert "fitBounds" not in script(draw_base({}, around=empty.incidents))


def test_damaged_areas_are_drawn_as_far_as_they_go():
    layers = draw_layers()
    wijken = layers["wijken"]
    bow_tie = shapely.Polygon(
        [(100000, 431000), (101000, 432000), (101000, 431000), (100000, 432000)]
    )
    damaged = wijken.areas.set_geometry(gpd.GeoSeries([bow_tie, None], crs=wijken.areas.crs))
    damaged = damaged.assign(**{schema.AREA_CODE: [None, "WK1"], schema.AREA_NAME: [None, "West"]})
    layers["wijken"] = type(wijken)(**(vars(wijken) | {"areas": damaged}))
    assert "fitBounds" in script(draw_base(layers))


def test_without_layers_the_map_looks_at_the_incidents():
    assert "fitBounds" in script(draw_base({}, around=draw_report().incidents.dropna()))


def test_map_says_where_its_boundaries_come_from():
    shown = script(draw_base(draw_layers()))
    assert "Schematische grenzen: eigen tekening 2022" in shown
    assert "Inzoomen" in shown


def test_drawing_changes_neither_report_nor_layers():
    report, layers = draw_report(), draw_layers()
    before = (report.incidents.copy(), report.hotspots.copy(), layers["wijken"].areas.copy())
    draw_hotspots(report).add_to(draw_base(layers))
    assert before[0].equals(report.incidents)
    assert before[1].drop(columns=schema.CENTRE).equals(report.hotspots.drop(columns=schema.CENTRE))
    assert before[2].equals(layers["wijken"].areas)


def test_properties_are_plain_json():
    outlines = children(draw_hotspots(draw_report()), folium.GeoJson)[0]
    assert json.loads(json.dumps(outlines.data)) == outlines.data


def test_no_text_of_a_file_runs_as_a_template_on_this_machine():
    evil = "a{{lipsum.__globals__.os.getpid()}}b"
    base = draw_base(draw_layers(evil, "West"))
    draw_hotspots(draw_report(code=evil)).add_to(base)
    page = base.get_root().render()
    assert f"a{os.getpid()}b" not in page
    assert page.count("lipsum.__globals__.os.getpid()") >= 2
