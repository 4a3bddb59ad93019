"""The reception: who is there, which pages are theirs, what they ask, and the page itself."""

from dataclasses import replace

import streamlit as st

from geo import service
from geo.access import Viewer
from geo.present.area_names import name_wijken
from geo.views.blocks.entrance import note_page, receive_visitor, refuse_page, show_viewer
from geo.views.blocks.filters import choose_question
from geo.views.context import keep_context, read_context
from geo.views.pages import PAGES, VIEWS_DIR, PageEntry
from geo.workspace import Workspace, default_workspace_dir, open_workspace


def receive() -> None:
    """Let whoever is there in, and hand over to the page that they chose.

    Raises
    ------
    HotspotkaartError
        If the workspace cannot be read, or the visit cannot be written down.
    """
    workspace = open_workspace(default_workspace_dir())
    viewer = receive_visitor(workspace)
    opened = [] if viewer is None else list_open(viewer)
    # All pages are known by their link, so that one that is not theirs says why.
    pages = {_page(entry, shown=entry in opened): entry for entry in PAGES}
    chosen = st.navigation(list(pages), position="top" if opened else "hidden")
    if viewer is None:
        return
    seen, entry = replace(workspace, viewer=viewer), pages[chosen]
    if entry not in opened:
        refuse_page(seen, entry.title)
        return
    _ask(seen, entry)
    chosen.run()


def list_open(viewer: Viewer) -> list[PageEntry]:
    """List the pages that somebody may see, in the order of the menu."""
    return [entry for entry in PAGES if entry.right in viewer.rights]


def _page(entry: PageEntry, *, shown: bool) -> st.Page:
    return st.Page(
        VIEWS_DIR / entry.file,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        visibility="visible" if shown else "hidden",
    )


def _ask(workspace: Workspace, entry: PageEntry) -> None:
    opened = [each.file for each in list_open(workspace.viewer)]
    context = read_context(workspace, open_pages=opened, or_last=entry.outlasts_lock)
    hidden = service.list_hidden_sources(workspace, context.data)
    show_viewer(workspace.viewer, name_wijken(context.layers), hidden=hidden)
    if context.data.incidents:
        # Here and not on the pages, so that the filters stay in the link from page to page.
        question = choose_question(context, recommend=entry.recommend, filters=entry.filters)
        context = replace(context, question=question)
    note_page(context, entry.title)
    keep_context(context)
