from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from placement_town import CODE, CONTROL, COUNTS, LAST_DAY, USED, YOUTH, draw_rows
from towns import NOW, WEST, make_town
from visit_drawings import draw_stop, draw_terms

from geo import service
from geo.advice.displacement import BeforeAfter
from geo.advice.dosage import Rotation
from geo.advice.evaluation import Verdict
from geo.params import Period
from geo.patrol_records import SavedPlan
from geo.patrol_ticks import SentTick, TickKind
from geo.placements import find_days_before
from geo.schema import PlaceKind
from geo.service.patrol.visit_answers import Unjudged
from geo.store import Store
from geo.visit_params import DosageRules, VisitTerms

TERMS = VisitTerms(target_m=60, buffer_m=120, reduction=0.5)


def keep(town, day, *, place=WEST, done=True, minutes=15, kind=PlaceKind.HOTSPOT, **changes):
    """Keep a plan of one stop on a day of the period, and tick it off."""
    begins = datetime.combine(
        USED.first + timedelta(days=day), datetime.min.time(), town.timezone
    ) + timedelta(hours=18)
    stop = draw_stop(
        place=f"{YOUTH}:{place}",
        kind=kind,
        begins=begins,
        x=float(place[0]),
        y=float(place[1]),
        **changes,
    )
    plan = SavedPlan(terms=draw_terms(begins), stops=(stop,))
    with Store(town.store_path) as store:
        plan_id = store.patrols.add_plan(plan, recorded_at=NOW).plan_id
    moments = {TickKind.ARRIVED: begins, TickKind.LEFT: begins + timedelta(minutes=minutes)}
    sent = [
        SentTick(
            tick_id=str(UUID(int=number)),
            version=1,
            team=1,
            stop=1,
            kind=kind,
            finding=None,
            ticked_at=moment,
        )
        for number, (kind, moment) in enumerate(moments.items())
    ]
    if done:
        service.tick_patrol(town, plan_id, sent, now=NOW)
    return plan_id


@pytest.fixture
def town(tmp_path):
    """A town where incidents went down by more than half on the busy place, and not elsewhere."""
    return make_town(tmp_path, draw_rows())


def judge(town, period=USED, terms=TERMS):
    return service.evaluate_visits(town, service.report_dosage(town, period), terms=terms)


def test_visits_are_held_against_the_plans_by_local_day(town):
    keep(town, 0)
    keep(town, 1, minutes=10)
    keep(town, 8, done=False)
    report = service.report_dosage(town, USED)
    assert (report.plans, report.themes, report.synthetic) == (3, ("jeugdoverlast",), False)
    (spot,) = report.dosage.spots.to_dict("records")
    assert (spot["planned_visits"], spot["planned_minutes"]) == (3, 45)
    assert (spot["done_visits"], spot["done_minutes"], spot["untimed"]) == (2, 25, 0)
    assert report.dosage.weeks["done_visits"].tolist() == [2, 0, 0, 0, 0, 0, 0, 0]
    assert report.dosage.weeks["planned_visits"].tolist() == [2, 1, 0, 0, 0, 0, 0, 0]
    # Six weeks after the last visit the place was left alone for long.
    assert spot["rotation"] == Rotation.LONG_UNVISITED
    rules = DosageRules(unvisited_days=60)
    again = service.report_dosage(town, USED, rules=rules).dosage.spots["rotation"]
    assert again.tolist() == [Rotation.AS_PLANNED]


def test_a_visit_just_after_midnight_is_of_the_new_day(town):
    """Ten past midnight on Monday in Brussels is still Sunday in UTC."""
    begins = datetime.combine(USED.first, datetime.min.time(), town.timezone)
    plan = SavedPlan(terms=draw_terms(begins), stops=(draw_stop(begins=begins, minutes=10),))
    with Store(town.store_path) as store:
        store.patrols.add_plan(plan, recorded_at=NOW)
    sunday = USED.first - timedelta(days=1)
    plans = [
        service.report_dosage(town, Period(first=day, last=day)).plans
        for day in (sunday, USED.first)
    ]
    assert plans == [0, 1]


def test_stops_that_are_no_hotspot_are_counted_apart(town):
    keep(town, 0)
    keep(town, 1, kind=PlaceKind.APPOINTMENT)
    keep(town, 2, kind=PlaceKind.ADDED, done=False)
    keep(town, 3, kind=PlaceKind.REPEAT)
    report = service.report_dosage(town, USED)
    assert report.others == (2, 1)
    assert report.dosage.spots["planned_visits"].tolist() == [2]


def test_incidents_around_a_visited_place_are_held_against_its_control(town):
    keep(town, 0)
    found = judge(town)
    assert found.windows.after == USED
    assert found.windows.before == find_days_before(USED)
    ((row, control),) = found.pairs
    assert row == 0
    assert abs(control[0] - CONTROL[0]) <= TERMS.target_m
    assert abs(control[1] - CONTROL[1]) <= TERMS.target_m
    assert found.counts.target == BeforeAfter(*COUNTS["target"])
    assert found.counts.control == BeforeAfter(*COUNTS["control"])
    # By hand: -28 on the place and -1 around it, over the root of all counts.
    assert found.evaluation.net.estimate == -29
    assert found.evaluation.net.variance == 40 + 12 + 40 + 40 + 10 + 9 + 10 + 10
    assert found.evaluation.verdict is Verdict.EFFECTIVE


def test_without_a_drop_there_is_no_effect_to_speak_of(tmp_path):
    town = make_town(tmp_path, draw_rows({"target": (40, 40)}))
    keep(town, 0)
    assert judge(town).evaluation.verdict in {Verdict.NO_EFFECT_SHOWN, Verdict.INSUFFICIENT}


def test_a_handful_of_incidents_is_too_few_to_judge(tmp_path):
    town = make_town(tmp_path, draw_rows({"target": (4, 0), "control": (4, 4)}))
    keep(town, 0)
    assert judge(town).evaluation.verdict is Verdict.INSUFFICIENT


def test_the_days_count_from_the_first_visit_on(town):
    keep(town, 14)
    windows = judge(town).windows
    assert windows.after == Period(first=USED.first + timedelta(days=14), last=USED.last)
    assert windows.before.days == windows.after.days
    assert windows.before.last == USED.first + timedelta(days=13)


def test_places_whose_surroundings_overlap_count_once(town):
    keep(town, 0)
    keep(town, 1)
    keep(town, 2, place=(WEST[0] + 150, WEST[1]))
    found = judge(town)
    assert (len(found.pairs), found.met) == (1, 1)


def test_a_place_that_is_planned_too_is_no_control(town):
    """Incidents lie on two places: with both in the plan nothing is left to compare with."""
    keep(town, 0)
    keep(town, 1, place=CONTROL, done=False)
    found = judge(town)
    assert (found.why, found.lonely) == (Unjudged.NO_CONTROL, 1)


@pytest.mark.parametrize(
    ("day", "period", "why"),
    [
        pytest.param(None, USED, Unjudged.NO_VISIT, id="nobody-came"),
        pytest.param(
            (LAST_DAY - USED.first).days + 30,
            Period(first=USED.first, last=LAST_DAY + timedelta(days=60)),
            Unjudged.TOO_EARLY,
            id="no-incidents-since",
        ),
    ],
)
def test_why_nothing_can_be_said_is_told(town, day, period, why):
    keep(town, day or 0, done=day is not None)
    found = judge(town, period)
    assert (found.why, found.evaluation) == (why, None)


def test_without_older_incidents_there_is_nothing_to_compare_with(tmp_path):
    first = [(CODE, f"{USED.first}T20:00", WEST)] * 12
    town = make_town(tmp_path, first)
    keep(town, 0)
    assert judge(town).why is Unjudged.NO_BEFORE


def test_where_every_place_is_visited_there_is_no_control(town):
    keep(town, 0)
    wide = replace(TERMS, target_m=2_000, buffer_m=4_000)
    found = judge(town, terms=wide)
    assert (found.why, found.lonely, found.pairs) == (Unjudged.NO_CONTROL, 1, ())


def test_the_days_of_the_plans_are_found(town):
    assert service.find_planned_days(town) is None
    keep(town, 8, done=False)
    keep(town, 2, done=False)
    first, last = (USED.first + timedelta(days=day) for day in (2, 8))
    assert service.find_planned_days(town) == Period(first=first, last=last)


def test_an_empty_house_has_nothing_to_tell(tmp_path):
    town = make_town(tmp_path, [])
    report = service.report_dosage(town, USED)
    assert (len(report.dosage.spots), report.others, report.plans) == (0, (0, 0), 0)
    assert service.evaluate_visits(town, report).why is Unjudged.NO_VISIT
