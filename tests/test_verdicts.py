from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import scatter

from geo.analysis.backtest import Plan, run_backtest
from geo.analysis.verdicts import Verdict, judge_gain, judge_method
from geo.present.verdicts import HOTSPOTS, METHOD, say_verdict
from geo.themes import Evidence

PLAN = Plan(origins=(650.0, 700.0), days=50.0)
LIMITS = st.floats(-1, 1, allow_nan=False)


def blind(record, day, days):
    return np.ones(record.grid.size)


def perfect(record, day, days):
    return record.observe(day, days)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.01, 0.07, Verdict.BEATS),
        (-0.01, 0.07, Verdict.NOT_BETTER),
        (0.0, 0.07, Verdict.NOT_BETTER),
        (-0.07, -0.01, Verdict.WORSE),
        (0.0, 0.0, Verdict.NOT_BETTER),
    ],
)
def test_the_interval_of_the_gain_decides(low, high, verdict):
    assert judge_gain(low, high, incidents=100) is verdict


@given(limits=st.tuples(LIMITS, LIMITS).map(sorted), incidents=st.integers(0, 9))
def test_a_handful_decides_nothing(limits, incidents):
    assert judge_gain(*limits, incidents=incidents) is Verdict.TOO_FEW


def test_foresight_beats_counting_and_blindness_does_worse():
    found = run_backtest(scatter(3), {"perfect": perfect, "blind": blind}, PLAN)
    assert judge_method(found, "perfect") is Verdict.BEATS
    assert judge_method(found, "blind") is Verdict.WORSE
    assert judge_method(found, "prior-counts") is Verdict.NOT_BETTER
    assert judge_method(found, "never-heard-of") is Verdict.UNTESTED


def test_without_anything_before_there_is_nothing_to_beat():
    found = run_backtest(scatter(3), {"perfect": perfect}, PLAN)
    fresh = replace(found, earlier=2)
    assert judge_method(fresh, "perfect") is Verdict.TOO_FEW


def test_a_card_and_a_backtest_are_judged_alike():
    evidence = Evidence(
        tuned_on=date(2026, 11, 20), fingerprint="f", first=date(2018, 1, 1),
        last=date(2018, 12, 31), weeks=13, periods=4, cell_m=100, share=0.03, incidents=1_250,
        hit_rate=0.24, hit_rate_low=0.2, hit_rate_high=0.28, prior_hit_rate=0.21, gain_low=0.01,
        gain_high=0.07,
    )  # fmt: skip
    judged = judge_gain(evidence.gain_low, evidence.gain_high, incidents=evidence.incidents)
    assert evidence.beats_prior == (judged is Verdict.BEATS)


@pytest.mark.parametrize("subject", [HOTSPOTS, METHOD])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_one_dutch_sentence_that_foretells_nothing(verdict, subject):
    text = say_verdict(verdict, subject)
    assert text.endswith(".")
    assert text[0].isupper()
    assert "{" not in text
    assert "tellen van oude meldingen" in text
    assert "voorspel" not in text


def test_only_what_beats_counting_is_called_better():
    assert say_verdict(Verdict.BEATS).startswith("De hotspots van dit thema deden het")
    assert "niet aantoonbaar beter" in say_verdict(Verdict.NOT_BETTER)
    assert "slechter" in say_verdict(Verdict.WORSE, METHOD)
    assert pd.Series([say_verdict(verdict) for verdict in Verdict]).is_unique
