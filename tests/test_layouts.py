import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.intake.layouts import PARTS, read_fixed
from geo.intake.spans import TimeStyle, _match_parts, read_spans
from geo.schema import TimePrecision

STYLE = TimeStyle(day_first=True, precision=TimePrecision.MINUTE)
# Made of what dates are made of, most of them nearly in the layout.
NEARLY = st.from_regex(
    r"\A\d{4}[-/.x]\d{2}[-/.]\d{2}([T t ]\d{2}[:.]\d{2}(:\d{2}([.,]\d{3})?)?)?Z?\Z",
    alphabet=st.characters(codec="ascii"),
)
ANY = st.text(st.sampled_from("0123456789-:T .Z٣"), max_size=29)
TEXTS = st.lists(st.none() | NEARLY | ANY, max_size=30)


def read_one(text: str) -> tuple[list[float], bool]:
    parts, fitting = read_fixed(pa.array([text]))
    return [parts[name][0] for name in PARTS], bool(fitting[0])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2018-03-04", [2018, 3, 4, np.nan, np.nan, np.nan]),
        ("2018-03-04T21:30", [2018, 3, 4, 21, 30, np.nan]),
        ("2018-03-04 21:30:59", [2018, 3, 4, 21, 30, 59]),
        ("2018-03-04 21:30:59.999999", [2018, 3, 4, 21, 30, 59]),
        ("2018-99-99", [2018, 99, 99, np.nan, np.nan, np.nan]),
    ],
)
def test_what_machines_write_is_read_as_it_stands(text, parts) -> None:
    found, fitting = read_one(text)

    assert fitting
    assert np.array_equal(found, parts, equal_nan=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018-3-4",
        "2018/03/04",
        "04-03-2018",
        "2018-03-04T21:30Z",
        "2018-03-04t21:30",
        "2018-03",
    ],
)
def test_any_other_layout_is_left_to_who_reads_what_people_write(text) -> None:
    parts, fitting = read_one(text)

    assert not fitting
    assert np.isnan(parts).all()


@given(TEXTS)
def test_what_fits_is_read_as_the_patterns_read_it(texts) -> None:
    column = pa.array(texts, pa.string())
    parts, fitting = read_fixed(column)
    expected = _match_parts(column, STYLE)

    for name in PARTS:
        assert np.array_equal(parts[name][fitting], expected[name][fitting], equal_nan=True)
    assert np.isnan(expected["offset"][fitting]).all()
    assert not np.isnan(expected["year"][fitting]).any()


@given(TEXTS, st.integers(0, 5))
def test_a_slice_of_a_column_is_read_as_a_column_of_its_own(texts, start) -> None:
    sliced = pa.array(texts, pa.string()).slice(start)
    alone = pa.array(texts[start:], pa.string())

    for name, values in read_fixed(sliced)[0].items():
        assert np.array_equal(values, read_fixed(alone)[0][name], equal_nan=True)
    whole, parts = (read_spans(pa.table({"a": each}), STYLE) for each in (sliced, alone))
    assert np.array_equal(whole.low, parts.low, equal_nan=True)
