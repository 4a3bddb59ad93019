import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.open_years import list_years, sum_years

YEARLY, MONTHLY = "47018NED", "47022NED"


def figures(*cells):
    frame = pd.DataFrame(cells, columns=[*schema.FIGURE_KEY, schema.FIGURE])
    frame[schema.FIGURE] = frame[schema.FIGURE].astype("Int64")
    return frame


def months(counts, area="GM9901", year=2025):
    return [(MONTHLY, "1.1.1", area, year, n + 1, count) for n, count in enumerate(counts)]


def told(frame):
    rows = list_years(frame).astype(object)
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows.to_numpy()]


def test_the_total_of_a_year_among_months_counts_once() -> None:
    frame = figures((MONTHLY, "1.1.1", "GM9901", 2025, 0, 91), *months([7] * 12))
    assert told(frame) == [("1.1.1", "GM9901", 2025, 91)]


def test_twelve_months_make_a_year_and_eleven_do_not() -> None:
    assert told(figures(*months([7] * 12))) == [("1.1.1", "GM9901", 2025, 84)]
    assert told(figures(*months([7] * 11))) == []


def test_a_month_that_is_withheld_is_no_zero() -> None:
    assert told(figures(*months([7] * 11 + [None]))) == []


def test_the_table_by_year_counts_before_that_by_month() -> None:
    cells = [(table, "1.1.1", "GM9901", 2025, 0, n) for table, n in ((MONTHLY, 90), (YEARLY, 91))]
    assert told(figures(*cells)) == [("1.1.1", "GM9901", 2025, 91)]


def test_what_one_table_withholds_another_may_tell() -> None:
    cells = [(table, "1.1.1", "GM9901", 2025, 0, n) for table, n in ((YEARLY, None), (MONTHLY, 90))]
    assert told(figures(*cells)) == [("1.1.1", "GM9901", 2025, 90)]
    assert told(figures(cells[0])) == [("1.1.1", "GM9901", 2025, None)]


def test_a_sum_lacks_the_years_of_which_a_part_is_not_known() -> None:
    cells = [
        (YEARLY, "1.1.1", "GM9901", 2024, 0, 4),
        (YEARLY, "1.1.1", "GM9902", 2024, 0, 5),
        (YEARLY, "1.1.1", "GM9901", 2025, 0, 6),
        (YEARLY, "1.1.1", "GM9902", 2025, 0, None),
    ]
    years = list_years(figures(*cells))
    assert sum_years(years, ["1.1.1"], ["GM9901", "GM9902"]) == {2024: 9}
    assert sum_years(years, ["1.1.1"], ["GM9901"]) == {2024: 4, 2025: 6}
    assert sum_years(years, ["1.1.1", "1.2.3"], ["GM9901"]) == {}
    assert sum_years(years, [], []) == {}


def test_nothing_gives_nothing() -> None:
    assert told(figures()) == []


@pytest.mark.parametrize("area", ["GM9901", "RE99"])
@given(counts=st.lists(st.integers(0, 90), min_size=12, max_size=12))
def test_months_add_up(area, counts) -> None:
    years = list_years(figures(*months(counts, area)))
    assert sum_years(years, ["1.1.1"], [area]) == {2025: sum(counts)}
