import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.summary import count_by_area, count_values

codes = st.lists(st.sampled_from(["A1", "B2", "C3", "Z9", None]), max_size=30)
layers = st.lists(st.sampled_from(["A1", "B2", "C3", "D4", None]), max_size=8)


def count(found: list[str | None], known: list[str | None]) -> list[tuple[str | None, int]]:
    areas = pd.DataFrame({schema.AREA_CODE: pd.Series(known, dtype="str")})
    counts = pd.Series(found, dtype="str").value_counts(dropna=False)
    told = count_by_area([counts[::2], counts[1::2]], areas)
    assert told.columns.tolist() == [schema.AREA_CODE, schema.INCIDENTS]
    assert told.dtypes.astype(str).tolist() == ["str", "int64"]
    names = told[schema.AREA_CODE].astype(object)
    return list(zip(names.where(names.notna(), None), told[schema.INCIDENTS], strict=True))


@pytest.mark.parametrize(
    ("found", "known", "expected"),
    [
        pytest.param(["B", "A", "B"], ["B", "A"], [("A", 1), ("B", 2)], id="in-order-of-code"),
        pytest.param(["A"], ["A", "B"], [("A", 1), ("B", 0)], id="an-empty-area-counts-zero"),
        pytest.param([None, "A", None], ["A"], [("A", 1), (None, 2)], id="nowhere-comes-last"),
        pytest.param(["A", "X"], ["A"], [("A", 1), (None, 1)], id="unknown-area-is-nowhere"),
        pytest.param([None], [], [(None, 1)], id="no-areas"),
        pytest.param([], ["A"], [("A", 0)], id="no-incidents"),
        pytest.param([], [], [], id="nothing-at-all"),
        pytest.param(["A"], ["A", "A", None], [("A", 1)], id="a-code-counts-once"),
    ],
)
def test_incidents_are_counted_by_area(
    found: list[str | None], known: list[str | None], expected: list[tuple[str | None, int]]
) -> None:
    assert count(found, known) == expected


@given(codes, layers)
def test_no_incident_is_lost(found: list[str | None], known: list[str | None]) -> None:
    assert sum(number for _, number in count(found, known)) == len(found)


def test_values_are_counted_and_missing_ones_passed_over():
    assert count_values(pd.Series(["straat", "adres", None, "straat"])) == {"adres": 1, "straat": 2}
