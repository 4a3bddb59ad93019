"""A list of one's own from which camera sites are chosen: handed in, looked at, narrowed."""

from typing import Final

import numpy as np
import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.site_lists import SiteList
from geo.present.markup import escape
from geo.present.wording import say_count
from geo.views.blocks.parts import show_problem
from geo.views.blocks.staging import stage
from geo.workspace import Workspace

_KINDS: Final = ("csv", "xlsx", "gpkg", "geojson", "json", "parquet")
_STAGED: Final = "plekkenlijst-klaargezet"
_HAVING: Final = "plekken-met"

Places = tuple[tuple[float, float], ...]


def choose_list(workspace: Workspace) -> Places:
    """Let people hand in a list of places, and keep to those that have what a unit needs.

    Returns
    -------
    tuple of (x, y)
        None as long as no list was handed in, or it cannot be used.
    """
    upload = st.file_uploader(
        "Alleen kiezen uit een eigen lijst van plekken",
        type=_KINDS,
        key="plekkenlijst",
        help="Een tabel met kolommen x en y, of een bestand met punten. Kolommen met ja of nee "
        "(stroom, verharding) kunt u daarna als eis stellen.",
    )
    if upload is None:
        return ()
    try:
        listed = service.read_site_list(workspace, stage(_STAGED, [upload]).paths[0])
    except HotspotkaartError as problem:
        show_problem(problem)
        return ()
    kept = listed.keep(_choose_having(listed))
    told = f"{say_count(len(kept), 'plek', 'plekken')} van {len(listed.xy)} uit {upload.name}"
    st.caption(f"{escape(told)}. De lijst staat niet in de link: wie hem opent, kiest zelf.")
    if not len(kept):
        st.warning(
            "Geen enkele plek heeft dit allemaal. Stel minder eisen; nu wordt langs de straten "
            "gezocht.",
            icon=":material/info:",
        )
    return tuple((float(x), float(y)) for x, y in np.asarray(kept))


def _choose_having(listed: SiteList) -> list[str]:
    if not listed.properties:
        return []
    chosen: list[str] = st.pills(
        "Alleen plekken met",
        list(listed.properties),
        selection_mode="multi",
        format_func=escape,
        key=_HAVING,
    )
    return chosen
