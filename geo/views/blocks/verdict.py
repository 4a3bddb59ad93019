"""One line on whether the hotspots of a report beat counting, with the way to the proof."""

from dataclasses import replace
from typing import Final

import streamlit as st

from geo.analysis.verdicts import Verdict
from geo.params import BacktestParams
from geo.present.verdicts import say_verdict
from geo.service.answers import BacktestReport, HotspotReport
from geo.service.forecasting import HOTSPOTS
from geo.views.blocks.evidence import ask_backtest
from geo.views.blocks.parts import lead_to
from geo.views.blocks.waiting import find_answer
from geo.views.context import Context

_UNKNOWN: Final = (Verdict.UNTESTED, Verdict.OTHER_DATA)


def judge_report(context: Context, report: HotspotReport) -> HotspotReport:
    """Return a report with what is known of its hotspots beside counting.

    Known by the card's own evidence, or else by a back-test that somebody had made since.
    """
    if report.verdict not in _UNKNOWN:
        return report
    usual = ask_backtest(report.theme, BacktestParams(last=context.data.last), report.title)
    known = find_answer(context, usual)
    if not isinstance(known, BacktestReport):
        return report
    verdict = known.judge(HOTSPOTS)
    return report if verdict is Verdict.UNFAIR else replace(report, verdict=verdict)


def show_verdict(report: HotspotReport) -> None:
    """Say in a line whether the hotspots beat counting, and lead to the proof."""
    with st.container(key="oordeel"):
        st.caption(say_verdict(report.verdict))
        lead_to("bewijs.py", "Bekijk het bewijs", icon="query_stats")
