"""The card of a theme: what it settles, drawn and in words."""

import streamlit as st

from geo.access import Right
from geo.present import cards
from geo.present.markup import escape
from geo.present.rule_picture import rule_picture_html
from geo.views import cached
from geo.views.blocks.link import linked
from geo.views.blocks.parts import lead_to, show_facts
from geo.views.context import Context


def show_card(context: Context) -> None:
    """Let people choose a theme and show its card."""
    theme = _choose_theme(context)
    card = context.themes.cards[theme]
    st.header(escape(card.title))
    st.html(
        f'<p class="hk-swatch"><b style="background:{card.colour}" aria-hidden="true"></b>'
        f"{escape(card.explanation)} <span>Kleur van dit thema: {card.colour}</span></p>"
    )
    beside, drawn = st.columns([3, 1], gap="large")
    with beside:
        is_ours = cached.check_evidence(context.workspace, context.stamp, theme)
        show_facts(cards.describe_card(theme, context.themes, is_ours=is_ours is not False))
        lead_to("bewijs.py", "Naar het bewijs", icon="query_stats")
    with drawn:
        st.html(rule_picture_html(card))
    if context.may(Right.EVIDENCE):
        _show_counts(context, theme)


def _choose_theme(context: Context) -> str:
    names = context.themes.by_harm
    # Who comes from another page finds the theme that was looked at there.
    default = names[0] if context.question is None else context.question.theme
    key = linked("themakaart", {name: name for name in names}, default=default)
    chosen: str = st.selectbox(
        "Themakaart", names, format_func=lambda name: context.themes.cards[name].title, **key
    )
    return chosen


def _show_counts(context: Context, theme: str) -> None:
    quality = cached.check_data(context.workspace, context.stamp)
    st.subheader("Welke codes tellen mee")
    show_facts(cards.describe_codes(theme, quality, context.themes))
    if not quality.incidents:
        return
    st.subheader("Wat blijft buiten, en waarom")
    show_facts(cards.describe_left_out(theme, quality, context.themes))
