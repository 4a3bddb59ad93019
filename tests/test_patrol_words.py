from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from patrol_kits import AUTUMN_NIGHT, CARD, ZONE, make_advice, make_kit, make_places, make_visits

from geo.patrol_params import PatrolTeam
from geo.present.patrol import words
from geo.schema import Organisation, PlaceKind, ShiftName, TravelMode
from geo.service.patrol.answers import PlaceReason


def with_reason(**changes):
    kit = make_kit(1)
    reason = replace(kit.advice.reasons[0], **changes)
    return replace(kit, advice=replace(kit.advice, reasons=(reason,)))


def why(kit):
    return " ".join(words.say_why(kit, kit.advice.visits[0][0]))


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (words.ORGANISATIONS, Organisation),
        (words.MODES, TravelMode),
        (words.SHIFTS, ShiftName),
        (words.PLACE_KINDS, PlaceKind),
    ],
)
def test_every_kind_has_a_name_of_its_own(table, kinds) -> None:
    assert set(table) == set(kinds)
    assert len(set(table.values())) == len(kinds)


def test_a_team_is_named_by_number_organisation_and_way() -> None:
    question = make_advice(1, teams=2).question
    assert words.say_team(question, 2) == "Team 2: boa's, op de fiets"
    youth = PatrolTeam(mode=TravelMode.CAR, organisation=Organisation.YOUTH_WORK)
    assert words.describe_team(youth) == "jongerenwerk, met de auto"


def test_a_shift_is_told_by_day_and_clock() -> None:
    question = make_advice(1).question
    assert words.say_day(question) == "dinsdag 3 november 2026"
    assert words.say_shift(question) == "18:00 tot 02:00"


def test_a_shift_over_the_change_of_the_clock_ends_by_the_new_clock() -> None:
    question = make_advice(1, begins=AUTUMN_NIGHT).question
    # Eight hours from half past twelve, one of them twice.
    assert words.say_shift(question) == "00:30 tot 07:30"


def test_a_visit_over_the_change_of_the_clock_keeps_its_length() -> None:
    begins = datetime(2026, 10, 25, 2, 40, tzinfo=ZONE)
    (visit,) = make_visits([0], begins, minutes=30)
    assert visit.leaves.hour == visit.starts.hour == 2
    assert words.count_minutes(visit) == 30
    assert words.say_stay(visit) == "02:50 tot 02:20 (wintertijd) (30 minuten)"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 minuten"),
        (1, "1 minuut"),
        (60, "1 uur"),
        (135, "2 uur en 15 minuten"),
    ],
)
def test_a_length_of_time_is_told_in_hours_and_minutes(minutes, told) -> None:
    assert words.say_duration(minutes) == told


def test_who_can_be_early_is_told_how_long_before_the_visit() -> None:
    (visit,) = make_visits([0], datetime(2026, 11, 3, 18, 0, tzinfo=ZONE), minutes=15)
    early = replace(visit, arrives=visit.starts - timedelta(minutes=12))
    assert words.say_arrival(early).endswith(", met 12 minuten ruimte")
    assert words.say_arrival(replace(visit, arrives=visit.starts)) == words.say_clock(visit.starts)


def test_a_place_is_named_by_what_it_is_and_where() -> None:
    advice = make_advice(1)
    assert words.name_place(advice, 0) == "Jeugdoverlast 1, Slikkerveer"
    parked = advice.places.assign(park_name="Cornelisland", wijk_name="Cornelisland")
    told = words.name_place(replace(advice, places=parked), 0)
    assert told == "Jeugdoverlast 1, Cornelisland"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (PlaceKind.ADDED, "Speeltuin (toegevoegde stop), Slikkerveer"),
        (PlaceKind.APPOINTMENT, "Speeltuin (afspraak), Slikkerveer"),
        (PlaceKind.REPEAT, "Speeltuin (kans op herhaling), Slikkerveer"),
    ],
)
def test_a_place_that_is_no_hotspot_goes_by_its_label(kind, told) -> None:
    places = make_places(1, kind=kind).assign(label="Speeltuin", park_name="", contact="")
    assert words.name_place(make_advice(places=places), 0) == told


def test_why_tells_counts_hours_and_kinds() -> None:
    kit = make_kit(1, begins=datetime(2026, 11, 3, 19, 0, tzinfo=ZONE))
    assert why(kit) == (
        "13 meldingen in de periode, waarvan 3 in de laatste 28 dagen en 7 in de laatste 91 "
        "dagen. De laatste was op 20 oktober 2026. Rond deze tijd, tussen 18:00 en 21:00, vielen "
        "er ongeveer 13. Vooral: Overlast door jongeren (9) en Geluidsoverlast (4). 2 "
        "registraties van de politie zelf tellen niet mee."
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"incidents": 9}, "9 meldingen (klein aantal)"),
        ({"recent": {28: 0}}, "waarvan geen in de laatste 28 dagen"),
        ({"police_made": 1}, "1 registratie van de politie zelf telt niet mee."),
        ({"warm_until": date(2026, 11, 5)}, "tot en met 5 november 2026."),
        ({"words": "Vraag van de wijkraad"}, "Vraag van de wijkraad. 13"),
    ],
)
def test_why_says_what_is_small_none_or_warm(changes, told) -> None:
    assert told in why(with_reason(**changes))


def test_why_leaves_out_what_says_nothing() -> None:
    text = why(with_reason(codes=(("E35", 13),), police_made=0))
    assert "E35" not in text
    assert "politie" not in text
    kit = make_kit(1)
    bare = replace(kit, advice=replace(kit.advice, reasons=(PlaceReason(),)))
    assert why(bare) == ""


def test_hours_around_midnight_are_told_by_the_clock() -> None:
    kit = make_kit(1, begins=datetime(2026, 11, 3, 23, 50, tzinfo=ZONE))
    assert "tussen 23:00 en 02:00, vielen er geen" in why(kit)


def test_at_a_place_where_the_team_was_only_the_hours_are_told_again() -> None:
    kit = make_kit(1, order=[0, 0])
    first, again = kit.advice.visits[0]
    told = words.say_again(kit.advice, again, first=1)
    assert told[0] == "Dezelfde plek als stop 1; daar staat waarom."
    assert len(told) == 2 < len(words.say_why(kit, first))


def test_what_to_look_for_comes_from_the_card_of_the_theme() -> None:
    kit = make_kit(1)
    visit = kit.advice.visits[0][0]
    assert words.list_look_for(kit, visit) == CARD.look_for
    assert words.list_look_for(replace(kit, cards={}), visit) == ()


def test_a_place_is_told_to_a_phone_as_latitude_and_longitude() -> None:
    assert words.say_geo_uri(51.5, -4.0000004) == "geo:51.500000,-4.000000"


def test_the_moment_in_a_shift_is_by_the_time_that_passes() -> None:
    question = make_advice(1, begins=AUTUMN_NIGHT).question
    moment = words.shift_moment(question, 180)
    assert moment.timestamp() - question.begins.timestamp() == timedelta(hours=3).total_seconds()
    assert f"{moment:%H:%M}" == "02:30"


def test_two_near_repeats_on_one_street_are_told_apart_wherever_they_are_named():
    places = make_places(3, kind=PlaceKind.REPEAT).assign(
        label=["Inbraak, Ridderhof"] * 2 + ["Inbraak, Kade"], park_name="", contact=""
    )
    places["x"], places["y"] = [100.0, 100.0, 0.0], [50.0, 10.0, 0.0]
    advice = make_advice(places=places)
    labels = ["Inbraak, Ridderhof (noord)", "Inbraak, Ridderhof (zuid)", "Inbraak, Kade"]
    assert words.list_labels(advice) == labels
    assert [words.name_place(advice, row).split(" (kans")[0] for row in range(3)] == labels
