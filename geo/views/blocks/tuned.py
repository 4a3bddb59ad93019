"""The settings of a theme's card: what is known of them, and better ones sought on these data."""

from datetime import datetime
from typing import Final

import streamlit as st

from geo import service
from geo.analysis.tuning import count_settings
from geo.analysis.verdicts import Verdict
from geo.errors import HotspotkaartError
from geo.params import BacktestParams
from geo.present import card_evidence
from geo.present.markup import escape
from geo.present.verdicts import say_verdict
from geo.service.answers import TunedCard
from geo.service.judging import judge_evidence
from geo.themes import ThemeCard
from geo.views import cached
from geo.views.blocks.confirm import confirmed
from geo.views.blocks.parts import show_facts, show_problem
from geo.views.blocks.waiting import Ask, forget_answer, was_asked, work_out
from geo.views.context import Context

_WRITTEN: Final = "themakaart-geschreven"
_ASKED: Final = "instellingen-zoeken"


def show_tuned(context: Context) -> None:
    """Show a card's settings with their evidence, and let people seek others."""
    if context.question is None:
        return
    theme = context.question.theme
    card = context.themes.card(theme)
    st.header(f"De themakaart: {escape(card.title)}")
    if st.session_state.pop(_WRITTEN, None) == theme:
        st.success(
            "De instellingen staan nu op de eigen kaart van de gemeente; elke pagina rekent ermee.",
            icon=":material/check_circle:",
        )
    is_ours = cached.check_evidence(context.workspace, context.stamp, theme)
    show_facts(card_evidence.describe_evidence(theme, context.themes, is_ours=is_ours))
    st.subheader("Instellingen zoeken op uw eigen gegevens")
    st.write(
        f"Dit probeert {count_settings()} instellingen op vier perioden van 13 weken, kiest de "
        "beste, en toetst die op de vier perioden daarna: wat kiest, ziet niet wat toetst. Het "
        "duurt enkele seconden tot enkele minuten. Er verandert niets voordat u de uitkomst "
        f"bevestigt. Op de opdrachtregel heet het `hotspotkaart models tune --theme {theme}`."
    )
    _seek(context, theme, card)


def _seek(context: Context, theme: str, card: ThemeCard) -> None:
    ask = _ask(theme, card.title)
    if not was_asked(context, ask) and not st.button(
        "Instellingen zoeken", key=f"{_ASKED}-{theme}", icon=":material/tune:"
    ):
        return
    today = datetime.now(tz=context.workspace.timezone).date()
    tuned = work_out(
        context,
        ask,
        lambda tell: service.tune_theme(
            context.workspace, theme, BacktestParams(), today=today, progress=tell
        ),
    )
    if isinstance(tuned, TunedCard):
        _show_found(context, tuned, card)


def _ask(theme: str, title: str) -> Ask:
    return Ask(("instellingen", theme), f"Instellingen zoeken voor {title.lower()}", slow=True)


def _show_found(context: Context, tuned: TunedCard, card: ThemeCard) -> None:
    show_facts(card_evidence.describe_tuned(tuned, card))
    if (verdict := judge_evidence(tuned.evidence)) is not Verdict.BEATS:
        st.warning(
            f"Ook met deze instellingen geldt: {say_verdict(verdict)}", icon=":material/balance:"
        )
    if confirmed(
        "Ja, zet deze instellingen op de eigen themakaart van de gemeente",
        "Op de kaart zetten",
        key=f"themakaart-{tuned.theme}",
        busy=False,
    ):
        try:
            service.write_card(context.workspace, tuned)
        except HotspotkaartError as problem:
            show_problem(problem)
            return
        forget_answer(context, _ask(tuned.theme, card.title))
        st.session_state[_WRITTEN] = tuned.theme
        st.rerun()
