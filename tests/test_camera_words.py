import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from handing import hand_on
from towns import WEST, make_town

from geo import service
from geo.advice_params import CameraQuestion
from geo.params import MonteCarlo, Period
from geo.present.camera import facts as camera_facts
from geo.present.camera import map as camera_map
from geo.present.camera import sites as camera_sites
from geo.present.camera import words as camera_words
from geo.present.camera.files import render_camera_page, render_sites
from geo.present.camera.map import CameraPart, candidate_id, read_candidate
from geo.present.overlays import MAX_SHAPES
from geo.service.camera.answers import LeftOut, Sight

FAR = (500_200, 5_700_200)
ASKED = CameraQuestion(
    themes=("jeugdoverlast",),
    period=Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
    units=3,
    range_m=60.0,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    rows = [
        ("E35", f"2026-10-{1 + n % 28:02}T20:00", place)
        for place, count in ((WEST, 14), (FAR, 11), ((500_800, 5_700_800), 3))
        for n in range(count)
    ]
    return make_town(tmp_path_factory.mktemp("words"), rows)


@pytest.fixture(scope="module")
def advice(town):
    return service.advise_cameras(town, ASKED, draws=MonteCarlo(repeats=19))


@pytest.fixture(scope="module")
def layers(town):
    return service.list_layers(town)


@pytest.fixture(scope="module")
def names(advice, layers):
    return camera_words.name_candidates(advice, layers)


def test_the_answer_names_the_sites_and_the_unit_without_one(advice, names):
    said = camera_words.say_answer(advice, names)
    assert said.startswith("De kaart stelt 2 plekken voor: ")
    assert "West" in said
    assert "Voor 1 camera geen verantwoorde plek: de beste plek die overblijft, voegt 3" in said
    assert "voorspel" not in said


def test_too_little_to_look_ahead_says_what_is_needed(advice):
    assert camera_words.say_outlook(advice).startswith("Niet te zeggen: er zijn 0 eerdere")


def test_before_the_proof_it_is_said_to_be_worked_out(advice):
    early = replace(advice, proven=False, outlook=None, variants=())
    assert camera_words.say_outlook(early) == "wordt berekend"
    assert camera_words.say_proof(early) == "wordt nagerekend"
    assert camera_words.say_proof(advice).startswith("bewezen")


def test_settings_say_how_many_sites_move_and_how_far(advice):
    table = camera_sites.tabulate_settings(advice)
    equal = table[table["Als"] == "elke melding telt even zwaar"]
    assert equal["Verschuift"].tolist() == ["0 van 2"]
    assert equal["Hoe ver"].tolist() == ["dezelfde plek"]


def test_own_places_that_were_not_used_are_told_by_the_reason(advice):
    own = replace(advice, question=replace(ASKED, sites=((0.0, 0.0),)))
    left = replace(own, left_out=LeftOut(outside=2, in_building=1))
    said = camera_words.say_left_out(left)
    assert said.startswith("Van uw lijst doen")
    assert "2 buiten het gebied en 1 in een gebouw" in said
    assert camera_words.say_left_out(advice) == ""


def test_places_in_buildings_and_on_water_are_told_where_there_is_no_own_list(advice):
    said = camera_words.say_left_out(replace(advice, left_out=LeftOut(in_building=3, in_water=2)))
    assert said.endswith("weggelaten: 3 in een gebouw en 2 op het water.")
    assert "lijst" not in said


@pytest.mark.parametrize(
    ("known", "words"),
    [(False, "niet ingelezen: een plek kan op het water"), (True, "geen plek ligt op het water")],
)
def test_it_is_said_whether_water_was_reckoned_with(advice, known, words):
    assert words in dict(camera_facts.state_advice(replace(advice, knows_water=known), {}))["Water"]


@pytest.mark.parametrize(
    ("sees", "ground", "words"),
    [
        (False, None, "een plek kan in een gebouw liggen"),
        (True, None, "meegerekend"),
        (True, shapely.Polygon(), "meegerekend"),
        (True, shapely.box(0, 0, 9, 9), "zie het grijze gebied op de kaart"),
    ],
)
def test_ground_without_buildings_is_called_not_loaded_and_not_empty(advice, sees, ground, words):
    told = replace(advice, sees_buildings=sees, unknown_ground=ground)
    assert dict(camera_facts.state_advice(told, {}))["Gebouwen"].endswith(words)


def test_a_range_names_whose_it_is():
    assert camera_words.say_range(ASKED).endswith("(zelf opgegeven, zonder bron)")
    known = replace(ASKED, range_source="zien; bron: proef")
    assert camera_words.say_range(known).endswith("naar alle kanten (zien; bron: proef)")


@pytest.mark.parametrize(
    ("sight", "words"),
    [
        (Sight(loaded=False), "niet ingelezen en dus genegeerd"),
        (Sight(loaded=True), "of er iets in de weg staat, is niet bekend"),
        (Sight(loaded=True, known_here=True, hidden=2), "Nog 2 meldingen binnen het bereik"),
        (Sight(loaded=True, known_here=True), "Geen melding binnen het bereik ligt achter"),
        (Sight(loaded=True, known_here=True, unknown=1), "Rond 1 melding zijn geen gebouwen"),
    ],
)
def test_sight_is_told_as_far_as_it_is_known(sight, words):
    assert words in camera_sites.say_sight(sight)


def test_names_of_places_on_the_map_are_read_back():
    assert read_candidate(candidate_id(12)) == 12
    for other in ("12", "k", "k-1", "k²", "x12", ""):
        assert read_candidate(other) is None


def test_the_map_numbers_the_sites_and_draws_their_range(advice, names):
    steps = [json.loads(step) for step in camera_map.plan_cameras(advice, names)]
    drawn = dict(steps)
    assert [f["properties"]["rank"] for f in drawn["drawRanks"]["shapes"]["features"]] == [1, 2]
    assert len(drawn["drawOutlines"]["shapes"]["features"]) == 2
    shown = {row[3] for row in drawn["drawPlaces"]["rows"]}
    assert not shown & {candidate_id(site.site) for site in advice.sites}
    assert len(drawn["drawPoints"]["rows"]) == 28


def test_more_incidents_than_a_browser_can_take_are_counted_in_cells(advice, names, layers):
    crowd = advice.incidents.sample(40_000, replace=True, random_state=1)
    moved = np.random.default_rng(2).uniform(5_700_000, 5_706_000, len(crowd))
    places = gpd.points_from_xy(crowd.geometry.x + moved % 4_000, moved, crs=crowd.crs)
    many = replace(advice, incidents=crowd.set_geometry(places))
    steps = [json.loads(step) for step in camera_map.plan_cameras(many, names)]
    shapes = sum(
        len(known.get("shapes", {}).get("features", []))
        + sum(len(level["rows"]) for level in known.get("levels", []))
        + len(known.get("rows", []))
        for _, known in steps
    )
    assert 1_000 < shapes <= MAX_SHAPES
    assert "drawPoints" not in dict(steps)
    assert camera_map.say_counted(many, tuple(CameraPart)).startswith("Er zijn zo veel meldingen")
    assert camera_map.say_counted(many, (CameraPart.HOTSPOTS,)) == ""
    assert camera_map.say_counted(advice, tuple(CameraPart)) == ""
    page = render_camera_page(hand_on(many), names=names, layers=layers)
    assert "Er zijn zo veel meldingen" in page
    assert "meldingen bij elkaar" not in page


def test_units_that_stay_are_on_the_map_in_the_legend_and_in_the_facts(advice, names, layers):
    stays = replace(advice, question=replace(ASKED, in_use=((500_400.0, 5_700_400.0),)))
    drawn = dict(json.loads(step) for step in camera_map.plan_cameras(stays, names))
    ((*_, mark),) = drawn["drawLabels"]["rows"]
    assert "blijft staan" in mark
    shapes = drawn["drawOutlines"]["shapes"]["features"]
    assert [shape["properties"]["id"] for shape in shapes] == ["1", "2", "blijft"]
    assert "camera die blijft staan" in camera_map.legend_html((), stays=True)
    assert "camera die blijft staan" in render_camera_page(
        hand_on(stays), names=names, layers=layers
    )
    assert dict(camera_facts.state_advice(stays, layers))["Blijft staan"].startswith("1 camera;")
    assert camera_words.say_question(stays.question).endswith("naast 1 camera die blijft staan")
    assert "Blijft staan" not in dict(camera_facts.state_advice(advice, layers))


def test_a_place_of_ones_own_is_told_without_a_suggestion_to_hold_it_against(advice):
    first, second = advice.sites
    beside = camera_sites.compare_sites(first, second)
    assert beside["Verschil"].tolist()[0] == "-3"
    assert beside["Wat"].tolist() == ["Meldingen", "In hotspots", "Punten", "Daarvan nieuw"]
    alone = camera_sites.compare_sites(None, second)
    assert alone["Uw keuze"].tolist() == beside["Uw keuze"].tolist()
    assert "Voorstel" not in alone


def test_a_place_that_other_cameras_cover_already_is_warned_of(advice):
    (first, _) = advice.sites
    assert camera_sites.say_own(first) == ""
    covered = replace(first, added=0.0)
    assert "wordt al door een andere camera bestreken" in camera_sites.say_own(covered)
    table = camera_sites.compare_sites(first, covered).set_index("Wat")
    assert table.loc["Daarvan nieuw", "Uw keuze"] == "0,0"


def test_what_is_taken_off_the_map_is_not_drawn(advice, names):
    steps = camera_map.plan_cameras(advice, names, parts=(CameraPart.HOTSPOTS,))
    verbs = {json.loads(step)[0] for step in steps}
    assert not verbs & {"drawPlaces", "drawPoints", "showStreets"}


def test_names_out_of_files_are_escaped_on_the_map(advice, names):
    hostile = ["<img src=x onerror=alert(1)>${1}"] * len(names)
    text = "".join(camera_map.plan_cameras(advice, hostile))
    assert "<img" not in text
    assert "${" not in text


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_files_are_the_same_each_time_and_say_what_they_rest_on(advice, names, layers, suffix):
    first, again = (
        render_sites(hand_on(advice), suffix, names=names, layers=layers) for _ in range(2)
    )
    assert first == again
    assert b"2026" in first


def test_the_mailed_page_holds_table_and_caution(advice, names, layers):
    page = render_camera_page(hand_on(advice), names=names, layers=layers)
    assert "Voorgestelde plekken" in page
    assert "Bestreken is niet bekeken" in page
