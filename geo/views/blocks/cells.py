"""Cells that stand out: chosen in size, shown on a map, in tables and as files."""

from functools import partial
from typing import Final

import streamlit as st

from geo.params import CellParams
from geo.present import hot_cells as words
from geo.present import wording
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.service.answers import CellReport
from geo.views import cached
from geo.views.blocks.downloads import TakeAway, offer_files, table_files
from geo.views.blocks.evidence import choose_cell
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.pictures import lay_ground, show_picture
from geo.views.context import Context

# A cell is looked at together with those within two and a half times its side.
_BAND_CELLS: Final = 2.5


def show_hot_cells(context: Context) -> None:
    """Show the cells that stand out for the theme and period of the filters."""
    question = context.question
    if question is None:
        return
    title = context.themes.card(question.theme).title
    st.header(f"Warme vakken: {escape(title.lower())}")
    size = choose_cell()
    report = cached.find_hot_cells(
        context.workspace,
        context.stamp,
        question.theme,
        question.period,
        CellParams(cell_m=float(size), band_m=_BAND_CELLS * size),
    )
    if not report.incidents:
        st.info(
            "In deze periode zijn er geen meldingen van dit thema met een plaats. Kies bij de "
            "filters een langere periode of een ander thema.",
            icon=":material/event_busy:",
        )
        return
    st.markdown(f"**{escape(words.say_hot_cells(report))}**")
    if rough := words.say_roughness(report):
        st.warning(rough, icon=":material/info:")
    _show_map(context, report)
    _show_tables(context, report)
    st.write(words.EXPLANATION)
    st.write(words.GROUND_NOTE)
    show_facts(words.say_cell_facts(report))
    st.caption(wording.REPORTED_NOTICE)


def _show_map(context: Context, report: CellReport) -> None:
    over = words.plan_hot_cells(report, context.layers)
    show_picture(over, lay_ground(context), key="warme-vakken")
    st.caption(escape(words.say_map_caption(report)))
    st.html(words.cells_legend_html())


def _show_tables(context: Context, report: CellReport) -> None:
    table = words.tabulate_hot_cells(report, context.layers)
    if table.empty:
        return
    by_wijk = words.count_by_wijk(report, context.layers)
    if len(by_wijk):
        st.subheader("Per wijk")
        st.html(table_html(by_wijk, label="Warme vakken per wijk"))
    st.subheader("De vakken zelf")
    show_table(table.head(words.MOST_ON_SCREEN))
    if len(table) > words.MOST_ON_SCREEN:
        st.caption(f"Dit zijn de eerste {words.MOST_ON_SCREEN}; in de bestanden staan ze allemaal.")
    offer_files(_files(report, context))


def _files(report: CellReport, context: Context) -> list[TakeAway]:
    period = report.period
    name = f"warme_vakken_{report.theme}_{period.first}_{period.last}"
    geojson = TakeAway(
        "Kaartlaag (GeoJSON)",
        f"{name}.geojson",
        "application/geo+json",
        partial(words.render_hot_cells, report, ".geojson"),
    )
    table = words.tabulate_hot_cells(report, context.layers)
    return [*table_files(table, name, words.say_cell_facts(report)), geojson]
