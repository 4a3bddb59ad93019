"""Which themes weigh in beside that of the filter, and how heavily."""

from typing import Final

import streamlit as st

from geo.themes import Themes
from geo.views.blocks.link import linked_many, linked_number

# Weights are written in tenths, so that the link holds whole numbers.
_TENTHS: Final = 10
_MOST_WEIGHT: Final = 100


def choose_themes(themes: Themes, theme: str) -> tuple[tuple[str, ...], dict[str, float]]:
    """Let people add themes to that of the filter.

    Returns
    -------
    tuple of names and weights
        The theme of the filter comes first. No weights as long as it is alone: they would make
        no difference.
    """
    options = {name: themes.cards[name].title for name in themes.by_harm if name != theme}
    others: list[str] = st.multiselect(
        "Ook meewegen",
        list(options),
        format_func=options.__getitem__,
        placeholder="Kies andere thema's",
        help="Het thema van het filter telt altijd mee.",
        **linked_many("ook", options, default=()),
    )
    if not others:
        return (theme,), {}
    st.caption("Gewicht in tienden: 10 is gewoon, 20 is twee keer zo zwaar.")
    with st.container(horizontal=True, gap="medium"):
        harm = {name: _choose_weight(themes, name) for name in (theme, *others)}
    return (theme, *others), harm


def _choose_weight(themes: Themes, name: str) -> float:
    card = themes.cards[name]
    usual = min(round(card.harm_weight * _TENTHS), _MOST_WEIGHT)
    tenths: int = st.number_input(
        f"Gewicht {card.title.lower()}",
        step=5,
        width=200,
        **linked_number(f"gewicht-{name}", default=usual, least=0, most=_MOST_WEIGHT),
    )
    return tenths / _TENTHS
