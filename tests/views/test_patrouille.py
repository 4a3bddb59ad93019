import html
import re
import shutil
from urllib.parse import parse_qs

import pytest
from reading import facts, press, said

from geo import service
from geo.present.patrol import tables as patrol_tables
from geo.views.pages import PAGES
from geo.views.patrol_cached import search_desk
from geo.workspace import open_workspace

PATROL = "geo/views/patrouille.py"
YOUTH = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "dag": "2019-01-04"}
BASE = '\n[[patrol.bases]]\nname = "Bureau Noord"\nx = 101500.0\ny = 431000.0\n'


@pytest.fixture
def open_app(open_app, monkeypatch):
    """Open the app at the page Patrouille, and wait until there is a plan."""
    monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 60.0)
    return lambda root, **query: open_app(root, PATROL, **query)


@pytest.fixture
def own(full, tmp_path):
    """A copy of the full workspace, to write in."""
    return shutil.copytree(full, tmp_path / "eigen")


def stops(app):
    """The table of stops."""
    return next(element.value for element in app.dataframe if patrol_tables.TIMES in element.value)


def choose_stop(app, number):
    """Choose a stop from the list."""
    return app.selectbox(key="stop").select_index(number).run()


def point_at(app, name):
    """Point at a place by its name."""
    return app.selectbox(key="bekende-plek").select(name).run()


def write(app, label, text):
    """Fill in the field with these words above it."""
    next(field for field in app.text_input if field.label == label).set_value(text)


def test_the_page_is_in_the_menu():
    assert "Patrouille" in [entry.title for entry in PAGES]


def test_an_empty_workspace_leads_to_gegevens(empty, open_app):
    app = open_app(empty)
    assert not app.exception
    assert "nog geen meldingen" in said(app.info)


def test_a_plan_is_there_at_once_with_times_and_what_it_rests_on(full, open_app):
    app = open_app(full, **YOUTH)
    assert not app.exception
    assert "De kaart stelt" in said(app.markdown)
    assert "vrijdag 4 januari 2019, 15:00-23:00" in said(app.markdown)
    table = stops(app)
    assert len(table)
    assert table[patrol_tables.TIMES].str.fullmatch(r"\d\d:\d\d-\d\d:\d\d").all()
    shown = facts(app)
    for words in ("Verdeling over de wijken", "Deel van de inwoners", "toevalsgetal", "vuistregel"):
        assert words in shown
    assert "voorspel" not in said(app.markdown).lower()


def test_the_same_link_gives_the_same_plan_and_another_number_another_plan(full, open_app):
    first, again = (stops(open_app(full, **YOUTH, toevalsgetal="7")) for _ in range(2))
    other = stops(open_app(full, **YOUTH, toevalsgetal="8"))
    assert first.equals(again)
    assert not first.equals(other)


def test_without_a_base_the_middle_is_taken_and_said(full, open_app):
    app = open_app(full, **YOUTH)
    assert "vanaf midden van de gemeente" in said(app.markdown)
    assert "geen beginpunt ingesteld" in said(app.caption)
    narrowed = open_app(full, **YOUTH, gebied="Slikkerveer (wijk)")
    assert "vanaf midden van het gebied" in said(narrowed.markdown)


def test_bases_of_the_workspace_are_offered_first(own, open_app):
    settings = own / "gemeente.toml"
    settings.write_text(settings.read_text("utf-8") + BASE, "utf-8")
    app = open_app(own, **YOUTH)
    assert not app.exception
    assert "vanaf Bureau Noord" in said(app.markdown)
    assert "geen beginpunt ingesteld" not in said(app.caption)


def test_shift_and_teams_live_in_the_link(full, open_app):
    app = open_app(full, **YOUTH)
    app.segmented_control(key="dienst").set_value("night").run()
    assert app.query_params["dienst"] == "Nacht"
    assert "23:00-07:00" in said(app.markdown)
    press(app, "Soort team erbij")
    assert app.query_params["soorten"] == "2"
    app.selectbox(key="wie2").set_value("youth_work").run()
    app.number_input(key="aantal2").set_value(2).run()
    assert not app.exception
    assert "2 teams (jongerenwerk, op de fiets)" in said(app.markdown)
    press(app, "Laatste soort weg")
    assert "jongerenwerk" not in said(app.markdown)
    assert "aantal2" not in app.query_params


def test_own_hours_may_end_on_the_next_day(full, open_app):
    app = open_app(full, **YOUTH, dienst="Eigen uren", begint="22:00", eindigt="02:30")
    assert not app.exception
    assert "22:00-02:30" in said(app.markdown)


def test_more_themes_and_areas_are_taken_in(full, open_app):
    app = open_app(full, **YOUTH)
    app.multiselect(key="ook").set_value(["woninginbraak"]).run()
    app.number_input(key="gewicht-jeugdoverlast").set_value(0).run()
    assert not app.exception
    assert stops(app)[patrol_tables.PLACE].str.startswith("Woninginbraak").any()
    app.multiselect(key="ook-in").set_value(app.multiselect(key="ook-in").options[:1]).run()
    assert not app.exception
    assert app.query_params["ook-in"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("dag", "gisteren"),
        ("dag", "0001-01-01"),
        ("dienst", "Ochtendgloren"),
        ("soorten", "99"),
        ("wie1", "<b>brandweer</b>"),
        ("aantal1", "-1"),
        ("snelheid1", "9999"),
        ("basis", "1e9,nan"),
        ("bezoekduur", "0"),
        ("toevalsgetal", "²"),
        ("stop", "9.9"),
        ("stop", "x"),
        ("punt", "hier"),
        ("ook-in", "Atlantis"),
    ],
)
def test_a_value_in_the_link_that_cannot_be_is_passed_over(full, open_app, name, wrong):
    app = open_app(full, **YOUTH | {name: wrong})
    assert not app.exception
    assert not app.error
    assert "De kaart stelt" in said(app.markdown)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("afspraak", "25:00~30~101500,431000~~Overleg"),
        ("afspraak", "16:00~0~101500,431000~~Overleg"),
        ("afspraak", "16:00~30~hier~~Overleg"),
        ("afspraak", "16:00~30~101500,431000~~" + 61 * "x"),
        ("extra", "101500,431000~Plein~"),
        ("extra", "~Plein~Klachten"),
        ("extra", "101500,431000~Plein~Klachten~20:00~18:00"),
        ("weg", "jeugdoverlast:1~"),
        ("weg", "~zomaar"),
    ],
)
def test_a_change_in_the_link_that_cannot_be_read_is_passed_over_and_said(
    full, open_app, name, wrong
):
    app = open_app(full, **YOUTH | {name: wrong})
    assert not app.exception
    assert "niet te lezen" in said(app.warning)
    assert "De kaart stelt" in said(app.markdown)


def test_a_stop_can_be_looked_at_from_the_list(full, open_app):
    app = choose_stop(open_app(full, **YOUTH), 1)
    assert not app.exception
    assert app.query_params["stop"] == "1.2"
    assert "Waarom stop 2 van team 1 hier" in said(app.subheader)
    assert "Waarom hier en dan" in said(app.markdown)
    assert "meldingen in de periode" in said(app.markdown)
    again = open_app(full, **YOUTH, stop="1.2")
    assert again.selectbox(key="stop").value == "1.2"


def test_a_place_is_left_out_with_a_reason_and_put_back(full, open_app):
    app = choose_stop(open_app(full, **YOUTH), 0)
    place = stops(app)[patrol_tables.PLACE].iloc[0]
    press(app, "Weglaten uit het plan")
    assert "Vul dit in" in said(app.error)
    write(app, "Waarom?", "Daar staat vanavond de brandweer")
    press(app, "Weglaten uit het plan")
    assert not app.exception
    assert place not in set(stops(app)[patrol_tables.PLACE])
    assert f"Weggelaten: {place}. Reden: Daar staat vanavond de brandweer" in said(app.markdown)
    press(app, "Terugdraaien")
    assert place in set(stops(app)[patrol_tables.PLACE])
    assert "weg" not in app.query_params


def test_a_stop_is_added_at_a_known_place_with_a_reason(full, open_app):
    app = point_at(open_app(full, **YOUTH), "Bolnes")
    assert app.query_params["punt"]
    press(app, "Stop toevoegen")
    assert "Vul dit in" in said(app.error)
    write(app, "Waarom erheen?", "Klachten over hangplek")
    press(app, "Stop toevoegen")
    assert not app.exception
    assert "Toegevoegd: Bolnes. Reden: Klachten over hangplek" in said(app.markdown)
    assert stops(app)[patrol_tables.PLACE].str.contains("Bolnes").any()
    assert "punt" not in app.query_params


def test_an_appointment_is_kept_at_its_time(full, open_app):
    query = YOUTH | {"afspraak": "20:00~30~101500,431000~1~Overleg school"}
    app = open_app(full, **query)
    assert not app.exception
    table = stops(app)
    (times,) = table.loc[table[patrol_tables.PLACE].str.contains("Overleg"), patrol_tables.TIMES]
    assert times == "20:00-20:30"
    assert "Afspraak om 20:00, 30 minuten: Overleg school" in said(app.markdown)


def test_an_appointment_is_made_where_people_point_at(full, open_app):
    app = point_at(open_app(full, **YOUTH), "Rijsoord")
    app.segmented_control(key="wat-daar").set_value("Afspraak maken").run()
    press(app, "Afspraak maken")
    assert not app.exception
    assert "Afspraak om 15:00, 30 minuten: Rijsoord" in said(app.markdown)


def test_teams_begin_where_people_point_at(full, open_app):
    app = point_at(open_app(full, **YOUTH), "Bolnes")
    app.segmented_control(key="wat-daar").set_value("Hier beginnen").run()
    press(app, "Hier beginnen")
    assert not app.exception
    assert "vanaf punt op de kaart" in said(app.markdown)
    assert re.fullmatch(r"\d+,\d+", app.query_params["basis"])


def test_appointments_that_overlap_say_what_to_change(full, open_app):
    app = open_app(full, **YOUTH)
    app.query_params["afspraak"] = [
        "20:00~60~101500,431000~1~Overleg",
        "20:15~60~103000,430000~1~Controle",
    ]
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    # What stands in the way can be taken back.
    assert "Terugdraaien" in [button.label for button in app.button]


def test_what_people_write_is_shown_as_they_wrote_it_and_does_nothing(full, open_app):
    hostile = "<script>alert(1)</script>![x](y)"
    query = YOUTH | {"extra": f"101500,431000~{hostile}~{hostile}"}
    app = open_app(full, **query)
    assert not app.exception
    assert "<script>alert" not in said(app.markdown)
    assert "&lt;script&gt;" in said(app.markdown)


def test_a_better_plan_is_shown_once_it_has_been_found_and_is_always_the_same(
    full, open_app, monkeypatch
):
    monkeypatch.setattr("geo.views.blocks.patrol.search._PATIENCE_SECONDS", 60.0)
    query = YOUTH | {"ook": "Woninginbraak", "hoe1": "te voet"}
    better = stops(open_app(full, **query))
    assert "Stoppen met zoeken" not in [button.label for button in open_app(full, **query).button]
    search_desk.clear()
    assert stops(open_app(full, **query)).equals(better)


def test_the_search_can_be_stopped_and_go_on(full, open_app):
    app = open_app(full, **YOUTH, toevalsgetal="12345")
    press(app, "Stoppen met zoeken")
    assert "tussenstand" in said(app.caption)
    press(app, "Verder zoeken")
    assert "tussenstand" not in said(app.caption)


def test_a_plan_is_kept_for_the_phone_of_each_team(own, open_app):
    app = open_app(own, **YOUTH, soorten="2", wie2="jongerenwerk")
    press(app, "Bewaar en neem mee")
    assert not app.exception
    assert "Bewaard als plan" in said(app.success)
    (record,) = service.list_patrols(open_workspace(own))
    kept = record.plan.stops
    assert len(kept) == len(stops(app))
    assert all(stop.why for stop in kept)
    shown = facts(app)
    for team in {stop.team for stop in kept}:
        assert f"ronde?plan={record.plan_id}&amp;team={team}" in shown
        assert f"Code voor de ronde van team {team}" in shown
    # What was kept is kept once; another plan is kept on its own.
    assert "Bewaar en neem mee" not in [button.label for button in app.button]
    app.number_input(key="toevalsgetal").set_value(99).run()
    assert "Bewaar en neem mee" in [button.label for button in app.button]


def test_files_are_offered_for_all_teams_and_for_one(full, open_app):
    app = open_app(full, **YOUTH, soorten="2")
    labels = [button.proto.label for button in app.get("download_button")]
    for kind in ("A4 (PDF)", "A5 (PDF)", "GPX", "iCal", "CSV", "GeoJSON", "HTML"):
        assert any(kind in label for label in labels)
    app.selectbox(key="meenemen-voor").set_value(2).run()
    assert not app.exception


def test_a_link_names_precisely_this_plan(full, open_app):
    app = open_app(full, thema="Jeugdoverlast", dag="2019-01-04", bezoekduur="10", stop="1.1")
    (href,) = re.findall(r'href="(\?[^"]+)">Link naar precies dit plan', facts(app))
    told = parse_qs(html.unescape(href).removeprefix("?"))
    assert told["bezoekduur"] == ["10"]
    assert told["dag"] == ["2019-01-04"]
    assert {"toevalsgetal", "thema", "van", "tot"} <= told.keys()
    assert "stop" not in told
    again = open_app(full, **{name: value[0] for name, value in told.items()})
    assert stops(again).equals(stops(app))


def test_few_incidents_give_no_stop_and_advice(sparse, open_app):
    app = open_app(sparse, basis="500000,5700000")
    assert not app.exception
    assert "Geen verantwoorde stop" in said(app.info)
    assert "Kies een langere periode" in said(app.info)


@pytest.mark.parametrize("name", ["basis", "einde", "punt"])
def test_a_place_that_no_map_has_is_passed_over(sparse, open_app, name):
    app = open_app(sparse, **({"basis": "500000,5700000"} | {name: "99999999,-99999999"}))
    assert not app.exception


def test_without_areas_or_a_base_it_is_said_what_to_do(sparse, open_app):
    app = open_app(sparse)
    assert not app.exception
    assert "geen plek bekend om te beginnen" in said(app.info)


def test_a_base_from_which_nothing_can_be_reached_says_what_to_change(full, open_app):
    app = open_app(full, **YOUTH, basis="900000,900000")
    assert not app.exception
    assert len(app.error) == 1
    assert "Kies een ander begin- of eindpunt" in said(app.error)


def test_rules_that_no_visit_can_keep_say_what_to_change(full, open_app):
    app = open_app(full, **YOUTH, minst="120", meest="60")
    assert not app.exception
    assert "langere tijd" in said(app.error)


def test_a_week_is_spread_over_places_and_wijken(full, open_app):
    app = open_app(full, **YOUTH, onderdeel="Een week")
    assert not app.exception
    assert "U vraagt:** week van maandag 31 december 2018" in said(app.markdown)
    assert "in 7 diensten, van 31 december 2018 tot en met 6 januari 2019" in said(app.markdown)
    shown = facts(app)
    assert "Bezoeken per plek en per dienst" in shown
    assert "Tegenover de meldingen" in shown
    assert "ten minste 1 keer aan de beurt" in said(app.caption)
    second = app.selectbox(key="weekdienst").options[1]
    assert second.startswith("di 1 jan 2019, 15:00 · ")
    app.selectbox(key="weekdienst").select(second).run()
    assert "dinsdag 1 januari 2019" in said(app.markdown)
    assert app.query_params["weekdienst"] == "2019-01-01 15:00"
    choose_stop(app, 0)
    assert "Waarom stop 1 van team 1 hier" in said(app.subheader)


def test_a_plan_that_was_kept_is_replaced_with_a_reason_after_a_change(own, open_app):
    app = open_app(own, **YOUTH)
    press(app, "Bewaar en neem mee")
    (kept,) = service.list_patrols(open_workspace(own))
    choose_stop(app, 0)
    write(app, "Waarom?", "daar wordt gewerkt")
    press(app, "Weglaten uit het plan")
    press(app, "Vervang het bewaarde plan")
    assert "Zeg waarom het plan anders is" in said(app.warning)
    write(app, "Waarom is het plan anders?", "de weg is dicht")
    press(app, "Vervang het bewaarde plan")
    assert not app.exception
    assert f"Bewaard als plan {kept.plan_id}" in said(app.success)
    (record,) = service.list_patrols(open_workspace(own))
    assert [version.why for version in record.versions] == ["", "de weg is dicht"]
    assert record.first == kept.last
    gone = kept.plan.stops[0].place
    assert gone not in {stop.place for stop in record.plan.stops}


def test_a_shift_of_a_week_is_changed_by_hand_and_back(full, open_app):
    query = {
        "onderdeel": "Een week",
        "dagen": ["maandag", "woensdag"],
        "weekdienst": "2019-01-02 15:00",
    }
    app = open_app(full, **YOUTH, **query)
    point_at(app, "Slikkerveer")
    assert "Hier beginnen" not in app.segmented_control(key="wat-daar").options
    write(app, "Waarom erheen?", "vraag van de school")
    press(app, "Stop toevoegen")
    assert not app.exception
    assert app.query_params["extra-20190102T1500"]
    assert "Toegevoegd: Slikkerveer. Reden: vraag van de school" in said(app.markdown)
    assert "Verdeling over de wijken" in said(app.subheader)
    assert "Slikkerveer" in " ".join(stops(app)[patrol_tables.PLACE])
    hotspots = stops(app)[patrol_tables.PLACE].str.startswith("Jeugdoverlast")
    choose_stop(app, hotspots.tolist().index(True))
    write(app, "Waarom?", "daar wordt nu gewerkt")
    press(app, "Weglaten uit het plan")
    assert app.query_params["weg-20190102T1500"]
    assert "Weggelaten: " in said(app.markdown)
    # The other shift is not changed.
    app.selectbox(key="weekdienst").select_index(0).run()
    assert "Toegevoegd" not in said(app.markdown)
    app.selectbox(key="weekdienst").select_index(1).run()
    press(app, "Terugdraaien")
    assert "Toegevoegd" not in said(app.markdown)


def test_a_change_of_a_week_that_cannot_be_kept_can_be_undone(full, open_app):
    query = {"onderdeel": "Een week", "dagen": ["woensdag"]}
    fixed = ["15:30~60~101500,431000~1~Overleg", "15:45~60~101500,431000~1~Spreekuur"]
    app = open_app(full, **YOUTH, **query, **{"afspraak-20190102T1500": fixed})
    assert not app.exception
    assert "Overleg" in said(app.error)
    press(app, "Terugdraaien")
    assert not app.error
    assert "Afspraak om 15:45, 60 minuten: Spreekuur" in said(app.markdown)


def test_a_week_of_other_shifts_and_days_is_asked_in_the_link(full, open_app):
    query = YOUTH | {"onderdeel": "Een week"}
    app = open_app(full, **query)
    app.pills(key="dagen").set_value([4, 5]).run()
    app.pills(key="diensten").set_value(["late", "night"]).run()
    assert not app.exception
    assert "in 4 diensten, van 4 januari 2019 tot en met 5 januari 2019" in said(app.markdown)
    app.pills(key="dagen").set_value([]).run()
    assert not app.exception
    assert len(app.error) == 1


def test_what_came_of_plans_stands_beside_them(own, open_app):
    app = open_app(own, **YOUTH, onderdeel="Terugkijken")
    assert not app.exception
    assert "nog geen plan bewaard" in said(app.info)
    press(open_app(own, **YOUTH), "Bewaar en neem mee")
    after = open_app(own, **YOUTH, onderdeel="Terugkijken")
    assert not after.exception
    assert "0 bezoeken gedaan van" in said(after.markdown)
