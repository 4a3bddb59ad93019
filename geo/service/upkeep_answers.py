"""What the service says of files that are taken in, and of the upkeep of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from geo.analysis.area_checks import Finding
from geo.errors import IntakeError
from geo.intake.area_files import AreaFile
from geo.intake.boundaries import AreaLayer
from geo.schema import OpportunityKind
from geo.store import Removal


@dataclass(frozen=True)
class ImportPreview:
    """How a file would be read, for confirmation.

    ``rows`` are those that were looked at; ``complete`` says whether these are all. ``mends``
    numbers the imports of which the file brings refused rows again.
    """

    mapping_title: str
    source: str
    fields: Mapping[str, tuple[str, ...]]
    sample: pd.DataFrame
    left_behind: tuple[str, ...]
    facts: Mapping[str, str]
    rows: int
    complete: bool
    mends: tuple[int, ...]


@dataclass(frozen=True)
class FileReport:
    """What became of one file: read = accepted + duplicate + refused.

    ``mended`` counts the rows that were refused before and are no longer.
    """

    file: str
    source: str
    read: int
    accepted: int
    duplicate: int
    replaced: int
    refused: int
    reasons: Mapping[str, int]
    fields: Mapping[str, tuple[str, ...]]
    left_behind: tuple[str, ...]
    facts: Mapping[str, str]
    import_id: int
    mended: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What became of all files, and how many incidents the store holds now.

    ``failed`` names the files that could not be taken in, with why.
    """

    files: tuple[FileReport, ...]
    incidents: int
    outside_checked: bool
    failed: tuple[tuple[str, IntakeError], ...] = ()


@dataclass(frozen=True)
class ImportOptions:
    """How files are to be read; everything left open is found out from each file.

    Parameters
    ----------
    mapping
        Mapping file.
    source
        Name of a shipped mapping, or ``generic``.
    theme
        Theme for every row, whatever its code.
    go_on
        Whether a named file that cannot be taken in is told of and passed over, or stops the rest.
    """

    mapping: Path | None = None
    source: str | None = None
    theme: str | None = None
    go_on: bool = False


@dataclass(frozen=True)
class LayerCheck:
    """An area layer and what is wrong with it."""

    layer: AreaLayer
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class AreaPreview:
    """What a file of areas holds and would become.

    ``check`` is None as long as its column with the code or the name is not known.
    """

    file: AreaFile
    check: LayerCheck | None


@dataclass(frozen=True)
class UndoReport:
    """What undoing an import does, and how many incidents the store holds after it."""

    import_id: int
    file: str
    removed: int
    restored: int
    incidents: int


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds.

    ``set_aside`` names the damaged store that a restore found, and kept under that name.
    """

    file: Path
    size_bytes: int
    incidents: int
    first: date | None
    last: date | None
    imported_at: datetime | None
    set_aside: Path | None = None


@dataclass(frozen=True)
class HealthReport:
    """What a store in good health holds and takes.

    ``imported_at`` is UTC without a zone; ``copies`` are of the whole store and lie beside it.
    """

    incidents: int
    imported_at: datetime | None
    store_bytes: int
    free_bytes: int
    copies: tuple[Path, ...]


@dataclass(frozen=True)
class RetentionReport:
    """What went because its term is over, or would go, and what is out of reach of that.

    ``incidents`` are in the store after it, or now; ``without_term`` names the sources for which
    nobody set one. ``copies`` are of the whole store and lie beside it; ``files`` were handed in,
    lie in the workspace and hold what they held.
    """

    removals: tuple[Removal, ...]
    incidents: int
    without_term: tuple[str, ...]
    copies: tuple[Path, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class SetupReport:
    """What setting up did; ``invented`` names the layers that were made up."""

    copied: tuple[str, ...]
    imported: ImportReport | None
    incidents: int
    invented: tuple[OpportunityKind, ...] = ()
