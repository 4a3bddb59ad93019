"""The house style of deck and report: its colours chosen, and checked before they are kept."""

from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.house_style import HouseStyle
from geo.present.driehoek import style_words
from geo.present.html_parts import table_html
from geo.service.driehoek.answers import Meeting
from geo.views.blocks.parts import show_problem, show_saved
from geo.views.context import Context

_SAVED: Final = "huisstijl-bewaard"
_LABEL: Final = "Contrast van de kleuren"


def show_style(context: Context, meeting: Meeting) -> None:
    """Show the house style with its contrasts, and let people choose another."""
    style = meeting.style
    st.header("Huisstijl")
    show_saved(_SAVED)
    with st.expander("Kleuren en letters van deck en verslag"):
        colours = _choose_colours(style)
        font = st.text_input(
            "Lettertype",
            style.font,
            max_chars=40,
            help="Wie het deck opent, moet dit lettertype hebben.",
            key="huisstijl-lettertype",
        )
        table = style_words.tabulate_contrasts(**colours)
        st.html(table_html(table, label=_LABEL, left=list(table.columns)))
        st.caption(style_words.RULE)
        st.caption(_say_files(meeting))
        if not style_words.is_readable(**colours):
            st.warning(
                "Deze kleuren zijn te weinig van elkaar te onderscheiden; zo worden ze niet "
                "bewaard. Kies een donkerder hoofdkleur of donkerder letters.",
                icon=":material/contrast:",
            )
        if st.button("Huisstijl bewaren", icon=":material/save:"):
            _keep(context, {**colours, "font": font})


def _choose_colours(style: HouseStyle) -> dict[str, str]:
    with st.container(horizontal=True, gap="medium"):
        return {
            "accent": st.color_picker("Hoofdkleur", style.accent, key="huisstijl-hoofdkleur"),
            "on_accent": st.color_picker(
                "Letters op de hoofdkleur", style.on_accent, key="huisstijl-letters-op"
            ),
            "ink": st.color_picker("Letters op wit", style.ink, key="huisstijl-letters"),
        }


def _say_files(meeting: Meeting) -> str:
    logo = "er is een logo" if meeting.logo is not None else "er is nog geen logo"
    letters = (
        "het verslag gebruikt de letters van de huisstijl"
        if meeting.letters is not None
        else "het verslag gebruikt de gewone letters"
    )
    return (
        f"Nu: {logo}, en {letters}. De beheerder zet een logo en de bestanden van het lettertype "
        "naast `huisstijl.toml`; zie de handleiding."
    )


def _keep(context: Context, changes: dict[str, str]) -> None:
    try:
        service.keep_style(context.workspace, changes)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    st.session_state[_SAVED] = "De huisstijl is bewaard."
    st.rerun()
