"""What of plans, ticks, placements and agreements somebody sees who is kept to their own wijken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import shapely
from agreement_drawings import HOTSPOT, TIMES, draw_agreement
from agreement_drawings import draw_plan as draw_agreed
from hypothesis import given
from hypothesis import strategies as st
from placement_drawings import draw_placement
from placement_town import LAST_DAY, MOMENT, build_town
from shapely import Point, box
from towns import OOST, OUTSIDE, WEST, make_town
from visit_drawings import draw_plan, draw_stop

from geo import service
from geo.access import Role, Viewer
from geo.agreements import GroundKind, Status, write_outline
from geo.errors import AccessError, ParamsError
from geo.params import Period
from geo.patrol_ticks import SentTick, TickKind
from geo.placements import Moment, SafetySurvey, Site, Siting
from geo.present.agreement.plain import print_result, print_version, tell_result, tell_version
from geo.present.patrol.round_words import say_left_out
from geo.present.placement.records import tell_records
from geo.schema import PlaceKind
from geo.service.agreement.answers import Unmeasured
from geo.service.opening import open_store
from geo.service.own_ground import draw_own_ground
from geo.settings import AccessSettings

AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}), known_as="a")
ELSEWHERE = Viewer(AGENT.roles, frozenset({"W2"}), known_as="e")
LOST = Viewer(AGENT.roles, frozenset(), known_as="l")
ORDER = Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o")
BOTH = Viewer(frozenset({Role.WIJKAGENT, Role.OPENBARE_ORDE}), AGENT.wijken, known_as="b")
NOW = datetime(2019, 1, 4, 18, tzinfo=UTC)
SPANNING = box(500_900, 5_700_400, 501_100, 5_700_600)
COUNTED = "12 meldingen in de laatste 28 dagen"


def stop_at(place, number, *, team=1, minutes=0, kind=PlaceKind.HOTSPOT, key=None):
    x, y = place
    return draw_stop(
        team, number, key or f"{x}", minutes=minutes, kind=kind, x=float(x), y=float(y), why=COUNTED
    )


WEST_PLAN = draw_plan(stops=(stop_at(WEST, 1),))
EAST_PLAN = draw_plan(stops=(stop_at(OOST, 1),))
SPREAD_PLAN = draw_plan(
    stops=(
        stop_at(OOST, 1),
        stop_at(WEST, 2, minutes=30),
        stop_at(OUTSIDE, 3, minutes=60, kind=PlaceKind.APPOINTMENT),
        stop_at(OOST, 1, team=2, minutes=30),
    ),
    contacts={f"{WEST[0]}": "Balie west", f"{OOST[0]}": "Balie oost"},
)


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [])


def as_seen_by(town, viewer, *, ground="", sources=("meldsysteem",)):
    named = [{"name": name, "origin": "politie", "ground": ground} for name in sources]
    access = AccessSettings.model_validate({"sources": named})
    settings = town.settings.model_copy(update={"access": access})
    return replace(town, viewer=viewer, settings=settings)


def keep(town, plan, *, at=NOW):
    with open_store(town, to_write=True) as store:
        return store.patrols.add_plan(plan, recorded_at=at)


def send(number, *, team=1, stop=1, version=1):
    return SentTick(
        tick_id=str(UUID(int=number)),
        version=version,
        team=team,
        stop=stop,
        kind=TickKind.ARRIVED,
        finding=None,
        ticked_at=NOW,
    )


@pytest.fixture
def kept(town):
    """A plan of the west, one of the east, and one that visits both."""
    plans = (WEST_PLAN, EAST_PLAN, SPREAD_PLAN)
    return [keep(town, plan, at=NOW + timedelta(hours=n)) for n, plan in enumerate(plans)]


def refused(change):
    with pytest.raises((AccessError, ParamsError)) as problem:
        change()
    return problem.value.key


def test_plans_of_other_wijken_are_neither_listed_nor_counted_nor_read(town, kept) -> None:
    west, east, both = kept
    agent = replace(town, viewer=AGENT)
    found = service.list_patrols(agent)
    assert [record.plan_id for record in found] == [both.plan_id, west.plan_id]
    assert service.count_patrols(agent) == (2, 0)
    assert service.count_patrols(town) == (3, 0)
    assert refused(lambda: service.read_patrol(agent, east.plan_id)) == "patrol-unknown"
    assert service.read_patrol(agent, west.plan_id).plan == WEST_PLAN


def test_a_plan_of_more_wijken_shows_its_own_stops_by_their_numbers(town, kept) -> None:
    plan = service.read_patrol(replace(town, viewer=AGENT), kept[2].plan_id).plan
    assert [(stop.team, stop.stop, stop.why) for stop in plan.stops] == [
        (1, 2, COUNTED),
        (1, 3, ""),
    ]
    assert plan.left_out == 2
    assert plan.terms.contacts == {f"{WEST[0]}": "Balie west"}
    assert plan.terms.question == ""
    assert say_left_out(plan) == (
        "Van dit plan liggen 2 stops buiten uw wijken; die staan hier niet."
    )


def test_a_plan_with_appointments_alone_is_nobodys_wijk(town) -> None:
    keep(town, draw_plan(stops=(stop_at(OUTSIDE, 1, kind=PlaceKind.APPOINTMENT),)))
    assert service.list_patrols(replace(town, viewer=AGENT)) == []


def test_a_stop_of_another_wijk_cannot_be_ticked_off(town, kept) -> None:
    agent = replace(town, viewer=AGENT)
    _, east, both = kept
    sent = [send(1, stop=1), send(2, stop=2), send(3, team=2), send(4, stop=3)]
    receipt = service.tick_patrol(agent, both.plan_id, sent, now=NOW)
    assert receipt.kept == (sent[1].tick_id, sent[3].tick_id)
    assert receipt.refused == (sent[0].tick_id, sent[2].tick_id)
    ticked = service.read_patrol(town, both.plan_id).ticks
    assert [(tick.stop, tick.place) for tick in ticked] == [(2, f"{WEST[0]}"), (3, f"{OUTSIDE[0]}")]
    assert (
        refused(lambda: service.tick_patrol(agent, east.plan_id, [send(9)], now=NOW))
        == "patrol-unknown"
    )
    assert service.read_patrol(town, east.plan_id).ticks == ()


def test_ticks_of_other_wijken_are_not_shown(town, kept) -> None:
    service.tick_patrol(town, kept[2].plan_id, [send(1, stop=1), send(2, stop=2)], now=NOW)
    (record, _) = service.list_patrols(replace(town, viewer=AGENT))
    assert [tick.stop for tick in record.ticks] == [2]
    assert service.count_patrols(replace(town, viewer=AGENT)) == (2, 1)


def test_a_plan_of_more_wijken_is_not_changed_by_who_sees_a_part_of_it(town, kept) -> None:
    agent = replace(town, viewer=AGENT)
    west, east, both = kept

    def revise(seen, plan):
        return service.revise_patrol(agent, seen, plan, why="Anders", now=NOW)

    assert refused(lambda: revise(both, WEST_PLAN)) == "access-refused"
    assert refused(lambda: revise(east, WEST_PLAN)) == "patrol-unknown"
    assert refused(lambda: revise(west, EAST_PLAN)) == "access-refused"
    part = service.read_patrol(agent, both.plan_id).plan
    assert refused(lambda: revise(west, part)) == "access-refused"
    assert refused(lambda: service.revise_patrol(town, west, part, why="Anders", now=NOW)) == (
        "access-refused"
    )
    assert revise(west, WEST_PLAN).version == 2


def test_a_version_that_moved_out_of_the_wijk_takes_the_plan_along(town, kept) -> None:
    service.revise_patrol(town, kept[0], EAST_PLAN, why="Verplaatst", now=NOW)
    agent, elsewhere = (replace(town, viewer=viewer) for viewer in (AGENT, ELSEWHERE))
    assert refused(lambda: service.read_patrol(agent, kept[0].plan_id)) == "patrol-unknown"
    versions = service.read_patrol(elsewhere, kept[0].plan_id).versions
    # Nor does the version before tell of the other wijk.
    assert [version.version for version in versions] == [2]


def test_presence_is_told_of_the_own_wijken_alone(town, kept) -> None:
    day = NOW.date()
    period = Period(first=day, last=day)
    service.tick_patrol(town, kept[2].plan_id, [send(1, stop=1), send(2, stop=2)], now=NOW)
    whole, own, lost = (
        service.report_dosage(replace(town, viewer=viewer), period)
        for viewer in (town.viewer, AGENT, LOST)
    )
    assert set(whole.dosage.spots["x"]) == {float(WEST[0]), float(OOST[0])}
    assert set(own.dosage.spots["x"]) == {float(WEST[0])}
    assert (whole.plans, own.plans, lost.plans) == (3, 2, 0)
    assert lost.dosage.spots.empty
    assert service.find_planned_days(replace(town, viewer=AGENT)) == period
    assert service.find_planned_days(replace(town, viewer=LOST)) is None


def put(town, place, *, number=1):
    x, y = (float(value) for value in place)
    site = Site(place=(x, y), points=12.5, incidents=20)
    drawn = draw_placement(siting=Siting(chosen=site, suggested=site))
    return service.record_placement(town, drawn, now=MOMENT + timedelta(hours=number))


def test_placements_of_other_wijken_are_neither_listed_nor_read(town) -> None:
    near = (501_050, 5_700_500)
    west, east, _ = (put(town, place, number=n) for n, place in enumerate((WEST, OOST, near)))
    agent = as_seen_by(town, AGENT)
    # The range of the third reaches into the own wijk.
    assert [record.placement_id for record in service.list_placements(agent)] == [3, 1]
    assert refused(lambda: service.read_placement(agent, east.placement_id)) == "placement-unknown"
    assert service.read_placement(agent, west.placement_id).last.used == draw_placement().used
    assert len(service.list_placements(as_seen_by(town, BOTH))) == 3
    assert service.list_placements(as_seen_by(town, LOST)) == []


def test_a_wijkagent_reads_of_a_placement_where_and_when_and_no_counts(town) -> None:
    number = put(town, WEST).placement_id
    survey = SafetySurvey(
        placement_id=number, moment=Moment.BEFORE, asked=9, safe=4, recorded_at=MOMENT
    )
    service.record_survey(town, survey)
    record = service.read_placement(as_seen_by(town, AGENT), number)
    goal = record.last.goal
    assert (goal.control, goal.expected, goal.power) == (None, 0, 0)
    assert record.surveys == {}
    (told,) = tell_records([record])["placements"]
    version = told["versions"][0]
    assert version["themes"] == [{"theme": "jeugdoverlast", "weight": 1.0, "incidents": None}]
    assert version["site"] == {"place": [500_500.0, 5_700_500.0], "points": None, "incidents": None}
    hidden = ("expected", "smallest_reduction", "power", "control", "suggested", "weighed")
    assert {version[name] for name in hidden} == {None}
    whole = tell_records([service.read_placement(as_seen_by(town, ORDER), number)])
    assert whole["placements"][0]["versions"][0]["expected"] == 30


def agree(town, ground, **changes):
    agreement = draw_agreement(ground=ground, status=Status.BUSY, **changes)
    return service.record_agreement(town, agreement, now=MOMENT)


def park(shape):
    return replace(HOTSPOT, kind=GroundKind.PARK, name="De Kade", outline=write_outline(shape))


@pytest.mark.parametrize(
    ("viewer", "ground", "sources", "is_told"),
    [
        (AGENT, HOTSPOT, None, True),
        (AGENT, park(SPANNING), ("meldsysteem",), False),
        (ORDER, HOTSPOT, None, False),
        (ORDER, HOTSPOT, ("meldsysteem",), False),
        (ORDER, HOTSPOT, ("signalen", "meldsysteem"), False),
        (BOTH, HOTSPOT, ("meldsysteem",), True),
        (BOTH, park(SPANNING), ("meldsysteem",), False),
    ],
)
def test_where_a_goal_begins_is_told_to_who_may_see_the_incidents(
    town, viewer, ground, sources, is_told
) -> None:
    agree(town, ground, sources=sources)
    asked = as_seen_by(town, viewer)
    (listed,) = service.list_agreements(asked)
    read = service.read_agreement(asked, 1)
    assert listed.has_counts == read.has_counts == is_told
    assert {listed.last.goal.start, read.first.goal.start} == {40 if is_told else None}
    # What was agreed on is no count.
    assert read.last.goal.wanted == 20


def test_a_ground_for_the_police_source_opens_the_count_to_openbare_orde(town) -> None:
    agree(town, HOTSPOT, sources=("meldsysteem",))
    asked = as_seen_by(town, ORDER, ground="artikel 16 van de Wpg")
    assert service.read_agreement(asked, 1).last.goal.start == 40


def test_a_count_out_of_sight_is_in_no_word_and_no_figure(town) -> None:
    goal = replace(draw_agreement().goal, to=None, reduction=0.5)
    agree(town, HOTSPOT, goal=goal)
    record = service.read_agreement(as_seen_by(town, ORDER), 1)
    told = tell_version(record.versions[-1], {}, LAST_DAY)
    assert (told["goal"]["start"], told["goal"]["wanted"]) == (None, None)
    assert (
        told["said"]["goal"] == "50% minder meldingen van jeugdoverlast, uiterlijk 25 oktober 2026"
    )
    assert not [line for line in print_version(told) if "40" in line or "20 " in line]
    result = service.measure_agreement(as_seen_by(town, ORDER), 1, LAST_DAY)
    assert result.why is Unmeasured.OUT_OF_SIGHT
    assert (result.progress.count, result.effect) == (None, None)
    assert tell_result(result)["said"]["goal"] == "voor u niet te tellen"
    assert list(print_result(tell_result(result)))


def test_a_later_version_by_who_does_not_see_the_count_leaves_it_as_it_was(town) -> None:
    agree(town, HOTSPOT)
    order = as_seen_by(town, ORDER)
    seen = service.read_agreement(order, 1).versions[-1]

    def revise(**changes):
        changed = replace(seen.agreement, **changes)
        return service.revise_agreement(order, seen, changed, why="Klaar", now=MOMENT)

    for goal in (
        replace(seen.agreement.goal, to=39),
        replace(seen.agreement.goal, to=None, reduction=0.1),
        replace(seen.agreement.goal, start=7, to=5),
    ):
        # No figure that is tried tells where the goal begins.
        assert refused(lambda goal=goal: revise(goal=goal)) == "access-refused"
    later = replace(seen.agreement.goal, by=date(2026, 12, 1))
    returned = revise(status=Status.DONE, goal=later)
    assert returned.agreement.goal.start is None
    last = service.read_agreement(town, 1).last
    assert (last.goal.start, last.goal.by, last.status) == (40, date(2026, 12, 1), Status.DONE)


def test_a_goal_without_a_beginning_cannot_be_written_down(town) -> None:
    agreement = draw_agreement(goal=replace(draw_agreement().goal, start=None))
    with pytest.raises(AccessError):
        service.record_agreement(town, agreement, now=MOMENT)


def test_times_that_something_is_done_are_told_wherever_it_is(town) -> None:
    agree(town, park(SPANNING), goal=TIMES, times_done=4)
    result = service.measure_agreement(as_seen_by(town, AGENT), 1, LAST_DAY)
    assert (result.progress.count, result.why) == (4, Unmeasured.OUT_OF_SIGHT)
    order = service.measure_agreement(as_seen_by(town, ORDER), 1, LAST_DAY)
    assert order.why is not Unmeasured.OUT_OF_SIGHT


def test_a_plan_says_from_which_sources_it_was_counted(tmp_path) -> None:
    town = build_town(tmp_path)
    agreed = service.plan_agreement(town, HOTSPOT, draw_agreed())
    assert (agreed.goal.start, agreed.sources) == (40, ("meldsysteem",))
    agent = as_seen_by(town, AGENT)
    assert service.plan_agreement(agent, HOTSPOT, draw_agreed()).goal == agreed.goal
    assert refused(lambda: service.plan_agreement(agent, park(SPANNING), draw_agreed())) == (
        "agreement-ground-outside"
    )


@given(x=st.floats(499_500, 502_500), y=st.floats(5_699_500, 5_701_500))
def test_each_place_lies_in_one_own_wijk_at_most(towns, x, y) -> None:
    west, east = towns
    in_west, in_east = (bool(own.hold([(x, y)])[0]) for own in towns)
    assert not (in_west and in_east)
    assert in_west <= shapely.dwithin(west.shape, Point(x, y), 1e-6)
    assert in_east <= shapely.dwithin(east.shape, Point(x, y), 1e-6)
    # What the own wijken cover they hold, and what they hold they touch.
    around = Point(x, y).buffer(5)
    assert west.covers(around) <= west.touches(around)


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    town = make_town(tmp_path_factory.mktemp("own"), [])
    layers = service.list_layers(town)
    return [
        draw_own_ground(replace(town, viewer=viewer), layers=layers)
        for viewer in (AGENT, ELSEWHERE)
    ]
