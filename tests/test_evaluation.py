from itertools import starmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from proving import Proof
from scipy import stats

from geo.advice.displacement import (
    BeforeAfter,
    Placement,
    Spread,
    Undefined,
    measure_quotient,
    measure_wdd,
)
from geo.advice.evaluation import Advice, Goal, Verdict, advise, evaluate_placements
from geo.advice.power import ONE_SIDED, plan_power
from geo.errors import ParamsError

HALF = Goal(share=0.5)
RUNS = 1_000
# The counts of Wheeler & Ratcliffe (2018).
PUBLISHED = ((207, 110), (308, 318), (178, 157), (150, 140))

counts = st.integers(0, 60)
pairs = st.tuples(counts, counts)


def place(target, control, *around):
    areas = [BeforeAfter(*pair) for pair in (target, control, *around)]
    names = ("target", "control", "buffer", "buffer_control")
    return Placement(**dict(zip(names, areas, strict=False)))


def judge(*areas, goal=HALF):
    return evaluate_placements([place(*areas)], goal)


def draw_runs(means, seed, runs=RUNS):
    """Placements drawn by chance: means of each area before and after."""
    drawn = np.random.default_rng(seed).poisson(means, (runs, *np.shape(means)))
    return list(starmap(place, drawn.tolist()))


def test_the_published_difference_comes_out():
    found = measure_wdd([place(*PUBLISHED)])
    assert (found.estimate, found.variance) == (-118, 1568)
    assert found.z == pytest.approx(-2.98, abs=5e-3)
    assert (round(found.low), round(found.high)) == (-196, -40)


def test_the_published_quotient_and_net_effect_come_out():
    found = measure_quotient([place(*PUBLISHED)])
    assert found.wdq == pytest.approx(0.2582, abs=5e-5)
    assert found.net_effect == pytest.approx(130.5, abs=0.05)
    assert (found.spread, found.undefined) == (Spread.DIFFUSION, None)


def test_the_published_placement_worked():
    found = evaluate_placements([place(*PUBLISHED)], HALF)
    assert (found.verdict, found.displaced) == (Verdict.EFFECTIVE, False)
    assert found.target.estimate == -97 - 10
    assert found.around.estimate == -21 + 10
    assert (found.target_change.now, found.target_change.before) == (110, 207)
    assert found.target_change.p_value < 0.001


@pytest.mark.parametrize("mean", [5, 30, 200])
@pytest.mark.parametrize("areas", [2, 4])
def test_without_effect_the_interval_holds_zero_in_95_of_100_runs(mean, areas):
    runs = draw_runs(np.full((areas, 2), mean), seed=mean + areas)
    holds = np.mean([found.low <= 0 <= found.high for found in (measure_wdd([r]) for r in runs)])
    # Three standard errors; for small counts the normal curve is a rough fit.
    assert holds == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / RUNS))


@pytest.mark.prove
def test_the_interval_of_no_effect_holds_zero_as_often_as_it_says(proof: Proof) -> None:
    runs = proof.runs(RUNS, 20_000)
    found = [measure_wdd([run]) for run in draw_runs(np.full((4, 2), 30), proof.seed, runs)]
    holds = sum(one.low <= 0 <= one.high for one in found)
    low, high = stats.binom.ppf([5e-5, 1 - 5e-5], runs, 0.95)
    assert low <= holds <= high
    proof.note(runs=runs, intervals_that_hold_zero=holds, at_least=int(low), at_most=int(high))


@pytest.mark.prove
def test_a_halved_place_of_100_incidents_is_found_as_often_as_the_formula_says(
    proof: Proof,
) -> None:
    runs = proof.runs(RUNS, 20_000)
    for areas in (2, 4):
        means = np.full((areas, 2), 100.0)
        means[0, 1] = 50
        drawn = draw_runs(means, proof.seed + areas, runs)
        found = sum(measure_wdd([run]).p_value < ONE_SIDED for run in drawn)
        power = plan_power(100, 0.5, with_buffer=areas == 4)
        # The formula is a normal curve: a part in a hundred off, beside the chance of the draw.
        assert found / runs == pytest.approx(power, abs=0.01 + 4 * np.sqrt(power / 4 / runs))
        proof.note(**{f"power_by_formula_of_{areas}_areas": round(power, 4)})
        proof.note(**{f"found_in_{areas}_areas": round(found / runs, 4)})
    proof.note(runs=runs)


def test_without_effect_one_is_found_in_5_of_100_runs():
    runs = [run for seed in range(5) for run in draw_runs(np.full((4, 2), 60), seed=seed)]
    found = np.mean([measure_wdd([one]).p_value < ONE_SIDED for one in runs])
    assert found == pytest.approx(ONE_SIDED, abs=3 * np.sqrt(0.05 * 0.95 / len(runs)))


@given(st.lists(st.tuples(pairs, pairs, pairs, pairs), min_size=1, max_size=4))
def test_pooled_is_the_sum_of_placements(all_counts):
    placements = list(starmap(place, all_counts))
    pooled, each = measure_wdd(placements), [measure_wdd([one]) for one in placements]
    assert pooled.estimate == sum(one.estimate for one in each)
    assert pooled.variance == sum(one.variance for one in each)


@given(pairs, pairs, st.none() | st.tuples(pairs, pairs))
def test_every_placement_gets_a_verdict_whatever_the_counts(target, control, around):
    found = judge(target, control, *(around or ()))
    assert found.verdict in Verdict
    assert 0 <= found.power <= 1
    assert (found.displaced is None) == (around is None)
    assert found.net.low <= found.net.estimate <= found.net.high
    assert (found.quotient.wdq is None) == (found.quotient.undefined is not None)


def test_placements_that_prove_nothing_alone_do_so_together():
    one = place((20, 11), (20, 20))
    assert evaluate_placements([one], HALF).verdict is Verdict.INSUFFICIENT
    assert evaluate_placements([one] * 6, HALF).verdict is Verdict.EFFECTIVE


@pytest.mark.parametrize(
    ("areas", "verdict"),
    [
        (((0, 0), (0, 0)), Verdict.INSUFFICIENT),
        (((9, 0), (9, 9)), Verdict.INSUFFICIENT),  # too small, however silent it fell
        (((100, 10), (0, 0)), Verdict.INSUFFICIENT),  # nothing to hold it against
        (((100, 40), (100, 100)), Verdict.EFFECTIVE),
        (((100, 98), (100, 99)), Verdict.NO_EFFECT_SHOWN),
        (((30, 29), (30, 30)), Verdict.INSUFFICIENT),
        (((100, 60), (100, 100), (100, 150), (100, 100)), Verdict.DISPLACEMENT),
        (((200, 60), (200, 200), (100, 140), (100, 100)), Verdict.EFFECTIVE),
        (((100, 120), (100, 100), (100, 150), (100, 100)), Verdict.NO_EFFECT_SHOWN),
        # It fell around the target alone: not the camera's doing.
        (((150, 150), (150, 150), (200, 90), (200, 200)), Verdict.NO_EFFECT_SHOWN),
    ],
)
def test_the_verdict_follows_the_rule(areas, verdict):
    found = judge(*areas, goal=Goal(share=0.8))
    assert found.verdict is verdict


def test_displacement_beside_an_effect_is_told():
    assert judge((200, 60), (200, 200), (100, 140), (100, 100)).displaced is True


@pytest.mark.parametrize(
    ("areas", "undefined", "net_effect"),
    [
        (((9, 5), (9, 9)), Undefined.NO_BUFFER, None),
        (((9, 5), (0, 3), (4, 4), (4, 4)), Undefined.EMPTY_CONTROL, None),
        (((9, 5), (3, 0), (4, 4), (4, 4)), Undefined.EMPTY_CONTROL, -9),
        (((9, 9), (9, 9), (4, 4), (4, 4)), Undefined.NO_REDUCTION, 0),
        (((0, 0), (9, 9), (4, 4), (4, 4)), Undefined.NO_REDUCTION, 0),
    ],
)
def test_a_quotient_that_says_nothing_says_why(areas, undefined, net_effect):
    found = measure_quotient([place(*areas)])
    assert (found.wdq, found.undefined, found.net_effect) == (None, undefined, net_effect)
    assert found.spread is None


@pytest.mark.parametrize(
    ("buffer", "spread"),
    [
        ((20, 15), Spread.DIFFUSION),
        ((20, 20), Spread.NEITHER),
        ((20, 25), Spread.PARTIAL),
        ((20, 30), Spread.PARTIAL),
        ((20, 31), Spread.TOTAL),
    ],
)
def test_the_quotient_says_where_incidents_went(buffer, spread):
    assert measure_quotient([place((30, 20), (30, 30), buffer, (1, 1))]).spread is spread


def test_one_placement_without_a_buffer_leaves_the_pooled_quotient_undefined():
    whole, half = place((9, 5), (9, 9), (4, 4), (4, 4)), place((9, 5), (9, 9))
    assert measure_quotient([whole, half]).undefined is Undefined.NO_BUFFER
    assert measure_quotient([]).undefined is Undefined.NO_BUFFER


@pytest.mark.parametrize(
    ("verdict", "still", "elsewhere", "advice"),
    [
        (Verdict.EFFECTIVE, True, False, Advice.EXTEND),
        (Verdict.EFFECTIVE, True, True, Advice.EXTEND),
        (Verdict.EFFECTIVE, False, False, Advice.WITHDRAW),
        (Verdict.EFFECTIVE, False, True, Advice.MOVE),
        (Verdict.INSUFFICIENT, True, True, Advice.EXTEND),
        (Verdict.INSUFFICIENT, False, False, Advice.WITHDRAW),
        (Verdict.NO_EFFECT_SHOWN, True, True, Advice.MOVE),
        (Verdict.NO_EFFECT_SHOWN, True, False, Advice.WITHDRAW),
        (Verdict.DISPLACEMENT, True, True, Advice.MOVE),
        (Verdict.DISPLACEMENT, True, False, Advice.WITHDRAW),
    ],
)
def test_the_advice_follows_the_verdict_and_the_need(verdict, still, elsewhere, advice):
    found = advise(verdict, is_still_hotspot=still, is_better_elsewhere=elsewhere)
    assert found is advice


@pytest.mark.parametrize("pair", [(-1, 0), (0, -1)])
def test_less_than_nothing_is_no_count(pair):
    with pytest.raises(ParamsError):
        BeforeAfter(*pair)


def test_a_buffer_without_its_control_is_refused():
    with pytest.raises(ParamsError) as caught:
        place((1, 1), (1, 1), (1, 1))
    assert caught.value.key == "buffer-without-control"


@pytest.mark.parametrize(
    "values",
    [
        {"share": 0},
        {"share": 1.1},
        {"share": float("nan")},
        {"share": 0.5, "one_sided": 1},
        {"share": 0.5, "least_power": 0},
    ],
)
def test_a_goal_that_is_none_is_refused(values):
    with pytest.raises(ParamsError):
        Goal(**values)


def test_nothing_cannot_be_evaluated():
    with pytest.raises(ParamsError) as caught:
        evaluate_placements([], HALF)
    assert caught.value.key == "evaluation-no-placements"
