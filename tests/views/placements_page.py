"""A page of its own for the block that lists placements, as the app would show it."""

from pathlib import Path

import streamlit as st

import geo.views
from geo.present.html_parts import LISTS_STYLE
from geo.views.blocks.placement.overview import show_placements
from geo.views.context import keep_context, read_context
from geo.workspace import default_workspace_dir, open_workspace

VIEWS_DIR = Path(geo.views.__file__).parent

st.set_page_config(page_title="Plaatsingen", layout="wide")
script = (VIEWS_DIR / "dutch.js").read_text(encoding="utf-8")
st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
st.html(f"<style>{LISTS_STYLE}{(VIEWS_DIR / 'app.css').read_text(encoding='utf-8')}</style>")
st.title("Plaatsingen")
context = read_context(open_workspace(default_workspace_dir()), open_pages=())
keep_context(context)
show_placements(context)
