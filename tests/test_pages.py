import base64
import hashlib
import re

from drawings import draw_layers, draw_report

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


def test_page_of_real_data_does_not_say_synthetic():
    assert "Synthetische gegevens" not in render_page(draw_report(synthetic=False), draw_layers())


def test_page_without_hotspots_says_so():
    assert "Geen hotspot" in render_page(draw_report(rank_counts=()), draw_layers())


def test_no_text_breaks_out_of_the_page():
    page = render_page(draw_report(code=NASTY), draw_layers(NASTY, "West"))
    assert "alert(1)</script>" not in page
