"""What may be filled in on a placement: how safe people feel, and a later version."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.placements import (
    MOST_TEXT,
    Moment,
    Placement,
    PlacementVersion,
    Safeguards,
    SafetySurvey,
)
from geo.service.placement.answers import PlacementRecord
from geo.views.blocks.parts import show_problem
from geo.views.blocks.placement.safeguards import fill_in_safeguards
from geo.views.context import Context

SAVED: Final = "plaatsing-bijgewerkt"
_MOMENTS: Final = {Moment.BEFORE: "Vóór de plaatsing", Moment.AFTER: "Na de plaatsing"}
_DAY: Final = "DD-MM-YYYY"


@dataclass(frozen=True)
class _Filled:
    """What stands in the fields of a later version."""

    last: date
    evaluated_on: date
    safeguards: partial[Safeguards]


def offer_survey(context: Context, record: PlacementRecord) -> None:
    """Let people fill in how many feel safe, before or after."""
    number = record.placement_id
    with (
        st.expander("Gevoel van veiligheid invullen"),
        st.form(f"veiligheid-{number}", border=False),
    ):
        st.write(
            "Vraag mensen ter plekke of zij zich veilig voelen, vóór de plaatsing en erna. Vul in "
            "hoeveel mensen antwoordden; namen horen hier niet."
        )
        moment = st.radio(
            "Wanneer gevraagd",
            list(_MOMENTS),
            format_func=_MOMENTS.__getitem__,
            horizontal=True,
            key=f"gevraagd-{number}",
        )
        with st.container(horizontal=True, gap="medium"):
            asked: int = st.number_input(
                "Mensen die antwoordden", min_value=1, value=50, key=f"antwoorden-{number}"
            )
            safe: int = st.number_input(
                "Van hen voelen zich veilig", min_value=0, value=0, key=f"veilig-{number}"
            )
        if st.form_submit_button("Vastleggen", icon=":material/save:"):
            _keep_survey(context, number, moment, asked=asked, safe=safe)


def offer_version(context: Context, record: PlacementRecord) -> None:
    """Let people write down a later version, with the reason; the first one stays the measure."""
    # The version that the fields were filled from, whatever somebody else writes down meanwhile.
    number = st.session_state.setdefault(_seen(record.placement_id), len(record.versions))
    seen = record.versions[number - 1]
    key = f"{record.placement_id}-{number}"
    with st.expander("Een wijziging vastleggen"), st.form(f"wijziging-{key}", border=False):
        st.write(
            "De eerste versie blijft staan en blijft de maat. Een andere plek is een nieuwe "
            "plaatsing."
        )
        filled = _fill_in(seen.placement, key)
        why = st.text_input("Waarom deze wijziging?", max_chars=MOST_TEXT, key=f"waarom-{key}")
        if st.form_submit_button("Nieuwe versie vastleggen", icon=":material/save:"):
            _keep_version(context, seen, filled, why)


def _fill_in(placement: Placement, key: str) -> _Filled:
    used = placement.used
    with st.container(horizontal=True, gap="medium"):
        last = st.date_input(
            "Laatste dag", used.last, min_value=used.first, format=_DAY, key=f"laatste-{key}"
        )
        evaluated_on = st.date_input(
            "Dag van de evaluatie",
            placement.goal.evaluated_on,
            format=_DAY,
            key=f"evaluatie-{key}",
        )
    return _Filled(last, evaluated_on, fill_in_safeguards(placement.safeguards, key=f"-{key}"))


def _keep_survey(context: Context, number: int, moment: Moment, *, asked: int, safe: int) -> None:
    try:
        survey = SafetySurvey(
            placement_id=number,
            moment=moment,
            asked=asked,
            safe=safe,
            recorded_at=_now(context),
        )
        service.record_survey(context.workspace, survey)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    _start_again("Het gevoel van veiligheid is vastgelegd.")


def _keep_version(context: Context, seen: PlacementVersion, filled: _Filled, why: str) -> None:
    try:
        placement = _change(seen.placement, filled)
        version = service.revise_placement(
            context.workspace, seen, placement, why=why, now=_now(context)
        )
    except HotspotkaartError as problem:
        show_problem(problem)
        if problem.key == "placement-changed":
            # The fields are filled from the last version the next time.
            del st.session_state[_seen(seen.placement_id)]
        return
    st.session_state[_seen(seen.placement_id)] = version.version
    _start_again(f"Vastgelegd als versie {version.version}.")


def _seen(placement_id: int) -> str:
    return f"gezien-{placement_id}"


def _change(placement: Placement, filled: _Filled) -> Placement:
    return replace(
        placement,
        used=replace(placement.used, last=filled.last),
        goal=replace(placement.goal, evaluated_on=filled.evaluated_on),
        safeguards=filled.safeguards(),
    )


def _now(context: Context) -> datetime:
    return datetime.now(tz=context.workspace.timezone)


def _start_again(saved: str) -> None:
    st.session_state[SAVED] = saved
    st.rerun()
