"""What every page of one run knows: the workspace, its state, and what is asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.access import Right
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.themes import Themes
from geo.views import cached
from geo.views.cached import Stamp
from geo.workspace import Workspace

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
    """

    workspace: Workspace
    stamp: Stamp
    data: DataStatus
    layers: Mapping[Layer, AreaLayer]
    themes: Themes
    open_pages: frozenset[str] = frozenset()
    question: Question | None = None

    def may(self, right: Right) -> bool:
        """Whether the visitor may ask what takes this right."""
        return right in self.workspace.viewer.rights


def read_context(workspace: Workspace, *, open_pages: Collection[str]) -> Context:
    """Read what every page starts from, as the visitor may see it.

    Parameters
    ----------
    workspace
        The municipality's folder, and in it who is there.
    open_pages
        Files of the pages that they may see.

    Raises
    ------
    HotspotkaartError
        If the store, a layer or a card cannot be read.
    """
    stamp = cached.stamp_workspace(workspace)
    return Context(
        workspace,
        stamp,
        cached.describe_data(workspace, stamp),
        cached.list_layers(workspace, stamp),
        cached.list_themes(workspace, stamp),
        frozenset(open_pages),
    )


def keep_context(context: Context) -> None:
    """Lay the context ready for the page that is about to run."""
    st.session_state[_KEY] = context


def page_context() -> Context:
    """Return the context of this run."""
    context: Context = st.session_state[_KEY]
    return context
