"""Why a team is to be at a stop then: its panel below the map."""

import streamlit as st

from geo.present.markup import escape
from geo.present.patrol.words import (
    list_look_for,
    name_place,
    say_arrival,
    say_stay,
    say_team,
    say_why,
)
from geo.schema import PlaceKind
from geo.service.patrol.answers import CONTACT, KIND
from geo.service.patrol.kits import PatrolKit
from geo.views.blocks.parts import show_facts
from geo.views.blocks.patrol.changes import ByHand, leave_out
from geo.views.blocks.patrol.choice import ChosenStop

_BY_HAND = (PlaceKind.ADDED, PlaceKind.APPOINTMENT)


def show_stop(kit: PatrolKit, chosen: ChosenStop, *, by_hand: ByHand | None) -> None:
    """Show when a visit is, what happened there lately, and what to pay attention to.

    Parameters
    ----------
    kit, chosen
        The plan, and one of its visits.
    by_hand
        How people can take its place out of the plan; they cannot where it is None.
    """
    advice = kit.advice
    visit = advice.visits[chosen.team - 1][chosen.stop - 1]
    with st.container(border=True):
        st.subheader(f"Waarom stop {chosen.stop} van team {chosen.team} hier")
        facts = [
            ("Plek", name_place(advice, visit.place)),
            ("Bezoek", say_stay(visit)),
            ("Aankomst", say_arrival(visit)),
            ("Wie", say_team(advice.question, chosen.team)),
        ]
        show_facts([*facts, *_contact(kit, visit.place)])
        why, look_for = st.columns(2, gap="large")
        with why:
            _list("Waarom hier en dan", say_why(kit, visit))
        with look_for:
            _list("Waar u op kunt letten", list_look_for(kit, visit))
        kind = PlaceKind(advice.places[KIND].iloc[visit.place])
        if by_hand is not None and kind not in _BY_HAND:
            leave_out(advice, visit.place, shift=by_hand.shift)


def _contact(kit: PatrolKit, row: int) -> list[tuple[str, str]]:
    contact = str(kit.advice.places[CONTACT].iloc[row])
    return [("Contactpunt", contact)] if contact else []


def _list(title: str, lines: list[str] | tuple[str, ...]) -> None:
    if not lines:
        return
    st.markdown(f"**{title}**")
    st.markdown("\n".join(f"- {escape(line)}" for line in lines))
