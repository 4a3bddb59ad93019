from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from agreement_drawings import HOTSPOT, TIMES, draw_agreement
from placement_town import MOMENT, USED, YOUTH, build_town, place_west
from reading import facts, press, said
from shapely import Point
from towns import OOST, make_town

from geo import service
from geo.agreements import ActionKind, Measure, Party, Status, write_outline
from geo.params import Period
from geo.present.agreement.words import NONE_YET

PAGE = "geo/views/acties.py"
BUSY = draw_agreement(status=Status.BUSY)
NOW = datetime.now().astimezone()


@pytest.fixture
def town(tmp_path):
    """A town where youth work was agreed on, and done."""
    town = build_town(tmp_path)
    first = service.record_agreement(town, draw_agreement(), now=MOMENT)
    service.revise_agreement(town, first, BUSY, why="Begonnen na de vakantie", now=MOMENT)
    return town


def field(elements, label):
    return next(element for element in elements if element.label == label)


def newest(elements, label):
    """Of a new agreement: its fields stand below those of the one that is shown."""
    return [element for element in elements if element.label == label][-1]


def labels(elements):
    return [element.label for element in elements]


def records(town):
    return service.list_agreements(town)


def fill_in(app, *, aim="Aantal keer gedaan"):
    field(app.radio, "Waarin telt het doel?").set_value(aim).run()
    field(app.multiselect, "Wie doet het").set_value([Party.BOA, Party.MUNICIPALITY])
    field(app.multiselect, "Thema's (het doel telt het eerste)").set_value([YOUTH])
    return app


def test_without_agreements_the_page_says_where_to_begin(open_app, tmp_path) -> None:
    app = open_app(build_town(tmp_path).root, PAGE)
    assert NONE_YET in said(app.info)
    assert "Plek" in labels(app.selectbox)
    assert not app.exception


def test_without_areas_or_incidents_there_is_no_place_and_advice(open_app, empty) -> None:
    app = open_app(empty, PAGE)
    assert "Er is nog geen plek om te kiezen." in said(app.info)
    assert not app.exception


def test_an_agreement_is_told_with_its_goal_and_its_result_in_dutch(open_app, town) -> None:
    app = open_app(town.root, PAGE)
    shown = facts(app)
    assert "1. Jongerenwerk door boa en jongerenwerk" in shown
    assert "Hotspot jeugdoverlast (West)" in shown
    assert "Van 40 naar hoogstens 20 meldingen van jeugdoverlast, uiterlijk 25 oktober" in shown
    assert "12 meldingen in 56 dagen, vooraf 40; doel hoogstens 20: gehaald" in shown
    assert "Meer gedaald dan elders." in said(app.markdown)
    assert "voorspel" not in shown.lower() + said(app.markdown).lower()
    assert "Versies: 1 keer gewijzigd" in labels(app.expander)
    assert "Begonnen na de vakantie (afgesproken → bezig)" in shown


def test_what_cannot_be_measured_says_why_and_what_to_do(open_app, town) -> None:
    service.record_placement(town, place_west(), now=MOMENT)
    app = open_app(town.root, PAGE)
    told = "Niet te meten: op dezelfde plek liep in die dagen nog iets (cameraplaatsing 1)."
    assert told in said(app.markdown)
    assert "Wat welk deel deed, is dan niet te zeggen." in said(app.caption)


def test_what_is_late_stands_first(open_app, tmp_path) -> None:
    town = build_town(tmp_path)
    today = NOW.date()
    open_days = Period(first=today - timedelta(days=3), last=today + timedelta(days=60))
    later = replace(BUSY, used=open_days, goal=replace(BUSY.goal, by=today + timedelta(days=90)))
    soon = replace(later, goal=replace(BUSY.goal, by=today + timedelta(days=5)))
    past = Period(first=today - timedelta(days=90), last=today - timedelta(days=40))
    late = replace(BUSY, used=past, goal=replace(BUSY.goal, by=today - timedelta(days=30)))
    unbegun = replace(later, status=Status.AGREED)
    for agreement in (replace(late, status=Status.DONE), later, soon, unbegun, late):
        service.record_agreement(town, agreement, now=MOMENT)
    app = open_app(town.root, PAGE)
    assert "5 acties: 1 over tijd, 1 nog niet begonnen en 1 binnen 14 dagen klaar." in said(
        app.markdown
    )
    shown = facts(app)
    places = [shown.index(f"<strong>{number}. ") for number in (5, 4, 3, 2, 1)]
    assert places == sorted(places)
    assert field(app.selectbox, "Actie bekijken").value == 5


@pytest.mark.parametrize(
    ("query", "number"),
    [({"stand": "done"}, 2), ({"wie": "police"}, 2), ({"gebied": "Oost (wijk)"}, 2)],
)
def test_the_list_is_narrowed_by_the_link(open_app, town, query, number) -> None:
    east = replace(HOTSPOT, outline=write_outline(Point(OOST).buffer(40)))
    other = draw_agreement(status=Status.DONE, parties=(Party.POLICE,), ground=east)
    service.record_agreement(town, other, now=MOMENT)
    app = open_app(town.root, PAGE, **query)
    assert field(app.selectbox, "Actie bekijken").value == number
    assert "1 actie" in said(app.markdown)


def test_a_choice_that_fits_nothing_gives_advice(open_app, town) -> None:
    app = open_app(town.root, PAGE, stand="stopped")
    assert "Geen actie past bij wat u koos." in said(app.info)
    assert "Plek" in labels(app.selectbox)


def test_the_place_of_the_link_is_chosen_and_the_agreement_kept(open_app, town) -> None:
    app = fill_in(open_app(town.root, PAGE, plek="gebied-P1", soort="inspection"))
    assert field(app.selectbox, "Plek").value == "gebied-P1"
    field(app.number_input, "Hoe vaak").set_value(6)
    field(app.text_area, "Toelichting, in een zin").set_value("Samen langs de bedrijven")
    press(app, "Actie vastleggen")
    assert not app.exception
    assert "Vastgelegd als actie 2." in said(app.success)
    kept = records(town)[0].last
    assert (kept.kind, kept.parties) == (
        ActionKind.INSPECTION,
        (Party.BOA, Party.MUNICIPALITY),
    )
    assert (kept.ground.name, kept.ground.wijken) == ("De Kade", ("West",))
    assert (kept.goal.measure, kept.goal.wanted) == (Measure.ACTIONS, 6)
    assert kept.note == "Samen langs de bedrijven"
    assert field(app.selectbox, "Actie bekijken").value == 2


def test_a_hotspot_of_the_filters_can_be_chosen_and_is_counted(open_app, town) -> None:
    app = open_app(town.root, PAGE, thema="Jeugdoverlast")
    places = field(app.selectbox, "Plek")
    (number, *_) = [
        place for place, one in enumerate(places.options) if one.startswith("Hotspot jeugdoverlast")
    ]
    places.select_index(number).run()
    fill_in(app, aim="Minder meldingen, in procenten")
    newest(app.date_input, "Van").set_value(date(2026, 9, 28))
    newest(app.date_input, "Tot en met").set_value(date(2026, 10, 25))
    press(app, "Actie vastleggen")
    assert not app.error
    kept = records(town)[0].last
    assert kept.ground.code == YOUTH
    assert kept.goal.start > 0
    assert kept.goal.reduction == 0.2
    assert kept.goal.counted == Period(first=date(2026, 8, 31), last=date(2026, 9, 27))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"who": []}, "Kies wie het doet"),
        ({"note": "Bel Jan op 06-12345678"}, "In de tekst staat een telefoonnummer."),
        ({"last": date(2020, 1, 1)}, "De periode eindigt"),
        ({"themes": []}, "thema"),
    ],
)
def test_what_is_wrong_is_explained_and_nothing_is_lost(open_app, town, change, expected) -> None:
    app = fill_in(open_app(town.root, PAGE, plek="gebied-W1"))
    note = change.get("note", "Elke vrijdag langs het plein")
    field(app.text_area, "Toelichting, in een zin").set_value(note)
    if "who" in change:
        field(app.multiselect, "Wie doet het").set_value([])
    if "themes" in change:
        field(app.multiselect, "Thema's (het doel telt het eerste)").set_value([])
    if "last" in change:
        newest(app.date_input, "Tot en met").set_value(change["last"])
    press(app, "Actie vastleggen")
    assert expected in said(app.error)
    assert len(records(town)) == 1
    assert field(app.text_area, "Toelichting, in een zin").value == note
    assert field(app.selectbox, "Plek").value == "gebied-W1"


def test_a_place_that_is_not_there_any_more_is_said(open_app, town) -> None:
    app = open_app(town.root, PAGE, plek="hotspot-weg")
    assert "De plek uit de link is er niet" in said(app.warning)


def test_a_change_becomes_a_version_of_its_own_with_its_reason(open_app, town) -> None:
    app = open_app(town.root, PAGE)
    field(app.selectbox, "Stand").set_value(Status.STOPPED)
    field(app.text_input, "Waarom?").set_value("Te weinig mensen")
    press(app, "Nieuwe versie vastleggen")
    assert "Actie 1 is bijgewerkt (versie 3)." in said(app.success)
    first, second, third = records(town)[0].versions
    assert first.agreement == draw_agreement()
    assert second.agreement == BUSY
    assert (third.agreement.status, third.why) == (Status.STOPPED, "Te weinig mensen")


@pytest.mark.parametrize(
    ("why", "status", "expected"),
    [
        ("", Status.DONE, "Er ontbreekt een tekst"),
        ("Zomaar", Status.BUSY, "Er is niets gewijzigd."),
        ("Vraag jan@voorbeeld.nl", Status.DONE, "In de tekst staat een e-mailadres."),
    ],
)
def test_a_change_that_is_none_or_wrong_is_explained_and_not_kept(
    open_app, town, why, status, expected
) -> None:
    app = open_app(town.root, PAGE)
    field(app.selectbox, "Stand").set_value(status)
    field(app.text_input, "Waarom?").set_value(why)
    press(app, "Nieuwe versie vastleggen")
    assert expected in said(app.error)
    assert len(records(town)[0].versions) == 2


def test_somebody_elses_change_is_not_overwritten(open_app, town) -> None:
    app = open_app(town.root, PAGE)
    seen = records(town)[0].versions[-1]
    service.revise_agreement(town, seen, replace(BUSY, note="Vier avonden"), why="Meer", now=MOMENT)
    field(app.selectbox, "Stand").set_value(Status.DONE)
    field(app.text_input, "Waarom?").set_value("Klaar")
    press(app, "Nieuwe versie vastleggen")
    assert "intussen door iemand anders gewijzigd (versie 3)" in said(app.error)
    assert len(records(town)[0].versions) == 3


def test_how_often_it_was_done_is_filled_in(open_app, tmp_path) -> None:
    town = make_town(tmp_path, [])
    agreement = draw_agreement(goal=TIMES, status=Status.BUSY)
    service.record_agreement(town, agreement, now=MOMENT)
    app = open_app(town.root, PAGE)
    field(app.number_input, "Hoe vaak gedaan").set_value(7)
    field(app.text_input, "Waarom?").set_value("Geteld door het team")
    press(app, "Nieuwe versie vastleggen")
    assert records(town)[0].last.times_done == 7
    assert "7 keer" in facts(app)


def test_what_people_wrote_is_shown_as_text(open_app, tmp_path) -> None:
    town = build_town(tmp_path)
    hostile = "<img src=x onerror=alert(1)> ![](http://x) {{7*7}} `${1}`"
    service.record_agreement(town, replace(BUSY, note=hostile), now=MOMENT)
    app = open_app(town.root, PAGE)
    assert "<img" not in facts(app)
    assert "&lt;img" in facts(app)


def test_the_wijk_shows_its_own_agreements_and_what_is_new(open_app, town) -> None:
    east = replace(HOTSPOT, outline=write_outline(Point(OOST).buffer(40)))
    service.record_agreement(town, draw_agreement(ground=east, note="Oost"), now=NOW)
    since = (USED.first - timedelta(days=5)).isoformat()
    app = open_app(town.root, "geo/views/wijk.py", gebied="West (wijk)", sinds=since)
    assert "Acties hier" in said(app.header)
    assert "1. Jongerenwerk door" in facts(app)
    assert "2. Jongerenwerk door" not in facts(app)
    there = open_app(town.root, "geo/views/wijk.py", gebied="Oost (wijk)", sinds=since)
    assert "nieuw of gewijzigd · hotspot" in facts(there)


def test_a_wijk_without_agreements_says_so(open_app, tmp_path) -> None:
    app = open_app(build_town(tmp_path).root, "geo/views/wijk.py", gebied="West (wijk)")
    assert "In dit gebied is nog geen actie afgesproken." in said(app.markdown)
    assert not app.exception
    assert "Wanneer" in said(app.header)
