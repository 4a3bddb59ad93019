"""The one door for files from outside, which may lie about what they are."""

import json
import re
import sqlite3
import stat
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import IntakeError

_SNIFF_BYTES = 4096
_SQLITE_MAGIC = b"SQLite format 3\0"
_PARQUET_MAGIC = b"PAR1"
_ZIP_MAGIC = b"PK\x03\x04"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# First bytes of kinds that must not be taken for delimited text.
_FOREIGN = {
    b"<": "XML or HTML",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}

_MOST_JSON_BYTES = 1 << 29

# What SQLite writes of a plain table, its indexes and triggers (which no reading sets off), and of
# the one virtual table that every GeoPackage has.
_PLAIN_SCHEMA = re.compile(
    r"CREATE (?:(?:TABLE|TRIGGER|INDEX|UNIQUE INDEX) "
    r'|VIRTUAL TABLE (?:"(?:[^"]|"")*"|\w+) USING rtree ?\()',
    re.IGNORECASE,
)
# A column that is reckoned while it is read.
_RECKONED = re.compile(r"\bAS\s*\(", re.IGNORECASE)
_NAMED_CRS = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?"
    r"(?P<authority>EPSG|OGC)(?::|/)(?:[\d.]*(?::|/))?(?P<code>\d{4,6}|CRS84)",
    re.IGNORECASE,
)


class FileKind(StrEnum):
    """What a file really is."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON = "json"
    GEOPACKAGE = "geopackage"


def sniff_kind(path: Path) -> FileKind:
    """Find out what a file is from its first bytes; its name has no say.

    Raises
    ------
    IntakeError
        If the file is missing, cannot be opened, is empty or of a kind that is not read.
    """
    start = read_start(path)
    text = start.strip()
    for mark in _TEXT_MARKS:
        text = text.removeprefix(mark)
    foreign = next((name for magic, name in _FOREIGN.items() if text.startswith(magic)), None)
    if not text or foreign:
        raise IntakeError(
            "file-kind-unsupported" if foreign else "file-empty",
            expected=f"CSV, XLSX, GeoJSON, GeoPackage or Parquet in {path.name}",
            got=foreign or "an empty file",
            remedy="export it again as one of these",
            file=path.name,
        )
    if start.startswith(_SQLITE_MAGIC):
        return FileKind.GEOPACKAGE
    if start.startswith(_PARQUET_MAGIC):
        return FileKind.PARQUET
    if start.startswith(_ZIP_MAGIC):
        return FileKind.XLSX
    # In UTF-16 a zero byte stands on either side of the bracket.
    return FileKind.JSON if text.lstrip(b"\0 \t\r\n")[:1] in (b"{", b"[") else FileKind.CSV


def open_json(path: Path) -> object:
    """Parse a JSON file.

    Raises
    ------
    IntakeError
        If the file is missing, larger than half a gigabyte, no JSON, or nested too deeply.
    """
    check_file(path)
    try:
        size = path.stat().st_size
        if size > _MOST_JSON_BYTES:
            raise damaged_file(path, f"{size} bytes of JSON, more than {_MOST_JSON_BYTES}")
        content: object = json.loads(path.read_bytes())
    except OSError as problem:
        raise unreadable_file(path, problem) from problem
    except (RecursionError, MemoryError) as problem:
        raise damaged_file(path, "JSON that is nested too deeply, or fills memory") from problem
    except ValueError as problem:
        raise damaged_file(path, problem) from problem
    return content


def find_json_crs(path: Path, content: object) -> CRS | None:
    """Find the coordinate system that a GeoJSON file states in its ``crs`` member.

    Only names of EPSG and OGC are looked up: a full definition could point at other files.

    Parameters
    ----------
    path
        Where the content came from, for the message.
    content
        The parsed file.

    Returns
    -------
    CRS or None
        None where nothing is stated, which by RFC 7946 means longitude and latitude.

    Raises
    ------
    IntakeError
        If something is stated that is not the name of a coordinate system.
    """
    stated = content.get("crs") if isinstance(content, dict) else None
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    return read_crs(path, properties.get("name") if isinstance(properties, dict) else None)


def read_crs(path: Path, name: object) -> CRS:
    """Look up a coordinate system by its name at EPSG or OGC.

    Raises
    ------
    IntakeError
        If it is no such name: a full definition could point at other files.
    """
    crs = _look_up_crs(name)
    if crs is None:
        raise IntakeError(
            "crs-unknown",
            expected=f"the name of a coordinate system, such as EPSG:4326, in {path.name}",
            got=str(name)[:100],
            remedy="correct the name of the coordinate system in the file",
            file=path.name,
        )
    return crs


def read_geopackage(
    path: Path, *, layer: str | None = None, most: int | None = None
) -> gpd.GeoDataFrame:
    """Read one layer of a GeoPackage.

    GDAL is told which driver to use, and the file may hold nothing that makes SQLite compute or
    fetch while it is read: a view or a virtual table can show another file of this machine.

    Parameters
    ----------
    path
        The file.
    layer
        Layer to take where the file holds several.
    most
        Read at most this many features; all of them by default.

    Returns
    -------
    GeoDataFrame
        Every column of the layer, two-dimensional geometry, in the file's coordinate system.

    Raises
    ------
    IntakeError
        If the file is missing, damaged, no GeoPackage, holds views or virtual tables, or leaves
        open which layer is meant.
    """
    if not read_start(path).startswith(_SQLITE_MAGIC):
        raise damaged_file(path, "a file that is no GeoPackage")
    _refuse_active_content(path)
    # The prefix forces the driver; the quotes keep a colon in the path from ending it.
    source = f'GPKG:"{path.resolve()}"'
    try:
        chosen = _choose_layer(path, pyogrio.list_layers(source).tolist(), layer)
        frame = pyogrio.read_dataframe(source, layer=chosen, force_2d=True, max_features=most)
    except (DataSourceError, DataLayerError, ValueError) as problem:
        raise damaged_file(path, problem) from problem
    return frame


def check_file(path: Path) -> None:
    """Refuse what is no file, such as a folder or a pipe, on which reading could wait for ever.

    Raises
    ------
    IntakeError
        If it is none, or is not there.
    """
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as problem:
        raise unreadable_file(path, problem) from problem
    if not is_file:
        raise unreadable_file(path, "a folder, a pipe or a device")


def read_start(path: Path) -> bytes:
    """Return the first bytes of a file, by which its kind is told.

    Raises
    ------
    IntakeError
        If it is no file, or cannot be opened.
    """
    check_file(path)
    try:
        with path.open("rb") as stream:
            return stream.read(_SNIFF_BYTES)
    except OSError as problem:
        raise unreadable_file(path, problem) from problem


def _look_up_crs(name: object) -> CRS | None:
    found = _NAMED_CRS.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        return None
    try:
        return CRS.from_authority(found["authority"].upper(), found["code"].upper())
    except CRSError:
        return None


def _refuse_active_content(path: Path) -> None:
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            schema = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            active = [str(name) for name, sql in schema if _is_active(str(sql))]
    except (sqlite3.Error, UnicodeError) as problem:
        raise damaged_file(path, problem) from problem
    if active:
        raise IntakeError(
            "geopackage-active",
            expected=f"a GeoPackage with plain tables only in {path.name}",
            got=f"the view, virtual table or reckoned column {active[0]!r}",
            remedy="export the layer to a new GeoPackage",
            file=path.name,
            name=active[0],
        )


def _is_active(sql: str) -> bool:
    is_table = re.match(r"CREATE TABLE\b", sql, re.IGNORECASE) is not None
    return _PLAIN_SCHEMA.match(sql) is None or (is_table and _RECKONED.search(sql) is not None)


def _choose_layer(path: Path, layers: list[list[str | None]], wanted: str | None) -> str:
    names = [str(name) for name, geometry in layers if geometry is not None]
    same = [name for name in names if wanted is not None and name.casefold() == wanted.casefold()]
    fitting = same or names
    if len(fitting) == 1:
        return fitting[0]
    raise IntakeError(
        "geopackage-layers",
        expected=f"one layer with geometry in {path.name}",
        got=", ".join(names) or "none",
        remedy="export the layer that you mean to a GeoPackage of its own",
        file=path.name,
        layers=", ".join(names),
    )


def unreadable_file(path: Path, problem: object) -> IntakeError:
    """Make the error for a file that is not there or cannot be opened."""
    return IntakeError(
        "file-unreadable",
        expected=f"a readable file {path}",
        got=str(problem),
        remedy="check the name and the permissions of the file",
        file=path.name,
    )


def damaged_file(path: Path, problem: object) -> IntakeError:
    """Make the error for a file that holds not what its kind should hold."""
    return IntakeError(
        "file-damaged",
        expected=f"a readable file {path.name}",
        got=str(problem)[:200],
        remedy="export or download the file again",
        file=path.name,
    )
