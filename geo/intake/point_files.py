"""What a Parquet file says of itself, and whether points can be read from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo import schema
from geo.engines import files
from geo.errors import IntakeError

_LON_MOST, _LAT_MOST = 180.0, 90.0
_NUMBERS: Final = (pa.types.is_floating, pa.types.is_integer)
# Where a folder's name says a value of a column, as Hive and others do.
_PARTITION: Final = "="
FAULTS: Final = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class PointFile:
    """A file of points: the rows of its row groups, its columns and where its places are."""

    address: files.Address
    groups: tuple[int, ...]
    columns: frozenset[str]
    geometry: str | None
    crs: CRS | None
    in_degrees: bool


def look_into(address: files.Address, *, beneath: files.Address) -> PointFile:
    """Read what a file says of itself, and no rows.

    Parameters
    ----------
    address
        Of the file.
    beneath
        Of the folder that was named, or the file itself.

    Raises
    ------
    IntakeError
        If it is no Parquet, has no points, or leaves a column to the names of folders.
    """
    system, path = files.reach(address)
    try:
        with system.open_input_file(path) as file:
            stored = pq.read_metadata(file)
        arrow = stored.schema.to_arrow_schema()
        about = json.loads((arrow.metadata or {}).get(b"geo", b"null"))
        geometry = None if about is None else str(about["primary_column"])
        crs = None if about is None else _read_crs(about["columns"][geometry])
    except (*FAULTS, CRSError) as error:
        raise refuse_file(address, error) from error
    check_columns(address, [geometry] if geometry else [schema.X, schema.Y], arrow.names)
    if not geometry:
        _check_numbers(address, arrow)
    _check_folders(address, address.removeprefix(beneath), arrow.names)
    groups = tuple(stored.row_group(number).num_rows for number in range(stored.num_row_groups))
    in_degrees = not geometry and _lie_in_degrees(stored)
    return PointFile(address, groups, frozenset(arrow.names), geometry, crs, in_degrees)


def _read_crs(column: dict[str, Any]) -> CRS | None:
    # By the standard a column that does not say is in longitude and latitude.
    given = column.get("crs", "OGC:CRS84")
    return None if given is None else CRS.from_user_input(given)


def check_columns(address: files.Address, wanted: Sequence[str], held: Sequence[str]) -> None:
    """Refuse a file without columns that are needed.

    Raises
    ------
    IntakeError
        If one is missing.
    """
    missing = [name for name in wanted if name not in held]
    if missing:
        raise IntakeError(
            "points-columns",
            expected=f"the columns {', '.join(wanted)} in {address}",
            got=", ".join(held[:20]) or "none",
            remedy="name the columns so, or write GeoParquet with points",
            file=address,
            columns=", ".join(missing),
        )


def _check_numbers(address: files.Address, held: pa.Schema) -> None:
    for name in (schema.X, schema.Y):
        kind = held.field(name).type
        if not any(is_kind(kind) for is_kind in _NUMBERS):
            raise IntakeError(
                "points-no-number",
                expected=f"numbers in column {name} of {address}",
                got=f"{kind}",
                remedy="write them as numbers, in metres",
                file=address,
                column=name,
            )


def _check_folders(address: files.Address, path: str, held: Sequence[str]) -> None:
    """Refuse a file of which a folder's name says what no column does: it would be lost."""
    named = [part.partition(_PARTITION)[0] for part in path.split("/") if _PARTITION in part]
    if lost := [name for name in named if name not in held]:
        raise IntakeError(
            "points-partitioned",
            expected=f"all columns in the file {address}",
            got=f"{', '.join(lost)} in the name of its folder alone",
            remedy="write these columns into the files as well",
            file=address,
            columns=", ".join(lost),
        )


def _lie_in_degrees(stored: pq.FileMetaData) -> bool:
    """Whether all places could be longitudes and latitudes, by what the file says of itself."""
    # A column that is made of others takes several places before the next.
    place_of = {stored.schema.column(place).path: place for place in range(stored.num_columns)}
    for name, most in ((schema.X, _LON_MOST), (schema.Y, _LAT_MOST)):
        for group in range(stored.num_row_groups):
            told = stored.row_group(group).column(place_of[name]).statistics
            if told is None or not told.has_min_max:
                return False
            if max(abs(told.min), abs(told.max)) > most:
                return False
    return True


def refuse_file(address: files.Address, error: BaseException) -> IntakeError:
    """Say that a file is not whole, or not what its name says."""
    return IntakeError(
        "points-unreadable",
        expected=f"a whole Parquet file at {address}",
        got=f"{type(error).__name__}: {error}",
        remedy="write it anew",
        file=address,
    )
