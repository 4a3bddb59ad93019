"""A later version of an agreement: how far it is, until when, and why it changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import streamlit as st

from geo import service
from geo.agreements import MOST_NOTE, Agreement, AgreementVersion, Measure, Status
from geo.errors import HotspotkaartError
from geo.params import Period
from geo.present.agreement.words import NO_NAMES, STATUSES
from geo.service.agreement.answers import AgreementRecord
from geo.views.blocks.agreement.saved import begin_again
from geo.views.blocks.parts import show_problem
from geo.views.context import Context

_DAY: Final = "DD-MM-YYYY"
_MOST_TIMES: Final = 10_000


@dataclass(frozen=True)
class _Filled:
    """What stands in the fields of a later version."""

    status: Status
    first: date
    last: date
    by: date
    times_done: int | None
    note: str


def offer_revision(context: Context, record: AgreementRecord) -> None:
    """Let people write down a later version, with the reason; the first goal stays the measure."""
    # The version that the fields were filled from, whatever somebody else writes down meanwhile.
    number = st.session_state.setdefault(_seen(record.agreement_id), len(record.versions))
    seen = record.versions[number - 1]
    key = f"{record.agreement_id}-{number}"
    with (
        st.expander("Stand bijwerken of iets wijzigen", icon=":material/edit:"),
        st.form(f"actie-wijzigen-{key}", border=False),
    ):
        st.write("De eerste versie blijft staan en haar doel blijft de maat.")
        filled = _fill_in(seen.agreement, key)
        why = st.text_input("Waarom?", max_chars=MOST_NOTE, key=f"actie-waarom-{key}")
        st.caption(NO_NAMES)
        if st.form_submit_button("Nieuwe versie vastleggen", icon=":material/save:"):
            _keep(context, seen, filled, why)


def _fill_in(agreement: Agreement, key: str) -> _Filled:
    statuses = list(STATUSES)
    status = st.selectbox(
        "Stand",
        statuses,
        index=statuses.index(agreement.status),
        format_func=lambda one: STATUSES[one].capitalize(),
        key=f"actie-stand-{key}",
    )
    with st.container(horizontal=True, gap="medium"):
        days = [
            st.date_input(label, day, format=_DAY, key=f"actie-{name}-{key}")
            for label, day, name in (
                ("Van", agreement.used.first, "van"),
                ("Tot en met", agreement.used.last, "tot"),
                ("Doel gehaald op", agreement.goal.by, "uiterlijk"),
            )
        ]
    times = agreement.times_done
    if agreement.goal.measure is Measure.ACTIONS:
        times = st.number_input("Hoe vaak gedaan", 0, _MOST_TIMES, times, key=f"actie-keer-{key}")
    note = st.text_area(
        "Toelichting", agreement.note, max_chars=MOST_NOTE, height=80, key=f"actie-tekst-{key}"
    )
    return _Filled(status, days[0], days[1], days[2], times, note.strip())


def _keep(context: Context, seen: AgreementVersion, filled: _Filled, why: str) -> None:
    now = datetime.now(tz=context.workspace.timezone)
    try:
        changed = _change(seen.agreement, filled)
        version = service.revise_agreement(context.workspace, seen, changed, why=why, now=now)
    except HotspotkaartError as problem:
        show_problem(problem)
        if problem.key == "agreement-changed":
            # The fields are filled from the last version the next time.
            del st.session_state[_seen(seen.agreement_id)]
        return
    st.session_state[_seen(seen.agreement_id)] = version.version
    begin_again(
        f"Actie {seen.agreement_id} is bijgewerkt (versie {version.version}).",
        chosen=seen.agreement_id,
    )


def _change(agreement: Agreement, filled: _Filled) -> Agreement:
    return replace(
        agreement,
        status=filled.status,
        used=Period(first=filled.first, last=filled.last),
        goal=replace(agreement.goal, by=filled.by),
        times_done=filled.times_done,
        note=filled.note,
    )


def _seen(agreement_id: int) -> str:
    return f"actie-gezien-{agreement_id}"
