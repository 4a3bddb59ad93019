"""Two periods side by side: the same colours, and what became of each hotspot."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo import service
from geo.params import Period, Question
from geo.present import explanations, wording
from geo.present.exports import Layers
from geo.present.legend import legend_html
from geo.present.maps import draw_base, draw_hotspots
from geo.service.answers import HotspotReport
from geo.views.blocks.parts import show_table

Find = Callable[[Question], HotspotReport]

_BEFORE: Final = "De periode ervoor"
_YEAR_EARLIER: Final = "Een jaar eerder"


def show_comparison(report: HotspotReport, find: Find, layers: Layers) -> None:
    """Show two periods of equal length side by side."""
    period = _choose_period(report)
    if period is None:
        st.info(explanations.say_not_comparable(report.data), icon=":material/event_busy:")
        return
    before = find(replace(report.question, period=period))
    for column, shown, key in zip(
        st.columns(2, gap="medium"), (before, report), ("kaart-eerder", "kaart-nu"), strict=True
    ):
        with column:
            _show_period(shown, layers, key)
    st.html(legend_html())
    st.caption("Beide kaarten hebben dezelfde kleuren voor dezelfde aantallen.")
    _show_changes(report, before, layers)


def _choose_period(report: HotspotReport) -> Period | None:
    periods = {
        _BEFORE: service.find_previous_period(report.period, report.data),
        _YEAR_EARLIER: service.find_year_earlier(report.period, report.data),
    }
    known = {name: period for name, period in periods.items() if period is not None}
    if len(known) < len(periods):
        return next(iter(known.values()), None)
    chosen = st.radio("Vergelijken met", list(known), horizontal=True, key="vergelijking")
    return known[chosen]


def _show_period(report: HotspotReport, layers: Layers, key: str) -> None:
    hotspots = wording.say_count(len(report.hotspots), "hotspot", "hotspots")
    incidents = wording.say_count(len(report.incidents), "melding", "meldingen")
    st.subheader(wording.say_period(report.period))
    st.caption(f"{incidents}, {hotspots}")
    st_folium(
        draw_base(layers, around=report.incidents),
        key=key,
        height=440,
        use_container_width=True,
        feature_group_to_add=draw_hotspots(report),
        returned_objects=[],
    )


def _show_changes(report: HotspotReport, before: HotspotReport, layers: Layers) -> None:
    comparison = service.compare_hotspots(report, before)
    here, gone = st.columns(2, gap="medium")
    with here:
        st.subheader("Hotspots van nu")
        table = explanations.tabulate_changes(comparison, layers)
        _show_or_say(table, "In deze periode zijn er geen hotspots.")
    with gone:
        st.subheader("Verdwenen hotspots")
        table = explanations.tabulate_vanished(comparison, layers)
        _show_or_say(table, "Er is geen hotspot verdwenen.")


def _show_or_say(table: pd.DataFrame, otherwise: str) -> None:
    if table.empty:
        st.write(otherwise)
    else:
        show_table(table)
