import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import PoissonRegressor

from geo.analysis.shared_trends import (
    Change,
    Shared,
    compare_changes,
    expect_year,
    judge_change,
    measure_change,
)

COUNTS = st.integers(0, 400)


def years_of(counts, last=2024):
    return {last - len(counts) + 1 + place: count for place, count in enumerate(counts)}


def test_limits_of_a_change_are_those_of_a_textbook() -> None:
    # 30 against 50 of as long: Clopper-Pearson for 30 of 80 is 0.2692 to 0.4904.
    found = measure_change(Change(30, 50))
    assert found.ratio == pytest.approx(0.6)
    assert (found.low, found.high) == pytest.approx((0.2692 / 0.7308, 0.4904 / 0.5096), abs=1e-3)


def test_limits_of_two_changes_are_those_of_fishers_table() -> None:
    # Fisher's tea tasting as R's fisher.test prints it, whose upper limit is rougher than ours.
    found = compare_changes(Change(3, 1), Change(1, 3))
    assert found.ratio == pytest.approx(6.408, abs=1e-3)
    assert found.low == pytest.approx(0.2117, abs=1e-4)
    assert found.high == pytest.approx(621.93, rel=0.01)


def test_large_counts_have_the_same_limits_as_exact_ones() -> None:
    small = compare_changes(Change(900, 1000), Change(8000, 8500))
    large = compare_changes(Change(1000, 1111), Change(9000, 9563))
    assert small.high - small.low == pytest.approx(large.high - large.low, rel=0.1)
    assert large.low < large.ratio < large.high


@given(COUNTS, COUNTS, st.floats(1, 9))
def test_scatter_makes_limits_wider_and_never_narrower(now, before, dispersion) -> None:
    plain, wide = (
        measure_change(Change(now, before)),
        measure_change(Change(now, before, dispersion)),
    )
    if plain is None:
        assert now + before == 0
        return
    assert wide.low <= plain.low * (1 + 1e-9)
    assert wide.high >= plain.high * (1 - 1e-9)


@settings(max_examples=15, deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_turning_here_and_elsewhere_around_turns_the_answer(a, b, c, d) -> None:
    found, other = (
        compare_changes(*pair)
        for pair in ((Change(a, b), Change(c, d)), (Change(c, d), Change(a, b)))
    )
    assert (found is None) == (other is None)
    if found is not None:
        assert found.direction == -other.direction


@pytest.mark.parametrize(
    ("own", "others", "verdict"),
    [
        ((60, 100), (600, 1000), Shared.COMMON),
        ((30, 100), (1000, 1000), Shared.BETTER),
        ((100, 100), (500, 1000), Shared.WORSE),
        ((50, 100), (1300, 1000), Shared.AWAY),
        ((150, 100), (700, 1000), Shared.HITHER),
        ((100, 100), (1000, 1000), Shared.NO_CHANGE),
        ((70, 110), (33, 40), Shared.UNSETTLED),
        ((9, 100), (600, 1000), Shared.TOO_FEW),
        ((100, 100), (0, 0), Shared.TOO_FEW),
    ],
)
def test_a_change_is_judged_by_what_happened_elsewhere(own, others, verdict) -> None:
    assert judge_change(Change(*own), Change(*others)) is verdict


def test_what_scatters_anyway_is_no_change() -> None:
    assert judge_change(Change(60, 100, 6.0), Change(1000, 1000, 6.0)) is Shared.NO_CHANGE


@pytest.mark.parametrize("unknown", [(None, 1.0), (1.0, None)])
def test_without_years_before_nothing_is_judged(unknown) -> None:
    own, others = unknown
    found = judge_change(Change(300, 1000, own), Change(10_000, 10_000, others))
    assert found is Shared.TOO_SHORT
    assert judge_change(Change(3, 9, own), Change(100, 100, others)) is Shared.TOO_FEW


def test_what_is_picked_out_of_many_has_to_be_surer() -> None:
    pair = Change(70, 100), Change(1000, 1000)
    assert judge_change(*pair) is Shared.BETTER
    assert judge_change(*pair, confidence=0.999) is Shared.NO_CHANGE


@settings(max_examples=15, deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_surer_claim_is_never_the_other_way_around(a, b, c, d) -> None:
    plain, sure = (
        compare_changes(Change(a, b), Change(c, d), confidence=confidence)
        for confidence in (0.95, 0.998)
    )
    if plain is not None:
        assert sure.direction in {0, plain.direction}


def test_a_steady_row_is_expected_to_go_on() -> None:
    found = expect_year(years_of([100, 104, 96, 101, 99, 100, 103, 97]), 2025)
    assert found.mean == pytest.approx(100)
    assert not found.has_trend
    assert found.dispersion == 1
    # Of Poisson 100 alone it would be 81 to 120.
    assert 75 <= found.low <= 81
    assert 120 <= found.high <= 126


def test_a_falling_row_is_expected_to_fall_further() -> None:
    falling = [round(200 * 0.9**n) for n in range(8)]
    found = expect_year(years_of(falling), 2025)
    assert found.has_trend
    assert found.mean == pytest.approx(200 * 0.9**8, rel=0.02)


def test_the_trend_is_that_of_a_general_library() -> None:
    falling = [198, 185, 160, 151, 130, 119, 104, 99]
    model = PoissonRegressor(alpha=0.0, tol=1e-9, max_iter=1000)
    model.fit(np.arange(-8, 0)[:, None], falling)
    found = expect_year(years_of(falling), 2025)
    assert found.mean == pytest.approx(model.predict([[0]])[0], rel=1e-4)


def test_a_rising_row_does_not_rise_beyond_all_that_was_seen() -> None:
    rising = [round(50 * 1.2**n) for n in range(8)]
    found = expect_year(years_of(rising), 2025)
    assert found.mean <= max(rising)
    assert not found.has_trend


def test_a_row_that_dies_out_may_still_count_one() -> None:
    found = expect_year(years_of([9, 3, 1, 0, 0]), 2025)
    assert (found.low, found.high) == (0, 1)
    assert 0 < found.mean < 1


def test_years_that_lack_are_no_zeros() -> None:
    counts = years_of([100, 104, 96, 101, 99, 100, 103, 97])
    del counts[2020]
    assert expect_year(counts, 2025).mean == pytest.approx(100, rel=0.02)


def test_later_years_do_not_count() -> None:
    counts = years_of([100, 104, 96, 101, 99, 100])
    assert expect_year({**counts, 2025: 9000, 2026: 9000}, 2025) == expect_year(counts, 2025)


@pytest.mark.parametrize("counts", [[], [100] * 4, [0] * 8, [1] * 5])
def test_too_little_to_go_by_gives_no_expectation(counts) -> None:
    assert expect_year(years_of(counts), 2025) is None


@settings(deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=5, max_size=12))
def test_any_row_is_answered_within_what_was_seen(counts) -> None:
    found = expect_year(years_of(counts), 2025)
    if found is None:
        assert sum(counts[-8:]) < 10
        return
    assert 0 <= found.low <= found.mean <= max(counts[-8:])
    assert found.mean <= found.high
    assert math.isfinite(found.dispersion)
    assert found.dispersion >= 1


@pytest.mark.parametrize("scatter", [1.0, 3.0])
def test_limits_hold_about_as_often_as_they_say(scatter) -> None:
    draws = np.random.default_rng(5)
    mean, runs = 80.0, 300
    if scatter > 1:
        of = stats.nbinom(mean / (scatter - 1), 1 / scatter)
        rows = of.rvs(size=(runs, 9), random_state=draws)
    else:
        rows = draws.poisson(mean, (runs, 9))
    held = 0
    for row in rows:
        found = expect_year(years_of([int(n) for n in row[:8]]), 2025)
        held += found.low <= row[8] <= found.high
    # Dispersion out of eight years is a rough estimate: less than promised, and not much less.
    assert 0.88 <= held / runs <= 0.995


def test_nothing_before_has_no_upper_limit() -> None:
    found = measure_change(Change(5, 0))
    assert (found.ratio, found.high) == (math.inf, math.inf)
    assert found.low > 0
