from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.day_counts import count_days, sum_by_month, sum_by_theme
from geo.params import Period

DAYS = pd.DataFrame(
    {
        "theme": ["a", "a", "b", "a"],
        "started_on": pd.to_datetime(["2018-01-31", "2018-02-01", "2018-02-28", "2018-04-02"]),
        "incidents": [2, 3, 5, 7],
    }
)


def test_rows_are_counted_by_theme_and_day() -> None:
    rows = pd.DataFrame(
        {
            "theme": ["a", "a", "b"],
            "started_on": pd.to_datetime(["2018-01-31", "2018-01-31", "2018-01-31"]),
        }
    )
    assert count_days(rows)["incidents"].tolist() == [2, 1]


def test_both_ends_of_a_period_count() -> None:
    period = Period(first=date(2018, 1, 31), last=date(2018, 2, 28))
    assert sum_by_theme(DAYS, period).to_dict() == {"a": 5, "b": 5}
    assert sum_by_theme(DAYS, Period(first=date(2018, 2, 1), last=date(2018, 2, 27))).to_dict() == {
        "a": 3
    }


def test_months_without_incidents_are_zero_and_not_left_out() -> None:
    months = sum_by_month(DAYS, first=date(2018, 1, 1), last=date(2018, 4, 30))
    assert months["incidents"].tolist() == [2, 8, 0, 7]
    assert months["month"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2018-04-01"
    assert months["is_whole"].all()


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (date(2018, 1, 2), date(2018, 4, 30), [False, True, True, True]),
        (date(2018, 1, 1), date(2018, 4, 29), [True, True, True, False]),
        (date(2018, 1, 31), date(2018, 4, 2), [False, True, True, False]),
    ],
)
def test_months_that_the_edges_of_the_data_cut_are_not_whole(
    first: date, last: date, whole: list[bool]
) -> None:
    assert sum_by_month(DAYS, first=first, last=last)["is_whole"].tolist() == whole


def test_a_single_day_of_data_is_one_month() -> None:
    months = sum_by_month(DAYS, first=date(2018, 2, 28), last=date(2018, 2, 28))
    assert months["incidents"].tolist() == [5]
    assert months["is_whole"].tolist() == [False]


def test_no_data_have_no_months() -> None:
    nothing = DAYS.head(0)
    assert sum_by_month(nothing, first=None, last=None).empty
    assert sum_by_theme(nothing, Period(first=date(2018, 1, 1), last=date(2018, 1, 2))).empty


@given(st.lists(st.dates(date(2015, 1, 1), date(2019, 12, 31)), min_size=1, max_size=60))
def test_every_incident_is_in_one_month(days: list[date]) -> None:
    rows = pd.DataFrame({"theme": "a", "started_on": pd.to_datetime(days)})
    months = sum_by_month(count_days(rows), first=min(days), last=max(days))
    assert months["incidents"].sum() == len(days)
    assert months["month"].is_monotonic_increasing
