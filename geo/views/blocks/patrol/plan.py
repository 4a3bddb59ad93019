"""A patrol plan on the page: its sentence, map and stops, and why the chosen stop is one."""

from collections.abc import Sequence

import streamlit as st

from geo import service
from geo.present import wording
from geo.present.markup import escape
from geo.present.patrol import tables as patrol_tables
from geo.present.patrol.cautions import list_cautions
from geo.service.patrol.answers import PatrolAdvice
from geo.service.patrol.kits import KitParts, PatrolKit
from geo.views import patrol_cached
from geo.views.blocks.patrol.changes import ByHand
from geo.views.blocks.patrol.choice import keep_stop, offer_stops, show_map, show_stops
from geo.views.blocks.patrol.reasons import show_stop
from geo.views.context import Context


def pack_plan(context: Context, advice: PatrolAdvice) -> PatrolKit:
    """Return a plan with all that it is told with, from what is kept ready."""
    streets = patrol_cached.load_streets(context.workspace, context.stamp)
    parts = KitParts(context.themes.cards, context.layers, streets, context.data)
    return service.pack_patrol_kit(context.workspace, advice, parts)


def show_plan(
    context: Context,
    kit: PatrolKit,
    precisions: Sequence[str],
    *,
    by_hand: ByHand | None = None,
) -> None:
    """Show a plan on its map and as a list, which choose each other.

    Parameters
    ----------
    context, kit
        The workspace, and the plan.
    precisions
        How precisely the places of the incidents are known that it rests on.
    by_hand
        How people can change it; they cannot where it is None.
    """
    _show_answer(kit.advice)
    choice = offer_stops(kit, can_point=by_hand is not None)
    chosen = keep_stop(choice)
    on_map, at_list = st.columns([5, 4], gap="medium")
    with on_map:
        show_map(context, kit, choice, chosen, can_point=by_hand is not None)
        about = [wording.say_period(kit.advice.question.period)]
        st.caption(escape(wording.say_picture(about, kit.data, precisions)))
    with at_list:
        if choice.ids:
            show_stops(kit, choice)
        if by_hand is not None:
            by_hand.beside()
    if chosen is not None:
        show_stop(kit, chosen, by_hand=by_hand)


def _show_answer(advice: PatrolAdvice) -> None:
    said = escape(patrol_tables.say_plan(advice))
    if not any(advice.visits):
        st.info(
            f"**{said}** Dat is een gewoon antwoord: er is geen plek die eruit springt of op tijd "
            "te bereiken is. Kies een langere periode, een ander thema of een langere dienst, of "
            "wijs hieronder zelf een plek aan.",
            icon=":material/check_circle:",
        )
        return
    st.markdown(f"**{said}**")
    told = list_cautions(advice)
    if told:
        st.warning("  \n".join(map(escape, told)), icon=":material/info:")
