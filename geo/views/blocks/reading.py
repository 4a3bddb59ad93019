"""How files are to be read: by which mapping, and as which theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo import service
from geo.service.upkeep_answers import ImportOptions
from geo.themes import Themes
from geo.views.blocks.staging import Staged, stage

_AUTOMATIC: Final = ""
_OWN: Final = "*"
_STAGED: Final = "indeling-klaargezet"


@dataclass(frozen=True)
class Reading:
    """How somebody wants files to be read.

    Parameters
    ----------
    options
        For the import; a file that cannot be taken in does not stop the others.
    mapping
        The uploaded mapping, which has to be there as long as files are read by it.
    """

    options: ImportOptions
    mapping: Staged | None = None


def choose_reading(themes: Themes) -> Reading | None:
    """Let people choose; None as long as the mapping that they chose is not there."""
    how, what = st.columns(2)
    with how:
        shipped = service.list_mappings()
        titles = {_AUTOMATIC: "Automatisch herkennen", **shipped, _OWN: "Eigen indeling (bestand)"}
        chosen = st.selectbox(
            "Indeling van de kolommen",
            list(titles),
            format_func=titles.__getitem__,
            help="De indeling zegt welke kolom wat betekent. Lukt het herkennen niet, dan kan de "
            "beheerder een eigen indeling schrijven, een klein tekstbestand.",
        )
    with what:
        theme = _choose_theme(themes)
    if chosen != _OWN:
        return Reading(ImportOptions(source=chosen or None, theme=theme, go_on=True))
    return _choose_mapping(shipped, theme)


def _choose_theme(themes: Themes) -> str | None:
    titles: Mapping[str | None, str] = {
        None: "Volgens de code in het bestand",
        **{name: card.title for name, card in themes.cards.items()},
    }
    return st.selectbox("Thema van de rijen", list(titles), format_func=titles.__getitem__)


def _choose_mapping(shipped: Mapping[str, str], theme: str | None) -> Reading | None:
    upload = st.file_uploader("Eigen indeling (TOML)", type="toml", key="indeling")
    if upload is not None:
        staged = stage(_STAGED, [upload])
        options = ImportOptions(mapping=staged.paths[0], theme=theme, go_on=True)
        return Reading(options, staged)
    st.caption("Kies het bestand met uw indeling. Een meegeleverde is een goed begin:")
    with st.container(horizontal=True):
        for name, title in shipped.items():
            st.download_button(
                title,
                service.show_mapping(name),
                key=f"indeling-{name}",
                file_name=f"{name}.toml",
                mime="text/plain",
                icon=":material/download:",
                on_click="ignore",
            )
    return None
