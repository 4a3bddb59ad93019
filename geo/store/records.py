"""What goes into a store beside rows, and what it says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from geo.schema import OpenTable

# West, south, east and north, all included.
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class ImportRecord:
    """What is known of an import before its rows are counted."""

    imported_at: datetime
    file: str
    digest: str
    source: str
    mapping: str
    theme: str | None
    left_behind: Sequence[str]
    facts: Mapping[str, str]


@dataclass(frozen=True)
class ImportCounts:
    """What became of a file's rows: read = accepted + duplicate + refused.

    ``mended`` counts the rows of earlier imports that left the quarantine for good.
    """

    import_id: int
    read: int
    accepted: int
    duplicate: int
    replaced: int
    refused: int
    reasons: Mapping[str, int]
    mended: int = 0


@dataclass(frozen=True)
class UndoneImport:
    """What undoing an import takes away, and which earlier records it puts back."""

    import_id: int
    file: str
    removed: int
    restored: int


@dataclass(frozen=True)
class Contents:
    """What a store holds, in figures."""

    incidents: int
    without_place: int
    first: date | None
    last: date | None
    imported_at: datetime | None
    sources: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class Cutoff:
    """Up to which day what a source brought goes, and by which rule.

    ``before`` is the first local day that stays; ``term`` and ``ground`` are as the settings say.
    ``refused`` names the refused rows that go too, by import and row.
    """

    source: str
    before: date
    term: str
    ground: str
    refused: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Removal:
    """What went of a source, or would go, because its term is over.

    ``incidents`` stood in the store, ``replaced`` were kept to undo an import, and ``refused``
    are rows that were never taken in. ``removed_at`` is UTC without a zone, None where nothing
    went yet.
    """

    removed_at: datetime | None
    source: str
    term: str
    ground: str
    before: date
    incidents: int
    replaced: int
    refused: int

    @property
    def rows(self) -> int:
        """All that went."""
        return self.incidents + self.replaced + self.refused


@dataclass(frozen=True)
class OpenImport:
    """What an import of open figures brought: new cells, revised ones, and those as they were."""

    table: OpenTable
    file: str
    imported_at: datetime
    read: int
    left_out: int
    added: int
    revised: int
    same: int
