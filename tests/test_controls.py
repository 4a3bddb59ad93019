import numpy as np
import pandas as pd
import pytest

from geo.advice.controls import match_controls
from geo.errors import ParamsError

HISTORY = pd.DataFrame(
    {
        "target": [10, 12, 8, 11],
        "far": [2, 1, 0, 3],
        "alike": [11, 12, 7, 11],
        "reverse": [8, 11, 12, 10],
        "double": [20, 24, 16, 22],
    }
)


def names(history, **options):
    return [match.area for match in match_controls(history, "target", **options)]


def test_the_area_that_went_the_same_way_comes_first():
    assert names(HISTORY) == ["alike", "reverse", "double", "far"]
    assert names(HISTORY, most=1) == ["alike"]


def test_areas_that_are_barred_are_no_control():
    assert names(HISTORY, barred={"alike", "far"}) == ["reverse", "double"]


def test_an_equal_history_is_at_no_distance():
    found = match_controls(HISTORY.assign(twin=HISTORY["target"]), "target")[0]
    assert (found.area, found.distance, found.incidents) == ("twin", 0, 41)


def test_ties_keep_the_order_of_the_columns():
    tied = HISTORY[["far", "target"]].assign(b=HISTORY["alike"], a=HISTORY["alike"])
    assert names(tied) == ["b", "a", "far"]


@pytest.mark.parametrize("mean", [4, 40, 400])
def test_areas_that_differ_by_chance_alone_are_at_a_distance_of_about_one(mean):
    drawn = np.random.default_rng(1).poisson(mean, (60, 201))
    history = pd.DataFrame(drawn).rename(columns={0: "target"})
    distances = [match.distance for match in match_controls(history, "target", most=200)]
    assert np.mean(distances) == pytest.approx(1, abs=0.12)


def test_silent_areas_are_alike():
    silent = pd.DataFrame({"target": [0, 0], "other": [0, 0], "loud": [9, 9]})
    assert names(silent) == ["other", "loud"]


def test_where_no_area_is_left_there_is_no_control():
    assert names(HISTORY[["target"]]) == []


def test_a_target_without_history_is_refused():
    with pytest.raises(ParamsError) as unknown:
        match_controls(HISTORY, "elsewhere")
    with pytest.raises(ParamsError) as empty:
        match_controls(HISTORY.iloc[:0], "target")
    assert (unknown.value.key, empty.value.key) == ("area-unknown", "control-no-history")
