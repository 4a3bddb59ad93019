from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from geo.errors import ParamsError
from geo.params import HotspotParams, HourSelection, Period, Question
from geo.schema import DayPart

GOOD = {"eps_m": 100.0, "min_samples": 5, "half_life_days": 365.0}


@pytest.mark.parametrize(
    ("last", "days"), [("2018-01-01", 1), ("2018-12-31", 365), ("2020-12-31", 1096)]
)
def test_period_counts_both_ends(last, days) -> None:
    assert Period(first=date(2018, 1, 1), last=date.fromisoformat(last)).days == days


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Brussels", "2018-03-25", 23),
        ("Europe/London", "2018-10-28", 25),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/Havana", "2018-11-04", 25),
        ("UTC", "2018-03-25", 24),
    ],
)
def test_period_runs_from_midnight_to_midnight_on_the_local_clock(zone, day, hours) -> None:
    only = date.fromisoformat(day)

    start, end = Period(first=only, last=only).bounds(ZoneInfo(zone))

    assert end - start == pd.Timedelta(hours=hours)
    assert str(start.tz) == zone


def test_periods_that_follow_each_other_share_their_bound() -> None:
    zone = ZoneInfo("Europe/Brussels")
    earlier = Period(first=date(2018, 1, 1), last=date(2018, 3, 25))
    later = Period(first=date(2018, 3, 26), last=date(2018, 12, 31))

    assert earlier.bounds(zone)[1] == later.bounds(zone)[0]


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        (date(2018, 1, 2), date(2018, 1, 1), "period-backwards"),
        (date(1899, 12, 31), date(2018, 1, 1), "period-out-of-range"),
        (date(2018, 1, 1), date(2201, 1, 1), "period-out-of-range"),
        (date.min, date.max, "period-out-of-range"),
    ],
)
def test_period_that_cannot_be_used_is_refused(first, last, key) -> None:
    with pytest.raises(ParamsError) as caught:
        Period(first=first, last=last)

    assert caught.value.key == key


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize("value", [0, -5, float("nan"), float("inf"), float("-inf")])
def test_search_needs_positive_settings(name, value) -> None:
    with pytest.raises(ParamsError, match=f"expected {name} > 0") as caught:
        HotspotParams(**GOOD | {name: value})

    assert caught.value.facts["name"] == name


def test_params_are_values() -> None:
    assert HotspotParams(**GOOD) == HotspotParams(**GOOD)
    assert len({HotspotParams(**GOOD), HotspotParams(**GOOD)}) == 1
    with pytest.raises(AttributeError):
        HotspotParams(**GOOD).eps_m = 5.0


def test_chosen_days_and_parts_cut_each_other() -> None:
    friday_evening = HourSelection(weekdays=(4,), day_parts=(DayPart.EVENING,)).mask()

    assert friday_evening.sum() == 6
    assert friday_evening[4, 18:].all()


@pytest.mark.parametrize(
    ("weekdays", "day_parts", "hours"),
    [((), (), 168), ((5, 6), (), 48), ((), (DayPart.NIGHT,), 42), (range(7), DayPart, 168)],
)
def test_nothing_chosen_is_everything(weekdays, day_parts, hours) -> None:
    selection = HourSelection(weekdays=tuple(weekdays), day_parts=tuple(day_parts))

    assert selection.mask().sum() == hours
    assert selection.is_all == (hours == 168)


@pytest.mark.parametrize(("name", "value"), [("weekdays", (7,)), ("day_parts", ("ontbijt",))])
def test_an_hour_that_does_not_exist_is_refused(name, value) -> None:
    with pytest.raises(ParamsError) as caught:
        HourSelection(**{name: value})

    assert caught.value.key == "hours-unknown"


def test_equal_questions_are_one_key() -> None:
    period = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
    first, second = (Question(theme="jeugd", period=period, area="WK1") for _ in range(2))

    assert hash(first) == hash(second)
    assert first.hours.is_all


@pytest.mark.parametrize(
    ("first", "last", "before_first", "months"),
    [
        # A calendar year, quarter or month: the one before it, be it a leap year or shorter.
        ("2017-01-01", "2017-12-31", "2016-01-01", 12),
        ("2016-01-01", "2017-12-31", "2014-01-01", 24),
        ("2018-01-01", "2018-03-31", "2017-10-01", 3),
        ("2018-03-01", "2018-03-31", "2018-02-01", 1),
        ("2018-01-01", "2018-01-31", "2017-12-01", 1),
        # Whole months that are no quarter or year, and parts of months: as many days.
        ("2018-02-01", "2018-04-30", "2017-11-04", None),
        ("2018-02-01", "2019-01-31", "2017-02-01", None),
        ("2017-01-01", "2017-12-30", "2016-01-03", None),
        ("2017-01-02", "2018-01-01", "2016-01-03", None),
        ("2018-03-05", "2018-03-05", "2018-03-04", None),
    ],
)
def test_a_calendar_period_is_held_against_the_calendar_one_before(
    first, last, before_first, months
) -> None:
    period = Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    previous = period.previous
    assert period.calendar_months == months
    assert previous.first.isoformat() == before_first
    assert previous.last == period.first - timedelta(days=1)
    assert months or previous.days == period.days
