"""Which pages there are, in the order of the menu, and which filters each of them shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.access import Right
from geo.views.blocks.filters import Filter
from geo.views.blocks.periods import (
    Recommend,
    recommend_card_window,
    recommend_last_year,
    recommend_weeks,
)

VIEWS_DIR: Final = Path(__file__).parent


@dataclass(frozen=True)
class PageEntry:
    """A page in the menu.

    Parameters
    ----------
    file
        Its file in this folder.
    title
        Its name in the menu.
    icon
        Name of a Material symbol.
    right
        What it asks of who opens it.
    recommend
        What it looks at as long as nobody chooses a period; a page without shows no filters.
    filters
        Those that make a difference on it; the others are kept in the link, out of sight.
    outlasts_lock
        Whether it goes on with what it showed before while another process holds the store.
    """

    file: str
    title: str
    icon: str
    right: Right
    recommend: Recommend | None = None
    filters: frozenset[Filter] = frozenset(Filter)
    outlasts_lock: bool = False


PAGES: Final = (
    PageEntry("overzicht.py", "Overzicht", "monitoring", Right.COUNT, recommend_last_year),
    PageEntry("hotspots.py", "Hotspots", "location_on", Right.POINTS, recommend_card_window),
    PageEntry(
        "wijk.py",
        "Wijk",
        "home_pin",
        Right.POINTS,
        recommend_weeks,
        filters=frozenset(Filter) - {Filter.THEME},
    ),
    PageEntry("camera.py", "Camera", "videocam", Right.CAMERA, recommend_card_window),
    PageEntry(
        "patrouille.py",
        "Patrouille",
        "route",
        Right.PATROL,
        recommend_card_window,
        filters=frozenset(Filter) - {Filter.HOURS},
    ),
    PageEntry("ronde.py", "Ronde", "checklist", Right.PATROL, outlasts_lock=True),
    PageEntry("acties.py", "Acties", "add_task", Right.POINTS, recommend_card_window),
    PageEntry(
        "bewijs.py",
        "Bewijs",
        "query_stats",
        Right.EVIDENCE,
        recommend_card_window,
        filters=frozenset({Filter.THEME, Filter.PERIOD}),
    ),
    PageEntry(
        "driehoek.py",
        "Driehoek",
        "groups",
        Right.MEETING,
        recommend_last_year,
        filters=frozenset({Filter.PERIOD}),
    ),
    PageEntry("gegevens.py", "Gegevens", "database", Right.MANAGE),
    PageEntry("verantwoording.py", "Verantwoording", "fact_check", Right.ENTER),
)
