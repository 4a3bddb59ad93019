"""What patrols are planned from, kept as `cached` keeps the rest."""

# ruff: noqa: ARG001  (the stamp is asked for as the cache's key)

from datetime import date

import streamlit as st

from geo import service
from geo.intake.streets import StreetLayer
from geo.schema import TravelMode
from geo.service.answers import AlertReport
from geo.service.patrol.ways import PatrolGround
from geo.views import cached
from geo.views.cached import Stamp
from geo.views.searches import SearchDesk
from geo.workspace import Workspace


@st.cache_resource(max_entries=8, show_spinner=False)
def load_streets(_workspace: Workspace, stamp: Stamp) -> StreetLayer | None:
    """Return the streets, if there are any."""
    return service.load_streets(_workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def lay_patrol_ground(
    _workspace: Workspace, stamp: Stamp, modes: frozenset[TravelMode]
) -> PatrolGround:
    """Return the areas and the streets on which some teams patrol."""
    layers = cached.list_layers(_workspace, stamp)
    return service.lay_patrol_ground(_workspace, modes, layers=layers)


@st.cache_resource(max_entries=32, show_spinner=False)
def list_alerts(_workspace: Workspace, stamp: Stamp, theme: str, as_of: date) -> AlertReport:
    """Return where and until when to look after the latest incidents, as known on a day."""
    layers = cached.list_layers(_workspace, stamp)
    return service.list_alerts(_workspace, theme, as_of, layers=layers)


@st.cache_resource(show_spinner=False)
def search_desk(root: str) -> SearchDesk:
    """Return where better patrol plans are looked for, one desk for all visitors."""
    return SearchDesk()
