import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.rates import rate_per_thousand


def rate(count: int, population: object) -> pd.Series:
    counts = pd.Series([count])
    return rate_per_thousand(counts, pd.Series([population], dtype="Int64")).iloc[0]


def test_rate_and_limits_are_those_of_the_count_divided() -> None:
    # Garwood's 95% limits of 10 are 4.7954 and 18.3904.
    row = rate(10, 2000)
    assert row["rate"] == pytest.approx(5.0)
    assert row["rate_low"] == pytest.approx(4.7954 / 2, abs=1e-4)
    assert row["rate_high"] == pytest.approx(18.3904 / 2, abs=1e-4)
    assert not row["is_rough"]


def test_no_incidents_are_a_rate_of_zero_with_an_upper_limit() -> None:
    # The upper limit of zero is -ln(0.025) = 3.6889.
    row = rate(0, 1000)
    assert (row["rate"], row["rate_low"]) == (0.0, 0.0)
    assert row["rate_high"] == pytest.approx(3.6889, abs=1e-4)


@pytest.mark.parametrize("population", [0, None, -99997])
def test_nobody_and_nothing_known_give_no_rate(population: object) -> None:
    row = rate(3, population)
    assert row[["rate", "rate_low", "rate_high"]].isna().all()
    assert not row["is_rough"]


def test_few_dwellings_make_a_rough_rate() -> None:
    assert rate(1, 8)["rate"] == pytest.approx(125.0)
    assert rate(1, 99)["is_rough"]
    assert not rate(1, 100)["is_rough"]


def test_a_population_that_is_not_listed_is_missing() -> None:
    counts = pd.Series({"WK2": 4, "WK1": 2})
    rates = rate_per_thousand(counts, pd.Series({"WK1": 500}, dtype="Int64"))
    assert rates.index.tolist() == ["WK2", "WK1"]
    assert np.isnan(rates.loc["WK2", "rate"])
    assert rates.loc["WK1", "rate"] == pytest.approx(4.0)


def test_no_areas_give_an_empty_typed_table() -> None:
    rates = rate_per_thousand(pd.Series(dtype="int64"), pd.Series(dtype="Int64"))
    assert rates.empty
    assert rates["rate"].dtype == np.float64


@given(st.integers(0, 500), st.integers(1, 10_000), st.integers(2, 9))
def test_the_rate_lies_in_its_limits_and_does_not_depend_on_scale(
    count: int, population: int, times: int
) -> None:
    small, large = rate(count, population), rate(count, population * times)
    assert small["rate_low"] <= small["rate"] <= small["rate_high"]
    assert large["rate"] * times == pytest.approx(small["rate"])
