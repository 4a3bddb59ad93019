import math

import numpy as np
import pytest
from records import make_record

from geo.analysis.surfaces import (
    count_cells,
    expect_total,
    smooth,
    stack_components,
    to_density,
)


def test_only_what_was_over_before_the_day_is_known():
    record = make_record(x=[50, 50, 50], y=[50, 50, 50], started=[9, 9, 10], known=[9, 11, 10])
    assert count_cells(record, 10).sum() == 1
    assert count_cells(record, 11).sum() == 3


def test_an_incident_counts_half_after_its_half_life():
    record = make_record(x=[50, 150], y=[50, 50], started=[0, 90])
    counts = count_cells(record, 100, half_life_days=10)
    assert counts[[0, 1]].tolist() == pytest.approx([2**-10, 0.5])


def test_only_the_last_days_are_counted_where_asked():
    record = make_record(x=[50, 150], y=[50, 50], started=[0, 90])
    assert count_cells(record, 100, last_days=10)[[0, 1]].tolist() == [0, 1]


def test_a_smoothed_point_keeps_its_sum_and_falls_off_like_a_bell():
    record = make_record(x=[1050], y=[1050], started=[0], extent=2100)
    smoothed = smooth(record.grid, count_cells(record, 1), bandwidth_m=200)
    middle = record.cells[0]
    assert smoothed.sum() == pytest.approx(1, abs=1e-6)
    assert smoothed[middle + 2] / smoothed[middle] == pytest.approx(math.exp(-0.5), rel=1e-6)


def test_without_a_bandwidth_nothing_is_spread():
    record = make_record(x=[50], y=[50], started=[0])
    counts = count_cells(record, 1)
    assert smooth(record.grid, counts, bandwidth_m=0) is counts


def test_nothing_at_all_is_the_same_everywhere():
    assert to_density(np.zeros(4)).tolist() == [0.25] * 4


def test_as_many_a_day_are_expected_as_in_the_last_year():
    record = make_record(x=[50] * 10, y=[50] * 10, started=[0] * 6 + [600] * 4)
    assert expect_total(record, 700, 365) == pytest.approx(4)


def test_a_short_history_is_not_taken_for_a_year():
    record = make_record(x=[50] * 10, y=[50] * 10, started=list(range(10)))
    assert expect_total(record, 10, 5) == pytest.approx(5)


def test_no_history_expects_nothing():
    assert expect_total(make_record(x=[], y=[], started=[]), 10, 5) == 0


def test_every_component_is_a_density():
    record = make_record(x=[50, 350], y=[50, 450], started=[0, 5])
    assert stack_components(record, 10).sum(axis=1) == pytest.approx(1, abs=1e-5)
