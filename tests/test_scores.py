import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis.scores import Trial, accumulate_pai, flag_cells, score_trial
from geo.errors import ParamsError


def trial(expected, observed):
    return Trial(np.array(expected, float), np.array(observed, float))


@pytest.mark.parametrize(
    ("observed", "expected", "pai", "pei"),
    [
        ([6, 3, 0], [3, 2, 1], [2, 1.5, 1], [1, 1, 1]),
        (
            [6, 7, 3, 2, 1, 0],
            [8, 4, 4, 2, 1, 0],
            [1.8947, 1.4211, 1.6842, 1.4211, 1.2, 1],
            [6 / 7, 9 / 13, 1, 1, 1, 1],
        ),
    ],
)
def test_cumulative_pai_has_its_published_values(observed, expected, pai, pei):
    found = accumulate_pai(trial(expected, observed))
    assert found["pai"].tolist() == pytest.approx(pai, abs=5e-5)
    assert found["pei"].tolist() == pytest.approx(pei)


def test_scores_of_a_hand_worked_case():
    # Of ten cells the highest two hold 6 of 12 incidents; the best two would hold 9.
    scores = score_trial(
        trial([9, 8, 1, 1, 1, 0, 0, 0, 0, 0], [4, 2, 5, 1, 0, 0, 0, 0, 0, 0]),
        (0.2,),
        cell_km2=0.01,
    ).iloc[0]
    assert scores["cells"] == 2
    assert scores["hits"] == 6
    assert scores["hit_rate"] == 0.5
    assert scores["pai"] == 2.5
    assert scores["pei"] == pytest.approx(6 / 9)
    assert scores["rri"] == pytest.approx(17 / 6)
    assert scores["ser"] == pytest.approx(300)


def test_cells_that_tie_at_the_edge_share_what_is_left():
    assert flag_cells(np.array([5.0, 1, 1, 1, 1]), 0.4).tolist() == [1, 0.25, 0.25, 0.25, 0.25]


def test_at_least_one_cell_is_flagged():
    assert flag_cells(np.array([1.0, 2.0, 3.0]), 0.01).tolist() == [0, 0, 1]


def test_nothing_observed_has_no_rate():
    scores = score_trial(trial([1, 2], [0, 0]), (0.5,), cell_km2=1).iloc[0]
    assert scores["hits"] == 0
    assert np.isnan(scores["hit_rate"])


@pytest.mark.parametrize("share", [0, -0.1, 1.01, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ParamsError) as caught:
        score_trial(trial([1, 2], [1, 0]), (share,), cell_km2=1)
    assert caught.value.key == "share-out-of-range"


values = hnp.arrays(np.float64, 40, elements=st.integers(0, 6))


@given(values, values)
def test_more_area_never_catches_less_and_never_more_than_there_is(expected, observed):
    scores = score_trial(Trial(expected, observed), (0.05, 0.1, 0.5, 1.0), cell_km2=1)
    assert scores["hits"].is_monotonic_increasing
    assert scores["hits"].iloc[-1] == pytest.approx(observed.sum())
    assert (scores["pei"].dropna() <= 1 + 1e-9).all()


@given(values, st.floats(0.01, 1))
def test_so_much_is_flagged_as_was_asked_for(expected, share):
    flags = flag_cells(expected, share)
    assert flags.sum() == pytest.approx(max(1, round(share * 40)))
    assert ((flags >= 0) & (flags <= 1)).all()
