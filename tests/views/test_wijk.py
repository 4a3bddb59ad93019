import shutil
import threading
from datetime import date, timedelta

import geopandas as gpd
import pytest
import shapely
from reading import APP, facts, said
from streamlit.testing.v1 import AppTest

from geo import service
from geo.analysis import pairs
from geo.intake.boundaries import AreaReading
from geo.schema import Layer
from geo.workspace import WORKSPACE_VARIABLE, open_workspace

WIJK = "geo/views/wijk.py"
HOTSPOTS = "geo/views/hotspots.py"
SLIKKERVEER = "Slikkerveer (wijk)"
# The bundled demo ends on the last day of 2018.
LAST = date(2018, 12, 31)
# What the made streets of the demo are called.
STREET = "Demostraat"


def button(app, label):
    return next(one for one in app.button if one.label == label)


def items(app):
    """Lists of lines, as far as there is anything: what is new, how much, hotspots, latest."""
    return [text for text in _lists(app) if STREET not in text]


def alerts(app):
    """Where to look, in the first list and below its fold."""
    return "".join(text for text in _lists(app) if STREET in text)


def _lists(app):
    lists = [text.split("</ul>")[0] for text in facts(app).split("<ul")[1:]]
    return [text for text in lists if "hk-items" in text]


def test_a_wijk_is_shown_with_the_last_four_weeks(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    assert not app.exception
    assert app.title[0].value == "Wijk Slikkerveer"
    assert "4 december 2018 tot en met 31 december 2018 (28 dagen)" in said(app.markdown)
    assert [head.value for head in app.header] == [
        *("Hoeveel per thema", "Hotspots nu", "Acties hier", "Wanneer", "Laatste meldingen"),
    ]
    shown = facts(app)
    assert 'role="img"' in shown
    assert "ingelezen op 24 november 2026" in shown
    assert "Synthetische gegevens:" in said(app.warning)
    assert "Bewaar deze link" in said(app.markdown)


def test_every_theme_counts_and_the_theme_of_the_link_is_kept(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, thema="Jeugdoverlast")
    other = open_app(full, WIJK, gebied=SLIKKERVEER, thema="Woninginbraak")
    assert items(app) == items(other)
    assert "Jeugdoverlast: " in items(app)[1]
    app.switch_page(HOTSPOTS).run()
    assert app.title[0].value == "Hotspots jeugdoverlast"


def test_counts_add_up_to_the_incidents_of_the_area(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    counts = [
        int(part.split(": ")[1].split("<")[0]) for part in items(app)[1].split("<strong>")[1:]
    ]
    assert f"{sum(counts)} meldingen" in said(app.markdown)


def test_hotspots_of_now_are_named_with_theme_rank_and_time(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, periode="Alle gegevens")
    now = items(app)[2]
    assert "hotspot " in now
    assert "maanden; " in now
    # They do not depend on the period that is looked at.
    assert items(open_app(full, WIJK, gebied=SLIKKERVEER))[2] == now


def test_at_most_fifty_incidents_are_on_the_screen_and_more_in_the_file(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, periode="Laatste 24 maanden")
    first, more = items(app)[3:]
    assert (first.count("<li>"), more.count("<li>")) == (10, 40)
    assert app.expander[-1].label == "Nog 40 meldingen"
    offered = [one.proto.label for one in app.get("download_button")]
    assert offered == ["CSV", "Excel", "GeoJSON", "GeoPackage", "Kaart om te mailen (HTML)"]


def test_chosen_hours_hold_for_the_page(full, open_app):
    everything = open_app(full, WIJK, gebied=SLIKKERVEER, periode="Laatste 12 maanden")
    evening = open_app(
        full, WIJK, gebied=SLIKKERVEER, periode="Laatste 12 maanden", dagdeel="Avond"
    )
    assert not evening.exception
    assert "gekozen uren: alle dagen, avond" in said(evening.markdown)
    assert items(evening)[1] != items(everything)[1]
    assert items(evening)[2] == items(everything)[2]


def test_where_to_look_now_is_said_with_the_last_day_and_the_reason(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    assert "Waar nu op letten" in said(app.subheader)
    shown = alerts(app)
    # Of 29 December, the first of fourteen days.
    assert "tot en met 11 januari 2019</strong> <span>na woninginbraak op 29 dec 2018" in shown
    assert "vanaf de laatste dag van de gegevens, 31 december 2018" in said(app.caption)
    reasons = said(app.markdown)
    assert "Woninginbraak: binnen 200 meter en 14 dagen na een melding kwamen er" in reasons
    assert "1,4 keer zo veel andere als zonder verband te verwachten is (56 paren" in reasons
    none, few = (line for line in reasons.split("\n") if "Geen lijst voor" in line)
    assert "fietsdiefstal" in none
    assert "daar is niet te zien dat meldingen elkaar vaker opvolgen dan bij toeval" in none
    assert "kwamen er sinds 1 januari 2016 1,4 keer zo veel" in reasons
    assert "is apart getoetst: van twintig thema" in reasons
    assert "box en schuur" in few
    assert "te weinig meldingen om het te zien" in few
    assert "waar nu op te letten" in facts(app)
    # It says what holds now, whatever the period that is looked at.
    assert alerts(open_app(full, WIJK, gebied=SLIKKERVEER, periode="Alle gegevens")) == shown


def test_the_map_does_not_wait_for_where_to_look_now(full, tmp_path, monkeypatch):
    root = shutil.copytree(full, tmp_path / "werkmap")
    held, list_alerts = threading.Event(), service.list_alerts

    def hold(*args, **options):
        assert held.wait(60)
        return list_alerts(*args, **options)

    monkeypatch.setattr("geo.service.list_alerts", hold)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
    app = AppTest.from_file(str(APP), default_timeout=60).switch_page(WIJK)
    app.query_params["gebied"] = SLIKKERVEER
    app.run()
    assert not app.exception
    assert "Waar nu op letten" in said(app.subheader)
    assert "Nagaan waar nu op te letten" in app.get("progress")[0].proto.text
    assert "Nu nergens" not in said(app.markdown)
    assert alerts(app) == ""
    assert len(app.get("component_instance")) == 1
    assert "Laatste meldingen" in said(app.header)
    held.set()
    monkeypatch.setattr("geo.views.blocks.alerts._PATIENCE_SECONDS", 60.0)
    app.run()
    assert not app.get("progress")
    assert "tot en met 11 januari 2019" in alerts(app)


@pytest.mark.parametrize("most", [0, 500])
def test_a_theme_with_too_many_pairs_does_not_take_the_page_along(
    full, open_app, tmp_path, monkeypatch, most
):
    # As if what seemed few enough to count were not; in a workspace of its own, because answers are
    # kept.
    monkeypatch.setattr("geo.service.repeats.can_be_counted", lambda *_, **__: True)
    monkeypatch.setattr(pairs, "_MOST_LOOKS", most)
    root = shutil.copytree(full, tmp_path / "werkmap")
    app = open_app(root, WIJK, gebied=SLIKKERVEER)
    assert not app.exception
    assert not app.error
    assert "Niet na te gaan voor" in said(app.caption)
    assert "daar liggen te veel meldingen bij elkaar" in said(app.caption)
    assert "Laatste meldingen" in said(app.header)


def test_where_nothing_happened_lately_there_is_nowhere_to_look(full, open_app):
    app = open_app(full, WIJK, gebied="Verenambacht (wijk)")
    assert not app.exception
    assert alerts(app) == ""
    assert "Nu nergens in of tegen dit gebied extra." in said(app.markdown)
    assert "waar nu op te letten" not in facts(app)


def test_a_business_park_is_an_area_too(full, open_app):
    app = open_app(full, WIJK, gebied="Donkersloot (bedrijventerrein)", periode="Alle gegevens")
    assert not app.exception
    assert app.title[0].value == "Bedrijventerrein Donkersloot"
    assert "op bedrijventerrein Donkersloot" in items(app)[-1]


def test_an_area_without_incidents_or_hotspots_says_so(full, open_app):
    app = open_app(full, WIJK, gebied="Verenambacht (wijk)", weekdag="Maandag", dagdeel="Nacht")
    assert not app.exception
    assert "Synthetische gegevens" in said(app.warning)
    assert "Geen meldingen." in said(app.markdown)
    assert "ligt nu geen hotspot" in said(app.markdown)
    assert "Kies bij de filters een langere periode" in said(app.info)
    assert "Niets nieuws sinds 24 december 2018" in said(app.markdown)
    offered = [one.proto.label for one in app.get("download_button")]
    assert offered == ["GeoJSON", "GeoPackage", "Kaart om te mailen (HTML)"]


# The choice of an area.


def test_without_an_area_wijken_are_offered_first(full, open_app):
    app = open_app(full, WIJK)
    assert not app.exception
    assert app.title[0].value == "Wijk"
    assert [head.value for head in app.subheader if head.value != "Wat wilt u zien?"] == [
        *("Wijken", "Bedrijventerreinen"),
    ]
    button(app, "Slikkerveer").click().run()
    assert not app.exception
    assert app.title[0].value == "Wijk Slikkerveer"
    assert app.query_params["gebied"] == SLIKKERVEER


def test_another_wijk_can_be_chosen_on_the_page(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    button(app, "Andere wijk kiezen").click().run()
    assert app.title[0].value == "Wijk"
    assert "gebied" not in app.query_params
    button(app, "Bolnes").click().run()
    assert app.title[0].value == "Wijk Bolnes"


def test_a_link_with_an_unknown_area_leads_to_the_choice(full, open_app):
    app = open_app(full, WIJK, gebied="Atlantis (wijk)")
    assert not app.exception
    assert "noemt een gebied dat hier niet bestaat" in said(app.main.warning)
    assert button(app, "Slikkerveer")


def test_many_wijken_are_searched_in_a_list(sparse, open_app, tmp_path):
    codes = [f"WK{number:06}" for number in range(45)]
    squares = [shapely.box(499000 + n, 5699000, 499001 + n, 5701000) for n in range(44)]
    wijken = gpd.GeoDataFrame(
        {"code": codes, "naam": [f"Wijk {code}" for code in codes]},
        geometry=[*squares, shapely.box(499100, 5699000, 502000, 5701000)],
        crs=32631,
    )
    wijken.to_file(tmp_path / "wijken.gpkg")
    reading = AreaReading(code_column="code")
    service.import_areas(open_workspace(sparse), tmp_path / "wijken.gpkg", Layer.WIJKEN, reading)
    app = open_app(sparse, WIJK)
    assert not app.exception
    choice = app.selectbox(key="gebiedskeuze-wijken")
    choice.select("WK000044").run()
    assert app.title[0].value == "Wijk Wijk WK000044"


def test_without_areas_there_is_nothing_to_choose_and_it_is_said(sparse, open_app):
    app = open_app(sparse, WIJK)
    assert not app.exception
    assert "geen wijken of bedrijventerreinen ingelezen" in said(app.info)
    assert [link.proto.label for link in app.get("page_link")] == ["Naar Hotspots"]


def test_an_empty_workspace_leads_to_gegevens(empty, open_app):
    app = open_app(empty, WIJK)
    assert not app.exception
    assert "nog geen meldingen" in said(app.info)
    assert [link.proto.label for link in app.get("page_link")] == ["Naar Gegevens"]


# Nieuw sinds.


def test_without_a_former_visit_the_last_week_is_new(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    assert app.date_input(key="sinds").value == LAST - timedelta(days=7)
    assert "Sinds 24 december 2018: " in said(app.markdown)
    assert "laatste 7 dagen van de gegevens" in said(app.caption)
    assert "sinds" not in app.query_params


def test_another_day_lands_in_the_link_and_can_be_taken_back(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER)
    app.date_input(key="sinds").set_value(date(2018, 12, 10)).run()
    assert app.query_params["sinds"] == "2018-12-10"
    assert "Sinds 10 december 2018: " in said(app.markdown)
    button(app, "Terug naar 24 december 2018").click().run()
    assert "sinds" not in app.query_params
    assert app.date_input(key="sinds").value == date(2018, 12, 24)


def test_a_link_with_a_day_starts_there(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, sinds="2018-12-10")
    assert app.date_input(key="sinds").value == date(2018, 12, 10)
    assert "Sinds 10 december 2018: " in said(app.markdown)


@pytest.mark.parametrize("text", ["gisteren", "2999-01-01", "0001-01-01", "<b>", ""])
def test_a_day_that_is_none_or_out_of_reach_is_passed_over(full, open_app, text):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, sinds=text)
    assert not app.exception
    assert app.date_input(key="sinds").value == date(2018, 12, 24)


def test_a_day_after_the_end_of_the_data_is_told_in_words(full, open_app):
    app = open_app(full, WIJK, gebied=SLIKKERVEER, sinds="2019-06-01")
    assert not app.exception
    assert "Niets nieuws sinds 1 juni 2019: de gegevens lopen tot en met 31 december 2018" in (
        said(app.markdown)
    )
    assert "Kies een eerdere dag" in said(app.markdown)


def test_a_chosen_hotspot_has_its_news_too(full, open_app):
    app = open_app(
        full,
        HOTSPOTS,
        thema="Jeugdoverlast",
        periode="Laatste 12 maanden",
        sinds="2018-06-01",
    )
    assert not app.date_input
    app.selectbox(key="hotspot").select_index(0).run()
    assert not app.exception
    assert "Nieuw sinds" in [head.value for head in app.subheader]
    assert "Sinds 1 juni 2018: " in said(app.markdown)
    (new,) = items(app)
    assert "<strong>Jeugdoverlast</strong>" in new
