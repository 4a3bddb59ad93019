from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pandas as pd
import pytest
from pydantic import TypeAdapter
from towns import NOW, WEST, make_town
from visit_drawings import draw_plan

from geo import schema, service
from geo.errors import ParamsError
from geo.params import MonteCarlo, Period
from geo.patrol_params import PatrolParams, PatrolQuestion, PatrolTeam
from geo.patrol_ticks import Finding, SentTick, TickKind
from geo.schema import Organisation, TravelMode
from geo.service.patrol.answers import KEY, LABEL, PARK_NAME
from geo.store import Store

FAR = (500_200, 5_700_200)
FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=50)
TEAMS = (
    PatrolTeam(mode=TravelMode.FOOT),
    PatrolTeam(mode=TravelMode.BICYCLE, organisation=Organisation.BOA),
)
PRESSED = datetime(2026, 11, 24, 13, tzinfo=UTC)
SECONDS = count(1)
LATER = PRESSED + timedelta(minutes=10)


def rows(count, place):
    return [("E35", f"2026-10-{1 + n % 28:02}T20:00", place) for n in range(count)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_town(tmp_path_factory.mktemp("keeping"), [*rows(20, WEST), *rows(20, FAR)])


@pytest.fixture(scope="module")
def asked(town):
    return PatrolQuestion(
        themes=("jeugdoverlast",),
        period=Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
        begins=datetime(2026, 11, 24, 18, 0, tzinfo=town.timezone),
        minutes=240,
        teams=TEAMS,
        base=(500_400, 5_700_400),
    )


def plan(town, question):
    return service.plan_patrol(town, question, params=SHORT, draws=FEW)


@pytest.fixture(scope="module")
def advice(town, asked):
    return plan(town, asked)


@pytest.fixture
def kept(town, advice):
    """A plan of its own for each test: kept in another second."""
    return service.keep_patrol(town, advice, now=NOW + timedelta(seconds=next(SECONDS)))


def send(number=1, kind=TickKind.ARRIVED, **changes):
    parts = {
        "tick_id": "",
        "version": 1,
        # Those on foot get nowhere here: the others do all of it.
        "team": 2,
        "stop": 1,
        "kind": kind,
        "finding": None,
        "ticked_at": PRESSED,
    }
    return SentTick(**(parts | {"tick_id": str(UUID(int=number))} | changes))


def test_a_plan_is_kept_as_it_was_advised(town, asked, advice):
    whys = [[f"{team}-{n}" for n in range(len(v))] for team, v in enumerate(advice.visits)]
    record = service.read_patrol(town, service.keep_patrol(town, advice, now=NOW, whys=whys))
    terms = record.plan.terms
    assert (terms.begins, terms.minutes, terms.seed) == (asked.begins, 240, asked.seed)
    assert [team.organisation for team in terms.teams] == ["police", "boa"]
    assert terms.data_as_of == date(2026, 10, 20)
    assert TypeAdapter(PatrolQuestion).validate_json(terms.question) == asked
    for number, visits in enumerate(advice.visits, start=1):
        stops = record.plan.list_stops(number)
        assert [stop.starts for stop in stops] == [visit.starts for visit in visits]
        assert [stop.why for stop in stops] == whys[number - 1]
        for stop, visit in zip(stops, visits, strict=True):
            place = advice.places.iloc[visit.place]
            assert (stop.place, stop.label) == (place[KEY], place[LABEL])
            assert (stop.x, stop.y, stop.theme) == (place["x"], place["y"], place[schema.THEME])
            assert stop.area == ("De Kade" if stop.x == WEST[0] else "West")


def test_words_too_long_to_keep_are_cut_and_the_plan_is_kept(town, advice):
    long = advice.places.assign(**{LABEL: "l" * 600, PARK_NAME: "p" * 600})
    whys = [["w" * 600] * len(visits) for visits in advice.visits]
    plan_id = service.keep_patrol(town, replace(advice, places=long), now=NOW, whys=whys)
    for stop in service.read_patrol(town, plan_id).plan.stops:
        for words, sign in ((stop.label, "l"), (stop.area, "p"), (stop.why, "w")):
            assert words == sign * 499 + "…"


def test_two_phones_that_tick_at_once_lose_nothing_and_count_nothing_twice(town, kept):
    """Both send one tick that they share, and one of their own."""
    sent = [[send(1), send(number)] for number in range(2, 10)]
    with ThreadPoolExecutor(len(sent)) as phones:
        receipts = list(
            phones.map(lambda ticks: service.tick_patrol(town, kept, ticks, now=LATER), sent)
        )
    assert all(len(receipt.kept) == 2 for receipt in receipts)
    found = [tick.tick_id for tick in service.read_patrol(town, kept).ticks]
    assert sorted(found) == [str(UUID(int=number)) for number in range(1, 10)]


def test_a_kept_plan_stays_as_it_is_when_incidents_come_in(tmp_path, asked):
    own = make_town(tmp_path, [*rows(20, WEST), *rows(20, FAR)])
    plan_id = service.keep_patrol(own, plan(own, asked), now=NOW)
    before = service.read_patrol(own, plan_id)
    more = tmp_path / "more.csv"
    more.write_text("id,start,x,y,code\n901,2026-10-30T20:00,500500,5700500,E35\n")
    service.import_incidents(own, [more], now=NOW)
    assert service.read_patrol(own, plan_id) == before


def test_a_plan_that_visits_nothing_is_not_kept(town, advice):
    empty = replace(advice, visits=((), ()))
    with pytest.raises(ParamsError) as told:
        service.keep_patrol(town, empty, now=NOW)
    assert told.value.key == "patrol-nothing-planned"


def test_a_change_is_a_later_version_and_says_why(town, advice, kept):
    seen = service.read_patrol(town, kept).last
    fewer = replace(seen.plan, stops=seen.plan.list_stops(2)[:1])
    service.revise_patrol(town, seen, fewer, why="Er moet iemand weg", now=LATER)
    record = service.read_patrol(town, kept)
    assert [version.why for version in record.versions] == ["", "Er moet iemand weg"]
    assert record.first == seen
    assert record.plan == fewer
    with pytest.raises(ParamsError, match="last one"):
        service.revise_patrol(town, seen, fewer, why="Nog eens", now=LATER)


def test_the_plan_that_was_kept_last_comes_first(town, advice):
    earlier = service.keep_patrol(town, advice, now=NOW + timedelta(days=400))
    later = service.keep_patrol(town, advice, now=NOW + timedelta(days=401))
    assert [record.plan_id for record in service.list_patrols(town)][:2] == [later, earlier]


def test_an_unknown_plan_is_told(town):
    for ask in (
        lambda: service.read_patrol(town, "0123456789ab"),
        lambda: service.tick_patrol(town, "0123456789ab", [], now=NOW),
    ):
        with pytest.raises(ParamsError) as told:
            ask()
        assert told.value.key == "patrol-unknown"


def test_what_is_sent_is_kept_once_however_often_and_in_whatever_order(town, kept):
    arrived, left = send(1), send(2, TickKind.LEFT, ticked_at=PRESSED + timedelta(minutes=5))
    receipts = [
        service.tick_patrol(town, kept, sent, now=LATER)
        for sent in ([left], [arrived, left], [arrived, arrived], [])
    ]
    assert [receipt.kept for receipt in receipts] == [
        (left.tick_id,),
        (arrived.tick_id, left.tick_id),
        (arrived.tick_id, arrived.tick_id),
        (),
    ]
    ticks = service.read_patrol(town, kept).ticks
    assert [(tick.kind, tick.organisation) for tick in ticks] == [
        (TickKind.ARRIVED, Organisation.BOA),
        (TickKind.LEFT, Organisation.BOA),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 2},
        {"team": 3},
        {"stop": 99},
        {"kind": TickKind.PARTICULAR},
        {"finding": Finding.WASTE},
    ],
    ids=str,
)
def test_what_belongs_to_no_stop_is_refused_and_the_rest_is_kept(town, kept, wrong):
    good, bad = send(1), send(2, **wrong)
    receipt = service.tick_patrol(town, kept, [bad, good], now=LATER)
    assert (receipt.kept, receipt.refused) == ((good.tick_id,), (bad.tick_id,))
    assert [tick.tick_id for tick in service.read_patrol(town, kept).ticks] == [good.tick_id]


@pytest.mark.parametrize(
    ("clock", "believed"),
    [
        pytest.param(PRESSED, PRESSED, id="as-it-says"),
        pytest.param(LATER + timedelta(hours=3), LATER, id="runs-ahead"),
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), None, id="lost-its-battery"),
    ],
)
def test_a_phone_whose_clock_is_wrong_is_believed_as_far_as_can_be(town, kept, clock, believed):
    service.tick_patrol(town, kept, [send(ticked_at=clock)], now=LATER)
    record = service.read_patrol(town, kept)
    (tick,) = record.ticks
    earliest = record.plan.terms.begins - timedelta(days=1)
    assert tick.ticked_at == (believed or min(earliest, record.first.recorded_at))
    assert tick.recorded_at == LATER


def test_a_place_never_fades_because_a_visit_found_nothing(town, asked, advice):
    """Presence may be why nothing was found: the next plan is the same to the last figure."""
    plan_id = service.keep_patrol(town, advice, now=NOW - timedelta(days=1))
    stops = service.read_patrol(town, plan_id).plan.stops
    sent = [
        send(number, TickKind.NOTHING_FOUND, team=stop.team, stop=stop.stop)
        for number, stop in enumerate(stops, start=50)
    ]
    assert len(service.tick_patrol(town, plan_id, sent, now=LATER).kept) == len(stops)
    again = plan(town, asked)
    pd.testing.assert_frame_equal(again.places, advice.places)
    assert (again.visits, again.prize) == (advice.visits, advice.prize)


def test_the_house_counts_its_plans_and_ticks(tmp_path):
    own = make_town(tmp_path, [])
    assert service.count_patrols(own) == (0, 0)
    with Store(own.store_path) as store:
        version = store.patrols.add_plan(draw_plan(), recorded_at=NOW)
    service.tick_patrol(own, version.plan_id, [send(team=1)], now=LATER)
    assert service.count_patrols(own) == (1, 1)
