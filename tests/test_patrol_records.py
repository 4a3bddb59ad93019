from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from visit_drawings import BEGINS, SQUARE, draw_plan, draw_stop, draw_terms, draw_tick

from geo.errors import ParamsError
from geo.patrol_records import PlanVersion, SavedPlan, decode_terms, encode_terms
from geo.patrol_ticks import Finding, TickKind

KEPT = PlanVersion(plan_id="0123456789ab", version=1, recorded_at=BEGINS, why="", plan=draw_plan())
TICK = draw_tick(KEPT)
NAIVE = datetime(2019, 1, 4, 16)  # noqa: DTZ001  (what is refused)


def test_terms_come_back_from_json_as_they_were():
    terms = draw_terms()
    assert decode_terms(encode_terms(terms)) == terms


def test_a_stop_has_room_for_all_that_is_told_of_it():
    assert len(draw_stop(why="x" * 2000).why) == 2000


def test_a_plan_lists_the_stops_of_each_team_in_order():
    plan = draw_plan()
    assert [stop.stop for stop in plan.list_stops(1)] == [1, 2, 3]
    assert [stop.stop for stop in plan.list_stops(2)] == [1]
    assert plan.list_stops(3) == ()
    assert plan.stops[0].dwell_minutes == 15


@pytest.mark.parametrize(
    ("make", "key"),
    [
        pytest.param(lambda: draw_terms(minutes=0), "param-not-positive", id="no-shift"),
        pytest.param(lambda: draw_terms(teams=()), "patrol-no-team", id="no-team"),
        pytest.param(lambda: draw_terms(begins=NAIVE), "patrol-no-zone", id="no-zone"),
        pytest.param(lambda: draw_terms(minutes=10**12), "patrol-too-long", id="endless-shift"),
        pytest.param(
            lambda: draw_terms(begins=BEGINS.replace(year=9999)),
            "period-out-of-range",
            id="another-age",
        ),
        pytest.param(
            lambda: replace(KEPT, plan_id="<script>"), "patrol-plan-id", id="id-of-no-plan"
        ),
        pytest.param(lambda: draw_stop(label="x\udcff"), "text-signs", id="half-a-sign"),
        pytest.param(lambda: draw_stop(team=0), "param-not-positive", id="team-zero"),
        pytest.param(lambda: draw_stop(stop=0), "param-not-positive", id="stop-zero"),
        pytest.param(lambda: draw_stop(place=" "), "placement-text-missing", id="no-key"),
        pytest.param(lambda: draw_stop(x=float("nan")), "placement-nowhere", id="nowhere"),
        pytest.param(lambda: draw_stop(y=-1e300), "placement-nowhere", id="on-no-map"),
        pytest.param(lambda: draw_stop(label="x" * 501), "placement-text-long", id="long"),
        pytest.param(lambda: draw_stop(why="x" * 2001), "placement-text-long", id="long-why"),
        pytest.param(lambda: draw_stop(starts=NAIVE), "patrol-no-zone", id="stop-no-zone"),
        pytest.param(lambda: draw_stop(dwell=-1), "patrol-stop-backwards", id="backwards"),
        pytest.param(
            lambda: SavedPlan(terms=draw_terms(), stops=()), "patrol-nothing-planned", id="empty"
        ),
        pytest.param(lambda: draw_plan(stops=[draw_stop(3)]), "patrol-nothing-planned", id="team"),
        pytest.param(
            lambda: draw_plan(stops=[draw_stop(stop=2)]), "patrol-nothing-planned", id="skips"
        ),
        pytest.param(
            lambda: draw_plan(stops=[draw_stop(), draw_stop()]),
            "patrol-nothing-planned",
            id="twice",
        ),
        pytest.param(lambda: replace(KEPT, version=0), "param-not-positive", id="version-zero"),
        pytest.param(lambda: replace(KEPT, version=2), "placement-text-missing", id="no-reason"),
        pytest.param(lambda: replace(KEPT, recorded_at=NAIVE), "patrol-no-zone", id="kept-no-zone"),
        pytest.param(lambda: replace(TICK, tick_id="1"), "patrol-tick", id="no-uuid"),
        pytest.param(
            lambda: replace(TICK, tick_id="{00000000-0000-0000-0000-00000000000A}"),
            "patrol-tick",
            id="uuid-written-otherwise",
        ),
        pytest.param(
            lambda: replace(TICK, finding=Finding.WASTE), "patrol-tick", id="finding-too-many"
        ),
        pytest.param(
            lambda: replace(TICK, kind=TickKind.PARTICULAR), "patrol-tick", id="no-finding"
        ),
        pytest.param(
            lambda: replace(TICK, recorded_at=TICK.ticked_at - timedelta(seconds=1)),
            "patrol-tick",
            id="from-the-future",
        ),
        pytest.param(lambda: replace(TICK, ticked_at=NAIVE), "patrol-no-zone", id="tick-no-zone"),
    ],
)
def test_what_is_no_record_is_refused(make, key):
    with pytest.raises(ParamsError) as told:
        make()
    assert told.value.key == key


def test_a_record_has_no_room_for_a_person():
    """Whoever adds a field here has to say that it holds no name and no free text."""
    assert set(vars(TICK)) == {
        "tick_id",
        "plan_id",
        "version",
        "team",
        "stop",
        "place",
        "organisation",
        "kind",
        "finding",
        "ticked_at",
        "recorded_at",
    }
    assert TICK.place == SQUARE
