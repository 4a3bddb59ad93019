"""Every real file of incidents in a workspace of its own, and all of them in one set of points.

A store keeps places in one coordinate system in metres, and these towns lie in five: one store for
all would be wrong in metres nearly everywhere. So each town has a folder with its own store, system
and time zone; what joins them is a set of Parquet files with the town as a folder name, which one
question reads as one table.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.dataset

from geo import schema, service
from geo.disclosure import Audience
from geo.intake.boundaries import AreaReading
from geo.params import Period, Question
from geo.present.point_parts import write_point_parts
from geo.schema import Layer
from geo.service.upkeep_answers import FileReport, ImportOptions
from geo.workspace import Workspace, create_workspace

TOWN: Final = "town"
# Long after the last of them: nothing has yet to happen.
_NOW: Final = datetime(2026, 11, 30, 12, tzinfo=UTC)
_VANCOUVER: Final = """
title = "Vancouver"
source = "vancouver"
[columns]
start = ["date"]
lon = "lon"
lat = "lat"
code = "type"
[codes]
"Theft from Vehicle" = "1.2.1"
"Theft of Vehicle" = "1.2.2"
"Theft of Bicycle" = "1.2.3"
"Other Theft" = "1.6.2"
"""


@dataclass(frozen=True, kw_only=True)
class RealTown:
    """A file of incidents, and how it is read.

    Parameters
    ----------
    name
        Of the town, as a folder is called.
    file
        Its name.
    epsg
        Number of a coordinate system in metres.
    timezone
        Where the times were written down.
    theme
        Of which hotspots are sought, and of every row where there is no mapping.
    mapping
        How the columns are read; empty where the header tells.
    areas
        File of areas, with the columns of their codes and names; empty where there is none.
    """

    name: str
    file: str
    epsg: int
    timezone: str
    theme: str
    mapping: str = ""
    areas: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Taken:
    """A town that was taken in: what became of its rows, and what was found.

    ``joined`` counts the incidents in an area, None where there are no areas; ``clustered``
    those that lie in a hotspot, ``points`` those in the set of all towns.
    """

    town: RealTown
    report: FileReport
    joined: int | None
    hotspots: int
    clustered: int
    points: int


TOWNS: Final = (
    RealTown(
        name="lancashire",
        file="uk_lancashire_asb_2022.csv",
        epsg=27700,
        timezone="Europe/London",
        theme="jeugdoverlast",
        areas=("lancashire_districts.geojson", "objectid", "district"),
    ),
    RealTown(
        name="memphis",
        file="memphis_robberies_2019.csv",
        epsg=32616,
        timezone="America/Chicago",
        theme="vernieling",
    ),
    RealTown(
        name="new-york",
        file="nyc_vehicle_thefts_2014_2017.csv",
        epsg=32618,
        timezone="America/New_York",
        theme="voertuigcriminaliteit",
    ),
    RealTown(
        name="nottingham",
        file="uk_nottingham_burglary_2022.csv",
        epsg=27700,
        timezone="Europe/London",
        theme="woninginbraak",
    ),
    RealTown(
        name="vancouver",
        file="vancouver_thefts_2020.csv",
        epsg=26910,
        timezone="America/Vancouver",
        theme="voertuigcriminaliteit",
        mapping=_VANCOUVER,
    ),
    RealTown(
        name="washington",
        file="dc_burglaries_2016h1.csv",
        epsg=26918,
        timezone="America/New_York",
        theme="woninginbraak",
    ),
)


def take_all(data_dir: Path, folder: Path) -> list[Taken]:
    """Take every town in, each in a workspace of its own, and write their points side by side.

    Parameters
    ----------
    data_dir
        Folder with ``incidents`` and ``boundaries``.
    folder
        Where the workspaces come, and ``points`` with a folder for each of them.
    """
    points = folder / "points"
    points.mkdir()
    return [_take(town, data_dir, folder / town.name, points) for town in TOWNS]


def count_joined(points: Path) -> Mapping[str, int]:
    """Count the points of each town in one question of the joined set."""
    dataset = pa.dataset.dataset(points, partitioning="hive")
    counted = dataset.to_table(columns=[TOWN]).group_by(TOWN).aggregate([([], "count_all")])
    return dict(
        zip(counted[TOWN].to_pylist(), counted["count_all"].to_pylist(), strict=True),
    )


def _take(town: RealTown, data_dir: Path, root: Path, points: Path) -> Taken:
    workspace = _lay(town, data_dir, root)
    options = ImportOptions(theme=town.theme)
    if town.mapping:
        mapping = root / "mapping.toml"
        mapping.write_text(town.mapping, encoding="utf-8")
        options = replace(options, mapping=mapping, theme=None)
    file = data_dir / "incidents" / town.file
    (report,) = service.import_incidents(workspace, [file], options, now=_NOW).files
    found = service.find_hotspots(workspace, Question(theme=town.theme, period=_span(workspace)))
    exported = service.export_points(
        workspace,
        lambda told: write_point_parts(told, points / f"{TOWN}={town.name}"),
        Audience.INTERNAL,
    )
    joined = _count_joined(workspace) if town.areas else None
    clustered = int(found.hotspots[schema.INCIDENTS].sum())
    return Taken(town, report, joined, len(found.hotspots), clustered, exported.points)


def _lay(town: RealTown, data_dir: Path, root: Path) -> Workspace:
    workspace = create_workspace(
        root,
        {"name": town.name, "code": town.name, "crs": town.epsg, "timezone": town.timezone},
    )
    if town.areas is not None:
        name, code, title = town.areas
        areas = Path(shutil.copy(data_dir / "boundaries" / name, root))
        reading = AreaReading(code_column=code, name_column=title)
        service.import_areas(workspace, areas, Layer.WIJKEN, reading)
    return workspace


def _span(workspace: Workspace) -> Period:
    held = service.describe_data(workspace)
    if held.first is None or held.last is None:
        message = f"no incidents in {workspace.root}"
        raise RuntimeError(message)
    return Period(first=held.first, last=held.last)


def _count_joined(workspace: Workspace) -> int:
    counted = service.summarise_incidents(workspace, by="wijk")
    return int(counted.loc[counted["wijk"].notna(), "incidents"].sum())
