import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.safety import compare_shares

figures = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Table II of Newcombe (1998), method 10.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
    ],
)
def test_the_published_intervals_come_out(first, second, low, high) -> None:
    found = compare_shares(first, second)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=5e-5),
        pytest.approx(high, abs=5e-5),
    )


def test_a_difference_is_shown_when_its_interval_leaves_zero_out() -> None:
    assert compare_shares((48, 80), (56, 70)).is_shown
    assert compare_shares((56, 70), (48, 80)).is_shown
    assert not compare_shares((20, 50), (22, 50)).is_shown


@given(figures, figures)
def test_the_interval_holds_the_difference_and_turns_with_the_moments(before, after) -> None:
    found, turned = compare_shares(before, after), compare_shares(after, before)
    assert -1 - 1e-9 <= found.low <= found.difference <= found.high <= 1 + 1e-9
    assert (turned.low, turned.high) == (
        pytest.approx(-found.high),
        pytest.approx(-found.low),
    )
