from dataclasses import replace
from datetime import date, datetime

import pytest
import shapely
from agreement_drawings import HOTSPOT, TIMES, draw_agreement
from meetings import HOME, YEAR, ask, build_town
from placement_town import WEST
from towns import make_town

from geo import service
from geo.advice.evaluation import Verdict
from geo.agreements import ActionKind, Party, Status, write_outline
from geo.disclosure import Audience
from geo.params import Period
from geo.present.driehoek.agreements import build_agreement_page
from geo.present.driehoek.pages import build_briefing
from geo.present.paper.document import Table

HALF = Period(first=date(2025, 7, 1), last=date(2025, 12, 31))
MOMENT = datetime(2025, 6, 20, 9).astimezone()
PLACE = "punt-dat-niemand-mag-zien"


def agree(town, **changes):
    parts = {
        "kind": ActionKind.PREVENTION,
        "parties": (Party.MUNICIPALITY, Party.RESIDENTS),
        "used": HALF,
        "themes": (HOME,),
        "status": Status.DONE,
        "note": PLACE,
        "ground": replace(HOTSPOT, name="Woninginbraak", code=HOME),
        "goal": replace(
            draw_agreement().goal, theme=HOME, start=17, to=3, by=HALF.last, counted=HALF.previous
        ),
    }
    return service.record_agreement(town, draw_agreement(**(parts | changes)), now=MOMENT)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = build_town(tmp_path_factory.mktemp("afgesproken"))
    agree(town)
    agree(
        town,
        status=Status.BUSY,
        goal=replace(TIMES, theme=HOME, by=date(2025, 9, 1)),
        times_done=7,
        ground=service.freeze_area(town, "P1", service.list_layers(town)),
    )
    # Of another year.
    later = Period(first=date(2026, 7, 1), last=date(2026, 7, 31))
    goal = replace(draw_agreement().goal, theme=HOME, by=later.last)
    agree(town, used=later, goal=goal)
    return town


def meet(town, audience=Audience.DRIEHOEK):
    return service.prepare_meeting(town, ask(audience, themes=(HOME,)))


def words(page):
    tables = [block for block in page.left if isinstance(block, Table)]
    cells = [cell.text for table in tables for row in table.rows for cell in row]
    return "\n".join([page.title, *cells, *(getattr(block, "text", "") for block in page.left)])


def test_a_meeting_is_told_the_agreements_of_its_period_with_their_results(town) -> None:
    first, second = meet(town).agreements
    assert (first.number, second.number) == (1, 2)
    assert first.goal.start == 17
    assert first.result.record.last.note == PLACE
    (result,) = service.measure_agreements(town, [service.read_agreement(town, 1)], YEAR.last)
    assert first.result == result
    assert (second.is_overdue, second.progress.count, second.is_reached) == (True, 7, False)


def test_the_deck_opens_with_what_was_agreed_done_and_its_effect(town) -> None:
    page, *_ = build_briefing(meet(town)).pages
    told = words(page)
    assert page.title.startswith("2 acties afgesproken: 1 gedaan en 1 over tijd; ")
    assert "1. Preventie door gemeente en bewoners" in told
    assert "Hotspot woninginbraak (West)" in told
    assert "Van 17 naar hoogstens 3 meldingen van woninginbraak" in told
    assert "Bezig, over tijd" in told
    assert "7 van 10 keer: niet gehaald" in told


@pytest.mark.parametrize("audience", [Audience.COUNCIL, Audience.PUBLIC])
def test_others_see_agreements_by_wijk_without_ground_counts_or_notes(town, audience) -> None:
    meeting = meet(town, audience)
    first, second = meeting.agreements
    assert (first.place, first.goal, first.progress, first.result) == (None,) * 4
    assert (first.wijken, first.is_held) == (("West",), True)
    # What was done says nothing of an incident, and a park is an area that everybody knows.
    assert (second.progress.count, second.place.name) == (7, "De Kade")
    page = build_agreement_page(meeting)
    told = words(page)
    for hidden in ("17", "hoogstens", PLACE, "otspot", "500"):
        assert hidden not in told, hidden
    assert "Wijk West; 1 juli 2025 tot en met 31 december 2025" in told
    assert "Minder meldingen van woninginbraak, uiterlijk 31 december 2025" in told
    assert "Plekken staan hier per wijk, zonder aantallen meldingen" in told
    assert "Kleine" not in told


def test_nothing_of_a_hidden_ground_is_in_what_a_council_gets(town) -> None:
    told = repr(meet(town, Audience.COUNCIL).agreements[0])
    assert "POLYGON" not in told
    assert PLACE not in told


def test_what_is_held_back_is_counted(town) -> None:
    plain = build_town_without(town)
    held = meet(town, Audience.PUBLIC).held_back - meet(plain, Audience.PUBLIC).held_back
    # A ground and the figures of its goal.
    assert held == 2
    assert meet(town).held_back == 0


def build_town_without(town):
    folder = town.root.parent / "zonder"
    folder.mkdir(exist_ok=True)
    return build_town(folder)


def test_without_agreements_the_deck_begins_as_before(tmp_path) -> None:
    meeting = service.prepare_meeting(build_town(tmp_path), ask(themes=(HOME,)))
    assert meeting.agreements == ()
    assert "actie" not in build_briefing(meeting).pages[0].title


def test_a_municipality_without_areas_is_told_of_agreements_too(tmp_path) -> None:
    town = make_town(tmp_path, [("1.1.1", "2025-08-01T10:00", WEST)], areas=False)
    outline = write_outline(shapely.Point(WEST).buffer(40))
    agree(town, ground=replace(HOTSPOT, outline=outline, wijken=()))
    meeting = service.prepare_meeting(town, ask(Audience.PUBLIC, themes=(HOME,)))
    assert "Buiten de wijken" in words(build_agreement_page(meeting))


@pytest.mark.parametrize(
    ("verdicts", "ending"),
    [
        ((None, None), "van geen daarvan is het effect te meten"),
        ((Verdict.EFFECTIVE, None), "van 1 is het effect te meten, bij 1 daarvan daalde het meer"),
        (
            (Verdict.DISPLACEMENT, Verdict.INSUFFICIENT),
            "van 2 is het effect te meten, bij geen daarvan daalde het meer dan elders",
        ),
    ],
)
def test_the_title_says_of_how_many_the_effect_could_be_told(town, verdicts, ending) -> None:
    meeting = meet(town)
    parts = [
        replace(part, verdict=verdict)
        for part, verdict in zip(meeting.agreements, verdicts, strict=True)
    ]
    page = build_agreement_page(replace(meeting, agreements=tuple(parts)))
    assert ending in page.title
    many = any("vergelijkingen tegelijk" in note for note in page.notes)
    assert many == (None not in verdicts)
