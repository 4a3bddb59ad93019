"""Page Verantwoording: what the map rests on, and how far it can be trusted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import streamlit as st

from geo.access import Right
from geo.present import cards, wording
from geo.present.audience_words import WITHOUT_INCIDENTS
from geo.present.guidance import METHOD, READING, Paragraph, read_limits
from geo.present.legend import legend_html
from geo.present.spreadsheets import Facts
from geo.views.blocks.cards import show_card
from geo.views.blocks.downloads import offer_files, table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.blocks.quality import offer_findings, show_findings, show_mix
from geo.views.blocks.register import show_register
from geo.views.context import Context, page_context

_THEMES: Final = "Thema's"
_READING: Final = "Hoe leest u de kaart"
_DATA: Final = "Zwakke plekken van de gegevens"
_METHOD: Final = "Hoe wordt gerekend"
_LIMITS: Final = "Wat de kaart niet zegt"
_REGISTER: Final = "Algoritmeregister"

# A line that runs on further is hard to read back.
_LINE_PIXELS: Final = 760

# How each part is written in the link.
_PARTS: Final[Mapping[str, str]] = {
    _THEMES: "themas",
    _READING: "lezen",
    _DATA: "gegevens",
    _METHOD: "rekenen",
    _LIMITS: "grenzen",
    _REGISTER: "register",
}


def show_verantwoording() -> None:
    """Let people choose a part and show it."""
    context = page_context()
    # Weak places of the data lead back to places of incidents.
    may_judge = context.may(Right.EVIDENCE)
    st.title("Verantwoording")
    show_notices(context.data, context.layers)
    st.write(
        "Hier staat waar de kaart op rust: welke meldingen meetellen, wat een hotspot is, hoe goed "
        "de gegevens zijn en wat u er niet uit mag lezen."
    )
    parts = {name: text for name, text in _PARTS.items() if name != _DATA or may_judge}
    part = st.segmented_control(
        "Onderdeel",
        list(parts),
        required=True,
        label_visibility="collapsed",
        **linked("onderdeel", parts, default=_THEMES),
    )
    facts = _state_data(context)
    _SHOW[part](context, facts)
    show_facts(facts)


def _show_themes(context: Context, facts: Facts) -> None:
    show_card(context)
    st.subheader("Alle themakaarten meenemen")
    stated = [*facts, WITHOUT_INCIDENTS]
    offer_files(table_files(cards.tabulate_cards(context.themes), "themakaarten", stated))


def _show_reading(_: Context, __: Facts) -> None:
    st.header(_READING)
    st.html(legend_html())
    _show_paragraphs(READING)


def _show_data(context: Context, facts: Facts) -> None:
    st.header(_DATA)
    if not context.data.incidents:
        lead_to_gegevens("daarna staat hier hoe goed die gegevens zijn.")
        return
    show_findings(context)
    st.header("Precisie en herkomst per thema")
    show_mix(context)
    st.subheader("Zwakke plekken meenemen")
    offer_findings(context, facts)


def _show_method(_: Context, __: Facts) -> None:
    st.header(_METHOD)
    _show_paragraphs(METHOD)


def _show_limits(_: Context, __: Facts) -> None:
    st.header(_LIMITS)
    _show_paragraphs(read_limits())


def _show_register(context: Context, _: Facts) -> None:
    st.header(_REGISTER)
    show_register(context)


def _show_paragraphs(paragraphs: Iterable[Paragraph]) -> None:
    with st.container(width=_LINE_PIXELS):
        for paragraph in paragraphs:
            st.subheader(paragraph.heading)
            st.write(paragraph.text)


def _state_data(context: Context) -> Facts:
    return [
        ("Meldingen en aangiften", wording.say_number(context.data.incidents)),
        *wording.say_origin(context.data),
        ("Grenzen", wording.say_attribution(context.layers)),
    ]


_SHOW: Final[Mapping[str, Callable[[Context, Facts], None]]] = {
    _THEMES: _show_themes,
    _READING: _show_reading,
    _DATA: _show_data,
    _METHOD: _show_method,
    _LIMITS: _show_limits,
    _REGISTER: _show_register,
}

show_verantwoording()
