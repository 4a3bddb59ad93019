"""Page Ronde: the stops of one team on a phone, to tick off along the way."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import streamlit as st

from geo import service
from geo.errors import ParamsError, StoreError
from geo.present import wording
from geo.present.html_parts import links_html
from geo.present.markup import escape
from geo.present.patrol import round_words
from geo.service.patrol.visit_answers import PatrolRecord
from geo.views.blocks.parts import lead_to, show_problem
from geo.views.blocks.patrol.rounds import show_round
from geo.views.context import LOCKED, Context, page_context

_MOST_LISTED: Final = 10
_LAST: Final = "ronde-laatst"


def show_ronde() -> None:
    """Show the round that the link names, or let people choose one."""
    context = page_context()
    with st.container(key="ronde"):
        plan_id = st.query_params.get("plan", "")
        if not plan_id:
            st.title("Ronde")
            _choose(service.list_patrols(context.workspace), context)
        else:
            _show_plan(context, plan_id)


def _show_plan(context: Context, plan_id: str) -> None:
    try:
        record, is_fresh = _read_plan(context, plan_id)
    except ParamsError as problem:
        st.title("Ronde")
        show_problem(problem)
        _choose(service.list_patrols(context.workspace), context)
        return
    team = _read_team(record)
    if team is None or not record.plan.list_stops(team):
        st.title("Ronde")
        if team is not None:
            st.info("Dit team heeft in dit plan geen stops. Kies een ander team.")
        _choose([record], context)
        return
    _show_team(context, record, team, is_fresh=is_fresh)


def _read_plan(context: Context, plan_id: str) -> tuple[PatrolRecord, bool]:
    """Read a plan; where another process holds the store, as it was read before in this window."""
    name = f"{_LAST}-{plan_id}"
    last: PatrolRecord | None = st.session_state.get(name)
    if context.is_last and last is not None:
        return last, False
    try:
        record = service.read_patrol(context.workspace, plan_id)
    except StoreError as problem:
        if last is None or problem.key != LOCKED:
            raise
        return last, False
    st.session_state[name] = record
    return record, True


def _show_team(context: Context, record: PatrolRecord, team: int, *, is_fresh: bool) -> None:
    timezone, terms = context.workspace.timezone, record.plan.terms
    st.title(f"Ronde van team {team}")
    st.write(
        escape(
            f"{round_words.say_saved_team(terms.teams[team - 1], team)} · "
            f"{round_words.say_saved_shift(record.last, timezone)}"
        )
    )
    other_time = round_words.say_other_time(record.last, datetime.now(tz=timezone), timezone)
    if other_time:
        # The only status on a phone is that of its ticks.
        st.warning(escape(other_time), icon=":material/schedule:")
    if terms.synthetic:
        st.warning(wording.SYNTHETIC_NOTICE, icon=":material/info:")
    show_round(context.workspace, record, team, can_keep=is_fresh)
    if record.plan.left_out:
        st.caption(round_words.say_left_out(record.plan))
    st.caption(escape(f"Plan {record.plan_id}, {round_words.say_kept(record.last, timezone)}."))
    st.caption(round_words.NO_RELOAD)
    st.caption(round_words.PRIVACY)


def _choose(records: Sequence[PatrolRecord], context: Context) -> None:
    if not records:
        st.info(
            "Er is nog geen plan bewaard. Maak een plan op de pagina Patrouille en kies daar "
            "Bewaar en neem mee; dan staat hier de ronde van elk team.",
            icon=":material/directions_walk:",
        )
        lead_to("patrouille.py", "Naar Patrouille")
        return
    timezone = context.workspace.timezone
    for record in records[:_MOST_LISTED]:
        st.subheader(escape(round_words.say_saved_shift(record.last, timezone)))
        kept = round_words.say_kept(record.last, timezone)
        st.caption(escape(f"{round_words.say_progress(record)} · {kept}"))
        teams = enumerate(record.plan.terms.teams, start=1)
        st.html(
            links_html(
                [
                    (
                        round_words.say_saved_team(team, number),
                        f"?plan={record.plan_id}&team={number}",
                    )
                    for number, team in teams
                    if record.plan.list_stops(number)
                ]
            )
        )


def _read_team(record: PatrolRecord) -> int | None:
    written = st.query_params.get("team", "1")
    number = int(written) if re.fullmatch(r"[0-9]{1,3}", written) else 0
    return number if 1 <= number <= len(record.plan.terms.teams) else None


show_ronde()
