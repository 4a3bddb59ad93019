"""Backgrounds of a map that come from another machine: off unless a workspace turns one on."""

from dataclasses import asdict, dataclass
from typing import Final

from geo.present.markup import escape
from geo.settings import Settings

_ATTRIBUTION: Final = "Kaartgegevens © Kadaster"
_FAILED: Final = "Geen internet: lokale ondergrond"
_NONE: Final = "geen"
_PREFIX: Final = "pdok-"


@dataclass(frozen=True)
class Background:
    """Tiles beneath a map.

    Parameters
    ----------
    url
        Address with ``{z}``, ``{x}`` and ``{y}`` to be filled in by the browser. Whoever runs that
        machine can see from the requests where somebody looks.
    attribution
        Who made the tiles, as HTML.
    failed
        What to say, as HTML, when no tile arrives and the map goes on without.
    """

    url: str
    attribution: str
    failed: str

    def as_shown(self) -> dict[str, str]:
        """Return what the browser needs."""
        return asdict(self)


def find_background(settings: Settings) -> Background | None:
    """Return the background that a workspace has turned on; None by default."""
    chosen = settings.map.background
    if chosen == _NONE:
        return None
    url = settings.services.pdok_tiles.replace("{style}", chosen.removeprefix(_PREFIX))
    return Background(url, escape(_ATTRIBUTION), escape(_FAILED))
