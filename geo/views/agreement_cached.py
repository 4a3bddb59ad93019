"""What was agreed on places, kept as `cached` keeps the rest."""

# ruff: noqa: ARG001  (the stamp is asked for as the cache's key)

from datetime import date

import streamlit as st

from geo import service
from geo.service.agreement.answers import AgreementRecord, AgreementResult
from geo.store import FileState
from geo.views import cached
from geo.views.cached import Stamp
from geo.workspace import Workspace


def list_agreements(workspace: Workspace, stamp: Stamp) -> list[AgreementRecord]:
    """Return all agreements, the latest number first.

    They change without the incidents: looked up again when the store looks different from outside.
    """
    return _list_agreements(workspace, stamp[0], service.store_state(workspace))


def measure_agreement(
    workspace: Workspace, stamp: Stamp, agreement_id: int, as_of: date
) -> AgreementResult:
    """Return what came of an agreement, by the days up to one."""
    return _measure(workspace, stamp, service.store_state(workspace), agreement_id, as_of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _list_agreements(_workspace: Workspace, root: str, state: FileState) -> list[AgreementRecord]:
    return service.list_agreements(_workspace)


@st.cache_resource(max_entries=32, show_spinner="Resultaat uitrekenen …")
def _measure(
    _workspace: Workspace, stamp: Stamp, state: FileState, agreement_id: int, as_of: date
) -> AgreementResult:
    layers = cached.list_layers(_workspace, stamp)
    record = service.read_agreement(_workspace, agreement_id)
    (result,) = service.measure_agreements(_workspace, [record], as_of, layers=layers)
    return result
