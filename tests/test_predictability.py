import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.predictability import (
    Foreseeable,
    find_foreseeable,
    measure_starts,
)


def at(*starts, key="plein"):
    return [{key: float(start)} for start in starts]


def test_the_deviation_is_that_of_the_plans_that_visit_a_place():
    plans = [{"plein": 10.0, "park": 5.0}, {"plein": 70.0}, {"plein": 40.0}]
    spread = measure_starts(plans)
    assert list(spread) == ["park", "plein"]
    assert (spread["plein"].plans, spread["plein"].deviation) == (3, 30.0)
    assert spread["park"].plans == 1
    assert np.isnan(spread["park"].deviation)


def test_the_interval_is_that_of_a_standard_deviation():
    # Of twelve values s / .7084 and s / 1.6979: the square roots of chi-squared over eleven.
    spread = measure_starts(at(*np.linspace(0, 110, 12)))["plein"]
    assert spread.low == pytest.approx(0.7084 * spread.deviation, abs=0.01)
    assert spread.high == pytest.approx(1.6979 * spread.deviation, abs=0.01)


def test_the_interval_holds_the_true_deviation_nineteen_times_in_twenty():
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(2_000):
        spread = measure_starts(at(*rng.normal(60, 25, 12)))["plein"]
        held += spread.low <= 25 <= spread.high
    assert 0.94 <= held / 2_000 <= 0.96


def test_without_plans_nothing_is_measured():
    assert measure_starts([]) == {}
    assert find_foreseeable([]) == []


def test_a_place_visited_in_most_plans_at_the_same_quarter_is_foreseeable():
    assert find_foreseeable(at(60, 5, 62, 74, 140, 61)) == [Foreseeable("plein", 60.0, 4, 6)]


@pytest.mark.parametrize(
    "starts",
    [(60, 61, 62), (60, 61, 62, 63, 5, 90, 120, 200), (60, 65, 70, 75)],
    ids=["three plans", "half of the plans", "a quarter apart"],
)
def test_fewer_or_further_apart_is_not_foreseeable(starts):
    assert find_foreseeable(at(*starts)) == []


def test_what_was_long_ago_is_forgotten():
    spread = [*range(0, 240, 20)]
    assert find_foreseeable(at(*[60] * 20, *spread)) == []
    assert len(find_foreseeable(at(*spread, *[60] * 7))) == 1


@given(st.lists(st.floats(0, 480), max_size=20), st.randoms(use_true_random=False))
def test_a_finding_is_true_of_the_plans(starts, chance):
    last = starts[-12:]
    for found in find_foreseeable(at(*starts)):
        within = [start for start in last if found.minutes <= start < found.minutes + 15]
        assert (found.alike, found.plans) == (len(within), len(last))
        assert len(within) > len(last) / 2
    chance.shuffle(last)
    assert bool(find_foreseeable(at(*last))) == bool(find_foreseeable(at(*starts)))


def test_starts_drawn_evenly_are_seldom_foreseeable():
    rng = np.random.default_rng(5)
    told = [bool(find_foreseeable(at(*rng.uniform(0, 135, 12)))) for _ in range(2_000)]
    assert np.mean(told) < 0.05


@pytest.mark.parametrize(("plans", "share"), [(4, 1 / 160), (7, 1 / 9), (8, 1 / 40), (12, 1 / 200)])
def test_starts_drawn_evenly_look_foreseeable_as_seldom_as_is_said(plans, share):
    rng = np.random.default_rng(3)
    draws = rng.uniform(0, 135, (6_000, plans))
    found = sum(bool(find_foreseeable(at(*starts))) for starts in draws)
    assert found / len(draws) == pytest.approx(share, rel=0.25)
