"""One line on whether the hotspots of a report beat counting, with the way to the proof."""

from typing import Final

import streamlit as st

from geo.analysis.verdicts import Verdict, judge_method
from geo.params import BacktestParams
from geo.present.verdicts import say_verdict
from geo.service.answers import BacktestReport, HotspotReport
from geo.service.forecasting import HOTSPOTS
from geo.views.blocks.evidence import ask_backtest
from geo.views.blocks.waiting import find_answer
from geo.views.context import Context

_PAGE: Final = "geo/views/bewijs.py"
_UNKNOWN: Final = (Verdict.UNTESTED, Verdict.OTHER_DATA)


def show_verdict(context: Context, report: HotspotReport) -> None:
    """Say what is known: by the card's own evidence, else by a back-test that somebody had made."""
    verdict = report.verdict if report.verdict not in _UNKNOWN else _look_up(context, report)
    with st.container(key="oordeel"):
        st.caption(say_verdict(verdict))
        st.page_link(
            "geo/views/bewijs.py", label="Bekijk het bewijs", icon=":material/query_stats:"
        )


def _look_up(context: Context, report: HotspotReport) -> Verdict:
    usual = ask_backtest(report.theme, BacktestParams(last=context.data.last), report.title)
    known = find_answer(context, usual)
    return (
        judge_method(known.found, HOTSPOTS) if isinstance(known, BacktestReport) else report.verdict
    )
