from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from placement_town import LAST_DAY, MOMENT, USED, build_town, place_earlier, place_west
from reading import facts, press, said
from streamlit.testing.v1 import AppTest
from towns import make_town

from geo import service
from geo.placements import Moment
from geo.present.placement.evaluations import RULE, SUGGESTS
from geo.present.placement.plain import NOT_FILLED_IN
from geo.workspace import WORKSPACE_VARIABLE

PAGE = Path(__file__).with_name("placements_page.py")
PLACEMENT = place_west()


@pytest.fixture
def town(tmp_path):
    """A town where a camera worked."""
    town = build_town(tmp_path)
    service.record_placement(town, PLACEMENT, now=MOMENT)
    return town


@pytest.fixture
def open_page(monkeypatch):
    """Open the page on a workspace, and wait for what it works out."""
    monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 60.0)

    def open_at(workspace, **query):
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
        app = AppTest.from_file(str(PAGE), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return open_at


def field(elements, label):
    return next(element for element in elements if element.label == label)


def chart(app):
    return app.get("vega_lite_chart")[0].proto


def record(workspace, number=1):
    return service.read_placement(workspace, number)


def test_without_placements_the_page_says_where_to_begin(open_page, tmp_path) -> None:
    app = open_page(make_town(tmp_path, []))
    assert "Er is nog geen plaatsing vastgelegd. Kies hierboven een plek" in said(app.info)
    assert not app.dataframe


def test_a_placement_is_listed_and_judged_in_dutch(open_page, town) -> None:
    app = open_page(town)
    (table,) = (frame.value for frame in app.dataframe)
    assert table["Doel"].tolist() == [PLACEMENT.purpose]
    assert "Werkzaam aangetoond. Op de plek en rondom samen" in said(app.markdown)
    assert SUGGESTS in said(app.markdown)
    assert RULE in said(app.markdown)
    shown = facts(app)
    assert "Vergelijking" in shown
    assert "Doelgebied: tot 60 meter van de camera" in said(app.caption)
    assert "Gevoel van veiligheid" in shown
    assert "niet gemeten" in shown
    assert "Gegevens" in shown
    assert "Bron" in shown


def test_the_chart_says_in_words_what_it_shows(open_page, town) -> None:
    app = open_page(town)
    assert "alleen de plek 28 minder" in said(app.caption)
    assert "alleen rondom 1 minder" in chart(app).alt


def test_what_is_not_filled_in_is_seen_to_be_empty(open_page, town) -> None:
    assert NOT_FILLED_IN in facts(open_page(town))


def test_the_day_of_evaluation_can_be_chosen_and_lives_in_the_link(open_page, town) -> None:
    half = USED.first + timedelta(days=27)
    app = open_page(town, peildatum=half.isoformat())
    assert field(app.date_input, "Evalueren tot en met").value == half
    assert "28 van 56 dagen: de plaatsing liep nog" in facts(app)
    field(app.date_input, "Evalueren tot en met").set_value(LAST_DAY).run()
    assert "de plaatsing liep nog" not in facts(app)
    assert "peildatum" not in app.query_params


def test_before_there_are_data_the_page_says_from_when_on(open_page, tmp_path) -> None:
    town = build_town(tmp_path)
    used = replace(USED, first=date(2026, 11, 2), last=date(2026, 12, 6))
    goal = replace(PLACEMENT.goal, evaluated_on=date(2027, 1, 4))
    service.record_placement(town, replace(PLACEMENT, used=used, goal=goal), now=MOMENT)
    app = open_page(town)
    assert "Deze plaatsing begint op 2 november 2026." in said(app.info)
    assert "De gegevens lopen tot en met 31 oktober 2026." in said(app.info)
    assert not app.error


def test_another_placement_is_chosen_in_the_list_and_in_the_link(open_page, town) -> None:
    service.record_placement(town, replace(PLACEMENT, purpose="Minder inbraken"), now=MOMENT)
    app = open_page(town)
    assert field(app.selectbox, "Plaatsing bekijken").value == 2
    field(app.selectbox, "Plaatsing bekijken").set_value(1).run()
    assert app.query_params["plaatsing"] == "1"
    again = open_page(town, plaatsing="1")
    assert field(again.selectbox, "Plaatsing bekijken").value == 1


def test_several_placements_are_pooled(open_page, town) -> None:
    assert "Alle plaatsingen samen" not in said(open_page(town).subheader)
    alone = replace(PLACEMENT.goal, control=None, control_distance=None)
    service.record_placement(town, place_earlier(), now=MOMENT)
    service.record_placement(town, replace(PLACEMENT, goal=alone), now=MOMENT)
    app = open_page(town)
    assert "2 plaatsingen samen: " in said(app.markdown)
    assert "Plaatsing 3 telt niet mee: er is geen vergelijkingsgebied." in said(app.caption)


def test_how_safe_people_feel_is_filled_in(open_page, town) -> None:
    app = open_page(town)
    field(app.number_input, "Mensen die antwoordden").set_value(80)
    field(app.number_input, "Van hen voelen zich veilig").set_value(48)
    press(app, "Vastleggen")
    assert not app.exception
    assert "Het gevoel van veiligheid is vastgelegd." in said(app.success)
    assert "vooraf voelden 48 van de 80 zich veilig; achteraf niet gemeten" in facts(app)
    assert record(town).surveys[Moment.BEFORE].safe == 48
    field(app.radio, "Wanneer gevraagd").set_value(Moment.AFTER)
    field(app.number_input, "Mensen die antwoordden").set_value(70)
    field(app.number_input, "Van hen voelen zich veilig").set_value(56)
    press(app, "Vastleggen")
    assert "meer dan toeval verklaart" in facts(app)


def test_more_safe_people_than_were_asked_are_explained_and_not_kept(open_page, town) -> None:
    app = open_page(town)
    field(app.number_input, "Mensen die antwoordden").set_value(5)
    field(app.number_input, "Van hen voelen zich veilig").set_value(6)
    press(app, "Vastleggen")
    assert "Er voelen zich meer mensen veilig (6) dan er gevraagd zijn (5)." in said(app.error)
    assert record(town).surveys == {}


def test_a_change_becomes_a_version_of_its_own_with_its_reason(open_page, town) -> None:
    app = open_page(town)
    field(app.date_input, "Driehoek geraadpleegd op").set_value(date(2026, 7, 20))
    field(app.text_area, "Welke lichtere maatregelen zijn geprobeerd?").set_value("Extra toezicht")
    field(app.text_input, "Waarom deze wijziging?").set_value("De driehoek is gehoord")
    press(app, "Nieuwe versie vastleggen")
    assert not app.exception
    assert "Vastgelegd als versie 2." in said(app.success)
    first, second = record(town).versions
    assert first.placement == PLACEMENT
    assert second.placement.safeguards.consulted_on == date(2026, 7, 20)
    assert second.placement.safeguards.lighter_measures == "Extra toezicht"
    assert second.why == "De driehoek is gehoord"
    shown = facts(app)
    assert "De driehoek is gehoord" in shown
    assert "20 juli 2026" in shown
    assert "naar het doel van de eerste versie" in said(app.markdown) + said(app.caption)


@pytest.mark.parametrize(
    ("why", "last", "expected"),
    [
        ("", USED.last - timedelta(days=7), "Er ontbreekt een tekst"),
        ("Zomaar", USED.last, "Er is niets gewijzigd."),
        ("Langer", date(2026, 12, 1), "valt vóór het einde van de plaatsing"),
    ],
)
def test_a_change_that_is_none_or_wrong_is_explained_and_not_kept(
    open_page, town, why, last, expected
) -> None:
    app = open_page(town)
    field(app.date_input, "Laatste dag").set_value(last)
    field(app.text_input, "Waarom deze wijziging?").set_value(why)
    press(app, "Nieuwe versie vastleggen")
    assert expected in said(app.error)
    assert len(record(town).versions) == 1


def test_somebody_elses_change_is_not_overwritten(open_page, town) -> None:
    app = open_page(town)
    field(app.text_input, "Uitkijktijden: wanneer kijkt iemand mee?").set_value("22 tot 4 uur")
    field(app.text_input, "Waarom deze wijziging?").set_value("Uitkijktijden bekend")
    seen = record(town).versions[0]
    service.revise_placement(
        town, seen, replace(PLACEMENT, purpose="Anders"), why="Eerder", now=MOMENT
    )
    press(app, "Nieuwe versie vastleggen")
    assert "intussen door iemand anders gewijzigd (versie 2)" in said(app.error)
    assert [version.why for version in record(town).versions] == ["", "Eerder"]
    # Looked at again, the fields are those of the last version, and a change of it is taken.
    app.run()
    field(app.text_input, "Uitkijktijden: wanneer kijkt iemand mee?").set_value("22 tot 4 uur")
    field(app.text_input, "Waarom deze wijziging?").set_value("Uitkijktijden bekend")
    press(app, "Nieuwe versie vastleggen")
    assert [version.why for version in record(town).versions][2:] == ["Uitkijktijden bekend"]
    assert record(town).last.purpose == "Anders"


def test_text_of_people_reaches_the_page_as_text(open_page, town) -> None:
    marked = replace(PLACEMENT, purpose="<b>Doel</b> ![x](http://example.org/x.png)")
    service.record_placement(town, marked, now=MOMENT)
    shown = facts(open_page(town))
    assert "<b>Doel</b>" not in shown
    assert "![x]" not in shown


def test_tables_can_be_taken_along(open_page, town) -> None:
    labels = [button.label for button in open_page(town).get("download_button")]
    assert labels == [
        "Plaatsingen (CSV)",
        "Plaatsingen (Excel)",
        "Evaluatie (CSV)",
        "Evaluatie (Excel)",
    ]
