"""Cells that stand out: chosen in size, shown on a map, in tables and as files."""

from typing import Final

import pandas as pd
import streamlit as st

from geo import service
from geo.params import CellParams
from geo.present import hot_cells as words
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.cell_pages import render_hot_cells_page
from geo.present.chosen_cells import name_cells, plan_chosen_cell
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.service.answers import CellReport
from geo.views.blocks.audience import choose_audience, offer_told
from geo.views.blocks.chosen import Choice
from geo.views.blocks.downloads import page_file, shape_files, table_files
from geo.views.blocks.evidence import CELL, choose_cell
from geo.views.blocks.parts import look_of_numbers, show_facts
from geo.views.blocks.pictures import lay_ground
from geo.views.blocks.waiting import Ask, work_out
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
    theme, period = question.theme, question.period
    params = CellParams(cell_m=float(size), band_m=_BAND_CELLS * size)
    report = work_out(
        context,
        Ask(("warme-vakken", theme, period, params), f"{title}: vakken tellen"),
        lambda _: service.find_hot_cells(context.workspace, theme, period, params),
    )
    if isinstance(report, CellReport):
        _show_report(context, report)


def _show_report(context: Context, report: CellReport) -> None:
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
    table = words.tabulate_hot_cells(report, context.layers)
    _show_answer(context, report, table)
    _show_wijken(context, report)
    _offer(context, report, table)
    st.write(words.EXPLANATION)
    st.write(words.GROUND_NOTE)
    show_facts(words.say_cell_facts(report))
    st.caption(wording.REPORTED_NOTICE)


def _show_answer(context: Context, report: CellReport, table: pd.DataFrame) -> None:
    """Show the map, and beside it the table: what is chosen in one is chosen in the other."""
    shown = words.list_shown(report)
    choice = Choice(CELL, "warme-vakken", name_cells(shown))
    selected = choice.keep()
    labels = [f"Vak {number}" for number in table[words.NUMBER]]
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        over = words.plan_hot_cells(report, context.layers)
        over += plan_chosen_cell(shown, selected, labels=labels, crs=report.crs)
        choice.show_map(over, lay_ground(context))
        st.caption(escape(words.say_map_caption(report)))
        st.html(words.cells_legend_html())
    if table.empty:
        return
    with beside:
        choice.show_table(
            table, alt="Vakken die eruit springen", column_config=look_of_numbers(table)
        )
        choice.show_cells(words.label_hot_cells(table))
        if selected is not None:
            show_facts(words.describe_hot_cell(table, choice.ids.index(selected)))


def _show_wijken(context: Context, report: CellReport) -> None:
    by_wijk = words.count_by_wijk(report, context.layers)
    if len(by_wijk):
        st.subheader("Per wijk")
        st.html(table_html(by_wijk, label="Warme vakken per wijk"))


def _offer(context: Context, report: CellReport, table: pd.DataFrame) -> None:
    st.subheader("Meenemen")
    workspace, layers, period = context.workspace, context.layers, report.period
    name = f"warme_vakken_{report.theme}_{period.first}_{period.last}"
    told = service.disclose_cells(workspace, report, choose_audience(context))
    shapes = shape_files(
        lambda suffix: words.render_hot_cells(told, suffix), name, what="Alle vakken"
    )
    if not told.audience.may_see_places:
        offer_told(told, shapes)
        return
    facts = [*words.say_cell_facts(report), *state_audience(told)]
    tables = table_files(table, name, facts) if len(table) else []
    page = page_file(
        lambda: render_hot_cells_page(told, layers, streets=service.load_streets(workspace)), name
    )
    offer_told(told, [*tables, *shapes, page])
