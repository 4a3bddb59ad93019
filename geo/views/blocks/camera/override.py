"""Another place than the suggested one, chosen by people: its figures beside the advice."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import streamlit as st

from geo import schema, service
from geo.present.camera import sites as camera_sites
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.service.camera.answers import CameraAdvice, SiteAdvice
from geo.service.camera.case import CameraCase
from geo.views.blocks.camera.choice import keep_own, read_own

_LIST: Final = "eigen-keuze"


def weigh_own(case: CameraCase, advice: CameraAdvice, number: int | None) -> SiteAdvice | None:
    """Say what the place of one's own choice covers, in the stead of a suggested site if any."""
    row = read_own(advice)
    if row is None:
        return None
    suggested = _find(advice, number)
    others = tuple(site.site for site in advice.sites if site is not suggested)
    return service.explain_place(case, row, before=others)


def show_override(
    advice: CameraAdvice, number: int | None, names: Sequence[str], own: SiteAdvice | None
) -> None:
    """Let people choose another place, and show what that makes of the figures."""
    suggested = _find(advice, number)
    if suggested is None:
        st.subheader("Toch een camera plaatsen?")
        st.write(
            "U beslist, maar de meldingen dragen geen plek. Kies er zelf een in de lijst, en leg "
            "vast waarom de camera daar staat."
        )
    else:
        st.subheader("Liever een andere plek?")
        st.write(
            "U beslist. Kies een andere plek op de kaart (een groene stip) of in de lijst: de "
            "cijfers staan dan naast die van het voorstel."
        )
    labels = dict(enumerate(camera_sites.label_candidates(advice, names)))
    _choose_other(_list_others(advice), labels, own, instead=suggested is not None)
    if own is None:
        return
    compared = camera_sites.compare_sites(suggested, own)
    st.html(table_html(compared, label="Uw keuze naast het voorstel"))
    if warning := camera_sites.say_own(own):
        st.warning(escape(warning), icon=":material/warning:")


def _list_others(advice: CameraAdvice) -> list[int]:
    """List the rows of the places that are not suggested, the busiest first."""
    counts = advice.candidates[schema.INCIDENTS].to_numpy()
    suggested = {site.site for site in advice.sites}
    busiest = np.argsort(-counts, kind="stable").tolist()
    return [row for row in busiest if row not in suggested]


def _choose_other(
    rows: Sequence[int], labels: Mapping[int, str], own: SiteAdvice | None, *, instead: bool
) -> None:
    _set(None if own is None else own.site)
    st.selectbox(
        "Andere plek" if instead else "Zelf een plek kiezen",
        rows,
        index=None,
        format_func=labels.__getitem__,
        placeholder="Geen: het voorstel" if instead else "Geen",
        key=_LIST,
        on_change=lambda: keep_own(st.session_state[_LIST]),
    )


def _find(advice: CameraAdvice, number: int | None) -> SiteAdvice | None:
    return None if number is None else advice.sites[number - 1]


def _set(row: int | None) -> None:
    # What is right already is left alone: to set it would undo a choice made meanwhile.
    if _LIST not in st.session_state or st.session_state[_LIST] != row:
        st.session_state[_LIST] = row
