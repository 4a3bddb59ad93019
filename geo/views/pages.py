"""Which pages there are, in the order of the menu, and which filters each of them shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.views.blocks.filters import Recommend, recommend_card_window, recommend_last_year

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
    """

    file: str
    title: str
    icon: str
    recommend: Recommend | None = None


PAGES: Final = (
    PageEntry("overzicht.py", "Overzicht", "monitoring", recommend_last_year),
    PageEntry("hotspots.py", "Hotspots", "location_on", recommend_card_window),
    PageEntry("gegevens.py", "Gegevens", "database"),
    PageEntry("verantwoording.py", "Verantwoording", "fact_check"),
)
