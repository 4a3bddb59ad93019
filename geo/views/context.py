"""What every page of one run knows: the workspace, its state, and what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

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
    question: Question | None = None
    is_last: bool = False


def read_context(*, or_last: bool = False) -> Context:
    """Open the app's workspace.

    Parameters
    ----------
    or_last
        Whether the context of the run before will do where the store stays locked.

    Raises
    ------
    HotspotkaartError
        If the workspace, its store, a layer or a card cannot be read.
    """
    try:
        return _read_context()
    except StoreError as problem:
        last: Context | None = st.session_state.get(_KEY)
        if not or_last or last is None or problem.key != LOCKED:
            raise
        return replace(last, is_last=True)


def keep_context(context: Context) -> None:
    """Lay the context ready for the page that is about to run."""
    st.session_state[_KEY] = context


def page_context() -> Context:
    """Return the context of this run."""
    context: Context = st.session_state[_KEY]
    return context


def _read_context() -> Context:
    workspace, stamp = cached.read_workspace()
    return Context(
        workspace,
        stamp,
        cached.describe_data(workspace, stamp),
        cached.list_layers(workspace, stamp),
        cached.list_themes(workspace, stamp),
    )
