"""What the service hands on of the police's open figures: frozen classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.analysis.shared_trends import Change, Expected, Shared
from geo.store import OpenImport


class Side(StrEnum):
    """Whose figures: the municipality's own, and those beside which it is shown."""

    OWN = "own"
    NEIGHBOURS = "neighbours"
    UNIT = "unit"


@dataclass(frozen=True)
class OpenTheme:
    """How a theme goes in the open figures.

    Parameters
    ----------
    theme, title
        The card's; ``theme`` is empty for all crimes together.
    codes, without_figures
        Codes that the tables have, and those of the card that they lack.
    years
        Counts by year of each side that has any; a year that is not wholly known is left out.
    before, now
        The last two years in a row that the municipality has, None where it has no two.
    changes
        Of these two years, for each side that has both.
    shared
        How the municipality's change relates to that of each other side.
    expected
        What ``now`` was to count if it had gone on as before; None for too few years.
    sure
        The other sides of which ``shared`` stands also where it is picked out of all themes and
        sides that are compared.
    """

    theme: str
    title: str
    codes: tuple[str, ...]
    without_figures: tuple[str, ...]
    years: Mapping[Side, Mapping[int, int]]
    before: int | None
    now: int | None
    changes: Mapping[Side, Change]
    shared: Mapping[Side, Shared]
    expected: Expected | None
    sure: frozenset[Side] = frozenset()


@dataclass(frozen=True)
class CheckRow:
    """What our data count of a theme in a year beside what the police published.

    ``ours`` counts the codes that both have, and is None for a year that the data do not hold
    whole; ``other_codes`` counts incidents of the theme with other codes or none, and
    ``without_place`` those of ``ours`` without a place. ``without_wijk`` is what the police count
    in no wijk, None where the tables do not tell. ``revised`` counts figures that a later import
    changed; ``is_last`` marks the last year of the tables.
    """

    title: str
    year: int
    ours: int | None
    official: int
    other_codes: int
    without_place: int
    without_wijk: int | None
    revised: int
    is_last: bool

    @property
    def difference(self) -> int | None:
        """How many more we count than the police published."""
        return None if self.ours is None else self.ours - self.official


@dataclass(frozen=True)
class OpenReport:
    """The open figures of a municipality: beside others, and beside its own data.

    ``neighbours`` and ``unit`` name the regions that were added up; ``absent`` those of the
    settings that no table has. ``synthetic`` says that our own data were made up.
    """

    municipality: str
    neighbours: tuple[str, ...]
    unit: tuple[str, ...]
    absent: tuple[str, ...]
    themes: tuple[OpenTheme, ...]
    checks: tuple[CheckRow, ...]
    imports: tuple[OpenImport, ...]
    synthetic: bool

    @property
    def total(self) -> OpenTheme:
        """All crimes together."""
        return self.themes[0]
