import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.controls import match_controls
from geo.advice.displacement import BeforeAfter, Placement
from geo.advice.evaluation import Goal, Verdict, evaluate_placements
from geo.advice.visited import judge_visits, measure_ratio
from geo.errors import ParamsError

GOAL = Goal(share=0.2)
COUNTS = st.integers(0, 500)
# Of four weeks each: so many before, and so many that are held against the last of them.
BEFORE, DURING = 13, 2


def pair(target, control, *, around=((0, 0), (0, 0))):
    return Placement(
        target=BeforeAfter(*target),
        control=BeforeAfter(*control),
        buffer=BeforeAfter(*around[0]),
        buffer_control=BeforeAfter(*around[1]),
    )


def draw_town(rng, *, change, visited=20, places=300):
    """Visit the busiest places of a town in which everything changes alike, and pair them."""
    rates = rng.gamma(0.5, 40, places) / BEFORE
    course = np.where(np.arange(BEFORE + DURING) < BEFORE, 1.0, change)[:, np.newaxis]
    counts = rng.poisson(rates * course), rng.poisson(2 * rates * course)
    order = np.argsort(-counts[0][:BEFORE].sum(axis=0), kind="stable").tolist()
    free, pairs = order[visited:], []
    for place in order[:visited]:
        history = np.vstack([each[:BEFORE, [place, *free]] for each in counts])
        (match,) = match_controls(pd.DataFrame(history), 0, most=1)
        pairs.append((place, free.pop(match.area - 1)))
    return [
        pair(*(read(counts[0], row) for row in rows), around=[read(counts[1], r) for r in rows])
        for rows in pairs
    ]


def read(counts, row):
    before = counts[BEFORE - DURING : BEFORE, row].sum()
    return int(before), int(counts[BEFORE:, row].sum())


def share_better(judge, **town):
    rng = np.random.default_rng(5)
    verdicts = [judge(draw_town(rng, **town)).verdict for _ in range(40)]
    return verdicts.count(Verdict.EFFECTIVE) / len(verdicts)


def test_the_ratio_is_that_of_what_is_left_on_both_sides():
    # By hand: 20.5 / 60.5 over 60.5 / 60.5, and the root of the sum of one over each.
    ratio = measure_ratio([pair((60, 20), (60, 60))])
    error = (1 / 20.5 + 3 / 60.5) ** 0.5
    assert ratio.estimate == pytest.approx(20.5 / 60.5)
    assert ratio.low == pytest.approx(20.5 / 60.5 * np.exp(-1.959964 * error))
    assert ratio.high == pytest.approx(20.5 / 60.5 * np.exp(1.959964 * error))
    assert ratio.p_value < 0.001


@given(*[COUNTS] * 4)
def test_places_that_went_as_their_controls_did_have_no_better_ratio(a, b, c, d):
    same = measure_ratio([pair((a, b), (a, b), around=((c, d), (c, d)))])
    assert same.estimate == pytest.approx(1)
    assert same.p_value == pytest.approx(0.5)


def test_what_falls_in_proportion_everywhere_is_no_effect_of_visits():
    """All lost a third: the places 100 incidents, and what was left to compare with 20."""
    counts = [pair((300, 200), (60, 40))]
    assert evaluate_placements(counts, GOAL).verdict is Verdict.EFFECTIVE
    found = judge_visits(counts, GOAL)
    assert (found.evaluation.verdict, found.is_uneven) == (Verdict.INSUFFICIENT, True)


def test_what_fell_in_number_and_in_proportion_did_better():
    found = judge_visits([pair((60, 20), (60, 60))], GOAL)
    assert (found.evaluation.verdict, found.is_uneven) == (Verdict.EFFECTIVE, False)


def test_other_verdicts_stay_what_they_are():
    for counts in ([pair((5, 0), (5, 5))], [pair((900, 900), (900, 900))]):
        found = judge_visits(counts, GOAL)
        assert found.evaluation == evaluate_placements(counts, GOAL)
        assert not found.is_uneven


def test_a_town_that_calms_down_does_not_make_visits_look_better():
    """Busy places are visited, quiet ones are left to compare with, and nothing has an effect."""

    def judge(counts):
        return judge_visits(counts, GOAL).evaluation

    alone = share_better(lambda counts: evaluate_placements(counts, GOAL), change=0.6)
    assert alone > 0.5
    assert share_better(judge, change=0.6) <= 0.15
    assert share_better(judge, change=1.0) <= 0.15


def test_without_places_nothing_is_judged():
    with pytest.raises(ParamsError, match="placement"):
        judge_visits([], GOAL)
