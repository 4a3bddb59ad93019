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
