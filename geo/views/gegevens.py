"""Page Gegevens: files in, with an account of every row; what the store holds, kept and undone."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geo.present import accounts
from geo.views.blocks.areas import show_areas
from geo.views.blocks.counter import Counter, open_counter, show_progress
from geo.views.blocks.history import show_history
from geo.views.blocks.keeping import show_keeping
from geo.views.blocks.link import linked
from geo.views.blocks.official import show_official
from geo.views.blocks.parts import show_notices
from geo.views.blocks.quality import show_check
from geo.views.blocks.refused import show_refused
from geo.views.blocks.sections import (
    AREAS,
    FINDINGS,
    HISTORY,
    INTAKE,
    KEEPING,
    OFFICIAL,
    REFUSED,
    SECTION,
    USAGE,
)
from geo.views.blocks.upload import show_upload
from geo.views.blocks.usage import show_usage

_SECTIONS: Final[Mapping[str, Callable[[Counter], None]]] = {
    INTAKE: show_upload,
    REFUSED: show_refused,
    HISTORY: show_history,
    FINDINGS: lambda counter: show_check(counter.context),
    AREAS: show_areas,
    OFFICIAL: show_official,
    KEEPING: show_keeping,
    USAGE: show_usage,
}


def show_gegevens() -> None:
    """Let people choose a section, and show it below the work that is going on."""
    counter = open_counter()
    st.title("Gegevens")
    show_notices(counter.context.data, counter.context.layers)
    st.caption(accounts.say_held(counter.context.data))
    section = _choose_section()
    show_progress(counter)
    _SECTIONS[section](counter)


def _choose_section() -> str:
    key = linked(SECTION, {name: name for name in _SECTIONS}, default=INTAKE)
    # Pills and no segments: on a phone they take more than one line.
    chosen: str = st.pills(
        "Onderdeel", list(_SECTIONS), required=True, label_visibility="collapsed", **key
    )
    return chosen


show_gegevens()
