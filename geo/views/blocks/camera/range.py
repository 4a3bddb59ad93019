"""How far a camera reaches: by the purpose that the municipality set, or a number that is asked."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.present.markup import escape
from geo.present.wording import say_number
from geo.settings import CameraPurpose
from geo.views.blocks.link import linked, linked_number

_LEAST_M: Final = 10
_MOST_M: Final = 1000
_OTHER: Final = "iets anders: zelf een bereik invullen"
_NO_RIGHT_ONE: Final = (
    "Hoe ver een camera bruikbaar beeld geeft, hangt af van het doel (iemand herkennen of alleen "
    "zien wat er gebeurt), de lens, de hoogte en het licht. Er is geen getal dat uit zichzelf "
    "klopt: meet het, of vraag de leverancier hoe ver uw camera reikt voor uw doel."
)

Reach = tuple[float, str]


def choose_range(purposes: Sequence[CameraPurpose]) -> Reach | None:
    """Let people choose for what the camera is, or say how far it reaches.

    Parameters
    ----------
    purposes
        Those of the settings; where there are none, people give a number themselves.

    Returns
    -------
    tuple of metres and where they come from
        The latter is empty where somebody just gave them; None as long as nobody said anything.
    """
    if not purposes:
        return _ask_range()
    chosen = _choose_purpose([purpose.name for purpose in purposes])
    if chosen is None:
        st.info(
            "Kies eerst wat de camera moet kunnen: daarvan hangt af hoe ver zij reikt, en dus waar "
            "zij het meest bestrijkt.",
            icon=":material/straighten:",
        )
        return None
    if chosen == _OTHER:
        return _ask_range()
    purpose = next(purpose for purpose in purposes if purpose.name == chosen)
    st.caption(
        f"Bereik {say_number(purpose.range_m)} meter. Bron: {escape(purpose.source)}. De beheerder "
        "zet doelen en bereik in de instellingen van de werkmap."
    )
    return purpose.range_m, purpose.told


def _choose_purpose(names: Sequence[str]) -> str | None:
    options = [*names, _OTHER]
    chosen: str | None = st.selectbox(
        "Wat moet de camera kunnen?",
        options,
        index=None,
        placeholder="Kies een doel",
        **linked("doel", {name: name for name in options}, default=None),
    )
    return chosen


def _ask_range() -> Reach | None:
    range_m: int | None = st.number_input(
        "Bereik in meters",
        step=5,
        placeholder="vul het bereik in",
        width=240,
        **linked_number("bereik", default=None, least=_LEAST_M, most=_MOST_M),
    )
    if range_m is None:
        st.info(
            f"Vul eerst in hoe ver uw camera reikt. {_NO_RIGHT_ONE}", icon=":material/straighten:"
        )
        return None
    st.caption(_NO_RIGHT_ONE)
    return float(range_m), ""
