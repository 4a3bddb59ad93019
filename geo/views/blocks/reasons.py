"""Why the chosen hotspot is there: its panel below the map."""

import streamlit as st

from geo import schema, service
from geo.present import explanations, wording
from geo.present.exports import Layers
from geo.present.markup import escape
from geo.present.peak_windows import say_peaks
from geo.present.week_chart import (
    say_scale,
    say_week,
    say_week_caption,
    tabulate_week,
    week_chart_html,
)
from geo.service.answers import HotspotComparison, HotspotReport
from geo.views.blocks.agreement.link import lead_to_agreement, name_hotspot
from geo.views.blocks.comparison import Find, compare_before
from geo.views.blocks.news import show_hotspot_news
from geo.views.blocks.parts import show_facts, show_table
from geo.workspace import Workspace


def show_reasons(
    workspace: Workspace, report: HotspotReport, selected: str, find: Find, layers: Layers
) -> None:
    """Show what is known of the chosen hotspot: what, when, where, and since when."""
    explanation = service.explain_hotspot(workspace, report, selected)
    comparison = compare_before(report, find)
    facts = explanations.say_reasons(report, explanation, layers)
    rank = report.hotspots.set_index(schema.HOTSPOT_ID).loc[selected, schema.RANK]
    with st.container(border=True):
        st.subheader(f"Waarom hotspot {rank} hier ligt")
        beside, chart = st.columns(2, gap="large")
        with beside:
            show_facts([*facts, ("Vorige periode", _say_before(report, comparison, selected))])
            if comparison is not None:
                _show_vanished(comparison, layers)
        with chart:
            st.markdown("**Wanneer het gebeurt**")
            st.html(week_chart_html(explanation.week_hours))
            st.caption(escape(say_week_caption(report, layers)))
            st.write(say_peaks(explanation.peaks, explanation.week_hours))
            st.write(say_week(explanation.week_hours))
            st.caption(say_scale(explanation.week_hours))
            with st.expander("Dezelfde cijfers als tabel"):
                show_table(tabulate_week(explanation.week_hours))
    lead_to_agreement(name_hotspot(selected), key="hotspot-actie")
    show_hotspot_news(report, selected)


def _say_before(report: HotspotReport, comparison: HotspotComparison | None, selected: str) -> str:
    if comparison is None:
        return explanations.say_not_comparable(report.data)
    return explanations.say_change(comparison, selected)


def _show_vanished(comparison: HotspotComparison, layers: Layers) -> None:
    vanished = explanations.tabulate_vanished(comparison, layers)
    if vanished.empty:
        return
    count = wording.say_count(len(vanished), "andere hotspot", "andere hotspots")
    with st.expander(f"{count} uit de vorige periode, nu verdwenen"):
        show_table(vanished)
