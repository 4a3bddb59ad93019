from datetime import date

import pytest
from reading import facts, said

GEGEVENS = "geo/views/gegevens.py"
HOTSPOTS = "geo/views/hotspots.py"
LAST_YEAR = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden"}


@pytest.fixture
def open_app(open_app):
    """Open the app at the page Hotspots."""
    return lambda root, page=HOTSPOTS, **query: open_app(root, page, **query)


def test_full_page_shows_a_ranked_table_and_says_what_is_made_up(full, open_app):
    app = open_app(full)
    assert not app.exception
    assert app.title[0].value == "Hotspots woninginbraak"
    assert "Synthetische gegevens:" in said(app.warning)
    assert "Schematische grenzen:" in said(app.warning)
    table = app.dataframe[0].value
    assert list(table.columns) == ["Rang", "Plek", "Meldingen", "Score", "Hectare"]
    assert table["Rang"].tolist() == list(range(1, len(table) + 1))
    assert len(table) > 0


def test_full_page_states_period_source_and_precision(full, open_app):
    shown = facts(open_app(full))
    for words in ("Periode", "Bron", "Precisie van de plaats", "ingelezen op 24 november 2026"):
        assert words in shown


def test_another_theme_is_another_answer(full, open_app):
    app = open_app(full)
    before = app.dataframe[0].value
    app.selectbox(key="thema").select("jeugdoverlast").run()
    assert not app.exception
    assert app.title[0].value == "Hotspots jeugdoverlast"
    assert not app.dataframe[0].value.equals(before)


def test_chosen_hotspot_is_described(full, open_app):
    app = open_app(full)
    choice = app.selectbox(key="hotspot")
    assert choice.value is None
    choice.select_index(0).run()
    assert not app.exception
    assert f"1 van {len(app.dataframe[0].value)}" in facts(app)


def test_choice_is_let_go_when_its_hotspot_is_gone(full, open_app):
    app = open_app(full)
    app.selectbox(key="hotspot").select_index(0).run()
    app.selectbox(key="thema").select("fietsdiefstal").run()
    assert not app.exception
    assert app.selectbox(key="hotspot").value is None


def test_link_with_a_theme_opens_that_theme(full, open_app):
    app = open_app(full, thema="Jeugdoverlast")
    assert app.title[0].value == "Hotspots jeugdoverlast"


def test_period_without_incidents_says_what_there_is(full, open_app):
    app = open_app(full)
    app.selectbox(key="periode").select("Eigen periode").run()
    app.date_input(key="van").set_value(date(2020, 1, 1))
    app.date_input(key="tot").set_value(date(2020, 12, 31)).run()
    assert not app.exception
    assert "geen meldingen van dit thema" in said(app.info)
    assert "1 januari 2016" in said(app.info)


def test_period_that_runs_backwards_is_explained_in_dutch(full, open_app):
    app = open_app(full)
    app.selectbox(key="periode").select("Eigen periode").run()
    app.date_input(key="van").set_value(date(2018, 12, 1))
    app.date_input(key="tot").set_value(date(2018, 1, 1)).run()
    assert not app.exception
    assert "Draai de twee datums om" in said(app.error)


def test_few_incidents_give_no_hotspot_as_a_normal_answer(sparse, open_app):
    app = open_app(sparse)
    assert not app.exception
    assert "Geen hotspot." in said(app.info)
    assert "langere periode" in said(app.info)
    assert not app.dataframe
    assert not app.warning


def test_empty_workspace_leads_to_gegevens(empty, open_app):
    app = open_app(empty)
    assert not app.exception
    assert "nog geen meldingen" in said(app.info)
    assert [link.proto.label for link in app.get("page_link")] == ["Naar Gegevens"]


def test_folder_without_settings_is_explained_in_dutch(tmp_path, open_app):
    for page in (None, GEGEVENS):
        app = open_app(tmp_path / "niets", page)
        assert not app.exception
        assert "geen instellingen van een gemeente" in said(app.error)


def test_chosen_hotspot_is_explained_below_the_map(full, open_app):
    app = open_app(full, **LAST_YEAR)
    app.selectbox(key="hotspot").select_index(0).run()
    assert not app.exception
    shown = facts(app)
    for words in ("Soort meldingen", "Hoe recent", "Aandeel van de wijk", "Bedrijventerrein"):
        assert words in shown
    assert "van 1 januari 2017 tot en met 31 december 2017" in shown
    assert 'role="img"' in shown
    week = next(element.value for element in app.dataframe if "Avond" in element.value)
    assert len(week) == 7


def test_without_an_earlier_period_nothing_is_called_new(full, open_app):
    app = open_app(full)
    app.selectbox(key="hotspot").select_index(0).run()
    assert "voor het begin van de gegevens (1 januari 2016)" in facts(app)
    assert "Nieuw:" not in facts(app)


def test_a_month_can_be_looked_at_by_itself(full, open_app):
    app = open_app(full, kaartbeeld="Per maand", **LAST_YEAR)
    assert not app.exception
    assert "December 2018: " in said(app.caption)
    slider = app.select_slider(key="maand")
    slider.set_value(date(2018, 3, 1)).run()
    assert "Maart 2018: " in said(app.caption)
    assert "in elke maand gelijk" in facts(app)


def test_a_month_outside_a_new_period_is_let_go(full, open_app):
    app = open_app(full, kaartbeeld="Per maand", **LAST_YEAR)
    app.select_slider(key="maand").set_value(date(2018, 3, 1)).run()
    app.selectbox(key="periode").select("Laatste 3 maanden").run()
    assert not app.exception
    assert "December 2018: " in said(app.caption)


def test_one_month_needs_no_slider(full, open_app):
    app = open_app(full, kaartbeeld="Per maand")
    app.selectbox(key="periode").select("Eigen periode").run()
    app.date_input(key="van").set_value(date(2018, 2, 3))
    app.date_input(key="tot").set_value(date(2018, 2, 20)).run()
    assert not app.exception
    assert not app.select_slider
    assert "Februari 2018: " in said(app.caption)


def test_two_periods_stand_side_by_side(full, open_app):
    app = open_app(full, kaartbeeld="Twee periodes", **LAST_YEAR)
    assert not app.exception
    shown = said(app.subheader)
    assert "1 januari 2017 tot en met 31 december 2017" in shown
    assert "1 januari 2018 tot en met 31 december 2018" in shown
    changes = next(element.value for element in app.dataframe if "Ervoor" in element.value)
    assert set(changes["Verandering"]) <= {"nieuw", "gegroeid", "gekrompen", "gelijk gebleven"}
    assert len(app.get("iframe") or app.get("component_instance")) == 2


def test_a_short_period_can_be_held_against_a_year_earlier(full, open_app):
    query = LAST_YEAR | {"periode": "Laatste 3 maanden", "kaartbeeld": "Twee periodes"}
    app = open_app(full, **query)
    app.radio(key="vergelijking").set_value("Een jaar eerder").run()
    assert not app.exception
    assert "1 oktober 2017 tot en met 31 december 2017" in said(app.subheader)


def test_comparison_without_earlier_data_says_so(full, open_app):
    app = open_app(full, kaartbeeld="Twee periodes")
    assert not app.exception
    assert "kies een kortere periode" in said(app.info)


def test_unknown_picture_in_a_link_shows_the_hotspots(full, open_app):
    app = open_app(full, kaartbeeld="Iets anders")
    assert not app.exception
    assert app.dataframe[0].value["Rang"].tolist()[0] == 1
