"""How it stands with priorities that have no figures: one line each, filled in by somebody."""

from datetime import datetime
from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.status_lines import MOST_ROLE, MOST_TEXT, StatusHistory
from geo.present.driehoek.policy import say_status
from geo.present.markup import escape
from geo.service.driehoek.answers import Meeting, PriorityPart
from geo.views.blocks.parts import show_problem, show_saved
from geo.views.context import Context

_SAVED: Final = "stand-bewaard"


def show_status(context: Context, meeting: Meeting) -> None:
    """Let people write a line on each priority for which nothing is counted."""
    st.header("Prioriteiten zonder cijfers")
    show_saved(_SAVED)
    waiting = [part for part in meeting.priorities if part.figure is None]
    if not waiting:
        st.info(_say_none(meeting), icon=":material/checklist:")
        return
    st.write(
        "Van deze prioriteiten telt hier niets. Schrijf in één regel hoe het ermee staat: die komt "
        "in het deck en het verslag, ook in dat voor raad en publiek. Zet er geen namen in."
    )
    history = service.read_status(context.workspace)
    for part in waiting:
        _ask(context, part, history)


def _say_none(meeting: Meeting) -> str:
    if meeting.priorities:
        return "Van elke prioriteit van het beleid zijn er cijfers; er is niets in te vullen."
    return (
        "Deze werkmap heeft geen veiligheidsbeleid. Laat de beheerder `beleid.toml` naast "
        "`gemeente.toml` zetten; dan komen de prioriteiten en hun beginstand in het deck."
    )


def _ask(context: Context, part: PriorityPart, history: StatusHistory) -> None:
    name = part.name
    told = "nog niet ingevuld" if part.status is None else "ingevuld"
    with st.expander(f"{escape(name[:1].upper() + name[1:])}: {told}"):
        with st.form(f"stand-{name}", border=False):
            text: str = st.text_area(
                "Stand van zaken",
                "" if part.status is None else part.status.text,
                max_chars=MOST_TEXT,
                height=100,
                help="Laat leeg en bewaar om de regel terug te nemen.",
                key=f"stand-tekst-{name}",
            )
            by: str = st.text_input(
                "Uw rol",
                placeholder="Bijvoorbeeld beleidsadviseur veiligheid",
                max_chars=MOST_ROLE,
                key=f"stand-rol-{name}",
            )
            if st.form_submit_button("Bewaren", icon=":material/save:", key=f"stand-bewaar-{name}"):
                _keep(context, name, text, by)
        lines = history.list_lines(name)
        if lines:
            st.caption("Eerder geschreven, de laatste bovenaan:")
            for line in lines:
                st.caption(escape(say_status(line) if line.text else "teruggenomen"))


def _keep(context: Context, name: str, text: str, by: str) -> None:
    today = datetime.now(tz=context.workspace.timezone).date()
    try:
        service.keep_status(context.workspace, name, text, by=by, on=today)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    st.session_state[_SAVED] = f"De stand van zaken van {name} is bewaard."
    st.rerun()
