import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.trends import compare_counts


def compare(now: int, before: int) -> pd.Series:
    return compare_counts(pd.Series([now]), pd.Series([before])).iloc[0]


def test_e_test_gives_the_published_value() -> None:
    assert compare(6, 2)["p_value"] == pytest.approx(0.1749, abs=5e-5)


def test_limits_of_a_single_count_are_garwoods() -> None:
    # Against zero before, the interval is that of the count alone but for zero's own upper limit.
    row = compare(10, 0)
    assert row["high"] == pytest.approx(18.390, abs=1e-3)
    assert row["low"] == pytest.approx(10 - np.hypot(10 - 4.7954, 3.6889), abs=1e-3)


def test_no_percentage_where_there_was_nothing() -> None:
    row = compare(3, 0)
    assert np.isnan(row["percent"])
    assert row["is_small"]


def test_labels_of_either_period_count() -> None:
    table = compare_counts(pd.Series({"a": 12}), pd.Series({"b": 30, "a": 10}))
    assert table["now"].to_dict() == {"a": 12, "b": 0}
    assert table["difference"].to_dict() == {"a": 2, "b": -30}
    assert table["is_small"].to_dict() == {"a": False, "b": True}


def test_empty_counts_give_an_empty_typed_table() -> None:
    table = compare_counts(pd.Series(dtype="int64"), pd.Series(dtype="int64"))
    assert table.empty
    assert table["p_value"].dtype == np.float64


def test_both_tests_agree_where_one_takes_over_from_the_other() -> None:
    below, above = compare(10_000, 9_800), compare(10_200, 10_000)
    assert below["p_value"] == pytest.approx(0.155, abs=0.01)
    assert above["p_value"] == pytest.approx(below["p_value"], abs=0.01)


def test_a_longer_period_is_expected_to_hold_more() -> None:
    # 28 days of February with 10 a day, and 31 of March with as many: more in all, no more a day.
    march, february = pd.Series([310]), pd.Series([280])
    alike = compare_counts(march, february, days=(31, 28)).iloc[0]
    assert (alike["difference"], alike["p_value"]) == (30, pytest.approx(1, abs=0.02))
    assert compare_counts(march, march, days=(31, 28))["p_value"].iloc[0] < 0.3
    assert compare_counts(march - march, march - march, days=(31, 28))["p_value"].iloc[0] == 1
    large = compare_counts(100 * march, 100 * february, days=(31, 28))["p_value"].iloc[0]
    assert large == pytest.approx(1, abs=0.02)


@given(st.integers(0, 400), st.integers(0, 400))
def test_swapping_the_periods_mirrors_the_answer(now: int, before: int) -> None:
    there, back = compare(now, before), compare(before, now)
    assert there["low"] <= there["difference"] <= there["high"]
    assert there["low"] == pytest.approx(-back["high"])
    assert there["p_value"] == pytest.approx(back["p_value"])
    assert 0 <= there["p_value"] <= 1


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    now, before = random.poisson(14, 4000), random.poisson(9, 4000)
    table = compare_counts(pd.Series(now), pd.Series(before))
    covered = ((table["low"] <= 5) & (table["high"] >= 5)).mean()
    assert covered >= 0.94
