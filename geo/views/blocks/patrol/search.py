"""A patrol plan that becomes better while people look at the first one."""

from typing import Final
from uuid import uuid4

import streamlit as st

from geo.present.wording import say_number
from geo.service.patrol.answers import PatrolAdvice
from geo.views import patrol_cached
from geo.views.blocks.patrol.making import LONGER, SEARCHES, MadePlan
from geo.views.context import Context
from geo.views.searches import Found, SearchDesk

_POLL_SECONDS: Final = 0.7
# A better plan is not waited for: the first one is there to read.
_PATIENCE_SECONDS: Final = 0.0
_VISITOR: Final = "zoek-venster"
_STOPPED: Final = "zoeken-gestopt"
_SHOWN: Final = "zoeken-getoond"


def take_best(context: Context, made: MadePlan) -> PatrolAdvice:
    """Return the plan to show: the best that there is, once the search for it has ended.

    While it is looked for the first plan stays, so that nothing moves under who reads it.
    """
    desk, key = _desk(context), (context.stamp, made.asked)
    if _PATIENCE_SECONDS:
        desk.ask(_visitor(), key, made.improve)
        desk.settle(timeout_seconds=_PATIENCE_SECONDS)
    found = desk.find(key)
    is_shown = found.has_ended or st.session_state.get(_STOPPED) == made.asked
    return found.best if is_shown and found.best is not None else made.at_once


def look_for_better(context: Context, made: MadePlan) -> None:
    """Look for better plans, say how far that is, and let people stop it."""
    desk, key = _desk(context), (context.stamp, made.asked)
    # A place of its own, also when it is empty: what lies below it then never moves.
    with st.container(key="patrouille-zoeken"):
        if desk.find(key).has_ended:
            return
        if st.session_state.get(_STOPPED) == made.asked:
            desk.drop(_visitor())
            _offer_more()
            return
        # Who changes one choice after the other starts no search for each of them.
        st.session_state[_SHOWN] = False
        _follow(desk, key, made)


@st.fragment(run_every=_POLL_SECONDS)
def _follow(desk: SearchDesk, key: tuple[object, str], made: MadePlan) -> None:
    if st.session_state.get(_SHOWN):
        desk.ask(_visitor(), key, made.improve)
    st.session_state[_SHOWN] = True
    found = desk.find(key)
    if found.has_ended:
        st.rerun()
    st.progress(_share(found), text=_say(found, made.at_once))
    # Of the whole page: it then shows the best plan that there is.
    if st.button("Stoppen met zoeken", icon=":material/stop:", key="zoeken-stoppen"):
        st.session_state[_STOPPED] = made.asked
        st.rerun()


def _share(found: Found) -> float:
    return min(LONGER ** (found.steps - 1 - SEARCHES), 1.0) if found.steps else 0.0


def _say(found: Found, at_once: PatrolAdvice) -> str:
    better = 0.0
    if found.best is not None and at_once.prize > 0:
        better = found.best.prize / at_once.prize - 1
    said = "U ziet het eerste plan. Er wordt naar een beter plan gezocht"
    if better > 0:
        return (
            f"{said}; er is er al een dat {say_number(100 * better)}% beter op de meldingen past."
        )
    return f"{said}."


def _offer_more() -> None:
    st.caption("Het zoeken is gestopt: dit is een tussenstand.")
    st.button("Verder zoeken", icon=":material/search:", on_click=_go_on)


def _go_on() -> None:
    st.session_state.pop(_STOPPED, None)


def _desk(context: Context) -> SearchDesk:
    return patrol_cached.search_desk(context.stamp[0])


def _visitor() -> str:
    name: str = st.session_state.setdefault(_VISITOR, uuid4().hex)
    return name
