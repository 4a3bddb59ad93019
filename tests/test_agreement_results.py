import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from agreement_drawings import BEFORE, GOAL, HOTSPOT, TIMES, draw_agreement, draw_plan
from placement_town import (
    CONTROL,
    LAST_DAY,
    MOMENT,
    USED,
    WEST,
    build_town,
    place_earlier,
    place_west,
    spread,
)
from towns import NOW, make_town

from geo import service
from geo.advice.displacement import BeforeAfter
from geo.advice.evaluation import Verdict
from geo.agreements import AgreedGround, GroundKind, Status, write_outline
from geo.params import Period
from geo.service.agreement.answers import Unmeasured
from geo.service.upkeep_answers import ImportOptions

BUSY = draw_agreement(status=Status.BUSY)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town where youth work was done, and it helped."""
    town = build_town(tmp_path_factory.mktemp("acties"))
    service.record_agreement(town, BUSY, now=MOMENT)
    return town


def measure(town, number=1, as_of=LAST_DAY):
    return service.measure_agreement(town, number, as_of)


def measure_one(folder, agreement=BUSY, counts=None, **options):
    town = build_town(folder, counts, **options)
    service.record_agreement(town, agreement, now=MOMENT)
    return measure(town)


def add_wijk(town, code, name, west):
    """A square kilometre more, in the file of the wijken."""
    path = town.boundaries_dir / "wijken.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    ring = shapely.box(west, 5_700_000, west + 1000, 5_701_000)
    feature = {
        "type": "Feature",
        "properties": {"area_code": code, "name": name, "inhabitants": 1, "dwellings": 1},
        "geometry": shapely.geometry.mapping(ring),
    }
    path.write_text(
        json.dumps({**content, "features": [*content["features"], feature]}), encoding="utf-8"
    )


def add_rows(town, folder, rows):
    """More incidents, from another file."""
    path = folder / "meer.csv"
    lines = [f"M{n},{start},{x},{y},{code}" for n, (code, start, (x, y)) in enumerate(rows)]
    path.write_text("\n".join(["id,start,x,y,code", *lines]) + "\n", encoding="utf-8")
    service.import_incidents(town, [path], ImportOptions(mapping=folder / "rows.toml"), now=NOW)
    return town


def elsewhere(place, metres=40, **changes):
    """The same on another place."""
    outline = write_outline(shapely.Point(place).buffer(metres))
    return replace(BUSY, ground=replace(HOTSPOT, outline=outline), **changes)


def test_a_hotspot_is_held_against_a_place_like_it(town) -> None:
    result = measure(town)
    assert result.why is None
    effect = result.effect
    assert (effect.windows.before, effect.windows.after) == (BEFORE, USED)
    # A circle of a hundred metres holds what lies ninety metres off as well.
    assert effect.target_m == 100
    assert effect.counts.target == BeforeAfter(50, 21)
    assert effect.counts.control == BeforeAfter(50, 50)
    assert effect.reduction == 0.5
    assert effect.judged.evaluation.verdict is Verdict.EFFECTIVE


def test_the_goal_is_followed_in_the_ground_itself(town) -> None:
    progress = measure(town).progress
    assert (progress.count, progress.period, progress.is_reached) == (12, USED, True)


def test_a_goal_that_is_not_reached_is_said(tmp_path) -> None:
    progress = measure_one(tmp_path, counts={"target": (40, 21)}).progress
    assert (progress.count, progress.is_reached) == (21, False)


def test_nobody_says_that_a_goal_is_reached_before_its_days_are_over(town) -> None:
    halfway = USED.first + timedelta(days=27)
    progress = measure(town, as_of=halfway).progress
    assert (progress.period.last, progress.is_reached) == (halfway, None)


@pytest.mark.parametrize(
    ("done", "status", "as_of", "expected"),
    [
        (None, Status.BUSY, LAST_DAY, None),
        (3, Status.BUSY, USED.last, None),
        (3, Status.STOPPED, USED.last, False),
        (3, Status.BUSY, TIMES.by, False),
        (10, Status.BUSY, USED.first, True),
    ],
)
def test_what_was_done_is_held_against_what_was_agreed(
    tmp_path, done, status, as_of, expected
) -> None:
    agreement = draw_agreement(goal=TIMES, status=status, times_done=done)
    town = make_town(tmp_path, [])
    service.record_agreement(town, agreement, now=MOMENT)
    progress = measure(town, as_of=as_of).progress
    assert (progress.count, progress.is_reached) == (done, expected)


def test_the_days_are_those_of_the_last_version_and_the_goal_that_of_the_first(tmp_path) -> None:
    town = build_town(tmp_path)
    first = service.record_agreement(town, BUSY, now=MOMENT)
    shorter = Period(first=USED.first, last=USED.first + timedelta(days=34))
    later = replace(BUSY, used=shorter, goal=replace(GOAL, to=39))
    service.revise_agreement(town, first, later, why="Minder mensen", now=MOMENT)
    result = measure(town)
    assert result.effect.windows.after == shorter
    assert result.effect.reduction == 0.5


def area(kind, code, shape):
    ground = AgreedGround(kind=kind, name=code, code=code, outline=write_outline(shape))
    return replace(BUSY, ground=ground)


WEST_HALF = shapely.box(500_000, 5_700_000, 501_000, 5_701_000)
PARK = shapely.box(500_400, 5_700_400, 500_600, 5_700_600)


@pytest.mark.parametrize(
    ("agreement", "as_of", "why"),
    [
        (draw_agreement(), LAST_DAY, Unmeasured.NOT_BEGUN),
        (BUSY, USED.first - timedelta(days=1), Unmeasured.TOO_EARLY),
        (BUSY, USED.first + timedelta(days=26), Unmeasured.TOO_SHORT),
        (elsewhere((501_500, 5_700_500)), LAST_DAY, Unmeasured.TOO_FEW),
        (area(GroundKind.WIJK, "W1", WEST_HALF.buffer(5)), LAST_DAY, Unmeasured.WHOLE_TOWN),
        # The other wijk touches it, and there is no other park.
        (area(GroundKind.WIJK, "W1", WEST_HALF), LAST_DAY, Unmeasured.NO_CONTROL),
        (area(GroundKind.PARK, "P1", PARK), LAST_DAY, Unmeasured.NO_CONTROL),
    ],
)
def test_what_cannot_be_measured_says_why(tmp_path, agreement, as_of, why) -> None:
    town = build_town(tmp_path)
    service.record_agreement(town, agreement, now=MOMENT)
    result = measure(town, as_of=as_of)
    assert (result.why, result.effect) == (why, None)


def test_without_data_of_before_nothing_is_measured(tmp_path) -> None:
    town = make_town(tmp_path, spread(40, WEST, USED))
    service.record_agreement(town, BUSY, now=MOMENT)
    assert measure(town).why is Unmeasured.NO_BEFORE


def test_another_agreement_on_the_ground_in_those_days_leaves_it_unmeasured(tmp_path) -> None:
    town = build_town(tmp_path)
    near = (WEST[0] + 60, WEST[1])
    for agreement in (
        BUSY,
        elsewhere(near),
        # Of these nobody says that they were begun, or they were elsewhere, or long before.
        elsewhere(near, status=Status.AGREED),
        elsewhere((501_500, 5_700_900)),
        elsewhere(near, used=Period(first=date(2025, 10, 1), last=date(2025, 10, 31))),
    ):
        service.record_agreement(town, agreement, now=MOMENT)
    result = measure(town)
    assert result.why is Unmeasured.OTHER_MEASURE
    assert (result.overlap.agreements, result.overlap.placements) == ((2,), ())


def test_a_camera_on_the_ground_in_those_days_leaves_it_unmeasured(tmp_path) -> None:
    town = build_town(tmp_path)
    service.record_agreement(town, BUSY, now=MOMENT)
    service.record_placement(town, place_earlier(), now=MOMENT)
    assert measure(town).why is None
    service.record_placement(town, place_west(), now=MOMENT)
    result = measure(town)
    assert result.why is Unmeasured.OTHER_MEASURE
    assert (result.overlap.agreements, result.overlap.placements) == ((), (2,))


def test_a_place_with_another_measure_is_no_control(tmp_path) -> None:
    town = build_town(tmp_path)
    for agreement in (BUSY, elsewhere(CONTROL)):
        service.record_agreement(town, agreement, now=MOMENT)
    # What is left to compare with had nothing before, so that nothing is proven.
    effect = measure(town).effect
    assert effect.counts.control.before == 0
    assert effect.judged.evaluation.verdict is Verdict.INSUFFICIENT


def test_a_wijk_is_held_against_another_that_does_not_touch_it(tmp_path) -> None:
    far = (502_500, 5_700_500)
    town = build_town(tmp_path)
    add_wijk(town, "W3", "Verre", 502_000)
    rows = (
        spread(40, far, BEFORE)
        + spread(40, far, USED)
        + spread(60, far, Period(first=date(2025, 9, 1), last=date(2026, 6, 7)))
    )
    town = add_rows(town, tmp_path, rows)
    service.record_agreement(town, area(GroundKind.WIJK, "W1", WEST_HALF), now=MOMENT)
    result = measure(town)
    assert result.why is None
    effect = result.effect
    assert (effect.control, effect.target_m) == ("Verre", None)
    # All of the wijk: both busy places and what lies around them.
    assert effect.counts.target == BeforeAfter(100, 71)
    assert effect.counts.control == BeforeAfter(40, 40)
    assert effect.counts.buffer is None


def test_many_results_are_those_of_each_alone(town) -> None:
    records = service.list_agreements(town)
    together = service.measure_agreements(town, records, LAST_DAY)
    assert together == [measure(town, record.agreement_id) for record in records]


def test_a_goal_begins_with_what_was_counted(tmp_path) -> None:
    town = build_town(tmp_path)
    agreement = service.plan_agreement(town, HOTSPOT, draw_plan())
    assert (agreement.goal.start, agreement.goal.counted) == (40, BEFORE)
    assert (agreement.goal.wanted, agreement.goal.by) == (20, USED.last)
    assert agreement.data_as_of == LAST_DAY
    assert not agreement.synthetic


def test_a_goal_of_later_days_begins_with_the_last_ones_that_are_known(tmp_path) -> None:
    town = build_town(tmp_path)
    used = Period(first=date(2027, 1, 1), last=date(2027, 1, 20))
    agreement = service.plan_agreement(town, HOTSPOT, draw_plan(used=used, by=date(2027, 2, 1)))
    assert agreement.goal.counted == Period(first=LAST_DAY - timedelta(days=19), last=LAST_DAY)
