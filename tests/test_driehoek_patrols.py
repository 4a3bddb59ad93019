from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from meetings import HOME, YEAR, ask, build_town, draw_rows
from towns import OOST, WEST
from visit_drawings import draw_stop, draw_terms

from geo import service
from geo.disclosure import Audience, Held
from geo.params import Period
from geo.patrol_records import SavedPlan
from geo.patrol_ticks import SentTick, TickKind
from geo.present.driehoek.back import build_back_pages
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.patrols import NONE_KEPT, build_patrol_page, say_patrols
from geo.present.paper.document import Table
from geo.service.driehoek.answers import PatrolPart, VisitFigure
from geo.store import Store

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def keep(town, month, day, place, label, *, done, year=2025):
    """Keep a plan of one stop, and tick it off where it was done."""
    begins = datetime(year, month, day, 20, tzinfo=town.timezone)
    x, y = (float(part) for part in place)
    stop = draw_stop(label=label, area="West", begins=begins, x=x, y=y)
    with Store(town.store_path) as store:
        plan = SavedPlan(terms=draw_terms(begins), stops=(stop,))
        plan_id = store.patrols.add_plan(plan, recorded_at=MOMENT).plan_id
    if done:
        moments = {TickKind.ARRIVED: begins, TickKind.LEFT: begins + timedelta(minutes=12)}
        ticks = [
            SentTick(
                tick_id=str(UUID(int=number)),
                version=1,
                team=1,
                stop=1,
                kind=kind,
                finding=None,
                ticked_at=moment,
            )
            for number, (kind, moment) in enumerate(moments.items(), 1)
        ]
        service.tick_patrol(town, plan_id, ticks, now=MOMENT)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Seven visits planned in the west and six of them done; three in the east and none done."""
    town = build_town(tmp_path_factory.mktemp("surveillance"), draw_rows(homes=(4, 3)))
    for month in range(1, 8):
        keep(town, month, 3, WEST, "Plein", done=month != 2)
    for month in range(4, 7):
        keep(town, month, 5, OOST, "Station", done=False)
    return town


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask(themes=(HOME,)))


def find_tables(blocks):
    return [block for block in blocks if isinstance(block, Table)]


def read_rows(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_visits_are_those_of_the_dosage(town, meeting) -> None:
    spots = service.report_dosage(town, YEAR).dosage.spots
    assert tuple(meeting.patrols.total) == (
        spots["planned_visits"].sum(),
        spots["done_visits"].sum(),
    )
    assert tuple(meeting.patrols.total) == (10, 6)


def test_visits_are_counted_per_wijk_by_where_the_place_lies(meeting) -> None:
    assert {area.name: tuple(area.visits) for area in meeting.patrols.wijken} == {
        "West": (7, 6),
        "Oost": (3, 0),
    }


def test_the_page_tells_each_wijk_and_each_hotspot(meeting) -> None:
    page = build_patrol_page(meeting)
    (wijken,), (spots,) = find_tables(page.left), find_tables(page.right)
    assert page.title == "Surveillance: 6 gedaan van 10 geplande bezoeken"
    assert read_rows(wijken) == [["West", "7", "6"], ["Oost", "3", "0"]]
    assert [row[:4] for row in read_rows(spots)] == [
        ["Plein", "7", "6", "72"],
        ["Station", "3", "0", "0"],
    ]


@pytest.mark.parametrize("audience", [Audience.COUNCIL, Audience.PUBLIC])
def test_others_get_no_places_and_no_few(town, meeting, audience) -> None:
    told = service.prepare_meeting(town, ask(audience, themes=(HOME,)))
    assert told.patrols.report is None
    west, east = told.patrols.wijken
    for total, most, few in zip(told.patrols.total, west.visits, east.visits, strict=True):
        assert isinstance(few, Held)
        # Of ten visits seven in the west would give away the three in the east.
        assert isinstance(total, Held) or isinstance(most, Held)
    assert told.held_back >= 4
    assert not build_patrol_page(told).right
    words = [
        text for page in build_briefing(told).pages for text in map(repr, page.left + page.right)
    ]
    assert not [text for text in words if "Plein" in text or "Station" in text]


def test_a_chosen_wijk_shows_its_own_places_and_the_whole_total(town) -> None:
    told = service.prepare_meeting(town, ask(themes=(HOME,), wijken=("W2",)))
    assert tuple(told.patrols.total) == (10, 6)
    assert [area.name for area in told.patrols.wijken] == ["Oost"]
    assert told.patrols.report.dosage.spots["label"].tolist() == ["Station"]
    assert set(told.patrols.report.dosage.weeks["spot"]) == {0}


def test_without_plans_the_page_says_that_none_were_kept(town) -> None:
    before = service.prepare_meeting(town, ask(period=YEAR.previous, themes=(HOME,)))
    assert before.patrols is None
    page = build_patrol_page(before)
    assert page.title == NONE_KEPT
    assert not find_tables(page.left)


def test_a_place_that_was_left_alone_is_asked_about(meeting) -> None:
    page = next(iter(build_back_pages(meeting)))
    assert any(
        point.text.startswith("Plein is gepland en lang niet bezocht")
        for block in page.left
        for point in block.items
    )


@pytest.mark.parametrize(
    ("planned", "done", "title"),
    [
        (1200, 1000, "Surveillance: 1.000 gedaan van 1.200 geplande bezoeken"),
        (1, 1, "Surveillance: 1 gedaan van 1 gepland bezoek, klein aantal"),
        (0, 2, "Surveillance: 2 bezoeken gedaan, geen gepland"),
        (12, Held.FEW, "Surveillance: het aantal bezoeken is voor dit publiek niet te noemen"),
    ],
)
def test_the_title_calls_a_small_number_small(planned, done, title) -> None:
    assert say_patrols(PatrolPart(VisitFigure(planned, done), (), None)) == title


def test_a_day_without_a_stop_counts_nothing(town) -> None:
    quiet = Period(first=YEAR.last, last=YEAR.last)
    assert service.prepare_meeting(town, ask(period=quiet, themes=(HOME,))).patrols is None


def test_others_are_told_nothing_of_visits_after_the_data(tmp_path) -> None:
    town = build_town(tmp_path, draw_rows(homes=(1, 1), youths=(1, 1)))
    for day in range(1, 9):
        keep_later(town, day)
    later = Period(first=YEAR.first, last=date(2026, 12, 31))
    question = ask(Audience.DRIEHOEK, period=later, themes=(HOME,))
    assert tuple(service.prepare_meeting(town, question).patrols.total) == (8, 0)
    public = replace(question, audience=Audience.PUBLIC)
    assert service.prepare_meeting(town, public).patrols is None


def keep_later(town, day):
    keep(town, 1, day, WEST, "Plein", done=False, year=2026)
