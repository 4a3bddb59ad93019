"""The months of all years: a line, the same in words, and the same as a table."""

import streamlit as st

from geo.analysis.day_counts import IS_WHOLE
from geo.present.exports import Layers
from geo.present.legend import month_legend_html
from geo.present.markup import escape
from geo.present.month_chart import (
    draw_months,
    say_incomplete,
    say_month_caption,
    say_months,
    tabulate_months,
)
from geo.service.answers import ThemeSummary
from geo.views.blocks.parts import show_table


def show_month_line(summary: ThemeSummary, layers: Layers) -> None:
    """Show how a theme went from month to month, with the chosen period marked."""
    months, period = summary.months, summary.question.period
    words = say_months(summary)
    st.subheader(f"{escape(summary.title)} per maand")
    st.vega_lite_chart(spec=draw_months(months, period), alt=words)
    st.caption(escape(say_month_caption(summary, layers)))
    st.html(month_legend_html(has_incomplete=not months[IS_WHOLE].all()))
    st.caption(escape(f"{words} {say_incomplete(months)}"))
    with st.expander("Dezelfde cijfers als tabel"):
        show_table(tabulate_months(months, period))
