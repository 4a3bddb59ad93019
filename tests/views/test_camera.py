import shutil
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from placement_drawings import draw_placement
from reading import APP, facts, press, said, weighed
from streamlit.testing.v1 import AppTest

from geo import service
from geo.params import Period
from geo.placements import Safeguards, Site, Siting
from geo.present.camera import sites as camera_sites
from geo.present.camera import words as camera_words
from geo.views.pages import PAGES
from geo.workspace import WORKSPACE_VARIABLE, open_workspace

CAMERA = "geo/views/camera.py"
YOUTH = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden"}


@pytest.fixture
def open_app(open_app, monkeypatch):
    """Open the app at the page Camera, and wait until the choice has been proven."""
    monkeypatch.setattr("geo.views.blocks.camera.answer._HOLD_SECONDS", 60.0)
    return lambda root, **query: open_app(root, CAMERA, **({"bereik": "60"} | query))


def sites(app):
    """The table of suggested sites."""
    return next(element.value for element in app.dataframe if camera_sites.CHOSEN in element.value)


def test_the_page_is_in_the_menu():
    assert "Camera" in [entry.title for entry in PAGES]


def test_an_empty_workspace_leads_to_gegevens(empty, open_app):
    app = open_app(empty)
    assert not app.exception
    assert "nog geen meldingen" in said(app.info)


def test_a_site_is_suggested_with_its_reasons(full, open_app):
    app = open_app(full, **YOUTH)
    assert not app.exception
    assert "Synthetische gegevens:" in said(app.warning)
    assert "De kaart stelt 1 plek voor" in said(app.markdown)
    assert len(sites(app)) == 1
    assert "Waarom plek 1 hier" in said(app.subheader)
    shown = facts(app)
    for words in ("Binnen bereik", "Naar verwachting valt", "Terugkijken vleit", "bewezen"):
        assert words in shown
    assert "van 500 steekproeven" in shown
    assert "bereik een kwart kleiner" in shown
    assert "Gebouwen zijn niet ingelezen en dus genegeerd" in said(app.caption)
    assert "Woningen in beeld" in shown


def test_the_answer_is_there_before_it_is_proven(full, open_app, monkeypatch):
    monkeypatch.setattr("geo.service.camera.advising.choose_sites", _never)
    # A question that no other test asked: its answer is not on the shelf yet.
    app = open_app(full, **YOUTH, bereik="47")
    assert "De kaart stelt 1 plek voor" in said(app.markdown)
    assert "wordt nagerekend" in facts(app)


def _never(*_):
    raise RuntimeError


def test_nothing_is_written_down_before_the_choice_is_proven(full, open_app, monkeypatch):
    monkeypatch.setattr("geo.service.camera.advising.choose_sites", _never)
    app = open_app(full, **YOUTH, bereik="48")
    assert "De keuze wordt nog nagerekend" in said(app.info)
    assert "Doel doorrekenen" not in [button.label for button in app.button]


def test_a_range_that_was_just_given_is_told_to_have_no_source(full, open_app):
    app = open_app(full, **YOUTH)
    assert "geen getal dat uit zichzelf klopt" in said(app.caption)
    assert "zelf opgegeven, zonder bron" in facts(app)


@pytest.fixture
def open_early(full, tmp_path, monkeypatch):
    """Open the page as it is before chance has been tried on the hotspots, and let it go on."""
    monkeypatch.setattr("geo.views.blocks.camera.answer._WEIGHED_AT_ONCE", -1)
    root = shutil.copytree(full, tmp_path / "kopie")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
    go_on, find = threading.Event(), service.find_significance

    def find_once_let_go(*words, **options):
        assert go_on.wait(60)
        return find(*words, **options)

    monkeypatch.setattr(service, "find_significance", find_once_let_go)

    def open_at(**query):
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.switch_page(CAMERA)
        app.query_params.update(query)
        app.run()
        assert not app.exception
        assert "De kaart stelt 1 plek voor" in said(app.markdown)
        assert camera_words.WAITING in said(app.caption)
        return app

    def let_go(app):
        go_on.set()
        return weighed(app, root)

    yield open_at, let_go
    go_on.set()


def test_a_site_is_suggested_before_its_hotspots_are_weighed_and_called_provisional(open_early):
    open_at, let_go = open_early
    app = open_at(**YOUTH, bereik="60")
    assert "is niet te toetsen" not in said(app.caption)
    # What may be withdrawn cannot be written down or taken along.
    assert not {"Vastleggen", "Meenemen"} & {text.value for text in (*app.header, *app.subheader)}

    let_go(app)
    assert camera_words.WAITING not in said(app.caption)
    assert "De kaart stelt 1 plek voor" in said(app.markdown)
    assert {"Vastleggen", "Meenemen"} <= {text.value for text in (*app.header, *app.subheader)}


def test_a_suggestion_whose_hotspot_turns_out_to_be_chance_is_withdrawn(open_early):
    open_at, let_go = open_early
    # With these the bundled demo has one hotspot, which may be chance.
    bolnes = {"thema": "Woninginbraak", "periode": "Alle gegevens", "gebied": "Bolnes (wijk)"}
    app = open_at(**bolnes, bereik="150")
    let_go(app)
    assert "De kaart stelt" not in said(app.markdown)
    assert "Geen verantwoorde plek" in said(app.info)


def test_a_range_is_asked_for_and_none_is_called_right_of_itself(full, open_app):
    app = open_app(full, **YOUTH, bereik="")
    assert not app.exception
    assert app.number_input(key="bereik").value is None
    assert "Er is geen getal dat uit zichzelf klopt" in said(app.info)
    assert "De kaart stelt" not in said(app.markdown)
    app.number_input(key="bereik").set_value(60).run()
    assert app.query_params["bereik"] == "60"
    assert "De kaart stelt 1 plek voor" in said(app.markdown)
    assert "60 meter naar alle kanten (zelf opgegeven, zonder bron)" in facts(app)


def test_a_field_begins_with_what_the_link_says_whichever_run_a_browser_sees_first(full, open_app):
    app = open_app(full, **YOUTH, bereik="80", gebruiksweken="4").run()
    begins = {key: app.number_input(key=key).proto.default for key in ("bereik", "gebruiksweken")}
    assert begins == {"bereik": 80, "gebruiksweken": 4}


@pytest.fixture
def with_purposes(full, tmp_path):
    """A workspace in which the municipality says what its cameras are for."""
    root = shutil.copytree(full, tmp_path / "doelen")
    with (root / "gemeente.toml").open("a", encoding="utf-8") as settings:
        for name, range_m in (("personen herkennen", 45), ("groepen zien", 80)):
            settings.write(
                f'[[camera_purposes]]\nname = "{name}"\nrange_m = {range_m}\n'
                'source = "proef <b>maart</b>"\n'
            )
    return root


def test_a_purpose_of_the_municipality_sets_the_range_and_names_its_source(with_purposes, open_app):
    app = open_app(with_purposes, **YOUTH)
    assert "Kies eerst wat de camera moet kunnen" in said(app.info)
    assert "De kaart stelt" not in said(app.markdown)
    app.selectbox(key="doel").select("groepen zien").run()
    assert app.query_params["doel"] == "groepen zien"
    assert "bereik 80 meter" in said(app.markdown)
    assert "Bron: proef &lt;b&gt;maart" in said(app.caption)
    assert "80 meter naar alle kanten (groepen zien; bron: proef" in facts(app)
    assert "<b>maart" not in facts(app)


def test_beside_the_purposes_a_range_of_ones_own_can_be_given(with_purposes, open_app):
    app = open_app(with_purposes, **YOUTH)
    other = app.selectbox(key="doel").options[-1]
    app.selectbox(key="doel").select(other).run()
    assert app.number_input(key="bereik").value == 60
    assert "bereik 60 meter" in said(app.markdown)


def test_choices_live_in_the_link(full, open_app):
    app = open_app(full, **YOUTH, cameras="2", bereik="80", gebruiksweken="4")
    assert not app.exception
    assert "bereik 80 meter, 4 weken" in said(app.markdown)
    assert len(sites(app)) == 2
    app.number_input(key="bereik").set_value(100).run()
    assert app.query_params["bereik"] == "100"
    # A field that is emptied goes back to what the link says.
    app.number_input(key="bereik").set_value(None).run()
    assert app.query_params["bereik"] == "100"
    assert app.number_input(key="bereik").value == 100


@pytest.mark.parametrize("wrong", ["veel", "0", "-5", "99999", "²"])
def test_a_range_in_the_link_that_cannot_be_is_passed_over(full, open_app, wrong):
    app = open_app(full, **YOUTH, bereik=wrong)
    assert not app.exception
    assert app.number_input(key="bereik").value is None


def test_another_site_can_be_looked_at(full, open_app):
    app = open_app(full, **YOUTH, cameras="2")
    app.selectbox(key="plek").select_index(1).run()
    assert app.query_params["plek"] == "2"
    assert "Waarom plek 2 hier" in said(app.subheader)
    again = open_app(full, **YOUTH, cameras="2", plek="2")
    assert again.selectbox(key="plek").value == "2"


def test_more_themes_come_with_weights_that_can_be_changed(full, open_app):
    app = open_app(full, **YOUTH)
    app.multiselect(key="ook").set_value(["vernieling"]).run()
    assert not app.exception
    assert app.query_params["ook"] == "Vernieling"
    app.number_input(key="gewicht-vernieling").set_value(40).run()
    assert "vernieling (gewicht 4" in facts(app)
    assert app.query_params["gewicht-vernieling"] == "40"


def test_areas_can_be_kept_out(full, open_app):
    app = open_app(full, **YOUTH)
    (before,) = sites(app)["Plek"]
    wijk = before.rsplit(", ", 1)[-1]
    code = next(code for code in app.multiselect(key="niet-in").options if code.startswith(wijk))
    app.multiselect(key="niet-in").select(code).run()
    assert not app.exception
    assert wijk not in sites(app)["Plek"].iloc[0]


def test_another_place_stands_beside_the_suggested_one(full, open_app):
    app = open_app(full, **YOUTH)
    app.selectbox(key="eigen-keuze").select_index(3).run()
    assert not app.exception
    assert app.query_params["eigen-plek"].startswith("k")
    assert "Uw keuze" in facts(app)
    assert "Verschil" in facts(app)
    app.selectbox(key="eigen-keuze").set_value(None).run()
    assert "eigen-plek" not in app.query_params


def test_a_place_that_would_not_be_suggested_is_warned_of(full, open_app):
    app = open_app(full, **YOUTH)
    last = app.selectbox(key="eigen-keuze").options[-1]
    app.selectbox(key="eigen-keuze").select(last).run()
    assert "zou niet worden voorgesteld" in said(app.warning)


@pytest.mark.parametrize("wrong", ["k999999", "k-1", "x", "k²"])
def test_a_place_in_the_link_that_is_none_is_passed_over(full, open_app, wrong):
    app = open_app(full, **YOUTH, **{"eigen-plek": wrong})
    assert not app.exception
    assert app.selectbox(key="eigen-keuze").value is None


def test_few_incidents_give_no_site_as_a_normal_answer(sparse, open_app):
    app = open_app(sparse)
    assert not app.exception
    assert "Geen verantwoorde plek" in said(app.info)
    assert "Kies een langere periode" in said(app.info)
    assert "Waarom plek" not in said(app.subheader)


def test_units_without_a_site_are_told_beside_those_with_one(full, open_app):
    app = open_app(full, thema="Woninginbraak", periode="Laatste 12 maanden", cameras="5")
    assert not app.exception
    assert "geen verantwoorde plek" in said(app.markdown)


def plan(app, **fields):
    """Fill in the form of a placement and have its goal worked out."""
    app.text_input(key="waarvoor").set_value(fields.get("purpose", "Overlast bij de kade"))
    app.number_input(key="daling").set_value(fields.get("reduction", 30))
    if "reason" in fields:
        app.text_input(key="reden").set_value(fields["reason"])
    return press(app, "Doel doorrekenen")


@pytest.fixture
def own(full, tmp_path):
    """A copy of the full workspace, to write in."""
    return shutil.copytree(full, tmp_path / "eigen")


def test_a_goal_is_set_before_and_written_down(own, open_app):
    app = plan(open_app(own, **YOUTH))
    assert not app.exception
    shown = facts(app)
    for words in ("Kleinste daling die te zien is", "Vergelijkingsgebied", "Afgesproken doel"):
        assert words in shown
    assert service.list_placements(open_workspace(own)) == []
    press(app, "Plaatsing vastleggen")
    assert not app.exception
    assert "Vastgelegd als plaatsing 1" in said(app.success)
    (record,) = service.list_placements(open_workspace(own))
    assert record.last.purpose == "Overlast bij de kade"
    assert record.last.goal.reduction == 0.3
    assert not record.last.siting.is_override
    assert record.last.used.days == 56
    assert "Plaatsingen en evaluatie" in said(app.header)
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Informatieblad (PDF)" in labels
    # The new unit does not move the answer that it came from.
    assert "naast 1 camera" not in said(app.markdown)
    assert app.query_params["blijft-staan"] == ""
    # What was worked out is gone: a second click does not write it down twice.
    assert "Plaatsing vastleggen" not in [button.label for button in app.button]


def test_another_place_asks_for_a_reason_and_keeps_the_difference(own, open_app):
    app = open_app(own, **YOUTH)
    app.selectbox(key="eigen-keuze").select_index(3).run()
    plan(app)
    assert "Schrijf in een zin op waarom" in said(app.error)
    plan(app, reason="Hier staat stroom")
    assert "Hier staat stroom" in facts(app)
    press(app, "Plaatsing vastleggen")
    (record,) = service.list_placements(open_workspace(own))
    siting = record.last.siting
    assert siting.is_override
    assert siting.reason == "Hier staat stroom"
    assert siting.chosen.incidents == siting.suggested.incidents - siting.incidents_lost


def test_a_goal_without_a_figure_is_refused_in_dutch(own, open_app):
    app = open_app(own, **YOUTH)
    app.text_input(key="waarvoor").set_value("Overlast")
    press(app, "Doel doorrekenen")
    assert len(app.error) == 1
    assert "daling" in said(app.error).lower()


def test_what_was_worked_out_goes_when_the_form_can_no_longer_be(own, open_app):
    app = plan(open_app(own, **YOUTH))
    assert "Plaatsing vastleggen" in [button.label for button in app.button]
    plan(app, reduction=None)
    assert "daling" in said(app.error).lower()
    assert "Plaatsing vastleggen" not in [button.label for button in app.button]


def test_what_was_worked_out_for_another_question_is_not_written_down(own, open_app):
    app = plan(open_app(own, **YOUTH))
    app.number_input(key="gebruiksweken").set_value(4).run()
    assert "Plaatsing vastleggen" not in [button.label for button in app.button]


def test_a_period_without_incidents_gives_no_site_and_advice(full, open_app):
    query = {"thema": "Jeugdoverlast", "periode": "Eigen periode"}
    app = open_app(full, **query, van="2018-12-30", tot="2018-12-30", weekdag="Maandag")
    assert not app.exception
    assert "geen meldingen met een plaats" in said(app.info)
    assert "Kies een langere periode" in said(app.info)


def stand(root, place, first):
    """Write down a camera unit that stands for eight weeks."""
    site = Site(place=place, points=10.0, incidents=20)
    used = Period(first=first, last=first + timedelta(days=55))
    goal = replace(draw_placement().goal, evaluated_on=used.last + timedelta(days=28))
    agreed = draw_placement(used=used, goal=goal, siting=Siting(chosen=site, suggested=site))
    workspace = open_workspace(root)
    service.record_placement(workspace, agreed, now=datetime.now(tz=workspace.timezone))


def test_a_unit_under_way_stays_unless_somebody_says_so(own, open_app):
    app = open_app(own, **YOUTH)
    before = sites(app)
    place = (float(before["x"].iloc[0]), float(before["y"].iloc[0]))
    stand(own, place, datetime.now(tz=open_workspace(own).timezone).date())
    app.run()
    assert not app.exception
    assert "naast 1 camera die blijft staan" in said(app.markdown)
    assert "wat daar al bestreken wordt, telt niet mee" in facts(app)
    assert "camera die blijft staan" in facts(app)
    assert sites(app)["Plek"].iloc[0] != before["Plek"].iloc[0]
    app.multiselect(key="blijft-staan").set_value([]).run()
    assert app.query_params["blijft-staan"] == ""
    assert "naast 1 camera" not in said(app.markdown)
    assert sites(app).equals(before)


def test_a_unit_that_is_gone_does_not_stay(own, open_app):
    stand(own, (102_296.0, 430_614.0), date(2024, 1, 8))
    app = open_app(own, **YOUTH)
    assert "blijft-staan" not in [element.key for element in app.multiselect]
    assert "naast 1 camera" not in said(app.markdown)


def test_what_the_decision_must_state_is_asked_and_kept(own, open_app):
    app = open_app(own, **YOUTH)
    app.date_input(key="verzoekdag").set_value(date(2026, 11, 2))
    plan(app)
    assert "niet dat de politie erom vroeg" in said(app.error)
    app.selectbox(key="verzoek").set_value(True)
    app.text_input(key="kenmerk").set_value("2026-118")
    app.text_input(key="kenbaarheid").set_value("Borden bij elke toegang")
    plan(app)
    press(app, "Plaatsing vastleggen")
    (record,) = service.list_placements(open_workspace(own))
    assert record.last.safeguards == Safeguards(
        requested=True,
        requested_on=date(2026, 11, 2),
        request_reference="2026-118",
        signs="Borden bij elke toegang",
    )
    assert record.last.weighed.samples == 500
    assert "ja; dag: 2 november 2026; kenmerk: 2026-118" in facts(app)


def test_where_no_site_is_suggested_a_person_may_still_choose_one(sparse, open_app):
    app = open_app(sparse)
    assert "Doel doorrekenen" not in [button.label for button in app.button]
    app.selectbox(key="eigen-keuze").select_index(0).run()
    assert "zou niet worden voorgesteld" in said(app.warning)
    plan(app, reason="Op verzoek van de politie")
    press(app, "Plaatsing vastleggen")
    assert not app.exception
    (record,) = service.list_placements(open_workspace(sparse))
    siting = record.last.siting
    assert (siting.suggested, siting.reason) == (None, "Op verzoek van de politie")
    assert record.last.weighed is None
