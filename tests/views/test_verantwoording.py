import re

import pytest
from reading import facts, said

from geo.present.guidance import METHOD, READING, read_limits

VERANTWOORDING = "geo/views/verantwoording.py"
PARTS = {
    "themas": "Thema's",
    "lezen": "Hoe leest u de kaart",
    "gegevens": "Zwakke plekken van de gegevens",
    "rekenen": "Hoe wordt gerekend",
    "grenzen": "Wat de kaart niet zegt",
    "register": "Algoritmeregister",
}
EVIDENCE = """
[evidence]
tuned_on = 2026-11-20
fingerprint = "elders"
first = 2018-01-01
last = 2018-12-31
weeks = 13
periods = 4
cell_m = 100.0
share = 0.03
incidents = 1250
hit_rate = 0.24
hit_rate_low = 0.2
hit_rate_high = 0.28
prior_hit_rate = 0.21
gain_low = -0.01
gain_high = 0.07
"""
CARD = """
title = "Eigen <i>kaart</i>"
codes = ["1.1.1"]
explanation = "Uitleg <b>van ons</b>."
harm_weight = 1.5
colour = "#112233"
[hotspots]
eps_m = 75.0
min_samples = 4
half_life_days = 30.0
window_months = 6
"""


def open_part(open_app, root, part="themas", **query):
    app = open_app(root, VERANTWOORDING, onderdeel=part, **query)
    assert not app.exception
    return app


def test_the_first_theme_is_that_of_the_page_that_people_come_from(full, open_app):
    app = open_app(full, VERANTWOORDING, thema="Jeugdoverlast")
    assert not app.exception
    assert app.selectbox(key="themakaart").value == "jeugdoverlast"
    assert app.header[0].value == "Jeugdoverlast"
    assert "binnen 50 meter ten minste 10 meldingen" in facts(app)
    assert "E35" in facts(app)


def test_a_link_to_a_card_opens_that_card(full, open_app):
    app = open_part(open_app, full, thema="Jeugdoverlast", themakaart="fietsdiefstal")
    assert app.header[0].value == "Fietsdiefstal"
    app.selectbox(key="themakaart").select("vernieling").run()
    assert not app.exception
    assert app.header[0].value == "Vernieling"
    assert app.query_params["themakaart"] == "vernieling"


def test_a_card_says_that_it_was_not_tested_and_what_stays_out(full, open_app):
    shown = facts(open_part(open_app, full, thema="Woninginbraak"))
    assert "Nog niet. De afstand, het aantal en de termijn zijn een startpunt" in shown
    assert "een keuze, geen meting" in shown
    assert "Meegeleverd met Hotspotkaart" in shown
    assert "Diefstal/inbraak woning: 344 meldingen" in shown
    assert re.search(r"528 meldingen tellen in geen enkel thema mee", shown)
    assert 'alt="Een cirkel van 125 meter rond een melding, met daarin 8 meldingen."' in shown


def test_a_card_of_the_workspace_is_called_its_own_and_is_only_text(sparse, open_app):
    (sparse / "models").mkdir()
    (sparse / "models" / "woninginbraak.toml").write_text(CARD, encoding="utf-8")
    app = open_part(open_app, sparse, themakaart="woninginbraak")
    shown = facts(app)
    assert "Een eigen kaart van deze gemeente" in shown
    assert "<b>van ons</b>" not in shown
    assert "&lt;b&gt;van ons" in shown
    assert app.header[0].value == "Eigen &lt;i&gt;kaart&lt;/i&gt;"
    assert "Een melding van 30 dagen geleden telt voor de helft" in shown


def test_a_tested_card_says_what_it_caught_and_that_other_data_were_used(sparse, open_app):
    (sparse / "models").mkdir()
    (sparse / "models" / "woninginbraak.toml").write_text(CARD + EVIDENCE, encoding="utf-8")
    shown = facts(open_part(open_app, sparse, themakaart="woninginbraak"))
    assert "daarvan viel 24% in 3% van het gebied" in shown
    assert "niet aantoonbaar beter dan het tellen" in shown
    assert "op andere gegevens dan die hier staan" in shown


@pytest.mark.parametrize("part", PARTS)
def test_each_part_opens_by_its_link(full, open_app, part):
    app = open_part(open_app, full, part)
    assert app.segmented_control(key="onderdeel").value == PARTS[part]
    assert app.title[0].value == "Verantwoording"
    assert "ingelezen op 24 november 2026" in facts(app)
    if part != "themas":
        assert app.header[0].value == PARTS[part]


@pytest.mark.parametrize("part", [part for part in PARTS if part != "gegevens"])
def test_an_empty_workspace_still_explains_itself(empty, open_app, part):
    app = open_part(open_app, empty, part)
    assert app.header
    assert "Meldingen en aangiften</dt><dd>0" in facts(app)
    if part == "themas":
        assert "binnen" in facts(app)
        assert "melding" not in facts(app).split("1.1.1</dt>")[1].split("</dl>")[0]


def test_an_empty_workspace_has_no_weak_spots_and_leads_to_gegevens(empty, open_app):
    app = open_part(open_app, empty, "gegevens")
    assert "nog geen meldingen" in said(app.info)
    assert [link.proto.label for link in app.get("page_link")] == ["Naar Gegevens"]


def test_weak_spots_are_named_with_a_count_and_a_remedy(full, open_app):
    app = open_part(open_app, full, "gegevens")
    assert "Meldingen die de politie zelf maakte" in said(app.subheader)
    assert "292 van 1.800 (16%); bijvoorbeeld E35 (292)" in facts(app)
    assert "**Wat te doen:**" in said(app.markdown)
    assert facts(app).count("<table>") == 3
    assert "1.172 (65%)" in facts(app)


def test_sound_data_say_so(sparse, open_app):
    app = open_part(open_app, sparse, "gegevens")
    assert "Geen zwakke plekken gevonden" in said(app.success)


def test_words_of_the_guidance_are_on_the_page(full, open_app):
    for part, paragraphs in (("lezen", READING), ("rekenen", METHOD), ("grenzen", read_limits())):
        app = open_part(open_app, full, part)
        headings = [element.value for element in app.main.subheader]
        assert headings == [paragraph.heading for paragraph in paragraphs]
        for paragraph in paragraphs:
            assert paragraph.text in said(app.markdown)
    assert "minder dan 10" in facts(open_part(open_app, full, "lezen"))


def test_cards_and_weak_spots_can_be_taken_along(full, open_app):
    for part, name in (("themas", "themakaarten"), ("gegevens", "zwakke_plekken")):
        app = open_part(open_app, full, part)
        keys = [button.key for button in app.get("download_button")]
        assert keys == [f"meenemen-{name}.csv", f"meenemen-{name}.xlsx"]


@pytest.mark.parametrize("query", [{"onderdeel": "niets"}, {"themakaart": "<b>"}])
def test_a_link_that_nobody_knows_shows_the_first_part(full, open_app, query):
    app = open_app(full, VERANTWOORDING, **query)
    assert not app.exception
    assert app.header[0].value == "Woninginbraak"


def test_the_entry_of_the_algorithm_register_is_shown_asked_after_and_taken_along(full, open_app):
    app = open_part(open_app, full, "register")
    headings = [element.value for element in app.main.subheader]
    assert headings == ["Algemene informatie", "Verantwoord gebruik", "Werking"]
    assert "nog in te vullen door de gemeente" in said(app.info)
    assert "Menselijke tussenkomst" in facts(app)
    keys = [button.key for button in app.get("download_button")]
    assert keys == ["meenemen-algoritmeregister.json", "meenemen-algoritmeregister.txt"]
