import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.peaks import Peak, find_peak
from geo.analysis.timing import WeekHours
from geo.schema import DayPart

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


def draw(*hours, uniform=0):
    """A week as (weekday, hour, weight), with incidents that may be at any hour beside it."""
    weights = np.full((7, 24), uniform / 168)
    for day, hour, weight in hours:
        weights[day, hour] += weight
    return WeekHours(weights, uniform, without_hour=0)


def test_two_evenings_on_end_that_hold_nearly_all_stand_out():
    week = draw((FRIDAY, 21, 5), (SATURDAY, 23, 6), (MONDAY, 9, 1), (2, 14, 2))
    assert find_peak(week) == Peak((FRIDAY, SATURDAY), DayPart.EVENING, 11.0, 14)


def test_a_window_may_run_over_the_end_of_the_week():
    week = draw((SUNDAY, 2, 6), (MONDAY, 3, 6), (2, 14, 1))
    assert find_peak(week) == Peak((SUNDAY, MONDAY), DayPart.NIGHT, 12.0, 13)


def test_evenings_of_every_day_are_one_window():
    week = draw(*[(day, 20, 3) for day in range(7)], (2, 10, 2))
    assert find_peak(week) == Peak(tuple(range(7)), DayPart.EVENING, 21.0, 23)


def test_one_evening_is_no_longer_run_than_it_has_to_be():
    week = draw((FRIDAY, 18, 9), (MONDAY, 9, 1))
    assert find_peak(week).weekdays == (FRIDAY,)


def test_a_handful_shows_no_peak():
    # 4 of 8 on two evenings: chance does that in one of the 88 windows more often than 1 in 20.
    spread = [(0, 3, 1), (1, 9, 1), (2, 14, 1), (3, 8, 1)]
    assert find_peak(draw((FRIDAY, 21, 2), (SATURDAY, 21, 2), *spread)) is None
    assert find_peak(draw((FRIDAY, 21, 3), (SATURDAY, 21, 2), *spread[:3])) is not None


@pytest.mark.parametrize("week", [draw(), draw(uniform=40), draw((FRIDAY, 21, 1))])
def test_without_known_hours_or_with_one_nothing_stands_out(week):
    assert find_peak(week) is None


def test_incidents_that_may_be_at_any_hour_have_no_say():
    hours = [(FRIDAY, 21, 5), (SATURDAY, 23, 6), (MONDAY, 9, 1)]
    with_unknown, without = find_peak(draw(*hours, uniform=30)), find_peak(draw(*hours))
    assert with_unknown.known == without.known == 12
    assert with_unknown.weekdays == without.weekdays
    assert with_unknown.incidents == pytest.approx(without.incidents)


def test_shares_of_intervals_that_add_up_to_whole_incidents_count_as_such():
    thirds = [(FRIDAY, hour, 1 / 3) for hour in (18, 19, 20) for _ in range(8)]
    assert find_peak(draw(*thirds)) == find_peak(draw((FRIDAY, 18, 8)))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23)), max_size=40))
def test_a_peak_holds_no_more_than_there_is(places):
    peak = find_peak(draw(*[(day, hour, 1) for day, hour in places]))
    if peak is not None:
        inside = [
            (day, hour)
            for day, hour in places
            if day in peak.weekdays and tuple(DayPart)[hour // 6] == peak.day_part
        ]
        assert peak.incidents == pytest.approx(len(inside))
        assert peak.known == len(places)


def test_an_even_spread_is_seldom_called_a_peak():
    random = np.random.default_rng(1)
    named = 0
    for _ in range(400):
        hours = random.integers(0, 168, 20)
        named += find_peak(draw(*[(hour // 24, hour % 24, 1) for hour in hours])) is not None
    # The rule allows one in twenty; 400 draws may give 33 of them by chance (99.9%).
    assert named <= 33
