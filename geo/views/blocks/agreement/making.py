"""A new agreement on the screen: filled in, and written down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import streamlit as st

from geo import service
from geo.agreements import MOST_NOTE, ActionKind, AgreementPlan, Measure, Party
from geo.errors import HotspotkaartError
from geo.params import Period
from geo.present.agreement.words import KINDS, NO_NAMES, PARTIES
from geo.present.markup import escape
from geo.views.blocks.agreement.link import KIND
from geo.views.blocks.agreement.places import Place, choose_place
from geo.views.blocks.agreement.saved import begin_again, number_of_form
from geo.views.blocks.parts import show_problem
from geo.views.context import Context

_DAY: Final = "DD-MM-YYYY"
_FORM: Final = "nieuwe-actie"
# Eight weeks: as long as a camera unit is used.
_DAYS: Final = 56
_TIMES: Final = 10
_PERCENT: Final = 20
_MOST: Final = 10_000


class _Aim(StrEnum):
    """In which figures a goal is told."""

    PERCENT = "Minder meldingen, in procenten"
    FIGURE = "Hoogstens zoveel meldingen"
    TIMES = "Aantal keer gedaan"


@dataclass(frozen=True)
class _Filled:
    """What stands in the fields."""

    kind: ActionKind
    parties: list[Party]
    days: tuple[date, date]
    themes: list[str]
    figure: int
    by: date | None
    note: str


def offer_agreement(context: Context) -> None:
    """Let people choose a place and write down what is agreed on it."""
    st.header("Nieuwe actie afspreken")
    place = choose_place(context)
    if place is None:
        st.caption("Kies eerst een plek. Vanaf Hotspots, Wijk en Camera staat zij al klaar.")
        return
    aims: list[_Aim] = list(_Aim)
    aim = st.radio(
        "Waarin telt het doel?",
        aims,
        format_func=_name_aim,
        horizontal=True,
        key="acties-doel",
    )
    number = number_of_form()
    with st.form(f"{_FORM}-{number}", border=True):
        filled = _fill_in(context, aim, f"-{number}")
        st.caption(NO_NAMES)
        if st.form_submit_button("Actie vastleggen", icon=":material/save:", type="primary"):
            _keep(context, place, aim, filled)


def _fill_in(context: Context, aim: _Aim, key: str) -> _Filled:
    kind, parties = _fill_in_who(key)
    days = _fill_in_days(context, key)
    themes = _choose_themes(context, key)
    with st.container(horizontal=True, gap="medium"):
        figure = _fill_in_figure(aim, key)
        by = st.date_input(
            "Doel gehaald op (leeg: de laatste dag)",
            None,
            format=_DAY,
            key=f"acties-uiterlijk{key}",
        )
    note = st.text_area(
        "Toelichting, in een zin",
        max_chars=MOST_NOTE,
        height=80,
        placeholder="Bijvoorbeeld: drie avonden per week op het plein",
        key=f"acties-toelichting{key}",
    )
    return _Filled(kind, parties, days, themes, figure, by, note)


def _fill_in_who(key: str) -> tuple[ActionKind, list[Party]]:
    what, who = st.columns(2, gap="medium")
    with what:
        kind = st.selectbox(
            "Wat", list(KINDS), index=_asked_kind(), format_func=_name_kind, key=f"acties-wat{key}"
        )
    with who:
        parties = st.multiselect(
            "Wie doet het",
            list(PARTIES),
            format_func=lambda party: PARTIES[party].capitalize(),
            placeholder="Kies een of meer partijen",
            key=f"acties-wie{key}",
        )
    return kind, parties


def _name_aim(aim: _Aim) -> str:
    return aim.value


def _asked_kind() -> int:
    kinds = [kind.value for kind in KINDS]
    asked = st.query_params.get(KIND)
    return kinds.index(asked) if asked in kinds else kinds.index(ActionKind.PATROL)


def _name_kind(kind: ActionKind) -> str:
    return KINDS[kind].capitalize()


def _fill_in_days(context: Context, key: str) -> tuple[date, date]:
    today = datetime.now(tz=context.workspace.timezone).date()
    with st.container(horizontal=True, gap="medium"):
        first = st.date_input("Van", today, format=_DAY, key=f"acties-van{key}")
        last = st.date_input(
            "Tot en met", today + timedelta(days=_DAYS - 1), format=_DAY, key=f"acties-tot{key}"
        )
    return first, last


def _choose_themes(context: Context, key: str) -> list[str]:
    cards = context.themes.cards
    question = context.question
    chosen: list[str] = st.multiselect(
        "Thema's (het doel telt het eerste)",
        list(context.themes.by_harm),
        default=[] if question is None else [question.theme],
        format_func=lambda name: escape(cards[name].title),
        placeholder="Kies een of meer thema's",
        key=f"acties-themas{key}",
    )
    return chosen


def _fill_in_figure(aim: _Aim, key: str) -> int:
    label, value, least, most = {
        _Aim.PERCENT: ("Daling in procenten", _PERCENT, 1, 100),
        _Aim.FIGURE: ("Hoogstens zoveel meldingen", 0, 0, _MOST),
        _Aim.TIMES: ("Hoe vaak", _TIMES, 1, _MOST),
    }[aim]
    figure: int = st.number_input(
        label, least, most, value, key=f"acties-getal-{aim.name.lower()}{key}"
    )
    return figure


def _keep(context: Context, place: Place, aim: _Aim, filled: _Filled) -> None:
    now = datetime.now(tz=context.workspace.timezone)
    try:
        plan = AgreementPlan(
            kind=filled.kind,
            parties=tuple(filled.parties),
            used=Period(first=filled.days[0], last=filled.days[1]),
            themes=tuple(filled.themes),
            measure=Measure.ACTIONS if aim is _Aim.TIMES else Measure.INCIDENTS,
            to=None if aim is _Aim.PERCENT else filled.figure,
            reduction=filled.figure / 100 if aim is _Aim.PERCENT else None,
            by=filled.by,
            note=filled.note.strip(),
        )
        agreement = service.plan_agreement(context.workspace, place.freeze(), plan)
        version = service.record_agreement(context.workspace, agreement, now=now)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    begin_again(f"Vastgelegd als actie {version.agreement_id}.", chosen=version.agreement_id)
