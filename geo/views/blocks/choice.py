"""One chosen hotspot behind three ways to choose it: map, table and list."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo import schema
from geo.present import hotspot_table, tables
from geo.present.explanations import say_vanished
from geo.present.exports import Layers
from geo.present.heat import FULL_HEAT_OF_PERIOD
from geo.present.legend import heat_legend_html, legend_html
from geo.present.marks import items_html
from geo.present.markup import escape
from geo.present.overlays import plan_choice, say_left_out
from geo.present.pictures import Part
from geo.present.significance import say_how_many, say_untestable
from geo.present.steps import Steps
from geo.service.answers import HotspotComparison, HotspotReport
from geo.views.blocks.parts import show_facts
from geo.views.blocks.pictures import (
    Ground,
    choose_parts,
    clicked_hotspot,
    plan_report,
    show_caption,
    show_picture,
)

_CHOSEN: Final = "hotspot"
_MAP: Final = "kaart"
_TABLE: Final = "tabel"
_SHOWN: Final = "gemarkeerd"
_GEGEVENS: Final = "geo/views/gegevens.py"
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


def keep_choice(report: HotspotReport) -> str | None:
    """Return the hotspot that the link names, as long as the report holds it."""
    ids = report.hotspots[schema.HOTSPOT_ID].tolist()
    wanted = st.query_params.get(_CHOSEN)
    chosen = wanted if wanted in ids else None
    # A choice that is not wrong is left alone: to set it would undo a click made meanwhile.
    if _CHOSEN not in st.session_state or st.session_state[_CHOSEN] != chosen:
        st.session_state[_CHOSEN] = chosen
    rows = [] if chosen is None else [ids.index(chosen)]
    st.session_state[_TABLE] = {"selection": {"rows": rows}}
    st.session_state[_SHOWN] = rows
    return chosen


def show_map(report: HotspotReport, ground: Ground, selected: str | None) -> None:
    """Show the map; a click on an outline, its rank or an incident in it chooses its hotspot."""
    if not ground.layers and report.incidents.empty:
        return
    map_place, below = st.container(), st.container()
    with below:
        parts = choose_parts(ground)
        if Part.HEAT in parts:
            st.html(heat_legend_html(FULL_HEAT_OF_PERIOD, by_month=False))
        else:
            st.html(legend_html(streets=Part.STREETS in parts))
        if Part.INCIDENTS in parts and (left_out := say_left_out(report)):
            st.caption(left_out)
    with map_place:
        put_map(plan_report(report, ground, parts) + plan_choice(selected), ground)
        show_caption(report, ground)


def put_map(over: Steps, ground: Ground) -> None:
    """Put the page's one map: it is the same whatever lies over it, and keeps zoom and place."""
    show_picture(over, ground, key=_MAP, on_click=_take_click)


def show_list(
    report: HotspotReport,
    layers: Layers,
    selected: str | None,
    *,
    comparison: HotspotComparison | None = None,
) -> None:
    """Show the ranked table, the same choice as a list, and what is known of the chosen one.

    Parameters
    ----------
    report
        At least one hotspot.
    layers
        Area layers, for the names.
    selected
        The chosen hotspot, if any.
    comparison
        Of the report with the period before, where it is known.
    """
    table = hotspot_table.tabulate_report(report, layers, comparison=comparison)
    ids = report.hotspots[schema.HOTSPOT_ID].tolist()
    labels = dict(zip(ids, hotspot_table.label_report(table), strict=True))
    if selected is None and st.query_params.get(_CHOSEN):
        st.info(
            "De hotspot die u koos, is er niet in deze periode of met deze filters. Kies een "
            "andere uit de lijst.",
            icon=":material/location_off:",
        )
    st.dataframe(
        table,
        key=_TABLE,
        column_order=[name for name in _COLUMNS if name in table],
        hide_index=True,
        height=min(38 + 35 * len(table), 300),
        on_select=partial(_take_row, ids),
        selection_mode="single-row",
        column_config=_column_config(table),
        alt="Hotspots op volgorde",
    )
    _say_below(report, layers, comparison)
    st.selectbox(
        "Hotspot bekijken",
        ids,
        index=None,
        format_func=labels.__getitem__,
        key=_CHOSEN,
        placeholder="Kies een hotspot, hier of op de kaart",
        on_change=_take_choice,
    )
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
        st.page_link(_GEGEVENS, label="Naar Gegevens", icon=":material/arrow_forward:")


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


def _take_click() -> None:
    hotspot = clicked_hotspot(_MAP)
    if hotspot is not None:
        _choose(hotspot)


def _take_row(ids: list[str]) -> None:
    rows = st.session_state[_TABLE]["selection"]["rows"]
    # Called as well when another way of choosing has moved the mark in the table.
    if rows == st.session_state[_SHOWN]:
        return
    _choose(ids[rows[0]] if rows else None)


def _take_choice() -> None:
    _choose(st.session_state[_CHOSEN])


def _choose(hotspot: str | None) -> None:
    if hotspot is None:
        st.query_params.pop(_CHOSEN, None)
    else:
        st.query_params[_CHOSEN] = hotspot
