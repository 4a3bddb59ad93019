import base64
import hashlib
import re
from dataclasses import replace

import geopandas as gpd
import shapely
from drawings import draw_layers, draw_report

from geo.intake.streets import StreetLayer
from geo.params import HourSelection
from geo.present import assets
from geo.present.pages import render_page

NASTY = "</script><script>alert(1)</script>"


def test_same_report_gives_the_same_page():
    assert render_page(draw_report(), draw_layers()) == render_page(draw_report(), draw_layers())


def test_page_fetches_nothing():
    page = render_page(draw_report(), draw_layers())
    assert not re.search(r"<(?:link|img|iframe|script)\b[^>]*\b(?:src|href)=", page)
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)#]+)\)", page))
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_policy_allows_exactly_the_scripts_of_the_page():
    page = render_page(draw_report(), draw_layers())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    }
    assert len(scripts) >= len(assets.SCRIPTS) + 1
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == digests
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_page_states_what_it_shows():
    page = render_page(draw_report(), draw_layers())
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
    page = render_page(narrowed, draw_layers())
    caption = re.search(r'<p class="caption">(.*?)</p>', page)[1]
    for words in ("De Kade (bedrijventerrein)", "vrijdag", "2018", "demo", "plaats: adres"):
        assert words in caption
    assert "drawEdges" in page


def test_page_shows_streets_where_there_are_any():
    lines = gpd.GeoDataFrame(
        {"class": ["primary"]},
        geometry=[shapely.LineString([(100000, 431000), (101000, 431000)])],
        crs="EPSG:28992",
    )
    page = render_page(draw_report(), draw_layers(), streets=StreetLayer(lines, "de makers"))
    assert "keepStreets" in page
    assert "Straten: de makers" in page
    assert '["keepStreets"' not in render_page(draw_report(), draw_layers())


def test_page_never_asks_for_a_background():
    assert '["showBackground"' not in render_page(draw_report(), draw_layers())


def test_page_of_real_data_does_not_say_synthetic():
    assert "Synthetische gegevens" not in render_page(draw_report(synthetic=False), draw_layers())


def test_page_without_hotspots_says_so():
    assert "Geen hotspot" in render_page(draw_report(rank_counts=()), draw_layers())


def test_no_text_breaks_out_of_the_page():
    page = render_page(draw_report(code=NASTY), draw_layers(NASTY, "West"))
    assert "alert(1)</script>" not in page
