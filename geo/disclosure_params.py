"""Who may see an answer, and how much of it: frozen rules that check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.errors import ParamsError
from geo.params import check_positive


class Audience(StrEnum):
    """Who will see an answer; each may see less than the one before."""

    INTERNAL = "internal"
    DRIEHOEK = "driehoek"
    COUNCIL = "council"
    PUBLIC = "public"

    @property
    def may_see_places(self) -> bool:
        """Whether points, outlines and counts of a few may be shown."""
        return self in (Audience.INTERNAL, Audience.DRIEHOEK)


class PlaceDetail(StrEnum):
    """How precisely an audience may see where incidents were."""

    POINT = "point"
    STREET = "street"
    GRID = "grid"


class OutlineRule(StrEnum):
    """What becomes of the outlines of hotspots."""

    DRAWN = "drawn"
    WIDENED = "widened"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What an audience may see.

    Parameters
    ----------
    least_count
        Least count of a cell of a table that is told; 0 tells all.
    protection
        How many incidents apart the least and the most must lie that a withheld count can be, for
        who knows all that is told.
    least_outline
        Incidents of which a hotspot is told at least.
    least_addresses
        Addresses that an outline must hold to be drawn.
    least_hour
        Least count of a part of the day on a day of the week.
    rounding_base
        Told counts are rounded to multiples of this; 1 leaves them as they are.
    place
        How precisely places are told.
    grid_m
        Side of the squares to which places are lowered, metres.
    outlines
        What becomes of outlines.

    Raises
    ------
    ParamsError
        If a number is out of range, or the rules cannot go together.
    """

    least_count: int = 0
    protection: int = 0
    least_outline: int = 0
    least_addresses: int = 0
    least_hour: int = 0
    rounding_base: int = 1
    place: PlaceDetail = PlaceDetail.POINT
    grid_m: float = 500.0
    outlines: OutlineRule = OutlineRule.DRAWN

    def __post_init__(self) -> None:
        """Refuse rules that protect nobody or cannot be kept."""
        for name in ("least_count", "least_outline", "least_addresses", "least_hour"):
            if getattr(self, name) < 0:
                raise _broken(f"{name} of 0 or more", f"{getattr(self, name)}", name)
        for name in ("rounding_base", "grid_m"):
            check_positive(name, getattr(self, name))
        most = max(self.least_count - 2, 0)
        least = min(1, most)
        if not least <= self.protection <= most:
            raise _broken(
                f"a protection from {least} to {most} beside a least count of {self.least_count}",
                f"{self.protection}",
                "protection",
            )


# Nobody else than who works with the records may see them one by one; the driehoek decides on
# places together. For the others: five is the least count that Statistics Netherlands and the
# police use in open data, and ten addresses are what a postcode of six positions about holds.
_OUTSIDE: Final = Rules(
    least_count=5,
    protection=3,
    least_outline=10,
    least_addresses=10,
    least_hour=5,
    place=PlaceDetail.GRID,
    outlines=OutlineRule.WIDENED,
)
DEFAULT_RULES: Final[Mapping[Audience, Rules]] = {
    Audience.INTERNAL: Rules(),
    Audience.DRIEHOEK: Rules(),
    Audience.COUNCIL: _OUTSIDE,
    Audience.PUBLIC: Rules(
        least_count=5,
        protection=3,
        least_outline=10,
        least_addresses=10,
        least_hour=10,
        place=PlaceDetail.GRID,
        outlines=OutlineRule.LEFT_OUT,
    ),
}
# Weaker than this no file may make the rules for those who may not see places.
FLOOR: Final = Rules(
    least_count=3,
    protection=1,
    least_outline=5,
    least_addresses=5,
    least_hour=3,
    place=PlaceDetail.STREET,
    outlines=OutlineRule.WIDENED,
)
LEAST_GRID_M: Final = 100.0


def find_weaknesses(rules: Rules, audience: Audience) -> tuple[str, ...]:
    """Name the rules that are weaker than an audience outside may have; none of the others."""
    if audience.may_see_places:
        return ()
    names = ("least_count", "protection", "least_outline", "least_addresses", "least_hour")
    weak = [name for name in names if getattr(rules, name) < getattr(FLOOR, name)]
    if rules.place is PlaceDetail.POINT:
        weak.append("place")
    if rules.outlines is OutlineRule.DRAWN:
        weak.append("outlines")
    if rules.grid_m < LEAST_GRID_M:
        weak.append("grid_m")
    return tuple(weak)


def _broken(expected: str, got: str, name: str) -> ParamsError:
    return ParamsError(
        "disclosure-rule",
        expected=expected,
        got=got,
        remedy="change the rule in afscherming.toml",
        name=name,
        value=got,
    )
