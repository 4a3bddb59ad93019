"""One suggested camera site behind three ways to choose it: map, table and list."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from geo.present.camera import facts as camera_facts
from geo.present.camera import map as camera_map
from geo.present.camera import sites as camera_sites
from geo.present.camera.map import CameraPart, read_candidate
from geo.present.markup import escape
from geo.service.camera.answers import CameraAdvice, SiteAdvice
from geo.views.blocks.chosen import Choice
from geo.views.blocks.link import linked_many
from geo.views.blocks.pictures import Ground, clicked_shape, show_picture

_CHOSEN: Final = "plek"
_OWN: Final = "eigen-plek"
_MAP: Final = "camerakaart"
_PARTS: Final = "cameralagen"
_COLUMNS: Final = (
    camera_sites.NUMBER,
    camera_sites.PLACE,
    camera_sites.INCIDENTS,
    camera_sites.IN_HOTSPOTS,
    camera_sites.SCORE,
    camera_sites.SHARE,
    camera_sites.CHOSEN,
)


def offer_choice(advice: CameraAdvice) -> Choice:
    """Return the choice among the suggested sites: the first, unless the link names another."""
    ids = [camera_map.site_id(number) for number in range(1, len(advice.sites) + 1)]
    return Choice(_CHOSEN, _MAP, ids, default=ids[0] if ids else None)


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
    choice: Choice,
    advice: CameraAdvice,
    names: Sequence[str],
    ground: Ground,
    *,
    own: SiteAdvice | None,
) -> tuple[CameraPart, ...]:
    """Show the map; a click on a site chooses it, on another place takes it in its stead."""
    map_place, below = st.container(), st.container()
    with below:
        parts = _choose_parts(ground)
        st.html(
            camera_map.legend_html(
                parts,
                own=own is not None,
                stays=bool(advice.question.in_use),
                unknown=camera_map.has_unknown(advice),
                counted=camera_map.are_counted(advice),
            )
        )
        if counted := camera_map.say_counted(advice, parts):
            st.caption(counted)
    with map_place:
        over = camera_map.plan_cameras(advice, names, parts=parts, own=own)
        over += camera_map.plan_chosen_site(choice.current)
        show_picture(over, ground, key=_MAP, on_click=partial(_take_click, choice))
        st.caption(escape(camera_facts.say_caption(advice, ground.layers)))
    return parts


def show_list(choice: Choice, advice: CameraAdvice, names: Sequence[str]) -> None:
    """Show the suggested sites as a list, for who has no mouse."""
    labels = dict(zip(choice.ids, camera_sites.label_sites(advice, names), strict=True))
    choice.show_list(labels, title="Plek bekijken", hint="Kies een plek, hier of op de kaart")


def show_table(choice: Choice, advice: CameraAdvice, names: Sequence[str]) -> None:
    """Show the suggested sites beside each other as a table."""
    choice.show_table(
        camera_sites.tabulate_sites(advice, names),
        alt="Voorgestelde plekken op volgorde",
        column_order=_COLUMNS,
        column_config=_column_config(),
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
            (camera_sites.NUMBER, 40),
            (camera_sites.INCIDENTS, 90),
            (camera_sites.IN_HOTSPOTS, 95),
            (camera_sites.SCORE, 70),
        )
    }
    return numbers | {camera_sites.PLACE: st.column_config.TextColumn(width=250)}


def _take_click(choice: Choice) -> None:
    name = clicked_shape(_MAP)
    if name is None:
        return
    row = read_candidate(name)
    if row is not None:
        keep_own(row)
    elif name in choice.ids:
        choice.choose(name)
