import base64
import hashlib
import re
from dataclasses import replace

import geopandas as gpd
import shapely
from drawings import draw_layers, draw_report, draw_survey
from handing import hand_on

from geo.intake.streets import StreetLayer
from geo.params import HourSelection
from geo.present import assets
from geo.present.marks import Mark
from geo.present.pages import render_area_page, render_page

NASTY = "</script><script>alert(1)</script>"
STREETS = StreetLayer(
    gpd.GeoDataFrame(
        {"class": ["primary"]},
        geometry=[shapely.LineString([(100000, 431000), (101000, 431000)])],
        crs="EPSG:28992",
    ),
    "de makers",
)


def test_same_report_gives_the_same_page():
    assert render_page(hand_on(draw_report()), draw_layers()) == render_page(
        hand_on(draw_report()), draw_layers()
    )


def test_page_fetches_nothing():
    page = render_page(hand_on(draw_report()), draw_layers())
    assert not re.search(r"<(?:link|img|iframe|script)\b[^>]*\b(?:src|href)=", page)
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)#]+)\)", page))
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_policy_allows_exactly_the_scripts_of_the_page():
    page = render_page(hand_on(draw_report()), draw_layers())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    }
    assert len(scripts) >= len(assets.SCRIPTS) + 1
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == digests
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_page_states_what_it_shows():
    page = render_page(hand_on(draw_report()), draw_layers())
    for words in (
        '<html lang="nl">',
        "<title>Hotspots Woninginbraak</title>",
        "1 januari 2018 tot en met 31 december 2018",
        "ingelezen op 24 november 2026",
        "Synthetische gegevens",
        "Schematische grenzen",
        "minder dan 10",
        "adres (3)",
    ):
        assert words in page


def test_page_says_below_the_map_what_it_shows_and_to_what_it_keeps():
    report = draw_report()
    hours = HourSelection(weekdays=(4,))
    narrowed = replace(report, question=replace(report.question, area="P1", hours=hours))
    page = render_page(hand_on(narrowed), draw_layers())
    caption = re.search(r'<p class="caption">(.*?)</p>', page)[1]
    for words in ("De Kade (bedrijventerrein)", "vrijdag", "2018", "demo", "plaats: adres"):
        assert words in caption
    assert "drawEdges" in page


def test_page_shows_streets_where_there_are_any():
    page = render_page(hand_on(draw_report()), draw_layers(), streets=STREETS)
    assert "keepStreets" in page
    assert "Straten: de makers" in page
    assert '["keepStreets"' not in render_page(hand_on(draw_report()), draw_layers())


def test_page_never_asks_for_a_background():
    assert '["showBackground"' not in render_page(hand_on(draw_report()), draw_layers())


def test_page_of_real_data_does_not_say_synthetic():
    assert "Synthetische gegevens" not in render_page(
        hand_on(draw_report(synthetic=False)), draw_layers()
    )


def test_page_without_hotspots_says_so():
    assert "Geen hotspot" in render_page(hand_on(draw_report(rank_counts=())), draw_layers())


def test_no_text_breaks_out_of_the_page():
    page = render_page(hand_on(draw_report(code=NASTY)), draw_layers(NASTY, "West"))
    assert "alert(1)</script>" not in page


def area_page(*, area="WK1", title="Woninginbraak", layers=None, streets=None):
    near = replace(draw_report(), title=title, peaks={"H1": None, "H2": None})
    marks = {
        "woninginbraak": Mark(title, "Wo", "#D55E00", "#000000"),
        "overig": Mark("Overig", "Ov", "#6b7884", "#000000"),
    }
    return render_area_page(
        hand_on(draw_survey(area=area)), [near], marks, layers or draw_layers(), streets=streets
    )


def test_page_of_an_area_shows_its_map_and_its_hotspots():
    page = area_page()
    for words in (
        "<title>Wijk Oost</title>",
        "25 december 2018 tot en met 31 december 2018",
        "Woninginbraak, hotspot 1",
        "geen duidelijke piek",
        "Synthetische gegevens",
        "Schematische grenzen",
        '["drawMarks"',
        "plaats: adres",
    ):
        assert words in page
    assert "default-src 'none'" in page
    assert page == area_page()


def test_page_of_an_area_without_a_drawn_edge_still_shows_what_was_reported():
    page = area_page(area="WK9")
    assert '["drawMarks"' in page
    assert "<title>WK9</title>" in page


def test_page_of_an_area_shows_streets_where_there_are_any():
    assert '["showStreets"' in area_page(streets=STREETS)
    assert '["showStreets"' not in area_page()


def test_no_text_breaks_out_of_the_page_of_an_area():
    assert "alert(1)</script>" not in area_page(title=NASTY, layers=draw_layers(NASTY, "West"))
