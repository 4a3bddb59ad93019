"""The sections of page Gegevens, and how the link names what is chosen in them."""

from collections.abc import Callable
from functools import partial
from typing import Final

from geo.views.blocks.link import follow

# Names in the link.
SECTION: Final = "onderdeel"
IMPORT: Final = "import"

INTAKE: Final = "Inlezen"
REFUSED: Final = "Geweigerde rijen"
HISTORY: Final = "Geschiedenis"
FINDINGS: Final = "Zwakke plekken"
AREAS: Final = "Grenzen"
OFFICIAL: Final = "Officiële cijfers"
KEEPING: Final = "Bewaren en terugzetten"
USAGE: Final = "Gebruik"


def lead_to(section: str, import_id: int | None = None) -> Callable[[], None]:
    """Return a callback for a button that leads to a section, and to an import in it."""
    values = {SECTION: section} if import_id is None else {SECTION: section, IMPORT: str(import_id)}
    return partial(follow, values)
