from datetime import UTC, datetime, timedelta

import pytest
from visit_drawings import BEGINS, ZONE, draw_plan

from geo.patrol_records import PlanVersion
from geo.present.patrol.round_words import say_other_time

HOUR = timedelta(hours=1)
VERSION = PlanVersion(
    plan_id="0123456789ab", version=1, recorded_at=BEGINS, why="", plan=draw_plan()
)


@pytest.mark.parametrize("hours", [-2, 0, 4, 8, 10])
def test_during_a_shift_and_around_it_nothing_is_told(hours) -> None:
    now = (BEGINS + hours * HOUR).astimezone(UTC)
    assert say_other_time(VERSION, now, ZONE) == ""


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (
            BEGINS - 3 * HOUR,
            "Deze dienst begint pas op vrijdag 4 januari 2019, 16:00-00:00.",
        ),
        (
            datetime(2026, 11, 30, 22, tzinfo=ZONE),
            "Deze dienst was op vrijdag 4 januari 2019, 16:00-00:00.",
        ),
    ],
)
def test_at_another_time_a_phone_is_told_when_the_shift_is_and_what_ticks_do(now, told) -> None:
    said = say_other_time(VERSION, now, ZONE)
    assert said.startswith(told)
    assert "telt op het tijdstip van nu" in said
