import math
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import scatter

from geo.analysis.backtest import Plan, run_backtest
from geo.analysis.forecasting import METHODS, expect_by_hotspots
from geo.analysis.parted_records import PartedRecord, foresee_questions
from geo.analysis.surfaces import Record, count_cells, expect_total
from geo.params import HotspotParams

ORIGINS, DAYS = (600.0, 700.0), 50.0
HOTSPOTS = expect_by_hotspots(HotspotParams(eps_m=150, min_samples=10, half_life_days=90))


class Parts:
    """Incidents shared out over parts at random, and how often they were asked."""

    def __init__(self, record, seed, count):
        self.rounds = 0
        share = np.random.default_rng(seed).integers(0, count, len(record.x))
        self._records = [self._take(record, share == part) for part in range(count)]

    def _take(self, record, chosen):
        columns = (record.x, record.y, record.started, record.known)
        return Record(record.grid, *(column[chosen] for column in columns))

    def __call__(self, function):
        self.rounds += 1
        # What is asked has to reach workers, and so is sent as it would be to them.
        sent = pickle.loads(pickle.dumps(function))  # noqa: S301
        return (sent(record) for record in self._records)


def part(record, seed=1, count=5):
    parts = Parts(record, seed, count)
    return PartedRecord(record.grid, parts), parts


@pytest.mark.parametrize("name", [*METHODS, "hotspots"])
def test_each_method_expects_the_same_to_the_last_bit(name):
    method = (METHODS | {"hotspots": HOTSPOTS})[name]
    record = scatter(3)
    parted, _ = part(record)
    assert np.array_equal(method(record, 700.0, DAYS), method(parted, 700.0, DAYS))


def test_a_backtest_is_the_same_and_asks_in_one_round():
    record = scatter(5)
    parted, parts = part(record)
    plan = Plan(origins=ORIGINS, days=DAYS)
    parted.prepare(*foresee_questions(ORIGINS, DAYS))
    whole, shared = (run_backtest(each, METHODS, plan) for each in (record, parted))
    pd.testing.assert_frame_equal(whole.scores, shared.scores, check_exact=True)
    assert (whole.incidents, whole.earlier) == (shared.incidents, shared.earlier)
    assert parts.rounds == 1


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 9),
    day=st.integers(-5, 300),
    half_life=st.sampled_from([14.0, 45.0, math.inf]),
)
def test_counts_do_not_depend_on_the_parts(seed, count, day, half_life):
    record = scatter(seed, days=250, per_day=0.5)
    parted, _ = part(record, seed, count)
    for asked in (record, parted):
        assert asked.observe(day, 30).sum() >= asked.observe_known(day, 30, day + 10).sum()
    assert np.array_equal(
        count_cells(record, day, half_life_days=half_life),
        count_cells(parted, day, half_life_days=half_life),
    )
    assert np.array_equal(record.observe(day, 7), parted.observe(day, 7))
    assert np.array_equal(
        record.observe_known(day, 7, day + 3), parted.observe_known(day, 7, day + 3)
    )
    assert expect_total(record, day, 7) == expect_total(parted, day, 7)
    ours, theirs = (np.sort(each.list_known(day, 60).started) for each in (record, parted))
    assert np.array_equal(ours, theirs)


def test_without_any_part_nothing_is_known():
    record = scatter(1)
    parted = PartedRecord(record.grid, lambda _: iter(()))
    assert parted.find_first(700.0) == math.inf
    assert parted.list_known(700.0, 10).x.size == 0
    assert expect_total(parted, 700.0, 7.0) == 0.0


def test_an_answer_that_somebody_changes_stays_what_it_was():
    parted, _ = part(scatter(1))
    first = count_cells(parted, 700.0)
    first += 1
    assert count_cells(parted, 700.0).sum() < first.sum()
