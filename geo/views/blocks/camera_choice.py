"""One suggested camera site behind three ways to choose it: map, table and list."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from geo.present import camera_map, camera_words
from geo.present.camera_map import CameraPart, read_candidate
from geo.present.markup import escape
from geo.service.camera_answers import CameraAdvice, SiteAdvice
from geo.views.blocks.link import linked_many
from geo.views.blocks.pictures import Ground, clicked_shape, show_picture

_CHOSEN: Final = "plek"
_OWN: Final = "eigen-plek"
_MAP: Final = "camerakaart"
_TABLE: Final = "cameratabel"
_SHOWN: Final = "camera-gemarkeerd"
_PARTS: Final = "cameralagen"
_COLUMNS: Final = (
    camera_words.NUMBER,
    camera_words.PLACE,
    camera_words.INCIDENTS,
    camera_words.IN_HOTSPOTS,
    camera_words.SCORE,
    camera_words.CHOSEN,
)


def keep_site(advice: CameraAdvice) -> int | None:
    """Return the number of the site that the link names; the first where it names none."""
    numbers = list(range(1, len(advice.sites) + 1))
    written = st.query_params.get(_CHOSEN, "")
    chosen = next((number for number in numbers if str(number) == written), None)
    if chosen is None and numbers:
        chosen = numbers[0]
    # A choice that is not wrong is left alone: to set it would undo a click made meanwhile.
    if _CHOSEN not in st.session_state or st.session_state[_CHOSEN] != chosen:
        st.session_state[_CHOSEN] = chosen
    rows = [] if chosen is None else [chosen - 1]
    st.session_state[_TABLE] = {"selection": {"rows": rows}}
    st.session_state[_SHOWN] = rows
    return chosen


def read_own(advice: CameraAdvice) -> int | None:
    """Return the row of the place of one's own choice that the link names, if it is there."""
    row = read_candidate(st.query_params.get(_OWN, ""))
    taken = {site.site for site in advice.sites}
    known = row is not None and row < len(advice.candidates) and row not in taken
    return row if known else None


def keep_own(row: int | None) -> None:
    """Put a place of one's own choice into the link, or take it out."""
    if row is None:
        st.query_params.pop(_OWN, None)
    else:
        st.query_params[_OWN] = camera_map.candidate_id(row)


def show_map(
    advice: CameraAdvice,
    names: Sequence[str],
    ground: Ground,
    *,
    chosen: int | None,
    own: SiteAdvice | None,
) -> tuple[CameraPart, ...]:
    """Show the map; a click on a site chooses it, on another place takes it in its stead."""
    map_place, below = st.container(), st.container()
    with below:
        parts = _choose_parts(ground)
        unknown = camera_map.has_unknown(advice)
        st.html(camera_map.legend_html(parts, own=own is not None, unknown=unknown))
    with map_place:
        over = camera_map.plan_cameras(advice, names, parts=parts, own=own)
        show_picture(
            over + camera_map.plan_chosen_site(chosen), ground, key=_MAP, on_click=_take_click
        )
        st.caption(escape(camera_words.say_caption(advice, ground.layers)))
    return parts


def show_sites(advice: CameraAdvice, names: Sequence[str]) -> None:
    """Show the suggested sites as a table, and the same choice as a list."""
    table = camera_words.tabulate_sites(advice, names)
    st.dataframe(
        table,
        key=_TABLE,
        column_order=_COLUMNS,
        hide_index=True,
        on_select=_take_row,
        selection_mode="single-row",
        column_config=_column_config(),
        alt="Voorgestelde plekken op volgorde",
    )
    labels = dict(enumerate(camera_words.label_sites(advice, names), start=1))
    st.selectbox(
        "Plek bekijken",
        list(labels),
        format_func=labels.__getitem__,
        key=_CHOSEN,
        on_change=lambda: _choose(st.session_state[_CHOSEN]),
    )


def _choose_parts(ground: Ground) -> tuple[CameraPart, ...]:
    offered = [part for part in CameraPart if part is not CameraPart.STREETS or ground.streets]
    options = {part: part.value for part in offered}
    chosen: list[CameraPart] = st.pills(
        "Op de kaart",
        offered,
        selection_mode="multi",
        format_func=options.__getitem__,
        **linked_many(_PARTS, options, default=offered),
    )
    return tuple(chosen)


def _column_config() -> dict[str, Any]:
    numbers = {
        name: st.column_config.NumberColumn(width=width, format="localized")
        for name, width in (
            (camera_words.NUMBER, 40),
            (camera_words.INCIDENTS, 82),
            (camera_words.IN_HOTSPOTS, 90),
            (camera_words.SCORE, 64),
        )
    }
    return numbers | {camera_words.PLACE: st.column_config.TextColumn(width=190)}


def _take_click() -> None:
    name = clicked_shape(_MAP)
    if name is None:
        return
    row = read_candidate(name)
    if row is not None:
        keep_own(row)
    elif name.isdecimal():
        _choose(int(name))


def _take_row() -> None:
    rows = st.session_state[_TABLE]["selection"]["rows"]
    # Called as well when another way of choosing has moved the mark in the table.
    if rows == st.session_state[_SHOWN]:
        return
    _choose(rows[0] + 1 if rows else None)


def _choose(number: int | None) -> None:
    if number is None:
        st.query_params.pop(_CHOSEN, None)
    else:
        st.query_params[_CHOSEN] = str(number)
