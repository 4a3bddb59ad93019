"""The way to page Acties, with the place chosen beforehand."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo.agreements import ActionKind

# Names in the link.
PLACE: Final = "plek"
KIND: Final = "soort"
NEW: Final = "nieuw"

_PAGE: Final = "geo/views/acties.py"


def name_area(code: str) -> str:
    """Return what the link calls a wijk or business park."""
    return f"gebied-{code}"


def name_hotspot(hotspot_id: str) -> str:
    """Return what the link calls a hotspot."""
    return f"hotspot-{hotspot_id}"


def lead_to_agreement(place: str, *, kind: ActionKind | None = None, key: str) -> None:
    """Show the way to page Acties, where the place is chosen already.

    Parameters
    ----------
    place
        As `name_area` or `name_hotspot` return it.
    kind
        What is going to be done, where that is known.
    key
        Of the container around it, one a page.
    """
    said: Mapping[str, str] = {PLACE: place, NEW: "ja"} | (
        {} if kind is None else {KIND: kind.value}
    )
    with st.container(key=key):
        st.page_link(
            _PAGE, label="Actie afspreken", icon=":material/add_task:", query_params=dict(said)
        )
