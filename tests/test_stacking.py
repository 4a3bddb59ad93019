import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import make_record, scatter

from geo.analysis.stacking import expect_stacked, fit_weights, list_folds
from geo.analysis.surfaces import Record, expect_total


def test_the_weight_goes_to_the_density_that_was_right():
    components = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]], np.float32)
    weights = fit_weights(components, np.array([70.0, 20.0, 10.0]))
    assert weights == pytest.approx([1, 0], abs=0.01)


def test_weights_of_a_true_mixture_are_found():
    components = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]], np.float32)
    observed = 1000 * (0.3 * components[0] + 0.7 * components[1])
    assert fit_weights(components, observed.astype(float)) == pytest.approx([0.3, 0.7], abs=1e-3)


@given(st.integers(0, 1000))
def test_weights_are_a_share_each(seed):
    random = np.random.default_rng(seed)
    components = random.dirichlet(np.ones(6), 4).astype(np.float32)
    weights = fit_weights(components, random.integers(1, 5, 6).astype(float))
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()


def test_the_sum_is_what_is_expected_in_all():
    record = scatter(3)
    expected = expect_stacked(record, 700, 30)
    assert expected.sum() == pytest.approx(expect_total(record, 700, 30))
    assert (expected >= 0).all()


def test_what_comes_later_changes_nothing():
    record = scatter(4)
    day, days = 600.0, 30.0
    early = record.started < day
    known = Record(
        record.grid,
        *(part[early] for part in (record.x, record.y, record.started, record.known)),
    )
    assert expect_stacked(record, day, days).tolist() == expect_stacked(known, day, days).tolist()


def test_an_incident_that_was_not_over_is_not_used():
    record = scatter(5)
    late = record.known.copy()
    late[record.started > 550] = 10_000
    hidden = Record(record.grid, record.x, record.y, record.started, late)
    gone = record.started <= 550
    without = Record(
        record.grid,
        *(part[gone] for part in (record.x, record.y, record.started, record.known)),
    )
    answers = [expect_stacked(part, 600.0, 30.0) for part in (hidden, without)]
    assert answers[0].tolist() == answers[1].tolist()


def test_periods_before_which_little_was_known_are_left_out():
    assert list_folds(scatter(6, days=200, per_day=0.1), 60, 30) == []
    assert len(list_folds(scatter(6), 700, 30)) == 4


def test_without_history_everything_is_expected_alike():
    record = make_record(x=[], y=[], started=[])
    assert set(expect_stacked(record, 10, 30)) == {0.0}
