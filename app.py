"""The app: page settings and language, and the reception that leads to each page."""

from pathlib import Path

import streamlit as st

from geo.errors import HotspotkaartError
from geo.present.html_parts import LISTS_STYLE
from geo.views.blocks.parts import show_problem
from geo.views.pages import VIEWS_DIR
from geo.views.reception import receive


def main() -> None:
    """Set the page up, and receive whoever opened it."""
    icon = str(VIEWS_DIR / "icon.svg")
    st.set_page_config(page_title="Hotspotkaart", page_icon=icon, layout="wide")
    # Streamlit speaks English by itself: its fixed texts are put into Dutch in the browser.
    for script in ("dutch.js", "reconnect.js"):
        st.html(f"<script>{_read(script)}</script>", unsafe_allow_javascript=True)
    st.html(f"<style>{LISTS_STYLE}{_read('app.css')}</style>")
    try:
        receive()
    except HotspotkaartError as error:
        show_problem(error)


def _read(name: str) -> str:
    return Path(VIEWS_DIR / name).read_text(encoding="utf-8")


main()
