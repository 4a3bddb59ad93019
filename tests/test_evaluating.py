from dataclasses import replace
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pytest
from placement_town import (
    COUNTS,
    LAST_DAY,
    MOMENT,
    USED,
    WEST,
    build_town,
    draw_rows,
    place_earlier,
    place_west,
    spread,
)
from shapely import box
from towns import NOW, make_town

from geo import service
from geo.advice.displacement import BeforeAfter, Spread, Undefined
from geo.advice.evaluation import Advice, Verdict
from geo.errors import ParamsError
from geo.params import HourSelection, MonteCarlo, Period
from geo.placements import (
    Moment,
    Placement,
    Safeguards,
    SafetySurvey,
    Site,
    Siting,
    find_days_before,
)
from geo.schema import DayPart, OutlineLayer, PlacePrecision
from geo.service.placement.answers import Cut, LeftOut

FEW = MonteCarlo(repeats=19)
BEFORE = find_days_before(USED)
PLACEMENT = place_west()
ELSEWHERE = Site(place=(501_500.0, 5_700_500.0), points=1.0, incidents=1)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town where the camera worked, with its placement."""
    town = build_town(tmp_path_factory.mktemp("evaluating"))
    record(town)
    return town


def record(town, placement: Placement = PLACEMENT):
    return service.record_placement(town, placement, now=MOMENT)


def revise(town, last, why="Anders besloten", **changes):
    return service.revise_placement(
        town, last, replace(last.placement, **changes), why=why, now=MOMENT
    )


def evaluate(town, placement_id=1, as_of=LAST_DAY):
    return service.evaluate_placement(town, placement_id, as_of, draws=FEW)


def evaluate_counts(folder, placement=PLACEMENT, **counts):
    town = build_town(folder, counts)
    record(town, placement)
    return evaluate(town)


def pairs(counts):
    areas = (counts.target, counts.control, counts.buffer, counts.buffer_control)
    return tuple((area.before, area.after) for area in areas)


def test_incidents_are_counted_in_four_areas_over_equal_days(town) -> None:
    outcome = evaluate(town).outcome
    assert outcome.windows.after == USED
    assert outcome.windows.before == BEFORE
    assert pairs(outcome.counts) == tuple(
        COUNTS[name] for name in ("target", "control", "buffer", "buffer_control")
    )


def test_the_difference_is_that_of_the_four_areas(town) -> None:
    found = evaluate(town).outcome.evaluation
    assert found.net.estimate == -28 - 0 - 1 - 0
    assert found.net.variance == 40 + 12 + 40 + 40 + 10 + 9 + 10 + 10
    assert found.target.estimate == -28
    assert found.verdict is Verdict.EFFECTIVE
    assert found.quotient.spread is Spread.DIFFUSION
    assert found.target_change.p_value < 0.001


def test_an_effective_camera_at_a_place_that_still_calls_for_it_stays(town) -> None:
    found = evaluate(town)
    assert found.standing.is_hotspot
    assert found.advice is Advice.EXTEND


def test_a_camera_leaves_when_the_place_is_no_hotspot_any_more(tmp_path) -> None:
    brief = replace(PLACEMENT, learned_from=Period(first=date(2026, 7, 1), last=BEFORE.last))
    town = build_town(tmp_path, {"target": (40, 2), "buffer": (10, 0)})
    record(town, brief)
    found = evaluate(town)
    # A month up to the end: two incidents on the place, twenty at the other one.
    assert not found.standing.is_hotspot
    assert found.standing.better is not None
    assert np.hypot(*np.subtract(found.standing.better, WEST)) > PLACEMENT.range_m
    assert found.advice is Advice.MOVE


def test_what_a_building_hides_does_not_speak_for_a_place(tmp_path) -> None:
    x, y = map(float, WEST)
    south = replace(PLACEMENT.siting.chosen, place=(x, y - 30))
    town = build_town(tmp_path)
    record(town, replace(PLACEMENT, siting=Siting(chosen=south, suggested=south)))
    open_ground = evaluate(town).standing
    assert open_ground.is_hotspot
    wall = gpd.GeoDataFrame(geometry=[box(x - 50, y - 17, x + 50, y - 13)], crs=town.crs)
    wall.to_file(tmp_path / "gebouwen.gpkg")
    service.import_outlines(town, tmp_path / "gebouwen.gpkg", OutlineLayer.FOOTPRINTS)
    walled = evaluate(town).standing
    assert not walled.is_hotspot
    assert walled.points < open_ground.points / 2
    assert walled.better_points > walled.points


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({"target": (9, 0)}, Verdict.INSUFFICIENT),
        ({"target": (40, 12), "control": (0, 0)}, Verdict.INSUFFICIENT),
        ({"target": (40, 38)}, Verdict.INSUFFICIENT),
        ({"target": (0, 0)}, Verdict.INSUFFICIENT),
        ({"target": (300, 295), "control": (300, 300)}, Verdict.NO_EFFECT_SHOWN),
        ({"target": (100, 70), "control": (100, 100), "buffer": (10, 40)}, Verdict.DISPLACEMENT),
    ],
)
def test_the_verdict_is_that_of_the_rule(tmp_path, counts, verdict) -> None:
    assert evaluate_counts(tmp_path, **counts).outcome.evaluation.verdict is verdict


def test_an_empty_control_leaves_the_quotient_undefined(tmp_path) -> None:
    found = evaluate_counts(tmp_path, control=(0, 0)).outcome.evaluation
    assert found.quotient.undefined is Undefined.EMPTY_CONTROL


def test_without_a_control_nothing_is_proven(tmp_path) -> None:
    alone = replace(PLACEMENT, goal=replace(PLACEMENT.goal, control=None, control_distance=None))
    outcome = evaluate_counts(tmp_path, alone).outcome
    assert outcome.counts.control == outcome.counts.buffer_control == BeforeAfter(0, 0)
    assert outcome.evaluation.verdict is Verdict.INSUFFICIENT


def test_what_police_made_and_what_has_no_place_or_hour_is_left_out_and_counted(tmp_path) -> None:
    rows = [*draw_rows(), *spread(5, None, USED), *spread(3, None, BEFORE)]
    town = make_town(tmp_path, rows)
    made = "".join(f"P{n},{USED.first} 20:00,{WEST[0]},{WEST[1]},E35,politie\n" for n in range(25))
    path = tmp_path / "police.csv"
    path.write_text(f"id,start,x,y,code,reporter\n{made}", encoding="utf-8")
    service.import_incidents(town, [path], now=NOW)
    record(town)
    outcome = evaluate(town).outcome
    assert outcome.counts.target == BeforeAfter(*COUNTS["target"])
    assert (outcome.police_made, outcome.without_place) == (25, 8)


def test_only_the_hours_of_use_count_before_and_after(tmp_path) -> None:
    night = spread(30, WEST, USED, hour="02:00") + spread(9, WEST, BEFORE, hour="02:00")
    town = make_town(tmp_path, [*draw_rows(), *night])
    record(town, replace(PLACEMENT, hours=HourSelection(day_parts=(DayPart.EVENING,))))
    record(town)
    assert evaluate(town, 1).outcome.counts.target == BeforeAfter(40, 12)
    assert evaluate(town, 2).outcome.counts.target == BeforeAfter(49, 42)


def test_other_themes_do_not_count(tmp_path) -> None:
    town = make_town(tmp_path, [*draw_rows(), *spread(50, WEST, USED, code="1.2.3")])
    record(town)
    assert evaluate(town).outcome.counts.target == BeforeAfter(40, 12)


def test_precisions_of_what_was_counted_around_the_place_are_told(town) -> None:
    counted = 40 + 12 + 10 + 9
    assert sum(evaluate(town).outcome.precisions.values()) == counted
    assert set(evaluate(town).outcome.precisions) <= set(PlacePrecision)


def test_halfway_as_many_days_before_are_held_against_those_until_then(town) -> None:
    half = USED.first + timedelta(days=27)
    windows = evaluate(town, as_of=half).outcome.windows
    assert (windows.after.first, windows.after.last) == (USED.first, half)
    assert windows.before.days == windows.after.days == 28
    assert windows.before.last == BEFORE.last
    assert windows.cuts == (Cut.RUNNING,)


@pytest.mark.parametrize("month", [2, 3, 7])
def test_a_whole_month_is_held_against_as_many_days_and_no_month(tmp_path, month) -> None:
    town = build_town(tmp_path)
    used = Period(first=date(2026, month, 1), last=date(2026, month + 1, 1) - timedelta(days=1))
    learned = Period(first=date(2025, 9, 1), last=used.first - timedelta(days=1))
    record(town, replace(PLACEMENT, used=used, learned_from=learned))
    windows = evaluate(town).outcome.windows
    assert windows.after == used
    assert windows.before.days == used.days
    assert windows.before.last == learned.last


def test_days_that_the_data_do_not_hold_are_not_taken_for_silent(tmp_path) -> None:
    late = replace(USED, first=date(2026, 10, 12), last=date(2026, 12, 6))
    town = build_town(tmp_path)
    goal = replace(PLACEMENT.goal, evaluated_on=date(2027, 1, 4))
    record(town, replace(PLACEMENT, used=late, goal=goal))
    windows = evaluate(town, as_of=date(2027, 1, 4)).outcome.windows
    assert windows.after.last == LAST_DAY
    assert windows.before.days == windows.after.days == 20
    assert windows.cuts == (Cut.DATA_END,)


def test_a_short_history_shortens_both_sides(tmp_path) -> None:
    rows = spread(20, WEST, Period(first=USED.first - timedelta(days=10), last=LAST_DAY))
    town = make_town(tmp_path, rows)
    record(town)
    windows = evaluate(town).outcome.windows
    assert windows.before.days == windows.after.days == 10
    assert windows.after.first == USED.first
    assert windows.cuts == (Cut.DATA_START,)


@pytest.mark.parametrize(
    ("as_of", "used", "key"),
    [
        (USED.first - timedelta(days=1), USED, "evaluation-too-early"),
        (
            date(2027, 2, 1),
            Period(first=date(2026, 11, 2), last=date(2026, 12, 6)),
            "evaluation-too-early",
        ),
    ],
)
def test_before_there_are_days_to_measure_it_says_so(tmp_path, as_of, used, key) -> None:
    town = build_town(tmp_path)
    goal = replace(PLACEMENT.goal, evaluated_on=date(2027, 1, 4))
    record(town, replace(PLACEMENT, used=used, goal=goal))
    with pytest.raises(ParamsError) as told:
        evaluate(town, as_of=as_of)
    assert told.value.key == key


def test_without_data_from_before_it_says_so(tmp_path) -> None:
    town = make_town(tmp_path, spread(20, WEST, Period(first=USED.first, last=LAST_DAY)))
    record(town)
    with pytest.raises(ParamsError) as told:
        evaluate(town)
    assert told.value.key == "evaluation-no-data"


def test_a_goal_that_was_changed_afterwards_changes_nothing_but_is_told(tmp_path) -> None:
    town = build_town(tmp_path)
    first = record(town)
    untouched = evaluate(town).outcome
    easier = replace(PLACEMENT.goal, reduction=0.1, target_m=30.0, control=(500_900.0, 5_700_100.0))
    revise(
        town,
        first,
        goal=easier,
        safeguards=Safeguards(consulted_on=USED.first),
        purpose="Minder overlast",
    )
    outcome = evaluate(town).outcome
    assert outcome.evaluation == untouched.evaluation
    assert untouched.changes == ()
    assert outcome.changes == (
        "purpose",
        "goal.target_m",
        "goal.control",
        "goal.reduction",
        "safeguards.consulted_on",
    )


def test_days_on_which_the_unit_was_gone_already_do_not_count(tmp_path) -> None:
    town = build_town(tmp_path)
    gone = replace(USED, last=USED.first + timedelta(days=13))
    revise(town, record(town), "Niet meer nodig", used=gone)
    outcome = evaluate(town).outcome
    assert outcome.windows.after == gone
    assert outcome.windows.before.days == 14
    assert outcome.changes == ("used",)


def ask(town, moment, asked, safe):
    service.record_survey(
        town,
        SafetySurvey(placement_id=1, moment=moment, asked=asked, safe=safe, recorded_at=MOMENT),
    )


def test_how_safe_people_feel_is_compared_where_it_was_asked_twice(tmp_path) -> None:
    town = build_town(tmp_path)
    record(town)
    ask(town, Moment.BEFORE, 80, 48)
    assert evaluate(town).outcome.safety is None
    ask(town, Moment.AFTER, 70, 56)
    safety = evaluate(town).outcome.safety
    assert safety.difference == pytest.approx(0.2)
    assert (safety.low, safety.high) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_placements_are_pooled_and_those_that_cannot_be_are_named(tmp_path) -> None:
    town = build_town(tmp_path)
    record(town)
    record(town, place_earlier(goal=replace(PLACEMENT.goal, reduction=0.3)))
    alone = replace(PLACEMENT.goal, control=None, control_distance=None)
    record(town, replace(PLACEMENT, goal=alone))
    later = Period(first=date(2026, 11, 2), last=date(2026, 12, 6))
    record(
        town,
        replace(PLACEMENT, used=later, goal=replace(PLACEMENT.goal, evaluated_on=date(2027, 1, 4))),
    )
    pooled = service.evaluate_all(town, LAST_DAY)
    first, second = (evaluate(town, number).outcome for number in (1, 2))
    assert [outcome.record.placement_id for outcome in pooled.outcomes] == [1, 2]
    assert pooled.left_out == {3: LeftOut.NO_CONTROL, 4: LeftOut.TOO_EARLY}
    nets = [outcome.evaluation.net for outcome in (first, second)]
    assert pooled.evaluation.net.estimate == sum(net.estimate for net in nets)
    assert pooled.evaluation.net.variance == sum(net.variance for net in nets)
    before = [outcome.counts.target.before for outcome in (first, second)]
    assert pooled.reduction == pytest.approx((0.5 * before[0] + 0.3 * before[1]) / sum(before))
    assert not pooled.synthetic


@pytest.mark.parametrize(
    "changes",
    [
        {},
        # The days before it are those of the other.
        {"used": Period(first=date(2026, 9, 28), last=date(2026, 10, 25))},
        # It stands elsewhere, and is held against the place of the other.
        {
            "siting": Siting(chosen=ELSEWHERE, suggested=ELSEWHERE),
            "goal": replace(PLACEMENT.goal, control=PLACEMENT.place),
        },
    ],
)
def test_no_incident_counts_for_two_placements(tmp_path, changes) -> None:
    town = build_town(tmp_path)
    record(town)
    goal = replace(PLACEMENT.goal, evaluated_on=date(2026, 12, 1))
    record(town, replace(PLACEMENT, **({"goal": goal} | changes)))
    pooled = service.evaluate_all(town, LAST_DAY)
    assert [outcome.record.placement_id for outcome in pooled.outcomes] == [1]
    assert pooled.left_out == {2: LeftOut.COUNTED}
    assert pooled.evaluation == evaluate(town).outcome.evaluation


def test_places_far_apart_are_pooled_on_the_same_days(tmp_path) -> None:
    town = build_town(tmp_path)
    record(town)
    goal = replace(PLACEMENT.goal, control=(501_200.0, 5_700_800.0))
    record(
        town, replace(PLACEMENT, siting=Siting(chosen=ELSEWHERE, suggested=ELSEWHERE), goal=goal)
    )
    assert len(service.evaluate_all(town, LAST_DAY).outcomes) == 2


def test_invented_placements_are_not_pooled_with_real_ones(tmp_path) -> None:
    town = build_town(tmp_path)
    record(town)
    record(town, replace(PLACEMENT, synthetic=True))
    pooled = service.evaluate_all(town, LAST_DAY)
    assert [outcome.record.placement_id for outcome in pooled.outcomes] == [1]
    assert pooled.left_out == {2: LeftOut.SYNTHETIC}


def test_without_placements_there_is_nothing_to_pool(tmp_path) -> None:
    pooled = service.evaluate_all(make_town(tmp_path, []), LAST_DAY)
    assert (pooled.outcomes, pooled.evaluation, pooled.reduction) == ((), None, None)
    assert not pooled.synthetic
