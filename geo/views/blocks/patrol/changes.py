"""A patrol plan changed by hand: stops added and left out with a reason, and appointments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import streamlit as st

from geo.patrol_params import MOST_LABEL, MOST_REASON, PatrolQuestion, Place
from geo.present.markup import escape
from geo.present.patrol.asked import (
    label_teams,
    list_added,
    list_appointments,
    list_left_out,
)
from geo.service.patrol.answers import KEY, PatrolAdvice
from geo.views.blocks.link import follow
from geo.views.blocks.patrol.base import BASE
from geo.views.blocks.patrol.link import (
    ADDED,
    APPOINTMENT,
    LEFT_OUT,
    Changes,
    add_part,
    drop_part,
    write_point,
)
from geo.views.blocks.patrol.point import choose_point, keep_point
from geo.views.context import Context

_STOP: Final = "Stop toevoegen"
_FIXED: Final = "Afspraak maken"
_BEGIN: Final = "Hier beginnen"
_OR_BEGIN: Final = ", of om er te beginnen"
_ANY_TEAM: Final = "maakt niet uit"
_NO_NAMES: Final = "Geen namen van personen: wat u schrijft, staat in de link en op het blad."
_QUARTER: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class ByHand:
    """A plan that people can change.

    ``beside`` shows more below its list of stops; ``shift`` is the shift of a week that it is of,
    as the link names it, and empty where one shift is planned.
    """

    beside: Callable[[], None]
    shift: str = ""


def change_plan(context: Context, advice: PatrolAdvice, *, shift: str = "") -> None:
    """Let people point at a place and say what is to happen there.

    Parameters
    ----------
    context, advice
        The workspace, and the plan.
    shift
        As of `ByHand`. Where the week begins is no matter of one of its shifts.
    """
    st.subheader("Zelf aanpassen")
    pointed = choose_point(context)
    if pointed is None:
        st.caption(
            "Wijs een plek aan om er een stop of afspraak van te maken"
            f"{'' if shift else _OR_BEGIN}. Een stop weglaten kan bij de stop zelf."
        )
        return
    place, name = pointed
    what = st.segmented_control(
        "Wat wilt u daar?",
        [_STOP, _FIXED] if shift else [_STOP, _FIXED, _BEGIN],
        required=True,
        default=_STOP,
        key="wat-daar",
    )
    if what == _STOP:
        _add_stop(place, name, shift)
    elif what == _FIXED:
        _make_appointment(advice.question, place, name, shift)
    else:
        st.button(
            _BEGIN,
            icon=":material/flag:",
            key="hier-beginnen",
            on_click=_begin_here,
            args=(place,),
        )


def leave_out(advice: PatrolAdvice, row: int, *, shift: str = "") -> None:
    """Let people leave out the place of a stop, with a reason; of a week in one shift only."""
    key = str(advice.places[KEY].iloc[row])
    with st.expander("Deze plek weglaten", icon=":material/block:"):
        with st.form(f"weglaten-{key}", border=False):
            reason = st.text_input("Waarom?", max_chars=MOST_REASON, key=f"weglaten-waarom-{key}")
            st.caption(_NO_NAMES)
            sent = st.form_submit_button("Weglaten uit het plan", icon=":material/block:")
        if sent and _is_filled(reason):
            add_part(LEFT_OUT, (key, reason), shift=shift)
            st.query_params.pop("stop", None)
            st.rerun()


def list_changes(question: PatrolQuestion, changes: Changes, names: dict[str, str]) -> None:
    """List what was changed by hand, each with a way back.

    Parameters
    ----------
    question, changes
        What was asked, and where in the link it stands.
    names
        Key of a place to its name.
    """
    told = [
        *_pair(APPOINTMENT, list_appointments(question), changes),
        *_pair(ADDED, list_added(question), changes),
        *_pair(LEFT_OUT, list_left_out(question, names), changes),
    ]
    if changes.unread:
        st.warning(
            "De link noemt een stop of afspraak die niet te lezen is. Die is overgeslagen.",
            icon=":material/link_off:",
        )
    if not told:
        return
    st.markdown("**Door u aangepast**")
    for kind, number, text in told:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(text), width="stretch")
            st.button(
                "Terugdraaien",
                icon=":material/undo:",
                key=f"terug-{kind}-{number}{changes.shift}",
                on_click=drop_part,
                args=(kind, number, changes.shift),
            )


def _pair(kind: str, texts: list[str], changes: Changes) -> list[tuple[str, int, str]]:
    return [(kind, number, text) for number, text in zip(changes.numbers[kind], texts, strict=True)]


def _add_stop(place: Place, name: str, shift: str) -> None:
    where = write_point(place)
    with st.form("stop-toevoegen"):
        label = st.text_input("Wat is daar?", name, max_chars=MOST_LABEL, key=f"stop-wat-{where}")
        reason = st.text_input("Waarom erheen?", max_chars=MOST_REASON, key=f"stop-waarom-{where}")
        st.caption(_NO_NAMES)
        sent = st.form_submit_button(_STOP, icon=":material/add_location:")
    if sent and _is_filled(label) and _is_filled(reason):
        add_part(ADDED, (where, label, reason), shift=shift)
        keep_point(None)
        st.rerun()


def _make_appointment(question: PatrolQuestion, place: Place, name: str, shift: str) -> None:
    where = write_point(place)
    teams = {"": _ANY_TEAM} | {
        str(number): label for number, label in enumerate(label_teams(question), start=1)
    }
    with st.form("afspraak-maken"):
        label = st.text_input("Wat is er?", name, max_chars=MOST_LABEL, key=f"afspraak-wat-{where}")
        with st.container(horizontal=True):
            begins = st.selectbox("Hoe laat?", _list_quarters(question), width=120)
            minutes = st.number_input("Minuten", 5, 480, 30, step=5, width=140)
            team = st.selectbox("Wie?", list(teams), format_func=teams.__getitem__, width=260)
        st.caption(_NO_NAMES)
        sent = st.form_submit_button(_FIXED, icon=":material/event:")
    if sent and _is_filled(label):
        add_part(APPOINTMENT, (begins, str(minutes), where, team, label), shift=shift)
        keep_point(None)
        st.rerun()


def _list_quarters(question: PatrolQuestion) -> list[str]:
    count = question.minutes // 15
    return [f"{question.begins + number * _QUARTER:%H:%M}" for number in range(count)]


def _begin_here(place: Place) -> None:
    follow({BASE: write_point(place)})
    keep_point(None)


def _is_filled(text: str) -> bool:
    if text.strip():
        return True
    st.error("Vul dit in: een paar woorden, zonder namen.", icon=":material/error:")
    return False
