"""The round of one team: what the phone ticks off is kept, as often as it sends it."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geo import service
from geo.errors import StoreError
from geo.patrol_ticks import list_unread, read_sent
from geo.present.patrol.round_words import NOT_SAVED, tell_round
from geo.service.patrol.visit_answers import PatrolRecord
from geo.views.context import LOCKED
from geo.workspace import Workspace

_FOLDER: Final = Path(__file__).parents[2]
_REFUSED: Final = "ronde-geweigerd"


def show_round(
    workspace: Workspace, record: PatrolRecord, team: int, *, can_keep: bool = True
) -> None:
    """Show the stops of a team with their buttons, and keep what the phone sends.

    Where another process holds the store the round stays, and says that nothing is kept as yet.

    Parameters
    ----------
    workspace
        The municipality.
    record
        The plan, with what was ticked off so far.
    team
        Number of the team, from 1.
    can_keep
        Whether the store can be written, as far as is known.
    """
    notice = st.container()
    name = f"{record.plan_id}-{team}"
    refused: dict[str, None] = st.session_state.setdefault(f"{_REFUSED}-{name}", {})
    told = tell_round(record, team, crs=workspace.crs, timezone=workspace.timezone)
    sent = _component()(
        key=f"ronde-{name}",
        data=told | {"refused": list(refused)},
        on_ticks_change=_look_again,
    ).ticks
    if not can_keep:
        notice.warning(NOT_SAVED, icon=":material/hourglass_top:")
        return
    try:
        is_new = keep_ticks(workspace, record, team, sent, refused)
    except StoreError as problem:
        if problem.key != LOCKED:
            raise
        notice.warning(NOT_SAVED, icon=":material/hourglass_top:")
        return
    if is_new:
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
        Ids of what belongs to no stop of this round, or is no tick; new ones are added.

    Returns
    -------
    bool
        Whether there was anything new.
    """
    known = {tick.tick_id for tick in record.ticks} | refused.keys()
    unread = [name for name in list_unread(sent) if name not in known]
    refused.update(dict.fromkeys(unread))
    new = [tick for tick in read_sent(sent) if tick.tick_id not in known]
    refused.update(dict.fromkeys(tick.tick_id for tick in new if tick.team != team))
    own = [tick for tick in new if tick.team == team]
    if own:
        now = datetime.now(tz=workspace.timezone)
        receipt = service.tick_patrol(workspace, record.plan_id, own, now=now)
        refused.update(dict.fromkeys(receipt.refused))
    return bool(new or unread)


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
