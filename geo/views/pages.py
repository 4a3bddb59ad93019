"""Which pages there are, in the order of the menu, and which filters each of them shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
    recommend
        What it looks at as long as nobody chooses a period; a page without shows no filters.
    filters
        Those that make a difference on it; the others are kept in the link, out of sight.
    """

    file: str
    title: str
    icon: str
    recommend: Recommend | None = None
    filters: frozenset[Filter] = frozenset(Filter)


PAGES: Final = (
    PageEntry("overzicht.py", "Overzicht", "monitoring", recommend_last_year),
    PageEntry("hotspots.py", "Hotspots", "location_on", recommend_card_window),
    PageEntry(
        "wijk.py",
        "Wijk",
        "home_pin",
        recommend_weeks,
        filters=frozenset(Filter) - {Filter.THEME},
    ),
    PageEntry("camera.py", "Camera", "videocam", recommend_card_window),
    PageEntry(
        "patrouille.py",
        "Patrouille",
        "route",
        recommend_card_window,
        filters=frozenset(Filter) - {Filter.HOURS},
    ),
    PageEntry("acties.py", "Acties", "add_task", recommend_card_window),
    PageEntry("ronde.py", "Ronde", "checklist"),
    PageEntry(
        "bewijs.py",
        "Bewijs",
        "query_stats",
        recommend_card_window,
        filters=frozenset({Filter.THEME, Filter.PERIOD}),
    ),
    PageEntry("gegevens.py", "Gegevens", "database"),
    PageEntry("verantwoording.py", "Verantwoording", "fact_check"),
)
