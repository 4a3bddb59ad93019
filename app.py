"""The app: page settings, language and the way to each page."""

from pathlib import Path

import streamlit as st

from geo.errors import HotspotkaartError
from geo.present.sentences import say_error

_VIEWS = Path(__file__).parent / "geo" / "views"


def main() -> None:
    """Set the page up and hand over to the one that was chosen."""
    st.set_page_config(page_title="Hotspotkaart", page_icon=str(_VIEWS / "icon.svg"), layout="wide")
    # Streamlit speaks English by itself: its fixed texts are put into Dutch in the browser.
    st.html(
        f"<script>{(_VIEWS / 'dutch.js').read_text(encoding='utf-8')}</script>",
        unsafe_allow_javascript=True,
    )
    st.html(_VIEWS / "app.css")
    page = st.navigation(
        [
            st.Page(_VIEWS / "hotspots.py", title="Hotspots", icon=":material/location_on:"),
            st.Page(_VIEWS / "gegevens.py", title="Gegevens", icon=":material/database:"),
        ],
        position="top",
    )
    try:
        page.run()
    except HotspotkaartError as error:
        st.error(say_error(error), icon=":material/error:")


main()
