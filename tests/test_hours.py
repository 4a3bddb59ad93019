from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.hours import flag_hours, select_hours, share_in_hours
from geo.analysis.local_time import read_instants
from geo.analysis.timing import weigh_week_hours
from geo.params import HourSelection
from geo.schema import DayPart

ZONE = ZoneInfo("Europe/Amsterdam")
EVENING = HourSelection(day_parts=(DayPart.EVENING,))
NIGHT = HourSelection(day_parts=(DayPart.NIGHT,))
WEEKEND = HourSelection(weekdays=(5, 6))
# 5 March 2018 was a Monday.
MONDAY = pd.Timestamp("2018-03-05", tz=ZONE)


def spans(*rows, precision="minute"):
    """Incidents from and to a local moment, as text."""
    begin, end = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {
            schema.STARTED_AT: pd.to_datetime(list(begin)).tz_localize(ZONE),
            schema.ENDED_AT: pd.to_datetime(list(end)).tz_localize(ZONE),
            schema.TIME_PRECISION: precision,
        },
        geometry=gpd.points_from_xy(range(len(rows)), range(len(rows))),
        crs=28992,
    )


def kept(incidents, hours):
    return select_hours(incidents, hours, timezone=ZONE).incidents.index.tolist()


def share(incidents, hours):
    begin, end = (read_instants(incidents[name]) for name in (schema.STARTED_AT, schema.ENDED_AT))
    return share_in_hours(begin, end, hours, timezone=ZONE).tolist()


def test_a_moment_is_in_its_own_hour_or_not():
    moments = spans(*[(f"2018-03-05 {hour}", f"2018-03-05 {hour}") for hour in ("17:59", "18:00")])
    assert kept(moments, EVENING) == [1]


def test_an_interval_counts_when_half_of_it_lies_in_the_hours():
    evenings = spans(
        ("2018-03-05 16:00", "2018-03-05 20:00"),
        ("2018-03-05 15:59", "2018-03-05 20:00"),
        ("2018-03-05 22:00", "2018-03-06 02:00"),
    )
    assert kept(evenings, EVENING) == [0, 2]
    assert share(evenings, EVENING) == pytest.approx([0.5, 120 / 241, 0.5])


def test_the_night_belongs_to_its_own_calendar_day():
    night = HourSelection(weekdays=(5,), day_parts=(DayPart.NIGHT,))
    moments = spans(
        ("2018-03-10 01:00", "2018-03-10 01:30"),
        ("2018-03-11 01:00", "2018-03-11 01:30"),
    )
    assert kept(moments, night) == [0]


def test_the_hour_that_summer_time_skips_is_no_part_of_an_interval():
    # From 1 to 3 on the clock is one hour of time, all of it before 2.
    spring = spans(("2018-03-25 01:00", "2018-03-25 03:30"))
    assert share(spring, NIGHT) == [1.0]
    # From 23 to 7 are seven hours, five of which lie in the night.
    assert share(spans(("2018-03-24 23:00", "2018-03-25 07:00")), NIGHT) == pytest.approx([5 / 7])


@pytest.mark.parametrize(
    ("precision", "hours", "unknown"),
    [("day", EVENING, 1), ("day", WEEKEND, 0), ("month", WEEKEND, 1), ("minute", EVENING, 0)],
)
def test_what_is_not_known_precisely_enough_is_counted_and_left_out(precision, hours, unknown):
    day = spans(("2018-03-10 00:00", "2018-03-11 00:00"), precision=precision)
    split = select_hours(day, hours, timezone=ZONE)
    assert split.unknown == unknown
    assert not (unknown and len(split.incidents))


def test_an_interval_of_a_week_tells_no_hour():
    week = spans(("2018-03-05 00:00", "2018-03-12 00:00"))
    assert select_hours(week, WEEKEND, timezone=ZONE).unknown == 1


def test_all_hours_keep_everything():
    months = spans(("2018-03-01 00:00", "2018-04-01 00:00"), precision="month")
    whole = HourSelection(weekdays=tuple(range(7)), day_parts=tuple(DayPart))
    for hours in (whole, HourSelection()):
        split = select_hours(months, hours, timezone=ZONE)
        assert split.incidents is months
        assert split.unknown == 0


@pytest.mark.parametrize("hours", [WEEKEND, EVENING, HourSelection()])
def test_flags_say_what_is_kept_and_what_is_known(hours):
    days = spans(("2018-03-05 00:00", "2018-03-06 00:00"), precision="day")
    moments = spans(("2018-03-10 20:00", "2018-03-10 20:00"), ("2018-03-06 09:00",) * 2)
    incidents = pd.concat([days, moments], ignore_index=True)
    kept_flags, known = flag_hours(pd.DataFrame(incidents), hours, timezone=ZONE)
    split = select_hours(incidents, hours, timezone=ZONE)
    assert incidents.index[kept_flags].tolist() == split.incidents.index.tolist()
    assert (~known).sum() == split.unknown
    assert not (kept_flags & ~known).any()


def test_no_incidents_give_none():
    nothing = spans(("2018-03-05", "2018-03-05")).iloc[:0]
    assert kept(nothing, EVENING) == []


selections = st.builds(
    HourSelection,
    weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple),
    day_parts=st.lists(st.sampled_from(list(DayPart)), unique=True).map(tuple),
)


@given(st.integers(0, 400 * 24 * 60), st.integers(0, 7 * 24 * 60 - 1), selections)
def test_the_share_is_the_aoristic_weight_of_the_hours(start, minutes, hours):
    begin = MONDAY + pd.Timedelta(start, "min")
    incident = gpd.GeoDataFrame(
        {
            schema.STARTED_AT: [begin],
            schema.ENDED_AT: [begin + pd.Timedelta(minutes, "min")],
            schema.TIME_PRECISION: "minute",
        },
        geometry=gpd.points_from_xy([0], [0]),
    )
    week = weigh_week_hours(incident, timezone=ZONE)
    assert share(incident, hours) == pytest.approx([week.weights[hours.mask()].sum()], abs=1e-8)
