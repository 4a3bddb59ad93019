"""What every page of one run knows: the workspace, its state, and what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

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
    question
        What the filters ask; None as long as there are no incidents.
    """

    workspace: Workspace
    stamp: Stamp
    data: DataStatus
    layers: Mapping[Layer, AreaLayer]
    themes: Themes
    question: Question | None = None


def read_context() -> Context:
    """Open the app's workspace.

    Raises
    ------
    HotspotkaartError
        If the workspace, its store, a layer or a card cannot be read.
    """
    workspace, stamp = cached.read_workspace()
    return Context(
        workspace,
        stamp,
        cached.describe_data(workspace, stamp),
        cached.list_layers(workspace, stamp),
        cached.list_themes(workspace, stamp),
    )


def keep_context(context: Context) -> None:
    """Lay the context ready for the page that is about to run."""
    st.session_state[_KEY] = context


def page_context() -> Context:
    """Return the context of this run."""
    context: Context = st.session_state[_KEY]
    return context
