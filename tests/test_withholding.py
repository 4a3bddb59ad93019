import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.timing import WeekHours
from geo.analysis.trends import compare_counts
from geo.disclosure import Audience, Held
from geo.service.driehoek.answers import Figure
from geo.service.driehoek.withholding import count_held, tell_counts, tell_figures, tell_week

OTHERS = [Audience.COUNCIL, Audience.PUBLIC]
COUNTS = st.lists(st.integers(0, 60), max_size=8)


@given(COUNTS)
def test_the_driehoek_sees_every_count(counts) -> None:
    assert tell_counts(counts, Audience.DRIEHOEK) == counts


@pytest.mark.parametrize("audience", OTHERS)
@given(COUNTS)
def test_others_see_no_count_under_five_and_never_lack_one_alone(audience, counts) -> None:
    told = tell_counts(counts, audience)
    assert all(isinstance(one, Held) or one >= 5 for one in told)
    assert all(one in (count, *Held) for one, count in zip(told, counts, strict=True))
    held = sum(isinstance(one, Held) for one in told)
    assert held != 1 or len(counts) == 1


def test_the_smallest_of_the_rest_goes_where_one_would_be_given_away() -> None:
    told = tell_counts([40, 3, 9, 12], Audience.COUNCIL)
    assert told == [40, Held.FEW, Held.PARTNER, 12]


def test_a_figure_without_one_of_its_counts_has_no_change() -> None:
    compared = compare_counts(pd.Series([9, 30, 3, 2]), pd.Series([2, 20, 50, 1]))
    first, second, third, _ = tell_figures(compared, Audience.PUBLIC)
    assert first == Figure(9, Held.FEW, None)
    assert second.change is not None
    assert second.change.difference == 10
    assert third == Figure(Held.FEW, 50, None)


def test_without_a_period_before_there_is_only_a_count() -> None:
    assert tell_figures(pd.DataFrame({"now": [7]}), Audience.DRIEHOEK) == [Figure(7)]


def test_parts_of_the_day_take_the_place_of_hours() -> None:
    weights = np.zeros((7, 24))
    weights[0, 1], weights[2, 13] = 6.0, 4.0
    told = tell_week(WeekHours(weights, 0, 0), Audience.COUNCIL).weights
    assert told[0, :6].tolist() == [1.0] * 6
    assert told.sum() == 6.0
    assert tell_week(WeekHours(weights, 0, 0), Audience.DRIEHOEK).weights is weights


def test_what_is_held_back_is_counted() -> None:
    figures = [Figure(Held.FEW, Held.PARTNER), Figure(12, 7), [Held.FEW, None]]
    assert count_held(figures) == 3
