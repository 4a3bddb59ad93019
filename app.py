"""The app: page settings, language, filters and the way to each page."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from geo.errors import HotspotkaartError
from geo.present.html_parts import LISTS_STYLE
from geo.views.blocks.filters import choose_question
from geo.views.blocks.parts import show_problem
from geo.views.context import keep_context, read_context
from geo.views.pages import PAGES, VIEWS_DIR, PageEntry


def main() -> None:
    """Set the page up, ask what people want to see, and hand over to the page they chose."""
    icon = str(VIEWS_DIR / "icon.svg")
    st.set_page_config(page_title="Hotspotkaart", page_icon=icon, layout="wide")
    # Streamlit speaks English by itself: its fixed texts are put into Dutch in the browser.
    for script in ("dutch.js", "reconnect.js"):
        st.html(f"<script>{_read(script)}</script>", unsafe_allow_javascript=True)
    st.html(f"<style>{LISTS_STYLE}{_read('app.css')}</style>")
    pages = {_page(entry): entry for entry in PAGES}
    chosen = st.navigation(list(pages), position="top")
    try:
        _ask(pages[chosen])
        chosen.run()
    except HotspotkaartError as error:
        show_problem(error)


def _page(entry: PageEntry) -> st.Page:
    return st.Page(VIEWS_DIR / entry.file, title=entry.title, icon=f":material/{entry.icon}:")


def _ask(entry: PageEntry) -> None:
    context = read_context(or_last=entry.outlasts_lock)
    if context.data.incidents:
        # Here and not on the pages, so that the filters stay in the link from page to page.
        question = choose_question(context, recommend=entry.recommend, filters=entry.filters)
        context = replace(context, question=question)
    keep_context(context)


def _read(name: str) -> str:
    return Path(VIEWS_DIR / name).read_text(encoding="utf-8")


main()
