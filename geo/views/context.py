"""What every page of one run knows: the workspace, its state, and what is asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from geo.access import Right, sees_few
from geo.errors import StoreError
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.themes import Themes
from geo.views import cached
from geo.views.cached import Stamp
from geo.workspace import Workspace

# What the store says as long as another process holds it.
LOCKED: Final = "store-locked"
_KEY: Final = "kader"


@dataclass(frozen=True)
class Context:
    """What a page starts from.

    Parameters
    ----------
    workspace, stamp
        The municipality's folder, and the state in which it is.
    data, layers, themes
        What the store holds, the area layers and the theme cards.
    open_pages
        Files of the pages that the visitor may see.
    question
        What the filters ask; None as long as there are no incidents.
    is_last
        Whether it is that of the run before, because another process holds the store.
    """

    workspace: Workspace
    stamp: Stamp
    data: DataStatus
    layers: Mapping[Layer, AreaLayer]
    themes: Themes
    open_pages: frozenset[str] = frozenset()
    question: Question | None = None
    is_last: bool = False

    def may(self, right: Right) -> bool:
        """Whether the visitor may ask what takes this right."""
        return right in self.workspace.viewer.rights

    @property
    def sees_few(self) -> bool:
        """Whether the visitor may see counts of a few."""
        return sees_few(self.workspace.viewer)


def read_context(
    workspace: Workspace, *, open_pages: Collection[str], or_last: bool = False
) -> Context:
    """Read what every page starts from, as the visitor may see it.

    Parameters
    ----------
    workspace
        The municipality's folder, and in it who is there.
    open_pages
        Files of the pages that they may see.
    or_last
        Whether the context of the run before will do where the store stays locked.

    Raises
    ------
    HotspotkaartError
        If the store, a layer or a card cannot be read.
    """
    try:
        return _read_context(workspace, open_pages)
    except StoreError as problem:
        last: Context | None = st.session_state.get(_KEY)
        if not or_last or last is None or problem.key != LOCKED:
            raise
        if last.workspace.viewer != workspace.viewer:
            raise
        return replace(last, is_last=True)


def keep_context(context: Context) -> None:
    """Lay the context ready for the page that is about to run."""
    st.session_state[_KEY] = context


def page_context() -> Context:
    """Return the context of this run."""
    context: Context = st.session_state[_KEY]
    return context


def _read_context(workspace: Workspace, open_pages: Collection[str]) -> Context:
    stamp = cached.stamp_workspace(workspace)
    return Context(
        workspace,
        stamp,
        cached.describe_data(workspace, stamp),
        cached.list_layers(workspace, stamp),
        cached.list_themes(workspace, stamp),
        frozenset(open_pages),
    )
