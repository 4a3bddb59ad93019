from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from placement_drawings import SITE, draw_placement

from geo.params import HourSelection, Period
from geo.placements import PlacementVersion, Safeguards, Site, Siting
from geo.present.placement.goal_words import say_late, say_old
from geo.present.placement.plain import (
    NOT_FILLED_IN,
    describe_placement,
    label_placement,
    list_versions,
    say_changes,
    say_override,
    say_seen,
    tabulate_placements,
)
from geo.schema import DayPart
from geo.service import list_changes
from geo.service.placement.answers import PlacementRecord

PLACEMENT = draw_placement()
TITLES = {"jeugdoverlast": "Jeugdoverlast"}
MOMENT = datetime(2024, 1, 2, 9, 30, tzinfo=UTC)


def version(number, placement=PLACEMENT, why=""):
    return PlacementVersion(
        placement_id=3,
        version=number,
        recorded_at=MOMENT + timedelta(days=number),
        why=why,
        placement=placement,
    )


def facts(placement=PLACEMENT):
    return dict(describe_placement(placement, TITLES))


def test_a_placement_long_after_what_it_rests_on_is_told() -> None:
    assert say_old(PLACEMENT) == ""
    learned = Period(first=date(2016, 1, 1), last=date(2016, 2, 5))
    told = say_old(replace(PLACEMENT, learned_from=learned))
    assert "meldingen tot en met 5 februari 2016; de camera komt er ruim 7 jaar later" in told


def test_what_was_agreed_is_told_in_dutch() -> None:
    told = facts(replace(PLACEMENT, hours=HourSelection(day_parts=(DayPart.EVENING,))))
    assert told["Doel"] == "Minder overlast van jongeren op het plein"
    assert told["Thema's"] == "Jeugdoverlast (gewicht 1,0; 20 in het doelgebied)"
    assert told["Periode van gebruik"] == "8 januari 2024 tot en met 3 maart 2024"
    assert told["Uren van gebruik"] == "alle dagen, avond"
    assert told["Plek"] == "x 100, y 200"
    assert told["Vergelijkingsgebied"] == "x 1100, y 200"
    assert told["Verwachte daling"] == "25%"
    assert told["Evaluatie op"] == "1 april 2024"
    assert told["Beelden bewaard"] == "28 dagen"
    assert told["Gegevens"] == "tot en met 31 december 2023"


def test_what_nobody_filled_in_is_seen_to_be_empty() -> None:
    told = facts()
    empty = [name for name, text in told.items() if text == NOT_FILLED_IN]
    assert empty == [
        "Verzoek van de politie",
        "Lichtere maatregelen",
        "Driehoek geraadpleegd",
        "Uitkijktijden",
        "Kenbaarheid",
    ]
    filled = replace(
        PLACEMENT,
        safeguards=Safeguards(
            requested=True,
            requested_on=date(2023, 11, 2),
            request_reference="2023-77",
            lighter_measures="Extra toezicht",
            consulted_on=date(2023, 12, 4),
            viewing_hours="22 tot 4 uur",
            signs="Borden aan elke toegang",
        ),
    )
    assert not [text for text in facts(filled).values() if NOT_FILLED_IN in text]
    assert facts(filled)["Driehoek geraadpleegd"] == "4 december 2023"
    asked = "ja; dag: 2 november 2023; kenmerk: 2023-77"
    assert facts(filled)["Verzoek van de politie"] == asked


def test_a_request_that_was_not_made_is_no_empty_field() -> None:
    said = facts(replace(PLACEMENT, safeguards=Safeguards(requested=False)))
    assert said["Verzoek van de politie"] == "nee"
    half = facts(replace(PLACEMENT, safeguards=Safeguards(requested=True)))
    assert half["Verzoek van de politie"].count(NOT_FILLED_IN) == 2


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SITE, "deze plek"),
        (None, "geen verantwoorde plek; toch gekozen: Daar is stroom"),
        (
            Site(place=(900.0, 200.0), points=20.0, incidents=31),
            (
                "x 900, y 200; de gekozen plek dekt 11 meldingen minder (verschil in punten: 7,5). "
                "Reden: Daar is stroom"
            ),
        ),
        (
            Site(place=(900.0, 200.0), points=12.0, incidents=19),
            (
                "x 900, y 200; de gekozen plek dekt 1 melding meer (verschil in punten: -0,5). "
                "Reden: Daar is stroom"
            ),
        ),
        (
            Site(place=(900.0, 200.0), points=13.0, incidents=20),
            (
                "x 900, y 200; de gekozen plek dekt evenveel meldingen (verschil in punten: 0,5). "
                "Reden: Daar is stroom"
            ),
        ),
    ],
)
def test_another_place_tells_what_it_costs_and_why(other, expected) -> None:
    siting = Siting(chosen=SITE, suggested=other, reason="Daar is stroom")
    assert say_override(siting) == expected


def test_what_could_be_seen_is_told_with_its_chance() -> None:
    assert say_seen(PLACEMENT.goal) == (
        "Van 30 verwachte meldingen is een daling van 18 nog net van toeval te onderscheiden. De "
        "kans om de verwachte daling van 25% te zien is 30%."
    )


def test_where_nothing_could_be_seen_it_says_so() -> None:
    assert "Zelfs als er geen enkele meer komt" in say_seen(
        replace(PLACEMENT.goal, expected=7.0, smallest_reduction=12.3)
    )


def test_a_control_that_is_not_there_is_told() -> None:
    goal = replace(PLACEMENT.goal, control=None, control_distance=None)
    assert facts(replace(PLACEMENT, goal=goal))["Vergelijkingsgebied"] == (
        "geen plek over om mee te vergelijken"
    )


def test_versions_are_listed_with_their_day_and_reason() -> None:
    record = PlacementRecord((version(1), version(2, why="De driehoek is gehoord")), {})
    assert list_versions(record) == [
        ("Versie 1, 3 januari 2024", "vastgelegd"),
        ("Versie 2, 4 januari 2024", "De driehoek is gehoord"),
    ]


def test_placements_are_listed_as_they_are_now() -> None:
    later = replace(PLACEMENT, purpose="Minder inbraken")
    record = PlacementRecord((version(1), version(2, later, why="Ander doel")), {})
    table = tabulate_placements([record])
    assert table.iloc[0].tolist() == [
        3,
        "Minder inbraken",
        "8 januari 2024 tot en met 3 maart 2024",
        "x 100, y 200",
        "1 april 2024",
        2,
    ]
    assert label_placement(record) == (
        "3. Minder inbraken (8 januari 2024 tot en met 3 maart 2024)"
    )
    assert list(tabulate_placements([]).columns) == list(table.columns)


def test_everything_that_a_version_can_change_has_words() -> None:
    other = replace(
        PLACEMENT,
        purpose="Anders",
        themes=(replace(PLACEMENT.themes[0], weight=2.0),),
        learned_from=replace(PLACEMENT.learned_from, first=date(2022, 1, 1)),
        used=replace(PLACEMENT.used, last=date(2024, 3, 10)),
        hours=HourSelection(weekdays=(1,)),
        range_m=80.0,
        goal=replace(
            PLACEMENT.goal,
            target_m=80.0,
            buffer_m=200.0,
            control=(1200.0, 200.0),
            control_distance=2.0,
            reduction=0.5,
            expected=31.0,
            smallest_reduction=19.0,
            power=0.4,
            evaluated_on=date(2024, 5, 1),
        ),
        safeguards=Safeguards(
            requested=True,
            requested_on=date(2023, 12, 1),
            request_reference="c",
            lighter_measures="a",
            consulted_on=date(2024, 1, 1),
            viewing_hours="b",
            signs="d",
            retention_days=7,
        ),
    )
    changes = list_changes(PLACEMENT, other)
    assert len(changes) == 23
    told = say_changes(changes)
    assert told.startswith("Sinds de eerste versie is gewijzigd: het doel in woorden, de thema's")
    assert "naar het doel van de eerste versie" in told


def test_without_changes_nothing_is_said() -> None:
    assert say_changes(list_changes(PLACEMENT, PLACEMENT)) == ""


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_a_goal_that_is_set_after_the_first_day_is_called_so(days, is_late) -> None:
    said = say_late(PLACEMENT, PLACEMENT.used.first + timedelta(days=days))
    assert ("achteraf is gekozen, bewijst weinig" in said) is is_late
    assert bool(said) is is_late
