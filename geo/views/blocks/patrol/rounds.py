"""The round of one team: what the phone ticks off is kept, as often as it sends it."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geo import service
from geo.patrol_ticks import read_sent
from geo.present.patrol.round_words import tell_round
from geo.service.patrol.visit_answers import PatrolRecord
from geo.workspace import Workspace

_FOLDER: Final = Path(__file__).parents[2]
_REFUSED: Final = "ronde-geweigerd"


def show_round(workspace: Workspace, record: PatrolRecord, team: int) -> None:
    """Show the stops of a team with their buttons, and keep what the phone sends.

    Parameters
    ----------
    workspace
        The municipality.
    record
        The plan, with what was ticked off so far.
    team
        Number of the team, from 1.
    """
    name = f"{record.plan_id}-{team}"
    refused: dict[str, None] = st.session_state.setdefault(f"{_REFUSED}-{name}", {})
    told = tell_round(record, team, crs=workspace.crs, timezone=workspace.timezone)
    sent = _component()(
        key=f"ronde-{name}",
        data=told | {"refused": list(refused)},
        on_ticks_change=_look_again,
    ).ticks
    if keep_ticks(workspace, record, team, sent, refused):
        # The phone lets go of a tick when it hears that the store has it.
        st.rerun()


def keep_ticks(
    workspace: Workspace, record: PatrolRecord, team: int, sent: Any, refused: dict[str, None]
) -> bool:
    """Keep what a phone sent of the round that it shows; whatever else it says is refused.

    Parameters
    ----------
    workspace, record, team
        As of `show_round`.
    sent
        Anything: a browser sent it.
    refused
        Ids of ticks that belong to no stop of this round; new ones are added.

    Returns
    -------
    bool
        Whether there was anything new.
    """
    known = {tick.tick_id for tick in record.ticks} | refused.keys()
    new = [tick for tick in read_sent(sent) if tick.tick_id not in known]
    refused.update(dict.fromkeys(tick.tick_id for tick in new if tick.team != team))
    own = [tick for tick in new if tick.team == team]
    if own:
        now = datetime.now(tz=workspace.timezone)
        receipt = service.tick_patrol(workspace, record.plan_id, own, now=now)
        refused.update(dict.fromkeys(receipt.refused))
    return bool(new)


def _look_again() -> None:
    """Streamlit hands on a value only of what it has a callback for."""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "hotspotkaart_ronde",
        html='<div class="round"></div>',
        css=(_FOLDER / "ronde.css").read_text(encoding="utf-8"),
        js=(_FOLDER / "ronde.js").read_text(encoding="utf-8"),
    )
