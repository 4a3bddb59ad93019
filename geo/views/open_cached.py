"""The cache of what is asked of the open figures of the police."""

import streamlit as st

from geo import service
from geo.service.open_answers import OpenReport
from geo.store import FileState
from geo.views.cached import Stamp
from geo.workspace import Workspace


def report_open_figures(workspace: Workspace, stamp: Stamp) -> OpenReport | None:
    """Return the open figures beside others and beside our own data.

    They change without the incidents: looked up again when the store looks different from outside.
    """
    return _report(workspace, stamp, service.store_state(workspace))


@st.cache_resource(max_entries=8, show_spinner="Officiële cijfers vergelijken …")
def _report(_workspace: Workspace, stamp: Stamp, state: FileState) -> OpenReport | None:  # noqa: ARG001
    return service.report_open_figures(_workspace)
