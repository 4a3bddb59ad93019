"""Page Bewijs: whether the hotspots of a theme would have helped in the weeks that followed."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geo.views.blocks.evidence import show_helped
from geo.views.blocks.link import linked
from geo.views.blocks.outlook import show_outlook
from geo.views.blocks.parts import lead_to_gegevens, show_notices
from geo.views.blocks.tuned import show_tuned
from geo.views.context import Context, page_context

# What can be chosen on the page, in order: its name, in the link too, and what shows it.
_PARTS: Final[Mapping[str, Callable[[Context], None]]] = {
    "Had het geholpen?": show_helped,
    "De komende weken": show_outlook,
    "De themakaart": show_tuned,
}


def show_bewijs() -> None:
    """Let people choose a part and show it."""
    context = page_context()
    st.title("Bewijs")
    show_notices(context.data, context.layers)
    if context.question is None:
        lead_to_gegevens("daarna ziet u hier of de hotspots in de weken erna hadden geholpen.")
        return
    _PARTS[_choose_part()](context)


def _choose_part() -> str:
    key = linked("onderdeel", {name: name for name in _PARTS}, default=next(iter(_PARTS)))
    # Pills and no segments: on a phone they take more than one line.
    chosen: str = st.pills(
        "Onderdeel", list(_PARTS), required=True, label_visibility="collapsed", **key
    )
    return chosen


show_bewijs()
