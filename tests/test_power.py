import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from geo.advice.power import find_smallest_reduction, plan_power, share_found
from geo.errors import ParamsError

means = st.floats(1, 1e4)


def test_the_published_smallest_reduction_comes_out():
    assert round(find_smallest_reduction(50)) == 23
    assert find_smallest_reduction(50) == pytest.approx(norm.ppf(0.95) * 200**0.5)


@given(means)
def test_a_buffer_doubles_the_variance(expected):
    alone, both = (find_smallest_reduction(expected, with_buffer=both) for both in (False, True))
    assert both**2 == pytest.approx(2 * alone**2)


@given(means)
def test_the_smallest_reduction_is_found_half_of_the_time(expected):
    smallest = find_smallest_reduction(expected)
    assert share_found(smallest, 4 * expected) == pytest.approx(0.5)


def test_a_halved_place_of_100_incidents_is_found_in_85_of_100():
    # 50 fewer, with a variance of 400 - 50.
    assert plan_power(100, 0.5) == pytest.approx(0.848, abs=5e-4)


@given(means, st.floats(0, 1), st.floats(0, 1))
def test_the_more_it_does_the_likelier_it_is_found(expected, share, other):
    less, more = sorted((share, other))
    assert plan_power(expected, less) <= plan_power(expected, more) + 1e-12
    assert plan_power(expected, less, with_buffer=True) <= plan_power(expected, less) + 1e-12


def test_without_effect_only_chance_finds_one():
    assert plan_power(100, 0) == pytest.approx(0.05)


def test_where_nothing_is_expected_nothing_is_found():
    assert (find_smallest_reduction(0), plan_power(0, 0.5)) == (0, 0)


@pytest.mark.parametrize("expected", [-1, float("nan")])
def test_less_than_nothing_cannot_be_expected(expected):
    with pytest.raises(ParamsError):
        find_smallest_reduction(expected)
