from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from agreement_drawings import BEFORE, GOAL, HOTSPOT, TIMES, draw_agreement
from placement_town import MOMENT, USED, YOUTH

from geo.advice.displacement import BeforeAfter
from geo.advice.displacement import Placement as Counts
from geo.advice.evaluation import Goal
from geo.advice.visited import judge_visits
from geo.agreements import ActionKind, AgreementVersion, GroundKind, Party, Status
from geo.params import Period
from geo.present.agreement import lists, results, words
from geo.service.agreement.answers import (
    AgreementEffect,
    AgreementRecord,
    AgreementResult,
    GoalProgress,
    Overlap,
    Unmeasured,
)
from geo.service.placement.answers import Cut, Windows

TITLES = {YOUTH: "Jeugdoverlast"}
TODAY = date(2026, 9, 1)
ZONE = ZoneInfo("Europe/Amsterdam")


def record(agreement=None, *later, number=1, at=MOMENT):
    versions = [
        AgreementVersion(
            agreement_id=number,
            version=place,
            recorded_at=at,
            why="" if place == 1 else f"Reden {place}",
            agreement=one,
        )
        for place, one in enumerate((agreement or draw_agreement(), *later), start=1)
    ]
    return AgreementRecord(tuple(versions))


def result(agreement=None, **changes):
    parts = {"progress": GoalProgress(12, USED, True), "why": None}
    return AgreementResult(record=record(agreement), **(parts | changes))


def effect(target, control, *, name=""):
    counts = Counts(target=BeforeAfter(*target), control=BeforeAfter(*control))
    judged = judge_visits([counts], Goal(share=0.5))
    return AgreementEffect(Windows(BEFORE, USED), counts, judged, 0.5, 100.0, name)


@pytest.mark.parametrize("codes", [ActionKind, Party, Status, GroundKind, Unmeasured])
def test_every_code_has_dutch_words(codes) -> None:
    known = [words.KINDS, words.PARTIES, words.STATUSES, words.GROUNDS, results.UNMEASURED]
    assert any(set(codes) == set(one) for one in known)


def test_every_reason_says_what_to_do() -> None:
    told = [results.say_remedy(result(why=why)) for why in Unmeasured]
    assert all(text.endswith(".") for text in told)


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        (HOTSPOT, "hotspot jeugdoverlast (West)"),
        (replace(HOTSPOT, wijken=()), "hotspot jeugdoverlast"),
        (replace(HOTSPOT, kind=GroundKind.WIJK, name="West"), "wijk West"),
        (replace(HOTSPOT, kind=GroundKind.PARK, name="De Kade"), "bedrijventerrein De Kade"),
    ],
)
def test_a_place_is_named_as_people_do(ground, expected) -> None:
    assert words.say_ground(ground) == expected


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (GOAL, "van 40 naar hoogstens 20 meldingen van jeugdoverlast, uiterlijk 25 oktober 2026"),
        (
            replace(GOAL, start=2, to=None, reduction=0.5),
            (
                "van 2 naar hoogstens 1 melding van jeugdoverlast (50% minder), uiterlijk "
                "25 oktober 2026"
            ),
        ),
        (TIMES, "10 keer gedaan, uiterlijk 25 oktober 2026"),
        (replace(TIMES, start=4), "10 keer gedaan (begonnen bij 4), uiterlijk 25 oktober 2026"),
    ],
)
def test_a_goal_is_told_in_figures(goal, expected) -> None:
    assert words.say_goal(goal, TITLES) == expected


@pytest.mark.parametrize(
    ("status", "today", "expected"),
    [
        (Status.AGREED, USED.first, "afgesproken"),
        (Status.AGREED, date(2026, 8, 4), "afgesproken, had moeten beginnen op 3 augustus 2026"),
        (Status.BUSY, date(2026, 10, 10), "bezig"),
        (Status.BUSY, date(2026, 10, 11), "bezig, klaar uiterlijk 25 oktober 2026"),
        (Status.BUSY, date(2026, 10, 26), "bezig, over tijd sinds 25 oktober 2026"),
        (Status.DONE, date(2026, 12, 1), "gedaan"),
    ],
)
def test_how_far_it_is_says_what_is_late_or_due(status, today, expected) -> None:
    assert words.say_status(draw_agreement(status=status), today) == expected


def test_a_goal_that_was_set_afterwards_is_told_as_such() -> None:
    late = record(at=MOMENT + timedelta(days=30))
    assert ("Let op", words.SET_LATE) in words.describe_agreement(late, TITLES, TODAY)
    assert "Let op" not in dict(words.describe_agreement(record(), TITLES, TODAY))


@pytest.mark.parametrize(
    ("progress", "goal", "expected"),
    [
        (
            GoalProgress(12, USED, True),
            GOAL,
            "12 meldingen in 56 dagen, vooraf 40; doel hoogstens 20: gehaald",
        ),
        (
            GoalProgress(1, USED, False),
            replace(GOAL, start=2, to=0),
            "1 melding in 56 dagen, vooraf 2; doel hoogstens 0 (klein aantal): niet gehaald",
        ),
        (
            GoalProgress(3, Period(first=USED.first, last=USED.first), None),
            GOAL,
            "3 meldingen in 1 dag, vooraf 40; doel hoogstens 20: nog niet te zeggen",
        ),
        (GoalProgress(None, None, None), GOAL, "nog niets te tellen"),
        (GoalProgress(None, None, None), TIMES, "nog niet ingevuld hoe vaak het gedaan is"),
        (GoalProgress(7, None, False), TIMES, "7 van 10 keer: niet gehaald"),
    ],
)
def test_how_a_goal_stands_is_told_and_small_numbers_are_called_small(
    progress, goal, expected
) -> None:
    assert results.say_progress(result(draw_agreement(goal=goal), progress=progress)) == expected


def test_what_cannot_be_measured_names_what_else_was_there() -> None:
    overlap = Overlap(agreements=(2, 5), placements=(1,))
    told = results.say_effect(result(why=Unmeasured.OTHER_MEASURE, overlap=overlap))
    assert told == (
        "Niet te meten: op dezelfde plek liep in die dagen nog iets (actie 2, actie 5 en "
        "cameraplaatsing 1)."
    )
    assert results.describe_result(result(why=Unmeasured.TOO_FEW)) == []


@pytest.mark.parametrize(
    ("counts", "beginning"),
    [
        (((40, 12), (40, 40)), "Meer gedaald dan elders."),
        (((40, 38), (40, 40)), "Onvoldoende gegevens."),
        (((300, 295), (300, 300)), "Niet meer gedaald dan elders."),
        # Better in number only: both fell by a third.
        (((400, 260), (100, 65)), "Onvoldoende gegevens."),
    ],
)
def test_an_effect_is_told_and_never_that_it_works(counts, beginning) -> None:
    told = results.say_effect(result(effect=effect(*counts)))
    assert told.startswith(beginning)
    assert "werkt" not in told
    assert "voorspel" not in told


def test_a_result_says_what_it_was_held_against() -> None:
    found = dict(results.describe_result(result(effect=effect((40, 12), (40, 40), name="Oost"))))
    assert found["Vergeleken met"] == "de wijk Oost, die er vooraf het meest op leek"
    assert found["Verwachte daling"] == "50%"
    table = results.tabulate_result(result(effect=effect((40, 12), (40, 40))))
    assert table["Gebied"].tolist() == ["De plek", "Vergelijking"]


@pytest.mark.parametrize(
    ("cuts", "ending"),
    [
        ((), ""),
        ((Cut.DATA_START,), ""),
        ((Cut.RUNNING,), " Dit is een tussenstand: de actie loopt nog."),
        ((Cut.DATA_END,), " Dit is een tussenstand: de gegevens eindigen eerder dan de actie."),
    ],
)
def test_what_may_still_change_is_called_so(cuts, ending) -> None:
    found = effect((40, 12), (40, 40))
    whole = results.say_effect(result(effect=found))
    cut = replace(found, windows=replace(found.windows, cuts=cuts))
    assert results.say_effect(result(effect=cut)) == whole + ending


def test_days_that_were_changed_later_are_told_beside_the_result() -> None:
    first, found = draw_agreement(), effect((40, 12), (40, 40))
    later = replace(first, used=replace(USED, last=date(2026, 10, 11)), note="Vier avonden")
    plain = result(effect=found)
    moved = replace(plain, record=record(first, later))
    assert "Dagen van de actie" not in dict(results.describe_result(plain))
    assert "al bekend zijn" in dict(results.describe_result(moved))["Dagen van de actie"]


def test_what_calms_down_by_itself_is_told_beside_each_result() -> None:
    told = dict(results.describe_result(result(effect=effect((40, 12), (40, 40)))))["Voorbehoud"]
    assert "wordt ook vanzelf rustiger" in told
    assert "waarop de plek is gekozen" in told
    assert "bezoek" not in told


def test_a_reduction_that_nobody_agreed_on_is_told_as_such() -> None:
    times = result(draw_agreement(goal=TIMES), effect=effect((40, 12), (40, 40)))
    assert "niet vooraf afgesproken" in dict(results.describe_result(times))["Verwachte daling"]


def test_versions_say_what_was_changed_and_why() -> None:
    busy = draw_agreement(status=Status.BUSY)
    longer = replace(busy, used=replace(USED, last=date(2026, 10, 11)), note="Vier avonden")
    told = lists.list_versions(record(draw_agreement(), busy, longer), ZONE)
    assert [text for _, text in told] == [
        "vastgelegd",
        "Reden 2 (afgesproken → bezig)",
        "Reden 3 (de dagen en de toelichting)",
    ]
    assert told[0][0] == "Versie 1, 1 augustus 2026"


def test_the_table_to_take_along_has_every_agreement() -> None:
    table = lists.tabulate_agreements([record(), record(number=2)], TITLES, TODAY)
    assert table["Nummer"].tolist() == [1, 2]
    assert table["Wie"].tolist() == ["boa en jongerenwerk"] * 2


def test_an_area_says_what_is_new_or_that_there_is_nothing() -> None:
    here = [record(), record(draw_agreement(status=Status.DONE), number=2)]
    assert lists.say_news(here, [], TODAY) == (
        "2 acties, waarvan 1 nog open; niets nieuws sinds 1 september 2026."
    )
    assert "1 nieuw of gewijzigd sinds" in lists.say_news(here, here[:1], TODAY)
    assert lists.say_news([], [], TODAY) == "In dit gebied is nog geen actie afgesproken."
