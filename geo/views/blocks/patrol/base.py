"""Where patrol teams begin and end: a base of the municipality, or a place on the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo import service
from geo.patrol_params import Place
from geo.service.patrol.bases import find_middle
from geo.views.blocks.link import linked
from geo.views.blocks.patrol.link import read_point, write_point
from geo.views.context import Context

BASE: Final = "basis"
END: Final = "einde"

_SAME: Final = "waar ze beginnen"


@dataclass(frozen=True)
class Bases:
    """Where teams begin and end, in metres, and how the page calls where they begin."""

    begin: Place
    end: Place | None
    name: str


def choose_bases(context: Context, areas: tuple[str, ...]) -> Bases | None:
    """Let people choose where teams begin and end; None where no place is known at all.

    Parameters
    ----------
    context
        The workspace, whose bases come first.
    areas
        Without a base the middle of these is taken, and the page says so.
    """
    known = {place.name: place.place for place in service.list_bases(context.workspace)}
    middle = find_middle(context.layers, areas)
    if not known and middle is not None:
        known = {_name_middle(areas): middle}
    # A place on the map that was chosen for one of the two can be chosen for the other.
    pointed = [read_point(st.query_params.get(name, "")) for name in (BASE, END)]
    offered = known | {_name_point(place): place for place in pointed if place is not None}
    if not offered:
        return None
    with st.container(horizontal=True, gap="medium"):
        name = _choose("Beginpunt", BASE, offered)
        ends = _choose_end(offered)
    if name == _name_middle(areas):
        st.caption(
            "Er is geen beginpunt ingesteld: het plan begint nu in het midden van het gebied. "
            "Wijs uw eigen plek aan onder de kaart, of laat de beheerder bureaus in "
            "`gemeente.toml` zetten."
        )
    return Bases(offered[name], None if ends is None else offered[ends], name)


def _choose(label: str, name: str, offered: Mapping[str, Place]) -> str:
    written = {known: _write(known, place) for known, place in offered.items()}
    chosen: str = st.selectbox(
        label, list(offered), width=260, **linked(name, written, default=next(iter(offered)))
    )
    return chosen


def _choose_end(offered: Mapping[str, Place]) -> str | None:
    written = {known: _write(known, place) for known, place in offered.items()}
    chosen: str = st.selectbox(
        "Eindpunt",
        [_SAME, *offered],
        width=260,
        **linked(END, {_SAME: "", **written}, default=_SAME),
    )
    return None if chosen == _SAME else chosen


def _write(name: str, place: Place) -> str:
    return write_point(place) if name == _name_point(place) else name


def _name_point(place: Place) -> str:
    x, y = place
    return f"punt op de kaart ({x:.0f}, {y:.0f})"


def _name_middle(areas: tuple[str, ...]) -> str:
    return "midden van het gebied" if areas else "midden van de gemeente"
