from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from placement_drawings import draw_placement
from pydantic import ValidationError

from geo.errors import ParamsError
from geo.params import HourSelection, Period
from geo.placements import (
    MOST_TEXT,
    FrozenGoal,
    Moment,
    PlacementVersion,
    Safeguards,
    SafetySurvey,
    Site,
    Siting,
    ThemeGoal,
    decode_placement,
    encode_placement,
    find_days_before,
)
from geo.schema import DayPart

PLACEMENT = draw_placement()
HERE, THERE = (
    Site(place=(100.0, 200.0), points=12.5, incidents=20),
    Site(place=(300.0, 200.0), points=15.0, incidents=26),
)
MOMENT = datetime(2024, 1, 2, 9, 30, tzinfo=UTC)


def test_a_placement_comes_back_from_json_as_it_was() -> None:
    full = replace(
        PLACEMENT,
        hours=HourSelection(weekdays=(4, 5), day_parts=(DayPart.EVENING,)),
        siting=Siting(chosen=HERE, suggested=THERE, reason="Op het plein staat een boom"),
        safeguards=Safeguards(lighter_measures="Extra toezicht", consulted_on=date(2023, 12, 1)),
        synthetic=True,
    )
    assert decode_placement(encode_placement(full)) == full
    assert decode_placement(encode_placement(PLACEMENT)) == PLACEMENT


def test_what_is_not_filled_in_stays_empty() -> None:
    kept = decode_placement(encode_placement(PLACEMENT)).safeguards
    assert (kept.lighter_measures, kept.consulted_on, kept.viewing_hours) == ("", None, "")


@pytest.mark.parametrize("text", ["", "{}", "[1]", encode_placement(PLACEMENT)[:-9]])
def test_what_is_no_placement_is_not_read(text) -> None:
    with pytest.raises(ValidationError):
        decode_placement(text)


def test_a_stored_placement_that_breaks_a_rule_is_not_read() -> None:
    text = encode_placement(PLACEMENT).replace('"retention_days":28', '"retention_days":29')
    with pytest.raises(ValidationError):
        decode_placement(text)


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert PLACEMENT.used.days == PLACEMENT.before.days
    assert (PLACEMENT.used.first - PLACEMENT.before.last).days == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 1, 1), date(2024, 1, 7), False),
        (date(2024, 1, 1), date(2024, 1, 8), True),
        (date(2024, 2, 1), date(2024, 2, 2), True),
        (date(2024, 3, 3), date(2024, 4, 1), True),
        (date(2024, 3, 4), date(2024, 4, 1), False),
    ],
)
def test_a_unit_stands_in_a_period_that_shares_a_day_with_its_own(first, last, expected) -> None:
    assert PLACEMENT.stands_in(Period(first=first, last=last)) is expected


@pytest.mark.parametrize("month", range(1, 12))
def test_the_days_before_a_month_are_as_many_as_the_month_has(month) -> None:
    used = Period(first=date(2024, month, 1), last=date(2024, month + 1, 1) - timedelta(days=1))
    before = find_days_before(used)
    assert before.days == used.days
    assert before.last + timedelta(days=1) == used.first


def test_another_place_than_suggested_says_what_it_costs() -> None:
    siting = Siting(chosen=HERE, suggested=THERE, reason="Op het plein staat een boom")
    assert siting.is_override
    assert (siting.points_lost, siting.incidents_lost) == (2.5, 6)


def test_the_suggested_place_needs_no_reason_to_the_metre() -> None:
    near = replace(HERE, place=(100.4, 200.4))
    assert not Siting(chosen=near, suggested=HERE).is_override


def test_a_place_where_nothing_was_suggested_needs_a_reason_and_loses_nothing() -> None:
    siting = Siting(chosen=HERE, suggested=None, reason="Op verzoek van de politie")
    assert siting.is_override
    assert (siting.points_lost, siting.incidents_lost) == (0, 0)


WRONG = {
    "placement-no-reason": [
        lambda: Siting(chosen=HERE, suggested=THERE),
        lambda: Siting(chosen=HERE, suggested=THERE, reason="  "),
        lambda: Siting(chosen=HERE, suggested=None),
    ],
    "placement-text-long": [
        lambda: Siting(chosen=HERE, suggested=HERE, reason="x" * (MOST_TEXT + 1)),
        lambda: Safeguards(lighter_measures="x" * (MOST_TEXT + 1)),
        lambda: Safeguards(viewing_hours="x" * (MOST_TEXT + 1)),
        lambda: Safeguards(signs="x" * (MOST_TEXT + 1)),
        lambda: Safeguards(requested=True, request_reference="x" * (MOST_TEXT + 1)),
        lambda: replace(PLACEMENT, purpose="x" * (MOST_TEXT + 1)),
    ],
    "placement-text-missing": [
        lambda: replace(PLACEMENT, purpose=" "),
        lambda: version(2, why=""),
    ],
    "placement-retention": [
        lambda: Safeguards(retention_days=29),
        lambda: Safeguards(retention_days=0),
    ],
    "placement-request": [
        lambda: Safeguards(requested_on=date(2023, 12, 1)),
        lambda: Safeguards(requested=False, request_reference="2023-77"),
    ],
    "placement-buffer": [
        lambda: replace(PLACEMENT.goal, buffer_m=PLACEMENT.goal.target_m),
    ],
    "placement-evaluated-early": [
        lambda: with_goal(evaluated_on=PLACEMENT.used.last),
    ],
    "placement-learned-late": [
        lambda: replace(PLACEMENT, learned_from=PLACEMENT.used),
    ],
    "placement-nowhere": [
        lambda: Site(place=(float("nan"), 0.0), points=1, incidents=1),
        lambda: with_goal(control=(0.0, float("inf"))),
    ],
    "survey-more-safe": [lambda: survey(asked=10, safe=11)],
    "placement-no-zone": [
        lambda: survey(recorded_at=MOMENT.replace(tzinfo=None)),
        lambda: version(1, recorded_at=MOMENT.replace(tzinfo=None)),
    ],
    "period-backwards": [lambda: Period(first=date(2024, 2, 1), last=date(2024, 1, 1))],
    "camera-themes": [
        lambda: replace(PLACEMENT, themes=()),
        lambda: replace(PLACEMENT, themes=PLACEMENT.themes * 2),
    ],
    "share-not-between": [
        lambda: with_goal(reduction=0.0),
        lambda: with_goal(reduction=1.1),
    ],
    "param-negative": [
        lambda: ThemeGoal(theme="jeugdoverlast", weight=-1, incidents=1),
        lambda: ThemeGoal(theme="jeugdoverlast", weight=1, incidents=-1),
        lambda: Site(place=(0, 0), points=-1, incidents=1),
        lambda: with_goal(expected=float("nan")),
        lambda: survey(safe=-1),
    ],
    "param-not-positive": [
        lambda: replace(PLACEMENT, range_m=0),
        lambda: with_goal(target_m=0),
        lambda: version(0),
        lambda: survey(asked=0, safe=0),
        lambda: replace(version(1), placement_id=0),
    ],
}


def with_goal(**changes):
    return replace(PLACEMENT, goal=replace(PLACEMENT.goal, **changes))


def survey(*, asked=10, safe=5, recorded_at=MOMENT):
    return SafetySurvey(
        placement_id=1, moment=Moment.BEFORE, asked=asked, safe=safe, recorded_at=recorded_at
    )


def version(number, *, why="", recorded_at=MOMENT):
    return PlacementVersion(
        placement_id=1, version=number, recorded_at=recorded_at, why=why, placement=PLACEMENT
    )


@pytest.mark.parametrize(("key", "make"), [(key, one) for key in WRONG for one in WRONG[key]])
def test_what_cannot_be_is_refused_by_name(key, make) -> None:
    with pytest.raises(ParamsError) as refused:
        make()
    assert refused.value.key == key


def test_a_first_version_needs_no_why_and_a_later_one_does() -> None:
    assert version(1).why == ""
    assert version(2, why="De driehoek is gehoord").version == 2


def test_a_goal_without_a_control_can_be_recorded() -> None:
    goal = replace(PLACEMENT.goal, control=None, control_distance=None)
    assert isinstance(goal, FrozenGoal)
