import pandas as pd
import pytest

from geo.analysis.trends import compare_counts, list_differences
from geo.present import changes


def compare(before: int, now: int):
    return list_differences(compare_counts(pd.Series([now]), pd.Series([before])))[0]


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (118, 97, "-21 (van 118 naar 97, -18%)"),
        (5, 16, "+11 (van 5 naar 16) (+220%) klein aantal"),
        (9, 9, "0 (van 9 naar 9) (0%) klein aantal"),
        (1000, 2204, "+1.204 (van 1.000 naar 2.204, +120%)"),
    ],
)
def test_a_change_says_difference_counts_and_percentage(before: int, now: int, words: str) -> None:
    assert changes.say_change(compare(before, now)) == words


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (118, 88, "-25%"),
        (5, 16, "(+220%) klein aantal"),
        (16, 5, "(-69%) klein aantal"),
        (8, 3, "(-63%) klein aantal"),
        (0, 3, "klein aantal"),
        (0, 40, "klein aantal"),
        (0, 0, ""),
        (10, 10, "0%"),
    ],
)
def test_a_percentage_of_a_small_number_is_in_brackets(before: int, now: int, words: str) -> None:
    assert changes.say_percent(compare(before, now)) == words


def test_limits_are_rounded_outwards() -> None:
    found = compare(118, 88)
    assert (round(found.low, 1), round(found.high, 1)) == (-59.1, -1.2)
    assert changes.say_interval(found) == "tussen -60 en -1"
    assert changes.say_interval(compare(10, 14)) == "tussen -7 en +15"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (280, 195, "meer dan toeval verklaart"),
        (37, 28, "kan toeval zijn"),
        (600, 600, "geen verschil"),
    ],
)
def test_a_verdict_says_whether_chance_can_explain_it(before: int, now: int, words: str) -> None:
    assert changes.say_verdict(compare(before, now)) == words


def test_many_comparisons_are_owned_up_to() -> None:
    assert "10 vergelijkingen tegelijk" in changes.say_many(10)
    assert "gemiddeld één" in changes.say_many(10)


def test_a_sign_stands_before_what_is_more_than_nothing():
    assert [changes.say_signed(value) for value in (3, -1045, 0, 0.2, -0.2)] == [
        "+3", "-1.045", "0", "0", "0",
    ]  # fmt: skip
    assert [changes.say_signed(value, decimals=1) for value in (2.96, -0.04, -1.25)] == [
        "+3,0", "0,0", "-1,2",
    ]  # fmt: skip
