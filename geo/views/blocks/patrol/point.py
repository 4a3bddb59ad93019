"""A place that people point at, on the map or by its name, to change a patrol plan there."""

from typing import Final

import geopandas as gpd
import shapely
import streamlit as st

from geo import service
from geo.patrol_params import Place
from geo.present.degrees import list_places
from geo.present.markup import escape
from geo.present.steps import Steps, step
from geo.views.blocks.patrol.link import POINT, read_point, write_point
from geo.views.context import Context

_CLICK: Final = "patrouilleklik"
_LOOK: Final = "een stop bekijken"
_POINT_AT: Final = "een plek aanwijzen"
_KNOWN: Final = "bekende-plek"


def is_pointing() -> bool:
    """Say whether a click on the map points at a place."""
    return bool(st.session_state.get(_CLICK) == _POINT_AT)


def choose_click() -> None:
    """Let people choose what a click on the map does."""
    st.segmented_control(
        "Een klik op de kaart is", [_LOOK, _POINT_AT], required=True, default=_LOOK, key=_CLICK
    )


def choose_point(context: Context) -> tuple[Place, str] | None:
    """Let people point at a place by its name.

    Returns
    -------
    tuple or None
        The place that the link names and what it is called, empty where nobody knows; None as
        long as there is none.
    """
    known = {
        known.name: known.place
        for known in service.list_known_places(context.workspace, context.layers)
    }
    place = read_point(st.query_params.get(POINT, ""))
    name = next((name for name, where in known.items() if where == place), None)
    if st.session_state.get(_KNOWN) != name:
        st.session_state[_KNOWN] = name
    st.selectbox(
        "Bekende plek",
        list(known),
        index=None,
        key=_KNOWN,
        placeholder="Kies een plek, hier of op de kaart",
        on_change=lambda: _take_known(known),
    )
    return None if place is None else (place, name or "")


def keep_point(place: Place | None) -> None:
    """Put the place that people point at into the link, or take it out."""
    if place is None:
        st.query_params.pop(POINT, None)
    else:
        st.query_params[POINT] = write_point(place)


def plan_point(context: Context) -> Steps:
    """Plan the mark of the place that people point at; none for no place."""
    place = read_point(st.query_params.get(POINT, ""))
    if place is None:
        return ()
    where = gpd.GeoSeries(shapely.points([place]), crs=context.workspace.crs)
    ((latitude, longitude),) = list_places(where).tolist()
    return (step("drawPlaces", rows=[[latitude, longitude, escape("aangewezen plek"), POINT]]),)


def _take_known(known: dict[str, Place]) -> None:
    name = st.session_state[_KNOWN]
    keep_point(None if name is None else known[name])
