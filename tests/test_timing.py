from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.timing import weigh_week_hours

HERE = ZoneInfo("Europe/Brussels")
MONDAY, TUESDAY, WEDNESDAY, SATURDAY, SUNDAY = 0, 1, 2, 5, 6


def draw(*rows, zone=HERE):
    """Incidents as (local begin, local end or None for a moment, precision)."""
    begin = pd.to_datetime([row[0] for row in rows], format="ISO8601").tz_localize(zone)
    end = pd.to_datetime([row[1] or row[0] for row in rows], format="ISO8601").tz_localize(zone)
    return pd.DataFrame(
        {
            schema.STARTED_AT: begin,
            schema.ENDED_AT: end,
            schema.TIME_PRECISION: [row[2] if len(row) > 2 else "minute" for row in rows],
        }
    )


def weigh(*rows, zone=HERE):
    return weigh_week_hours(draw(*rows, zone=zone), timezone=zone)


def filled(found):
    """The hours with a weight, as {(weekday, hour): weight}."""
    return {
        (int(day), int(hour)): pytest.approx(found.weights[day, hour], abs=1e-9)
        for day, hour in np.argwhere(found.weights > 0)
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(("2018-05-01 21:30", None), {(TUESDAY, 21): 1}, id="moment"),
        pytest.param(("2018-05-01 00:00", None), {(TUESDAY, 0): 1}, id="moment-at-midnight"),
        pytest.param(("2018-05-01 21:10", "2018-05-01 21:50"), {(TUESDAY, 21): 1}, id="one-hour"),
        pytest.param(("2018-05-01 21:00", "2018-05-01 22:00"), {(TUESDAY, 21): 1}, id="whole-hour"),
        pytest.param(
            ("2018-05-01 22:30", "2018-05-02 00:30"),
            {(TUESDAY, 22): 0.25, (TUESDAY, 23): 0.5, (WEDNESDAY, 0): 0.25},
            id="over-midnight",
        ),
        pytest.param(
            ("2018-05-06 23:00", "2018-05-07 01:00"),
            {(SUNDAY, 23): 0.5, (MONDAY, 0): 0.5},
            id="round-the-week",
        ),
        pytest.param(
            ("2018-05-01 00:00", "2018-05-02 00:00", "day"),
            {(TUESDAY, hour): 1 / 24 for hour in range(24)},
            id="day",
        ),
        # The clock goes from 02:00 to 03:00: an hour less, and nothing in the one that is skipped.
        pytest.param(
            ("2018-03-25 01:00", "2018-03-25 04:00"),
            {(SUNDAY, 1): 0.5, (SUNDAY, 3): 0.5},
            id="into-summer-time",
        ),
        pytest.param(
            ("2018-03-25", "2018-03-26", "day"),
            {(SUNDAY, hour): 1 / 23 for hour in range(24) if hour != 2},
            id="day-of-23-hours",
        ),
        # The clock goes back from 03:00 to 02:00: the hour from 02:00 is lived twice.
        pytest.param(
            ("2018-10-28 01:00", "2018-10-28 04:00"),
            {(SUNDAY, 1): 0.25, (SUNDAY, 2): 0.5, (SUNDAY, 3): 0.25},
            id="out-of-summer-time",
        ),
        pytest.param(
            ("2018-10-28", "2018-10-29", "day"),
            {(SUNDAY, hour): (2 if hour == 2 else 1) / 25 for hour in range(24)},
            id="day-of-25-hours",
        ),
        pytest.param(
            ("2018-03-25 01:30", "2018-03-25 03:30"),
            {(SUNDAY, 1): 0.5, (SUNDAY, 3): 0.5},
            id="part-hours-round-the-change",
        ),
        pytest.param(("2018-03-25 03:00", None), {(SUNDAY, 3): 1}, id="moment-of-the-change"),
    ],
)
def test_weights_are_those_worked_out_by_hand(row, expected):
    assert filled(weigh(row)) == expected


def test_first_and_last_hour_may_be_the_same_hour_of_the_week():
    # From Monday 10:30 to the next Monday 10:15, a quarter short of a week.
    found = weigh(("2018-05-07 10:30", "2018-05-14 10:15"))
    length = 168 - 0.25
    assert found.weights[MONDAY, 10] == pytest.approx(0.75 / length)
    assert found.weights[MONDAY, 11] == pytest.approx(1 / length)
    assert found.uniform == 0


def test_a_week_or_more_says_nothing_and_is_counted_apart():
    found = weigh(
        ("2018-05-07 10:30", "2018-05-14 10:30"),
        ("2018-01-01", "2018-03-01", "day"),
        ("2018-05-01 21:30", None),
    )
    assert found.uniform == 2
    assert found.weights.sum() == pytest.approx(3)
    assert found.weights[MONDAY, 3] == pytest.approx(2 / 168)


def test_a_week_with_the_change_to_summer_time_has_an_hour_less():
    found = weigh(("2018-03-19 00:00", "2018-03-26 00:00"))
    assert found.uniform == 0
    assert found.weights[SUNDAY, 2] == 0
    assert found.weights[SATURDAY, 2] == pytest.approx(1 / 167)


def test_a_month_carries_no_hour():
    found = weigh(("2018-05-01", "2018-06-01", "month"), ("2018-05-01 21:30", None))
    assert found.without_hour == 1
    assert filled(found) == {(TUESDAY, 21): 1}


def test_half_hour_zones_are_cut_at_their_own_hours():
    found = weigh(("2018-05-01 21:00", "2018-05-01 23:00"), zone=ZoneInfo("Asia/Kolkata"))
    assert filled(found) == {(TUESDAY, 21): 0.5, (TUESDAY, 22): 0.5}


def test_a_clock_that_moves_half_an_hour_is_followed():
    # From 02:00 to 02:30 on 7 October 2018: the hour from 02:00 lasts half as long.
    found = weigh(("2018-10-07 01:00", "2018-10-07 04:00"), zone=ZoneInfo("Australia/Lord_Howe"))
    assert filled(found) == {(SUNDAY, 1): 0.4, (SUNDAY, 2): 0.2, (SUNDAY, 3): 0.4}


def test_moments_written_in_another_zone_are_the_same_moments():
    here = draw(("2018-03-25 01:00", "2018-03-25 04:00"))
    moved = here.assign(
        **{
            name: here[name].dt.tz_convert("America/New_York").dt.as_unit("ns")
            for name in (schema.STARTED_AT, schema.ENDED_AT)
        }
    )
    first, second = (weigh_week_hours(frame, timezone=HERE) for frame in (here, moved))
    assert np.array_equal(first.weights, second.weights)


def test_no_incidents_give_a_quiet_week():
    found = weigh_week_hours(draw(("2018-05-01", None)).iloc[:0], timezone=HERE)
    assert found.weights.shape == (7, 24)
    assert (found.weights.sum(), found.uniform, found.without_hour) == (0, 0, 0)


def test_input_is_left_as_it_was():
    frame = draw(("2018-05-01 21:30", "2018-05-02 21:30"))
    before = frame.copy()
    weigh_week_hours(frame, timezone=HERE)
    pd.testing.assert_frame_equal(frame, before)


starts = st.datetimes(
    min_value=pd.Timestamp("2010-01-01").to_pydatetime(),
    max_value=pd.Timestamp("2030-01-01").to_pydatetime(),
)
spans = st.lists(st.tuples(starts, st.timedeltas(timedelta(0), timedelta(days=9))), max_size=12)


def frame_of(intervals):
    begin = pd.to_datetime([start for start, _ in intervals], utc=True).as_unit("us")
    length = pd.to_timedelta([span for _, span in intervals]).as_unit("us")
    return pd.DataFrame(
        {
            schema.STARTED_AT: begin,
            schema.ENDED_AT: begin + length,
            schema.TIME_PRECISION: "minute",
        },
        index=range(5, 5 + len(intervals)),
    )


@given(spans)
def test_each_incident_weighs_one(intervals):
    found = weigh_week_hours(frame_of(intervals), timezone=HERE)
    assert found.weights.sum() == pytest.approx(len(intervals))
    assert (found.weights >= 0).all()


@given(spans)
def test_weights_add_up_over_incidents_in_any_order(intervals):
    together = weigh_week_hours(frame_of(intervals), timezone=HERE).weights
    apart = sum(
        (weigh_week_hours(frame_of([one]), timezone=HERE).weights for one in intervals[::-1]),
        start=np.zeros((7, 24)),
    )
    assert together == pytest.approx(apart, abs=1e-9)


@given(starts, st.integers(1, 167 * 60))
def test_weights_are_the_minutes_counted_one_by_one(start, minutes):
    begin = pd.Timestamp(start).floor("min").tz_localize("UTC")
    steps = pd.date_range(begin, periods=minutes, freq="min").tz_convert(HERE)
    counted = np.zeros((7, 24))
    np.add.at(counted, (steps.day_of_week, steps.hour), 1 / minutes)
    frame = frame_of([(begin.tz_localize(None).to_pydatetime(), timedelta(minutes=minutes))])
    assert weigh_week_hours(frame, timezone=HERE).weights == pytest.approx(counted, abs=1e-9)
