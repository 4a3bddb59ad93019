"""Which teams go out on patrol: for whom, how, how many and how fast."""

from typing import Final, Literal

import streamlit as st

from geo.patrol_params import USUAL_KMH, PatrolTeam
from geo.present.patrol.words import MODES, ORGANISATIONS
from geo.schema import Organisation, TravelMode
from geo.views.blocks.link import follow, linked, linked_number

_ROWS: Final = "soorten"
_MOST_ROWS: Final = 4
_MOST_ALIKE: Final = 4
_MOST_KMH: Final = 80
_FIELDS: Final = ("wie", "hoe", "aantal", "snelheid")


def choose_teams() -> tuple[PatrolTeam, ...]:
    """Let people choose teams, a row for each kind; there is always one."""
    counts = {rows: str(rows) for rows in range(1, _MOST_ROWS + 1)}
    # No widget: two buttons change it.
    written = st.query_params.get(_ROWS, "")
    rows = next((rows for rows, text in counts.items() if text == written), 1)
    teams: list[PatrolTeam] = []
    for row in range(1, rows + 1):
        teams += _choose_row(row)
    with st.container(horizontal=True):
        if rows < _MOST_ROWS:
            st.button(
                "Soort team erbij",
                icon=":material/group_add:",
                on_click=follow,
                args=({_ROWS: str(rows + 1)},),
            )
        if rows > 1:
            st.button(
                "Laatste soort weg", icon=":material/group_remove:", on_click=_drop, args=(rows,)
            )
    return tuple(teams)


def _choose_row(row: int) -> list[PatrolTeam]:
    """Let people fill one row in; the words above the fields are said once."""
    looks: Literal["visible", "collapsed"] = "visible" if row == 1 else "collapsed"
    with st.container(horizontal=True, gap="small", key=f"team-{row}"):
        organisation: Organisation = st.selectbox(
            "Van",
            list(Organisation),
            format_func=lambda name: ORGANISATIONS[name].capitalize(),
            label_visibility=looks,
            width=170,
            **linked(f"wie{row}", ORGANISATIONS, default=Organisation.POLICE),
        )
        mode: TravelMode = st.selectbox(
            "Gaat",
            list(TravelMode),
            format_func=MODES.__getitem__,
            label_visibility=looks,
            width=170,
            **linked(f"hoe{row}", MODES, default=TravelMode.BICYCLE),
        )
        count: int = st.number_input(
            "Aantal teams",
            step=1,
            label_visibility=looks,
            width=140,
            **linked_number(f"aantal{row}", default=1, least=1, most=_MOST_ALIKE),
        )
        kmh: int = st.number_input(
            "Snelheid (km per uur)",
            step=1,
            label_visibility=looks,
            width=170,
            help="Met wachten bij kruispunten erbij. Te voet is 5 gewoon, op de fiets 15, met de "
            "auto 30.",
            **linked_number(
                f"snelheid{row}", default=round(USUAL_KMH[mode]), least=1, most=_MOST_KMH
            ),
        )
    return [PatrolTeam(mode=mode, kmh=float(kmh), organisation=organisation)] * count


def _drop(row: int) -> None:
    st.query_params[_ROWS] = str(row - 1)
    for field in _FIELDS:
        st.query_params.pop(f"{field}{row}", None)
