from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from backtest_drawings import draw_backtest_report
from hypothesis import given
from hypothesis import strategies as st
from records import scatter

from geo.analysis.backtest import Plan, run_backtest
from geo.analysis.verdicts import Verdict, judge_gain, judge_method
from geo.present.verdicts import HOTSPOTS, METHOD, say_verdict
from geo.service.judging import judge_evidence
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


EVIDENCE = Evidence(
    tuned_on=date(2026, 11, 20), fingerprint="f", first=date(2018, 1, 1), last=date(2018, 12, 31),
    weeks=13, periods=4, cell_m=100, share=0.03, incidents=1_250, earlier=3_000, hit_rate=0.24,
    hit_rate_low=0.2, hit_rate_high=0.28, prior_hit_rate=0.21, gain_low=0.01, gain_high=0.07,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.BEATS),
        ({"earlier": None}, Verdict.BEATS),
        ({"gain_low": -0.01}, Verdict.NOT_BETTER),
        ({"incidents": 9}, Verdict.TOO_FEW),
        # Next to nothing to count: next to nothing to beat.
        ({"earlier": 9}, Verdict.TOO_FEW),
        ({"earlier": 0}, Verdict.TOO_FEW),
        ({"share": 0.01}, Verdict.UNTESTED),
    ],
)
def test_a_card_is_judged_by_the_rule_that_judges_a_backtest(changes, verdict):
    assert judge_evidence(EVIDENCE.model_copy(update=changes)) is verdict


@pytest.mark.parametrize("earlier", [0, 9, 10, 3_000])
def test_a_card_and_a_backtest_are_judged_alike(earlier):
    found = run_backtest(scatter(3), {"perfect": perfect}, PLAN)
    row = found.scores.query("method == 'perfect' and share == 0.03").iloc[0]
    gain = {"gain_low": row["gain_low"], "gain_high": row["gain_high"]}
    known = {"incidents": found.incidents, "earlier": earlier}
    evidence = EVIDENCE.model_copy(update={**known, **gain})
    assert judge_evidence(evidence) is judge_method(replace(found, earlier=earlier), "perfect")


def test_what_is_not_fair_is_not_judged():
    report = draw_backtest_report()
    assert report.judge("stacked") is Verdict.BEATS
    assert replace(report, unfair=frozenset({"stacked"})).judge("stacked") is Verdict.UNFAIR
    assert replace(report, unfair=frozenset({"hotspots"})).judge("stacked") is Verdict.BEATS


@pytest.mark.parametrize("subject", [HOTSPOTS, METHOD])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_said_in_dutch_and_foretells_nothing(verdict, subject):
    text = say_verdict(verdict, subject)
    assert text.endswith(".")
    assert text[0].isupper()
    assert "{" not in text
    assert "tellen van oude meldingen" in text
    assert "voorspel" not in text


@pytest.mark.parametrize("verdict", [Verdict.BEATS, Verdict.NOT_BETTER, Verdict.WORSE])
def test_a_verdict_names_the_share_of_the_area_at_which_it_was_measured(verdict):
    assert "(gemeten in 3% van het gebied)" in say_verdict(verdict)
    assert "gemeten in" not in say_verdict(Verdict.UNTESTED)


def test_what_was_chosen_on_the_same_periods_is_said_to_be_no_fair_test():
    assert say_verdict(Verdict.UNFAIR).startswith(
        "Niet eerlijk te toetsen: op een deel van deze perioden zijn de instellingen gekozen."
    )


def test_only_what_beats_counting_is_called_better():
    assert say_verdict(Verdict.BEATS).startswith("De hotspots van dit thema deden het")
    assert "niet aantoonbaar beter" in say_verdict(Verdict.NOT_BETTER)
    assert "slechter" in say_verdict(Verdict.WORSE, METHOD)
    assert pd.Series([say_verdict(verdict) for verdict in Verdict]).is_unique
