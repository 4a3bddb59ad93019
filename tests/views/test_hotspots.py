import shutil
from datetime import date

import geopandas as gpd
import pytest
import shapely
from reading import facts, said

from geo import service
from geo.intake.streets import find_streets
from geo.present import wording
from geo.present.pictures import Part
from geo.workspace import open_workspace

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
    known = ["Rang", "Plek", "Meldingen", "Score", "Hectare", "Kans op toeval", "Piek"]
    assert list(table.columns) == known
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


def test_chosen_hotspot_goes_into_the_link_and_out_again(full, open_app):
    app = open_app(full)
    assert "hotspot" not in app.query_params
    app.selectbox(key="hotspot").select_index(1).run()
    assert app.query_params["hotspot"] == app.selectbox(key="hotspot").value
    app.selectbox(key="hotspot").set_value(None).run()
    assert not app.exception
    assert "hotspot" not in app.query_params


def test_link_with_a_hotspot_opens_that_hotspot(full, open_app):
    first = open_app(full)
    chosen = first.selectbox(key="hotspot").select_index(1).run().selectbox(key="hotspot").value
    app = open_app(full, hotspot=chosen)
    assert not app.exception
    assert app.selectbox(key="hotspot").value == chosen
    assert "Waarom hotspot 2 hier ligt" in said(app.subheader)


def test_hotspot_that_is_gone_is_said_to_be_gone_and_the_list_is_there(full, open_app):
    for link in ("0000000000", "<b>", ""):
        app = open_app(full, hotspot=link)
        assert not app.exception
        assert app.selectbox(key="hotspot").value is None
        assert ("is er niet in deze periode" in said(app.info)) is bool(link)
        assert len(app.dataframe[0].value) > 0
        assert "<b>" not in said(app.info)


def test_choice_waits_while_its_hotspot_is_out_of_sight(full, open_app):
    app = open_app(full)
    app.selectbox(key="hotspot").select_index(0).run()
    chosen = app.selectbox(key="hotspot").value
    app.selectbox(key="thema").select("fietsdiefstal").run()
    assert not app.exception
    assert app.selectbox(key="hotspot").value is None
    assert "Kies een andere uit de lijst" in said(app.info)
    app.selectbox(key="thema").select("woninginbraak").run()
    assert app.selectbox(key="hotspot").value == chosen


def test_another_choice_ends_the_message(full, open_app):
    app = open_app(full, hotspot="0000000000")
    app.selectbox(key="hotspot").select_index(0).run()
    assert "Kies een andere uit de lijst" not in said(app.info)


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
    named = {
        "nieuw",
        "verplaatst",
        *(f"blijvend, {how}" for how in ("gegroeid", "gekrompen", "gelijk")),
    }
    assert set(changes["Verandering"]) <= named
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


@pytest.fixture
def streetless(full, tmp_path):
    """The demo without the streets that it brings."""
    root = shutil.copytree(full, tmp_path / "zonder")
    find_streets(open_workspace(root)).unlink()
    return root


def parts(app):
    return app.button_group(key="lagen")


def test_parts_of_the_map_are_offered_and_the_usual_ones_are_on(streetless, open_app):
    app = open_app(streetless)
    assert parts(app).options == [
        "Omtrekken en rang",
        "Meldingen",
        "Warmte",
    ]
    assert parts(app).value == [Part.OUTLINES, Part.INCIDENTS]
    assert "lagen" not in app.query_params


def test_parts_go_into_the_link_and_come_out_of_it(streetless, open_app):
    app = open_app(streetless)
    parts(app).set_value([Part.HEAT, Part.OUTLINES]).run()
    assert not app.exception
    assert app.query_params["lagen"] == ["Omtrekken en rang", "Warmte"]
    assert "in elke periode gelijk" in facts(app)
    again = open_app(streetless, lagen=["Omtrekken en rang", "Warmte"])
    assert parts(again).value == [Part.OUTLINES, Part.HEAT]
    parts(again).set_value([Part.OUTLINES, Part.INCIDENTS]).run()
    assert "lagen" not in again.query_params


def test_nothing_on_the_map_is_a_choice_too(full, open_app):
    app = open_app(full)
    parts(app).set_value([]).run()
    assert not app.exception
    assert app.query_params["lagen"] == ""
    assert parts(open_app(full, lagen="")).value == []


def test_part_that_is_not_there_is_passed_over(streetless, open_app):
    app = open_app(streetless, lagen=["Straten", "Wolken", "Meldingen"])
    assert not app.exception
    assert parts(app).value == [Part.INCIDENTS]


def test_the_demo_shows_streets_that_are_called_invented(full, open_app):
    assert Part.STREETS in parts(open_app(full)).value
    streets = service.load_streets(open_workspace(full))
    assert "Straten: Synthetisch: verzonnen" in wording.say_attribution({}, streets)


def test_streets_are_offered_where_there_are_any(full, open_app, tmp_path):
    root = shutil.copytree(full, tmp_path / "straten")
    line = shapely.LineString([(100000, 431000), (101000, 431500)])
    lines = gpd.GeoDataFrame({"highway": ["primary"]}, geometry=[line], crs=28992)
    lines.to_file(tmp_path / "straten.gpkg")
    service.import_streets(open_workspace(root), tmp_path / "straten.gpkg")
    app = open_app(root)
    assert not app.exception
    assert parts(app).value == [Part.OUTLINES, Part.INCIDENTS, Part.STREETS]
    assert "straat" in facts(app)


@pytest.mark.parametrize(
    ("view", "captions"),
    [
        ("Hotspots", ["1 januari 2018 tot en met 31 december 2018"]),
        ("Per maand", ["december 2018"]),
        (
            "Twee periodes",
            [
                "1 januari 2017 tot en met 31 december 2017",
                "1 januari 2018 tot en met 31 december 2018",
            ],
        ),
    ],
)
def test_every_picture_says_period_data_source_and_precision(full, open_app, view, captions):
    app = open_app(full, kaartbeeld=view, gebied="Slikkerveer (wijk)", **LAST_YEAR)
    assert not app.exception
    rest = (
        " · Slikkerveer (wijk) · gegevens tot en met 31 december 2018 · bron: demo (verzonnen) · "
        "plaats: "
    )
    told = [caption.value for caption in app.caption if rest in caption.value]
    assert [text.split(rest)[0] for text in told] == captions


def test_month_and_comparison_go_into_the_link(full, open_app):
    app = open_app(full, kaartbeeld="Per maand", maand="2018-03", **LAST_YEAR)
    assert "Maart 2018: " in said(app.caption)
    app.select_slider(key="maand").set_value(date(2018, 5, 1)).run()
    assert app.query_params["maand"] == "2018-05"
    query = LAST_YEAR | {"periode": "Laatste 3 maanden", "kaartbeeld": "Twee periodes"}
    app = open_app(full, vergelijking="Een jaar eerder", **query)
    assert "1 oktober 2017 tot en met 31 december 2017" in said(app.subheader)


def labels(app):
    return [button.proto.label for button in app.get("download_button")]


def test_files_of_the_page_are_offered(full, open_app):
    offered = ["CSV", "Excel", "GeoJSON", "GeoPackage", "Kaart om te mailen (HTML)"]
    assert labels(open_app(full)) == offered
    compared = open_app(full, kaartbeeld="Twee periodes", **LAST_YEAR)
    assert labels(compared) == ["Vergelijking (CSV)", "Vergelijking (Excel)", *offered]


def test_files_are_made_when_somebody_asks_for_them(full, open_app):
    for button in open_app(full).get("download_button"):
        assert button.proto.deferred_file_id
        assert not button.proto.url


def test_chosen_hours_are_told_with_the_chosen_hotspot(full, open_app):
    app = open_app(full, thema="Jeugdoverlast", dagdeel="Avond")
    app.selectbox(key="hotspot").select_index(0).run()
    assert not app.exception
    panel = facts(app).split("Soort meldingen")[0].rsplit("<dl", 1)[1]
    assert "alle dagen, avond" in panel
    assert "in de gekozen uren" in facts(app)
