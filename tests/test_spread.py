from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.advice.spread import GAINS, WeekDemand, cap_wijk, measure_gain, spread_visits
from geo.errors import ParamsError
from geo.patrol_week_params import SpreadRules

ALL_OF_IT = SpreadRules(least_visits=0, wijk_share=1)


def week(expected, *, room, wijken=None, most=3):
    expected = np.array(expected, np.float64)
    places, shifts = expected.shape
    return WeekDemand(
        keys=tuple(f"place {row:02}" for row in range(places)),
        wijken=tuple(wijken or ["WK01"] * places),
        expected=expected,
        room=np.full(shifts, room) if np.isscalar(room) else np.array(room, np.int64),
        most_visits=np.full(expected.shape, most),
        is_floored=np.ones(places, np.bool_),
    )


@st.composite
def weeks(draw, most_places=6, most_shifts=5):
    """A week and rules, with equals and places in no wijk among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    places, shifts = draw(st.integers(1, most_places)), draw(st.integers(1, most_shifts))
    asked = WeekDemand(
        keys=tuple(f"p{number:02}" for number in rng.permutation(places)),
        wijken=tuple(rng.choice(["", "WK01", "WK02"], places)),
        expected=rng.integers(0, 6, (places, shifts)) / 4,
        room=rng.integers(0, 6, shifts),
        most_visits=rng.integers(0, 5, (places, shifts)),
        is_floored=rng.random(places) < 0.8,
    )
    least = draw(st.integers(0, 2))
    return asked, SpreadRules(least_visits=least, wijk_share=draw(st.sampled_from([0.4, 0.7, 1])))


def allows(asked, rules, visits):
    wijken, cap = np.array(asked.wijken), cap_wijk(asked, rules)
    capped = [visits[wijken == code].sum() for code in set(asked.wijken) - {""}]
    return (
        (visits.sum(axis=0) <= asked.room).all()
        and (visits.sum(axis=1) >= rules.least_visits * asked.is_floored).all()
        and (visits <= asked.levels).all()
        and (cap is None or max(capped) <= cap)
    )


def solve_or_none(asked, rules):
    try:
        return spread_visits(asked, rules)
    except ParamsError:
        return None


def try_all(asked, rules):
    """The most that any week is worth; None where there is none that keeps the rules."""
    cells = [range(int(level) + 1) for level in asked.levels.ravel()]
    worth = [
        measure_gain(asked.expected, visits)
        for choice in product(*cells)
        if allows(asked, rules, visits := np.reshape(choice, asked.expected.shape))
    ]
    return max(worth, default=None)


def fill_greedily(asked, rules):
    """The next best visit that fits, floors first, in the way a planner with a pencil would."""
    visits = np.zeros(asked.expected.shape, np.int64)
    least = replace(rules, least_visits=0)
    steps = np.array([*GAINS, 0.0])
    while True:
        short = visits.sum(axis=1) < rules.least_visits * asked.is_floored
        worth = asked.expected * steps[np.minimum(visits, len(GAINS))]
        open_rows = short if short.any() else np.ones(len(short), bool)
        best = None
        for place, shift in product(*map(range, visits.shape)):
            visits[place, shift] += 1
            if open_rows[place] and allows(asked, least, visits):
                best = max(best or (-1.0, 0, 0), (float(worth[place, shift]), place, shift))
            visits[place, shift] -= 1
        if best is None or (best[0] <= 0 and not short.any()):
            return None if short.any() else visits
        visits[best[1], best[2]] += 1


@settings(deadline=None, max_examples=150)
@given(weeks())
def test_floor_cap_and_room_are_kept_or_the_week_is_refused(case):
    asked, rules = case
    found = solve_or_none(asked, rules)
    assume(found is not None)
    assert allows(asked, rules, found.visits)
    assert found.gain == pytest.approx(measure_gain(asked.expected, found.visits))


@settings(deadline=None, max_examples=80)
@given(weeks(most_places=3, most_shifts=2))
def test_no_other_week_that_keeps_the_rules_is_worth_more(case):
    asked, rules = case
    found, most = solve_or_none(asked, rules), try_all(asked, rules)
    assert (None if found is None else pytest.approx(found.gain, abs=1e-3)) == most


@settings(deadline=None, max_examples=80)
@given(weeks())
def test_a_week_is_worth_no_less_than_one_filled_with_the_next_best_visit(case):
    asked, rules = case
    by_hand = fill_greedily(asked, rules)
    assume(by_hand is not None)
    assert spread_visits(asked, rules).gain >= measure_gain(asked.expected, by_hand) - 1e-3


@settings(deadline=None, max_examples=60)
@given(weeks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_plays_no_part(case, chance):
    asked, rules = case
    order = list(range(len(asked.keys)))
    chance.shuffle(order)
    turned = replace(
        asked,
        keys=tuple(asked.keys[row] for row in order),
        wijken=tuple(asked.wijken[row] for row in order),
        expected=asked.expected[order],
        most_visits=asked.most_visits[order],
        is_floored=asked.is_floored[order],
    )
    found, again = solve_or_none(asked, rules), solve_or_none(turned, rules)
    assert (found is None) == (again is None)
    if found is not None:
        assert again.visits.tolist() == found.visits[order].tolist()


def test_a_second_visit_is_worth_half_and_a_third_a_quarter():
    asked = week([[1.0], [0.45], [0.3]], room=3)
    # A second visit of the first place (.5) goes before the second place (.45).
    assert spread_visits(asked, ALL_OF_IT).visits.tolist() == [[2], [1], [0]]
    assert spread_visits(replace(asked, room=np.array([5])), ALL_OF_IT).visits.sum() == 5


def test_a_quiet_place_gets_its_floor_where_it_is_worth_most():
    asked = week([[5.0, 5.0, 5.0], [0.1, 0.2, 0.1]], room=2)
    without, floored = (
        spread_visits(asked, SpreadRules(least_visits=least, wijk_share=1)).visits
        for least in (0, 1)
    )
    assert without.tolist() == [[2, 2, 2], [0, 0, 0]]
    assert floored.tolist() == [[2, 1, 2], [0, 1, 0]]


def test_no_wijk_gets_more_than_its_part_while_others_have_places():
    wijken = ["WK01", "WK01", "WK02"]
    asked = week([[4.0, 4.0], [3.0, 3.0], [0.1, 0.1]], room=3, wijken=wijken)
    visits = spread_visits(asked, SpreadRules(least_visits=0, wijk_share=0.5)).visits
    assert visits[:2].sum() == 3
    assert visits[2].sum() == 3
    alone = replace(asked, wijken=("WK01",) * 3)
    assert spread_visits(alone, SpreadRules(least_visits=0)).visits[:2].sum() == 6


def test_of_equals_it_is_the_earlier_shift_and_the_place_that_sorts_first():
    asked = week(np.ones((3, 3)), room=[1, 1, 0])
    visits = spread_visits(replace(asked, keys=("c", "a", "b")), ALL_OF_IT).visits
    assert visits.tolist() == [[0, 0, 0], [1, 1, 0], [0, 0, 0]]


def test_where_nothing_is_expected_nobody_goes_beyond_the_floor():
    asked = week(np.zeros((2, 3)), room=4)
    assert spread_visits(asked, ALL_OF_IT).visits.sum() == 0
    assert spread_visits(asked, SpreadRules(wijk_share=1)).visits.tolist() == [[1, 0, 0]] * 2


def test_without_places_a_week_is_empty():
    asked = week(np.zeros((0, 21)), room=4)
    found = spread_visits(asked, SpreadRules())
    assert (found.visits.shape, found.gain) == ((0, 21), 0)


def test_thirty_places_in_twenty_one_shifts_keep_every_rule():
    rng = np.random.default_rng(7)
    asked = week(
        rng.gamma(0.5, size=(30, 21)), room=16, wijken=[f"WK{row % 5:02}" for row in range(30)]
    )
    rules = SpreadRules(least_visits=2, wijk_share=0.25)
    found = spread_visits(asked, rules)
    assert allows(asked, rules, found.visits)
    assert found.gain > measure_gain(asked.expected, fill_greedily(asked, rules)) - 1e-6


@pytest.mark.parametrize(
    ("asked", "rules", "key"),
    [
        (week([[1.0]] * 4, room=3), SpreadRules(), "patrol-week-room"),
        (week([[1.0]] * 2, room=9, most=1), SpreadRules(least_visits=2), "patrol-week-room"),
        (
            week([[1.0, 1.0]] * 2, room=[1, 10]),
            SpreadRules(least_visits=4),
            "patrol-week-floor",
        ),
        (
            week([[1.0]] * 4, room=6, wijken=["WK01"] * 3 + ["WK02"]),
            SpreadRules(wijk_share=0.4),
            "patrol-week-cap",
        ),
    ],
    ids=[
        "too little room",
        "too often for one place",
        "too little in one shift",
        "cap below floor",
    ],
)
def test_a_week_that_cannot_be_is_refused_with_what_to_change(asked, rules, key):
    with pytest.raises(ParamsError) as refused:
        spread_visits(asked, rules)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"least_visits": -1}, "param-negative"),
        ({"wijk_share": 0}, "param-not-positive"),
        ({"wijk_share": 1.1}, "patrol-wijk-share"),
    ],
)
def test_rules_that_no_week_can_keep_are_refused(wrong, key):
    with pytest.raises(ParamsError) as refused:
        SpreadRules(**wrong)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "wrong",
    [
        {"keys": ("a", "a")},
        {"wijken": ("WK01",)},
        {"room": np.array([-1])},
        {"expected": np.array([[1.0], [np.nan]])},
    ],
)
def test_a_week_that_does_not_fit_together_is_refused(wrong):
    with pytest.raises(ParamsError) as refused:
        replace(week([[1.0], [2.0]], room=1), **wrong)
    assert refused.value.key == "patrol-week-demand"
