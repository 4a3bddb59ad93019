from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.intake.demo_plan import Profile
from geo.intake.demo_times import Spans, draw_spans, leave_clock_changes

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
YEAR = (date(2017, 1, 1), date(2017, 12, 31))


def only(size, *places):
    return tuple(1.0 if place in places else 0.0 for place in range(size))


def profile(**changes):
    even = {"months": (1,) * 12, "weekdays": (1,) * 7, "hours": (1,) * 24}
    return Profile.model_validate(even | changes)


def draw(chosen, *, count=400, first=YEAR[0], last=YEAR[1]):
    spans = draw_spans(chosen, first, last, count=count, rng=np.random.default_rng(1))
    return pd.DatetimeIndex(spans.start), pd.DatetimeIndex(spans.end)


def test_months_weekdays_and_hours_follow_their_weights():
    chosen = profile(months=only(12, 0, 11), weekdays=only(7, 4), hours=only(24, 0, 23))
    start, end = draw(chosen)
    assert set(start.month) == {1, 12}
    assert set(start.day_of_week) == {4}
    assert set(start.hour) == {0, 23}
    assert (start == end).all()


def test_weekend_has_hours_of_its_own():
    start, _ = draw(profile(hours=only(24, 9), weekend_hours=only(24, 22)))
    assert set(start.hour[start.day_of_week < 5]) == {9}
    assert set(start.hour[start.day_of_week >= 5]) == {22}


def test_hours_come_up_as_often_as_they_weigh():
    start, _ = draw(profile(hours=(3.0,) + (0.0,) * 22 + (1.0,)), count=4000)
    assert (start.hour == 0).mean() == pytest.approx(0.75, abs=0.03)


def test_spans_are_as_long_as_said_and_told_in_five_minutes():
    chosen = profile(spans=[{"share": 1.0, "hours": [2, 9]}])
    start, end = draw(chosen)
    hours = (end - start).total_seconds() / 3600
    assert hours.min() >= 2 - 1 / 12
    assert hours.max() <= 9 + 1 / 12
    assert set(start.minute % 5) == set(end.minute % 5) == {0}


def test_weekend_spans_fall_on_friday_to_sunday():
    chosen = profile(spans=[{"share": 1.0, "hours": [30, 60], "weekend": True}], hours=only(24, 12))
    start, end = draw(chosen)
    long = end > start
    middle = start[long] + (end[long] - start[long]) / 2
    assert long.any()
    assert (~long).any()
    assert set(start[~long].day_of_week) == {0, 1, 2, 3}
    assert set(middle.day_of_week) <= {3, 4, 5, 6, 0}


def test_nothing_starts_before_the_first_day_or_after_the_last():
    chosen = profile(spans=[{"share": 1.0, "hours": [40, 60]}])
    start, _ = draw(chosen, first=date(2017, 6, 1), last=date(2017, 6, 2))
    assert start.min() >= pd.Timestamp("2017-06-01")
    assert start.max() < pd.Timestamp("2017-06-03")


def test_the_last_day_of_the_calendar_has_an_end():
    chosen = profile(spans=[{"share": 1.0, "hours": [40, 60]}])
    last_day = date(9999, 12, 31)
    spans = draw_spans(chosen, last_day, last_day, count=50, rng=np.random.default_rng(1))
    assert spans.end.max() <= np.datetime64("9999-12-31T23:59")


def wall(*texts):
    return np.array(texts, dtype="datetime64[m]")


@pytest.mark.parametrize(
    ("start", "end", "clear_start", "clear_end"),
    [
        ("2018-03-25T02:30", "2018-03-25T02:30", "2018-03-25T00:30", "2018-03-25T00:30"),
        ("2018-10-28T02:00", "2018-10-28T02:00", "2018-10-28T00:00", "2018-10-28T00:00"),
        ("2018-03-25T02:10", "2018-03-25T08:00", "2018-03-25T00:10", "2018-03-25T08:00"),
        ("2018-03-24T22:00", "2018-03-25T02:55", "2018-03-24T22:00", "2018-03-25T04:55"),
        ("2018-10-28T03:00", "2018-10-28T03:00", "2018-10-28T03:00", "2018-10-28T03:00"),
        ("2018-07-01T02:30", "2018-07-01T02:40", "2018-07-01T02:30", "2018-07-01T02:40"),
    ],
    ids=["skipped", "repeated", "start skipped", "end skipped", "just after", "any other night"],
)
def test_changes_of_the_clock_are_left(start, end, clear_start, clear_end):
    clear = leave_clock_changes(Spans(wall(start), wall(end)), AMSTERDAM)
    assert clear.start == wall(clear_start)
    assert clear.end == wall(clear_end)


@given(
    starts=st.lists(
        st.datetimes(pd.Timestamp("2016-03-26"), pd.Timestamp("2016-10-31")), min_size=1
    ),
    minutes=st.integers(0, 4000),
)
def test_the_clock_never_runs_backwards_or_doubts(starts, minutes):
    start = np.array(starts, dtype="datetime64[m]")
    clear = leave_clock_changes(Spans(start, start + np.timedelta64(minutes, "m")), AMSTERDAM)
    begin, close = (
        pd.DatetimeIndex(part).tz_localize(AMSTERDAM, ambiguous="raise", nonexistent="raise")
        for part in (clear.start, clear.end)
    )
    assert (close >= begin).all()
    # Nothing is lost: the told span still holds what it held.
    assert (clear.start <= start).all()
    if minutes:
        assert (clear.end >= start + np.timedelta64(minutes, "m")).all()
