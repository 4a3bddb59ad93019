import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.advice.rings import count_rings
from geo.errors import ParamsError

HERE = np.array([[0.0, 0.0], [1000.0, 0.0]])
spots = hnp.arrays(np.int64, st.tuples(st.integers(0, 40), st.just(2)), elements=st.integers(0, 50))


def test_the_edge_of_the_target_and_that_of_the_buffer_are_included() -> None:
    xy = np.array([[0, 0], [10, 0], [10.1, 0], [20, 0], [20.1, 0], [1000, 15]], float)
    found = count_rings(HERE, xy, np.zeros(6, np.intp), spans=1, radii_m=(10, 20))
    assert found.target.tolist() == [[2], [0]]
    assert found.buffer.tolist() == [[2], [1]]


def test_spans_are_counted_apart_and_what_is_in_none_not_at_all() -> None:
    xy = np.zeros((5, 2))
    found = count_rings(HERE, xy, np.array([0, 1, 1, -1, 2]), spans=4, radii_m=(10, 20))
    assert found.target.tolist() == [[1, 2, 1, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("span", [np.empty(0, np.intp), np.full(3, -1)])
def test_without_incidents_there_are_zeros(span) -> None:
    found = count_rings(HERE, np.zeros((len(span), 2)), span, spans=2, radii_m=(10, 20))
    assert found.target.tolist() == found.buffer.tolist() == [[0, 0], [0, 0]]


def test_a_radius_of_nothing_is_refused() -> None:
    with pytest.raises(ParamsError):
        count_rings(HERE, np.zeros((1, 2)), np.zeros(1, np.intp), spans=1, radii_m=(0, 20))


@given(spots, st.integers(1, 60), st.integers(1, 60), st.integers(1, 3))
def test_counts_are_those_by_distance_one_by_one(xy, one, other, spans) -> None:
    within, reach = sorted((one, other))
    span = np.arange(len(xy)) % spans
    found = count_rings(
        np.array([[25.0, 25.0]]), xy.astype(float), span, spans=spans, radii_m=(within, reach)
    )
    squared = ((xy - 25) ** 2).sum(axis=1)
    for number in range(spans):
        told = squared[span == number]
        assert found.target[0, number] == (told <= within**2).sum()
        assert found.buffer[0, number] == ((told > within**2) & (told <= reach**2)).sum()
