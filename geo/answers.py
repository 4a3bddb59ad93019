"""What the service hands on: one frozen class an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.analysis.area_checks import Finding
from geo.errors import IntakeError
from geo.intake.boundaries import AreaLayer
from geo.params import HotspotParams, Period


@dataclass(frozen=True)
class DataStatus:
    """What the store holds."""

    incidents: int
    without_place: int
    first: date | None
    last: date | None
    as_of: datetime | None
    synthetic: bool
    sources: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class HotspotReport:
    """Where the hotspots of a theme are in a period.

    ``incidents`` carries ``cluster`` (rank - 1, or -1) and ``hotspots`` is in order of rank, both
    in the workspace's coordinate system. ``noise`` counts the incidents in no hotspot, those
    without a place included.
    """

    theme: str
    title: str
    period: Period
    params: HotspotParams
    incidents: gpd.GeoDataFrame
    hotspots: gpd.GeoDataFrame
    noise: int
    without_place: int
    data: DataStatus


@dataclass(frozen=True)
class ImportPreview:
    """How a file would be read, for confirmation."""

    mapping_title: str
    source: str
    fields: Mapping[str, tuple[str, ...]]
    sample: pd.DataFrame
    left_behind: tuple[str, ...]
    facts: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class FileReport:
    """What became of one file: read = accepted + duplicate + refused."""

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


@dataclass(frozen=True)
class ImportReport:
    """What became of all files, and how many incidents the store holds now.

    ``failed`` names the files of the workspace's folder that could not be taken in, with why.
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
    """

    mapping: Path | None = None
    source: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class LayerCheck:
    """An area layer and what is wrong with it."""

    layer: AreaLayer
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class SetupReport:
    """What setting up did."""

    copied: tuple[str, ...]
    imported: ImportReport | None
    incidents: int
