"""A theme of the municipality beside its neighbours and its police unit, in the open figures."""

import streamlit as st

from geo.present import index_chart, open_figures
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.service.open_answers import OpenReport, OpenTheme
from geo.views import open_cached
from geo.views.blocks.parts import show_table
from geo.views.context import Context


def show_open_trend(context: Context, theme: str) -> None:
    """Show whether a change here is also one elsewhere, as far as figures were taken in."""
    st.subheader("Naast de buurgemeenten en de politie-eenheid")
    report = open_cached.report_open_figures(context.workspace, context.stamp)
    if report is None:
        # Quietly: whoever does without them has nothing to mend.
        st.caption(
            "Er zijn nog geen officiële cijfers van de politie ingelezen. De beheerder haalt ze op "
            "bij Gegevens, onder Officiële cijfers; daarna ziet u hier of een daling of stijging "
            "ook elders te zien is."
        )
        return
    chosen = next((found for found in report.themes if found.theme == theme), None)
    if chosen is not None:
        _show_chart(chosen, report)
    table = open_figures.tabulate_shared(report)
    if len(table):
        told = (*open_figures.BESIDE.values(), open_figures.EXPECTED)
        st.html(table_html(table, label="Naast anderen", left=told, totals=[0]))
        words = (open_figures.METHOD, open_figures.CAUTION, open_figures.say_unknown(table))
        st.caption(" ".join(filter(None, words)))
    st.caption(escape(f"{open_figures.say_regions(report)} {open_figures.SOURCE}"))


def _show_chart(theme: OpenTheme, report: OpenReport) -> None:
    if not index_chart.index_years(theme):
        st.write(
            escape(
                f"{theme.title}: van dit thema is geen lijn te tekenen. De tabellen hebben er te "
                "weinig jaren of te kleine aantallen van."
            )
        )
        return
    words = index_chart.say_index(theme, report.municipality)
    st.vega_lite_chart(spec=index_chart.draw_index(theme, report.municipality), alt=words)
    st.caption(escape(words))
    with st.expander("Dezelfde cijfers als tabel, in aantallen"):
        show_table(index_chart.tabulate_index(theme, report.municipality))
