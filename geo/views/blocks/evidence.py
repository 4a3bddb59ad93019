"""Whether a theme's hotspots would have helped: back-tests in words, as a chart and a table."""

import streamlit as st

from geo.present.markup import escape
from geo.views.context import Context


def show_helped(context: Context) -> None:
    """Show what each method would have caught in the weeks after it looked."""
    if context.question is None:
        return
    title = context.themes.card(context.question.theme).title
    st.header(f"Had het geholpen? {escape(title)}")
