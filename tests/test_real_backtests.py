"""The default way to expect incidents, held against real years of four places."""

import backtests
import pandas as pd
import pytest
from real.places import NEW_YORK, PLACES, read_record

from geo.analysis.backtest import Plan, compare_methods, run_backtest
from geo.analysis.forecasting import DEFAULT, KERNEL_DENSITY, METHODS, PRIOR_COUNTS

BASELINES = (PRIOR_COUNTS, KERNEL_DENSITY)
SHOWN = {name: METHODS[name] for name in (*BASELINES, DEFAULT)}


@pytest.fixture(scope="module")
def tests(shared_dir):
    """What each method caught, by place."""
    found = {}
    for name, place in PLACES.items():
        record = read_record(shared_dir / "data" / "incidents", place)
        plan = Plan(origins=place.origin_days, days=place.days, shares=(0.01, 0.03))
        found[name] = run_backtest(record, SHOWN, plan)
    return found


@pytest.fixture(scope="module")
def scores(tests):
    """Hit rate and the like of each method, by place, method and share."""
    found = {name: test.scores for name, test in tests.items()}
    return pd.concat(found, names=["place", None]).set_index(["method", "share"], append=True)


def of(scores, method, share):
    return scores.xs((method, share), level=("method", "share")).droplevel(1)


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_the_default_is_best_or_as_good_in_most_places(tests, scores, share, record_property):
    default = of(scores, DEFAULT, share)
    others = pd.concat([of(scores, name, share)["pai"] for name in BASELINES])
    best_other = others.groupby(level="place").max().reindex(default.index)
    for place, row in default.iterrows():
        record_property(f"{place} at {share:.0%}", f"PAI {row['pai']:.2f}, {best_other[place]:.2f}")
    for found in tests.values():
        for name in BASELINES:
            _, _, high = compare_methods(found, DEFAULT, name, share=share)
            assert high >= 0
    assert (default["pai"] >= best_other).sum() >= 5


def test_in_new_york_no_fewer_thefts_are_caught_than_by_counting(scores):
    default, prior = (
        of(scores, name, 0.01).loc[NEW_YORK, "hits"] for name in (DEFAULT, PRIOR_COUNTS)
    )
    assert default >= prior


def test_in_new_york_the_default_is_calibrated(scores):
    assert 0.8 <= of(scores, DEFAULT, 0.01).loc[NEW_YORK, "rri"] <= 1.25
    assert 0.8 <= of(scores, DEFAULT, 0.03).loc[NEW_YORK, "rri"] <= 1.25


def test_a_place_without_its_file_is_left_out_with_the_reason(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["backtests.py", "--data", str(tmp_path)])
    backtests.main()
    told = capsys.readouterr().out
    assert told.count("Skipped: there is no") == len(PLACES)
    assert "In all" not in told
