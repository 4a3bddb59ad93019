"""Two periods side by side: the same colours, and what became of each hotspot."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from geo import service
from geo.params import Period, Question
from geo.present import changes, explanations, wording
from geo.present.audience_words import state_audience
from geo.present.counted_cells import label_classes
from geo.present.exports import Layers
from geo.present.heat import FULL_HEAT_OF_PERIOD
from geo.present.legend import classes_legend_html, counts_legend_html, heat_legend_html
from geo.present.overlays import are_counted, say_counted
from geo.present.pictures import Part
from geo.present.significance import say_how_many
from geo.service.answers import HotspotComparison, HotspotReport
from geo.service.disclosing import Inside
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.chances import show_waiting, weigh
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_table
from geo.views.blocks.pictures import Ground, choose_parts, plan_report, show_caption, show_picture
from geo.views.context import Context

Find = Callable[[Question], HotspotReport]

_AGAINST: Final = "vergelijking"
_BEFORE: Final = "De periode ervoor"
_YEAR_EARLIER: Final = "Een jaar eerder"
# Up to so many incidents a search takes a tenth of a second.
_FEW: Final = 2_000


def compare_before(report: HotspotReport, find: Find) -> HotspotComparison | None:
    """Hold a report against the period before; None where the data do not cover that one."""
    previous = service.find_previous_period(report.period, report.data)
    if previous is None:
        return None
    return service.compare_hotspots(report, find(replace(report.question, period=previous)))


def compare_cheaply(report: HotspotReport, find: Find) -> HotspotComparison | None:
    """Do so where nobody notices: not with very many incidents, which would be sought twice."""
    return compare_before(report, find) if len(report.incidents) <= _FEW else None


def show_comparison(
    context: Context, report: HotspotReport, find: Find, ground: Ground
) -> HotspotReport:
    """Show two periods of equal length side by side; return the report with its chances."""
    period = _choose_period(report)
    found = [report] if period is None else [report, find(replace(report.question, period=period))]
    weighed = weigh(context.workspace, ground.stamp, found)
    show_waiting(weighed)
    report, *others = weighed.reports
    if others:
        _show_both(context, report, others[0], ground)
    else:
        st.info(explanations.say_not_comparable(report.data), icon=":material/event_busy:")
    return report


def _show_both(
    context: Context, report: HotspotReport, before: HotspotReport, ground: Ground
) -> None:
    maps = st.container()
    parts = choose_parts(ground)
    with maps:
        for column, shown, key in zip(
            st.columns(2, gap="medium"), (before, report), ("kaart-eerder", "kaart-nu"), strict=True
        ):
            with column:
                _show_period(shown, ground, parts, key)
        st.caption("Beide kaarten hebben dezelfde kleuren en arcering voor dezelfde aantallen.")
    comparison = service.compare_hotspots(report, before)
    _show_changes(comparison, ground.layers)
    _offer_changes(context, comparison, ground.layers)


def _choose_period(report: HotspotReport) -> Period | None:
    periods = {
        _BEFORE: service.find_previous_period(report.period, report.data),
        _YEAR_EARLIER: service.find_year_earlier(report.period, report.data),
    }
    known = {name: period for name, period in periods.items() if period is not None}
    if len(known) < len(periods):
        return next(iter(known.values()), None)
    options = {name: name for name in known}
    chosen = st.radio(
        "Vergelijken met",
        list(known),
        horizontal=True,
        **linked(_AGAINST, options, default=_BEFORE),
    )
    return known[chosen]


def _show_period(report: HotspotReport, ground: Ground, parts: tuple[Part, ...], key: str) -> None:
    hotspots = wording.say_count(len(report.hotspots), "hotspot", "hotspots")
    incidents = wording.say_count(len(report.incidents), "melding", "meldingen")
    st.subheader(wording.say_period(report.period))
    st.caption(f"{incidents}, {hotspots}")
    show_picture(plan_report(report, ground, parts), ground, key=key, height_pixels=440)
    show_caption(report, ground)
    if Part.HEAT in parts:
        st.html(heat_legend_html(FULL_HEAT_OF_PERIOD, by_month=False))
    elif Part.INCIDENTS in parts and are_counted(report):
        st.html(counts_legend_html(label_classes()))
    elif Part.OUTLINES in parts:
        st.html(classes_legend_html())
    for text in (say_how_many(report), say_counted(report) if Part.INCIDENTS in parts else ""):
        if text:
            st.caption(text)


def _show_changes(comparison: HotspotComparison, layers: Layers) -> None:
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


def _offer_changes(context: Context, comparison: HotspotComparison, layers: Layers) -> None:
    table = explanations.tabulate_comparison(comparison, layers)
    if table.empty:
        return
    now, before = comparison.now, comparison.before
    facts = [
        *wording.say_facts(now, layers),
        ("Vergeleken met", changes.say_before(now.period, before.period)),
    ]
    name = f"vergelijking_{now.theme}_{now.period.first}_{now.period.last}"
    offer_inside(
        context,
        Inside.COMPARISON,
        comparison,
        lambda told: table_files(table, name, [*facts, *state_audience(told)], what="Vergelijking"),
    )
