"""One chosen hotspot behind three ways to choose it: map, table and list."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo import schema
from geo.present import tables
from geo.present.exports import Layers
from geo.present.legend import legend_html
from geo.present.maps import draw_base, draw_hotspots, say_left_out
from geo.service.answers import HotspotReport
from geo.views.blocks.parts import show_facts

_CHOSEN: Final = "hotspot"
_MAP: Final = "kaart"
_TABLE: Final = "tabel"
_SHOWN: Final = "gemarkeerd"


def keep_choice(report: HotspotReport) -> str | None:
    """Return the chosen hotspot, as long as the report holds it."""
    ids = report.hotspots[schema.HOTSPOT_ID].tolist()
    chosen = st.session_state.get(_CHOSEN)
    # A choice that is not wrong is left alone: to set it would undo a click made meanwhile.
    if chosen is not None and chosen not in ids:
        chosen = st.session_state[_CHOSEN] = None
    rows = [] if chosen is None else [ids.index(chosen)]
    st.session_state[_TABLE] = {"selection": {"rows": rows}}
    st.session_state[_SHOWN] = rows
    return chosen


def show_map(report: HotspotReport, layers: Layers, selected: str | None) -> None:
    """Show the map; a click on an outline or rank chooses its hotspot."""
    put_map(report, layers, draw_hotspots(report, selected=selected))
    st.html(legend_html())
    if left_out := say_left_out(report):
        st.caption(left_out)


def put_map(report: HotspotReport, layers: Layers, drawn: Any) -> None:
    """Put the page's one map, the same base beneath whatever is drawn."""
    if not layers and report.incidents.empty:
        return
    st_folium(
        draw_base(layers, around=report.incidents),
        key=_MAP,
        height=520,
        use_container_width=True,
        feature_group_to_add=drawn,
        # The count tells a second click on the same hotspot from none at all.
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        on_change=_take_click,
    )


def _take_click() -> None:
    clicked = (st.session_state.get(_MAP) or {}).get("last_active_drawing") or {}
    hotspot = (clicked.get("properties") or {}).get("id")
    if hotspot is not None:
        st.session_state[_CHOSEN] = hotspot


def show_list(report: HotspotReport, layers: Layers, selected: str | None) -> None:
    """Show the ranked table, the same choice as a list, and what is known of the chosen one."""
    table = tables.tabulate_hotspots(report.hotspots, layers)
    ids = report.hotspots[schema.HOTSPOT_ID].tolist()
    labels = dict(zip(ids, tables.label_hotspots(table), strict=True))
    st.dataframe(
        table,
        key=_TABLE,
        column_order=[tables.RANK, tables.PLACE, tables.INCIDENTS, tables.SCORE],
        hide_index=True,
        height=min(38 + 35 * len(table), 300),
        on_select=partial(_take_row, ids),
        selection_mode="single-row",
        column_config=_column_config(table),
        alt="Hotspots op volgorde",
    )
    st.selectbox(
        "Hotspot bekijken",
        ids,
        index=None,
        format_func=labels.__getitem__,
        key=_CHOSEN,
        placeholder="Kies een hotspot, hier of op de kaart",
    )
    if selected is not None:
        show_facts(tables.describe_hotspot(report, selected, layers))


def _column_config(table: pd.DataFrame) -> dict[str, Any]:
    widths = {tables.RANK: 52, tables.INCIDENTS: 88, tables.SCORE: 58}
    numbers = {
        name: st.column_config.NumberColumn(width=widths[name], format="localized")
        for name in table
        if name in widths
    }
    return {**numbers, tables.PLACE: st.column_config.TextColumn(width=118)}


def _take_row(ids: list[str]) -> None:
    rows = st.session_state[_TABLE]["selection"]["rows"]
    # Called as well when another way of choosing has moved the mark in the table.
    if rows == st.session_state[_SHOWN]:
        return
    st.session_state[_CHOSEN] = ids[rows[0]] if rows else None
