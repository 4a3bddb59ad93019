"""One chosen hotspot behind three ways to choose it: map, table and list."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from geo import schema
from geo.present import hotspot_table, tables
from geo.present.counted_cells import label_classes
from geo.present.explanations import say_vanished
from geo.present.exports import Layers
from geo.present.heat import FULL_HEAT_OF_PERIOD
from geo.present.legend import counts_legend_html, heat_legend_html, legend_html
from geo.present.marks import items_html
from geo.present.markup import escape
from geo.present.overlays import are_counted, plan_choice, say_counted
from geo.present.pictures import Part
from geo.present.significance import say_how_many, say_untestable
from geo.service.answers import HotspotComparison, HotspotReport
from geo.views.blocks.chances import Weighed, show_waiting
from geo.views.blocks.chosen import Choice
from geo.views.blocks.parts import lead_to, show_facts
from geo.views.blocks.pictures import Ground, choose_parts, plan_report, show_caption

# Those that matter most first: a narrow screen shows no more of them at once.
_COLUMNS: Final = (
    tables.RANK,
    tables.PLACE,
    tables.INCIDENTS,
    hotspot_table.CHANCE,
    hotspot_table.PEAK,
    hotspot_table.BEFORE,
    tables.SCORE,
)


def offer_choice(report: HotspotReport) -> Choice:
    """Return the choice between the hotspots of a report."""
    return Choice("hotspot", "kaart", report.hotspots[schema.HOTSPOT_ID].tolist())


def show_map(report: HotspotReport, ground: Ground, choice: Choice, selected: str | None) -> None:
    """Show the map; a click on an outline, its rank or an incident in it chooses its hotspot."""
    if not ground.layers and report.incidents.empty:
        return
    map_place, below = st.container(), st.container()
    with below:
        parts = choose_parts(ground)
        if Part.HEAT in parts:
            st.html(heat_legend_html(FULL_HEAT_OF_PERIOD, by_month=False))
        elif Part.INCIDENTS in parts and are_counted(report):
            st.html(counts_legend_html(label_classes(), streets=Part.STREETS in parts))
        else:
            st.html(legend_html(streets=Part.STREETS in parts))
        if Part.INCIDENTS in parts and (counted := say_counted(report)):
            st.caption(counted)
    with map_place:
        choice.show_map(plan_report(report, ground, parts) + plan_choice(selected), ground)
        show_caption(report, ground)


def show_list(
    weighed: Weighed,
    layers: Layers,
    choice: Choice,
    selected: str | None,
    *,
    comparison: HotspotComparison | None = None,
) -> None:
    """Show the ranked table, the same choice as a list, and what is known of the chosen one.

    Parameters
    ----------
    weighed
        One report with at least one hotspot, and how far its weighing is.
    layers
        Area layers, for the names.
    choice, selected
        Between its hotspots, and what was chosen, if anything.
    comparison
        Of the report with the period before, where it is known.
    """
    (report,) = weighed.reports
    table = hotspot_table.tabulate_report(report, layers, comparison=comparison)
    labels = dict(zip(choice.ids, hotspot_table.label_report(table), strict=True))
    if selected is None and choice.asked:
        st.info(
            "De hotspot die u koos, is er niet in deze periode of met deze filters. Kies een "
            "andere uit de lijst.",
            icon=":material/location_off:",
        )
    choice.show_table(
        table,
        alt="Hotspots op volgorde",
        column_order=[name for name in _COLUMNS if name in table],
        column_config=_column_config(table),
    )
    choice.show_list(labels, title="Hotspot bekijken", hint="Kies een hotspot, hier of op de kaart")
    # Below the list: what comes later must not move it from under the finger that opened it.
    show_waiting(weighed)
    _say_below(report, layers, comparison)
    if selected is None:
        _show_times(table)
    else:
        show_facts(hotspot_table.describe_hotspot(report, selected, layers))


def _say_below(report: HotspotReport, layers: Layers, comparison: HotspotComparison | None) -> None:
    gone = "" if comparison is None else say_vanished(comparison, layers)
    for text in (say_how_many(report), gone):
        if text:
            st.caption(escape(text))
    weighed = report.significance
    if weighed is not None and (why := say_untestable(weighed)):
        st.caption(f"{why[0].upper()}{why[1:]}.")
        lead_to("gegevens.py", "Naar Gegevens")


def _show_times(table: pd.DataFrame) -> None:
    # A narrow table holds these columns out of sight.
    items = hotspot_table.list_times(table)
    if items:
        st.markdown("**Wanneer, en wat het ervoor was**")
        st.html(items_html(items))


def _column_config(table: pd.DataFrame) -> dict[str, Any]:
    widths = {tables.RANK: 44, tables.INCIDENTS: 82, tables.SCORE: 58}
    numbers = {
        name: st.column_config.NumberColumn(width=widths[name], format="localized")
        for name in table
        if name in widths
    }
    words = {tables.PLACE: 92, hotspot_table.CHANCE: 114}
    texts = {name: st.column_config.TextColumn(width=width) for name, width in words.items()}
    return numbers | texts
