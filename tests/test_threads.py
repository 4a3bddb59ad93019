import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.threads import share_rows


@given(st.integers(0, 2_000), st.integers(1, 50))
def test_each_row_is_done_once(rows: int, least: int) -> None:
    done = np.zeros(rows, np.int64)

    def work(first: int, last: int) -> None:
        done[first:last] += 1

    share_rows(work, rows, least=least)
    assert (done == 1).all()


def test_a_fault_in_a_piece_is_told() -> None:
    def work(first: int, last: int) -> None:
        if first <= 500 < last:
            raise ValueError(first)

    with pytest.raises(ValueError, match="500"):
        share_rows(work, 1_000, least=10)
