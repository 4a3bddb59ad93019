"""When this browser opened a link before: a day a link, kept in a cookie of its own."""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

import streamlit as st

from geo.views.blocks.link import read_day

COOKIE: Final = "hotspotkaart-bezoek"

_SCRIPT: Final = Path(__file__).parents[1] / "visits.js"
_RECALLED: Final = "vorige-bezoeken"
_VISIT: Final = re.compile(r"([0-9a-f]{10})\.([0-9]{8})(?:\.([0-9]{8}))?")


def recall_visit(place: str, *, today: date) -> date | None:
    """Return the last day before today on which this browser opened a link, and note today's.

    What is returned stays the same as long as the window is open, whatever is noted meanwhile.

    Parameters
    ----------
    place
        What the link is about. The cookie holds no more of it than a digest.
    today
        Local day.

    Returns
    -------
    date or None
        None for a link that was not opened before today, or longer ago than the cookie holds:
        a year, or fifty other links.
    """
    link = name_link(place)
    recalled = st.session_state.setdefault(_RECALLED, {})
    if link not in recalled:
        # As it was when the window was opened.
        visits = read_visits(st.context.cookies.get(COOKIE, ""))
        recalled[link] = find_former(visits, link, today=today)
    # Hexadecimals and digits: nothing that a person wrote gets into the script.
    call = f'noteVisit("{link}", "{today:%Y%m%d}");'
    script = _SCRIPT.read_text(encoding="utf-8") + call
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    former: date | None = recalled[link]
    return former


def name_link(place: str) -> str:
    """Return ten hexadecimal digits that stand for a link."""
    return blake2b(place.encode("utf-8"), digest_size=5).hexdigest()


def read_visits(text: str) -> dict[str, list[date]]:
    """Read such a cookie: link to the days on which it was opened, the last first.

    Whatever is not written as `visits.js` writes it is passed over.
    """
    visits = {}
    for part in text.split("_"):
        if match := _VISIT.fullmatch(part):
            days = (read_day(day) for day in match.groups()[1:] if day)
            visits[match[1]] = [day for day in days if day is not None]
    return visits


def find_former(visits: Mapping[str, list[date]], link: str, *, today: date) -> date | None:
    """Return the last day before today on which a link was opened, if any is known."""
    return max((day for day in visits.get(link, ()) if day < today), default=None)
