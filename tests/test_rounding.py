import pytest
from disclosure_drawings import COUNCIL, grids, rules_of
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.disclosure import Held
from geo.disclosure.rounding import round_counts
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Sum, Tables


def seen_sums(tables, told):
    return [
        one
        for one in tables.sums
        if all(isinstance(told[key], int) for key in (one.whole, *one.parts))
    ]


@settings(max_examples=25)
@given(grids(3, 3), st.sampled_from([3, 5, 10]))
def test_what_is_rounded_still_adds_up(tables, base) -> None:
    told = round_counts(tables, tables.counts, base=base)
    assert all(count % base == 0 for count in told.values())
    for one in seen_sums(tables, told):
        assert told[one.whole] == sum(told[part] for part in one.parts)
    # A table of two sides can always be rounded to a neighbour.
    assert all(abs(told[key] - count) < base for key, count in tables.counts.items())


@settings(max_examples=15)
@given(grids(3, 3))
def test_marks_stay_and_sums_that_are_seen_add_up(tables) -> None:
    marked = withhold(tables, COUNCIL).told
    told = round_counts(tables, marked, base=5)
    for key, mark in marked.items():
        assert told[key] is mark if isinstance(mark, Held) else told[key] % 5 == 0
    for one in seen_sums(tables, told):
        assert told[one.whole] == sum(told[part] for part in one.parts)


def test_a_base_of_one_changes_nothing() -> None:
    tables = Tables({"a": 3, "b": 4, "all": 7}, (Sum("all", ("a", "b")),))
    assert round_counts(tables, tables.counts, base=1) == tables.counts


def test_what_was_published_is_not_rounded() -> None:
    tables = Tables({"a": 8, "b": 9}, known=frozenset({"a"}))
    assert round_counts(tables, tables.counts, base=5) == {"a": 8, "b": 10}


@pytest.mark.parametrize(("count", "rounded"), [(0, 0), (12, 10), (13, 15), (15, 15)])
def test_a_count_goes_to_the_nearest_multiple(count, rounded) -> None:
    assert round_counts(Tables({"a": count}), {"a": count}, base=5) == {"a": rounded}


def test_rules_with_a_base_are_rules() -> None:
    assert rules_of(5, rounding_base=5).rounding_base == 5
