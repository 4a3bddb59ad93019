"""Camera units that stand somewhere already, and stay there: the advice works around them."""

from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from geo.params import Period
from geo.present.placement.plain import label_placement
from geo.views import cached
from geo.views.blocks.link import linked_many
from geo.views.context import Context

# Name in the link.
_STAYS: Final = "blijft-staan"
_DAYS_IN_WEEK: Final = 7

Places = tuple[tuple[float, float], ...]


def choose_in_use(context: Context, *, weeks: int) -> Places:
    """Let people say which placed units stay where they are: all of them, unless they say so.

    Offered are the placements under way on a day of the coming weeks.

    Parameters
    ----------
    context
        The workspace, and the state in which it is.
    weeks
        How long the units that are asked for will be used.

    Returns
    -------
    tuple of (x, y)
        Where they stand.
    """
    today = datetime.now(tz=context.workspace.timezone).date()
    coming = Period(first=today, last=today + timedelta(days=_DAYS_IN_WEEK * weeks - 1))
    records = {
        record.placement_id: record
        for record in cached.list_placements(context.workspace, context.stamp)
        if record.last.stands_in(coming)
    }
    if not records:
        return ()
    chosen: list[int] = st.multiselect(
        "Camera's die blijven staan",
        list(records),
        format_func=lambda number: label_placement(records[number]),
        placeholder="Geen: reken alsof er nog geen camera staat",
        help="Wat deze camera's bestrijken, telt niet mee voor een nieuwe plek. Haal er een weg "
        "als zij verplaatst mag worden.",
        **linked_many(_STAYS, {number: str(number) for number in records}, default=records),
    )
    return tuple(records[number].last.place for number in chosen)


def stay_with_in_use() -> None:
    """Let the link say which units are reckoned with now; for what is about to write one down.

    The new unit would be one that stays, and the answer that people look at another one.
    """
    chosen: list[int] = st.session_state.get(_STAYS, [])
    st.query_params[_STAYS] = [str(number) for number in chosen] or [""]
