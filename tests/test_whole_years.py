from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.whole_years import MOST_QUIET_DAYS, Stretch, covers_year


def hold(first, last, *, incidents=365, taken_on="2026-02-01"):
    days = [date.fromisoformat(day) for day in (first, last, taken_on)]
    return Stretch(days[0], days[1], incidents, days[2])


@pytest.mark.parametrize(
    ("held", "is_whole"),
    [
        (hold("2025-01-01", "2025-12-31"), True),
        (hold("2023-05-01", "2026-01-20"), True),
        # One a day: two quiet days are no wonder, four are.
        (hold("2025-01-03", "2025-12-31"), True),
        (hold("2025-01-01", "2025-12-29"), True),
        (hold("2025-01-05", "2025-12-31"), False),
        # Fifty a day: a day without any was left out.
        (hold("2025-01-02", "2025-12-31", incidents=18_000), False),
        (hold("2025-01-01", "2025-12-30", incidents=18_000), False),
        # One a month: quiet for long, but so is an export of which a part was left out.
        (hold("2025-01-08", "2025-12-24", incidents=12), True),
        (hold("2025-01-09", "2025-12-31", incidents=12), False),
        (hold("2025-01-01", "2025-12-23", incidents=12), False),
        # On the last day itself nobody knows yet what it will hold.
        (hold("2025-01-01", "2025-12-30", taken_on="2025-12-31"), False),
        (hold("2025-01-01", "2025-12-30", taken_on="2026-01-01"), True),
        # A few days beside a year are not all of it.
        (hold("2026-01-01", "2026-01-20", incidents=1), False),
        (hold("2024-01-01", "2024-12-31", incidents=1), False),
    ],
)
def test_a_year_is_whole_where_chance_explains_its_quiet_ends(held, is_whole) -> None:
    assert covers_year(held, 2025) is is_whole


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 5000))
def test_fewer_than_three_incidents_can_be_missed_at_either_end(begin, end, incidents) -> None:
    first = date(2025, 1, 1) + timedelta(days=begin)
    last = date(2025, 12, 31) - timedelta(days=end)
    held = Stretch(first, last, incidents, date(2026, 3, 1))
    if covers_year(held, 2025):
        assert max(begin, end) <= MOST_QUIET_DAYS
        assert max(begin, end) * held.a_day < 3
    else:
        assert begin or end


@given(st.integers(1, MOST_QUIET_DAYS))
def test_more_incidents_make_quiet_days_no_likelier(days) -> None:
    first = date(2025, 1, 1) + timedelta(days=days)
    answers = [
        covers_year(Stretch(first, date(2025, 12, 31), count, date(2026, 3, 1)), 2025)
        for count in (1, 10, 100, 1000, 10_000)
    ]
    assert answers == sorted(answers, reverse=True)
    assert answers[0]
    assert not answers[-1]
