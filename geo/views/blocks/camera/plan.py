"""What is agreed on a placement before it begins: goal, criterion and day of evaluation."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.params import Period
from geo.placement_plan import PlacementPlan
from geo.placements import MOST_TEXT, Placement, Safeguards
from geo.present.markup import escape
from geo.present.placement.goal_words import describe_goal, say_late, say_old, say_worth
from geo.service.camera.answers import CameraAdvice, SiteAdvice
from geo.views.blocks.camera.in_use import stay_with_in_use
from geo.views.blocks.parts import show_facts, show_problem, show_saved
from geo.views.blocks.placement.safeguards import fill_in_safeguards
from geo.views.context import Context

_PLANNED: Final = "plaatsing-doorgerekend"
_SAVED: Final = "plaatsing-vastgelegd"
_DAYS_IN_WEEK: Final = 7


def plan_unit(
    context: Context, advice: CameraAdvice, number: int | None, own: SiteAdvice | None
) -> None:
    """Let people set goal and criterion, see what could be shown, and write it down.

    Parameters
    ----------
    context, advice
        Where, and what was advised.
    number
        Of the suggested site that the unit takes, or takes the place of; None where none was.
    own
        The place of one's own choice, if there is one.
    """
    st.header("Vastleggen")
    st.write(
        "Spreek het doel en de evaluatie af voordat de camera er staat. Wat u vastlegt, blijft "
        "staan; een wijziging wordt een nieuwe versie, met de reden."
    )
    show_saved(_SAVED)
    if not advice.proven:
        st.info(
            "De keuze wordt nog nagerekend. Daarna kunt u haar vastleggen, met alles waar zij "
            "tegen is afgewogen.",
            icon=":material/hourglass_top:",
        )
        return
    plan = _fill_in(context, advice, number, own)
    key = (context.stamp, repr(advice.question), number, None if own is None else own.site)
    if plan is not None:
        _work_out(context, advice, plan, key)
    held = st.session_state.get(_PLANNED)
    if held is not None and held[0] == key:
        _confirm(context, held[1])


@dataclass(frozen=True)
class _Filled:
    """What stands in the fields of the form."""

    purpose: str
    reason: str
    first: date
    reduction_percent: int
    target_m: int
    buffer_m: int
    evaluated_on: date | None
    safeguards: partial[Safeguards]


def _fill_in(
    context: Context, advice: CameraAdvice, number: int | None, own: SiteAdvice | None
) -> PlacementPlan | None:
    """Return the plan that was handed in during this run; None where none was."""
    with st.form("plaatsing-plannen", border=True):
        purpose = st.text_input("Waarvoor is de camera?", max_chars=MOST_TEXT, key="waarvoor")
        reason = ""
        if own is not None:
            asked_why = "Waarom niet de voorgestelde plek?" if number else "Waarom toch een camera?"
            reason = st.text_input(asked_why, max_chars=MOST_TEXT, key="reden")
        first, reduction = _choose_goal(context, advice)
        target_m, buffer_m, evaluated_on = _choose_evaluation(advice)
        safeguards = fill_in_safeguards(Safeguards(), key="")
        asked = st.form_submit_button("Doel doorrekenen", icon=":material/calculate:")
    if asked:
        # What was worked out of the fields as they were is not what stands in them now.
        st.session_state.pop(_PLANNED, None)
    if asked and reduction is None:
        st.error("Vul in welke daling u verwacht, in procenten.", icon=":material/error:")
    if not asked or reduction is None:
        return None
    filled = _Filled(
        purpose, reason, first, reduction, target_m, buffer_m, evaluated_on, safeguards
    )
    try:
        return _plan(filled, advice, number, own)
    except HotspotkaartError as problem:
        show_problem(problem)
        return None


def _plan(
    filled: _Filled, advice: CameraAdvice, number: int | None, own: SiteAdvice | None
) -> PlacementPlan:
    last = filled.first + timedelta(days=_DAYS_IN_WEEK * advice.question.weeks - 1)
    return PlacementPlan(
        purpose=filled.purpose,
        used=Period(first=filled.first, last=last),
        reduction=filled.reduction_percent / 100,
        site=number or 1,
        place=None if own is None else own.place,
        reason=filled.reason,
        target_m=float(filled.target_m),
        buffer_m=float(filled.buffer_m),
        evaluated_on=filled.evaluated_on,
        safeguards=filled.safeguards(),
    )


def _choose_goal(context: Context, advice: CameraAdvice) -> tuple[date, int | None]:
    learned = advice.question.period.last
    today = datetime.now(tz=context.workspace.timezone).date()
    with st.container(horizontal=True, gap="medium"):
        first: date = st.date_input(
            "Eerste dag",
            max(today, learned + timedelta(days=1)),
            min_value=learned + timedelta(days=1),
            format="DD-MM-YYYY",
            key="eerste-dag",
            help="De camera staat er zo veel weken als u hierboven koos.",
        )
        reduction: int | None = st.number_input(
            "Verwachte daling (%)",
            min_value=1,
            max_value=100,
            value=None,
            step=5,
            placeholder="30",
            key="daling",
            help="Wat moet er ten minste veranderen om de camera geslaagd te noemen?",
        )
    return first, reduction


def _choose_evaluation(advice: CameraAdvice) -> tuple[int, int, date | None]:
    reach = round(advice.question.range_m)
    with st.container(horizontal=True, gap="medium"):
        target_m: int = st.number_input(
            "Doelgebied (straal in meters)", min_value=1, value=reach, key="doelgebied"
        )
        buffer_m: int = st.number_input(
            "Rand tot (meters)",
            min_value=1,
            value=2 * reach,
            key="rand",
            help="Hier wordt gekeken of meldingen zich verplaatsen.",
        )
        evaluated_on: date | None = st.date_input(
            "Dag van de evaluatie",
            None,
            format="DD-MM-YYYY",
            key="evaluatiedag",
            help="Leeg: vier weken na de laatste dag, als late meldingen binnen zijn.",
        )
    return target_m, buffer_m, evaluated_on


def _work_out(
    context: Context, advice: CameraAdvice, plan: PlacementPlan, key: tuple[object, ...]
) -> None:
    try:
        with st.spinner("Doel doorrekenen …"):
            placement = service.plan_placement(context.workspace, advice, plan)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    st.session_state[_PLANNED] = (key, placement)


def _confirm(context: Context, placement: Placement) -> None:
    st.subheader("Zo wordt het vastgelegd")
    show_facts(describe_goal(placement))
    today = datetime.now(tz=context.workspace.timezone).date()
    if late := say_late(placement, today):
        st.warning(escape(late), icon=":material/history:")
    if old := say_old(placement):
        st.warning(escape(old), icon=":material/history:")
    st.info(escape(say_worth(placement)), icon=":material/query_stats:")
    st.button(
        "Plaatsing vastleggen",
        type="primary",
        icon=":material/task_alt:",
        on_click=_save,
        args=(context, placement),
    )


def _save(context: Context, placement: Placement) -> None:
    stay_with_in_use()
    now = datetime.now(tz=context.workspace.timezone)
    version = service.record_placement(context.workspace, placement, now=now)
    st.session_state.pop(_PLANNED, None)
    st.session_state[_SAVED] = f"Vastgelegd als plaatsing {version.placement_id}."
