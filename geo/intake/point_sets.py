"""Sets of points that no single machine need hold: Parquet files, read a part at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo import schema
from geo.engines import files
from geo.errors import CrsMismatchError, IntakeError
from geo.intake.point_files import FAULTS, PointFile, check_columns, look_into, refuse_file

# Rows of a part: row groups of one file are read together up to these.
PART_ROWS: Final = 1_000_000


@dataclass(frozen=True)
class PointPart:
    """Rows of a set that are read together.

    ``number`` counts the parts from 0, in the order of the set's rows. ``groups`` are the first row
    group of ``file`` and the one after the last. ``geometry`` names the column of points of a
    GeoParquet file; without one there are ``x`` and ``y``.
    """

    number: int
    file: files.Address
    groups: tuple[int, int]
    rows: int
    geometry: str | None = None


@dataclass(frozen=True)
class PointSet:
    """Points with what is known of them, in files.

    ``crs`` is None where only x and y are given, which are metres then. ``columns`` are those that
    every file has.
    """

    address: files.Address
    parts: tuple[PointPart, ...]
    columns: frozenset[str]
    crs: CRS | None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(part.rows for part in self.parts)


def open_point_set(address: files.Address) -> PointSet:
    """Look what a set of points is made of, without reading them.

    Parameters
    ----------
    address
        A Parquet file or a folder of them: a path, or any address that fsspec knows. Points are in
        ``x`` and ``y``, metres, or in the geometry column of GeoParquet.

    Raises
    ------
    IntakeError
        If there is no file, one is no Parquet, or has no points.
    CrsMismatchError
        If points are not in metres, or not all in one coordinate system.
    """
    settled = files.settle(address)
    names = [name for name in files.list_files(settled) if name.endswith(".parquet")]
    held = [look_into(name, beneath=settled) for name in names]
    if not any(rows for file in held for rows in file.groups):
        raise IntakeError(
            "points-empty",
            expected="Parquet files with rows",
            got=f"none in {address}",
            remedy="name a .parquet file, or a folder that holds some",
            address=address,
        )
    held = [file for file in held if sum(file.groups)]
    crs = _agree_on_crs(held)
    parts = [part for file in held for part in _split(file)]
    numbered = [PointPart(number, *part) for number, part in enumerate(parts)]
    columns = frozenset.intersection(*(file.columns for file in held))
    return PointSet(address, tuple(numbered), columns, crs)


def read_part(part: PointPart, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Read the points of a part.

    Parameters
    ----------
    part
        Of a set.
    columns
        What to read beside the places.

    Returns
    -------
    DataFrame
        Columns ``x``, ``y`` (float64, not a number where there is no place) and those asked for,
        in the order of the file.

    Raises
    ------
    IntakeError
        If it cannot be read, or has no such columns.
    """
    wanted = [part.geometry] if part.geometry else [schema.X, schema.Y]
    system, path = files.reach(part.file)
    try:
        with system.open_input_file(path) as file, pq.ParquetFile(file) as stored:
            names = [*dict.fromkeys([*wanted, *columns])]
            check_columns(part.file, names, stored.schema_arrow.names)
            table = stored.read_row_groups(range(*part.groups), columns=names)
        x, y = _read_places(table, part)
        others = table.select([name for name in columns if name not in wanted])
        frame: pd.DataFrame = others.to_pandas(ignore_metadata=True)
    except (*FAULTS, shapely.errors.ShapelyError) as error:
        raise refuse_file(part.file, error) from error
    return pd.DataFrame({schema.X: x, schema.Y: y}).join(frame)


def read_rows(part: PointPart) -> pa.Table:
    """Read all columns of a part, as the file has them.

    Raises
    ------
    IntakeError
        If it cannot be read.
    """
    system, path = files.reach(part.file)
    try:
        with system.open_input_file(path) as file, pq.ParquetFile(file) as stored:
            return stored.read_row_groups(range(*part.groups))
    except FAULTS as error:
        raise refuse_file(part.file, error) from error


def _agree_on_crs(held: Sequence[PointFile]) -> CRS | None:
    first, *others = held
    for file in others:
        if (file.crs, bool(file.geometry)) != (first.crs, bool(first.geometry)):
            raise CrsMismatchError(
                "points-mixed",
                expected=f"all files in the coordinate system of {first.address} ({first.crs})",
                got=f"{file.crs} in {file.address}",
                remedy="reproject them to one system, and write all in the same way",
                file=file.address,
            )
    crs = first.crs
    in_metres = crs is None or (
        crs.is_projected and all(axis.unit_name == "metre" for axis in crs.axis_info)
    )
    if not in_metres or all(file.in_degrees for file in held):
        raise CrsMismatchError(
            "points-degrees",
            expected="points in a projected coordinate system in metres",
            got=f"{crs or 'values that are degrees'} in {first.address}",
            remedy="reproject them to the system of the municipality",
            file=first.address,
        )
    return crs


def _split(file: PointFile) -> Iterator[tuple[files.Address, tuple[int, int], int, str | None]]:
    first, rows = 0, 0
    for group, more in enumerate(file.groups):
        if rows and rows + more > PART_ROWS:
            yield file.address, (first, group), rows, file.geometry
            first, rows = group, 0
        rows += more
    if rows:
        yield file.address, (first, len(file.groups)), rows, file.geometry


def _read_places(
    table: pa.Table, part: PointPart
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not part.geometry:
        return _to_metres(table[schema.X]), _to_metres(table[schema.Y])
    column = table[part.geometry]
    if pa.types.is_struct(column.type):
        # Unlike the fields as they lie there, these are missing where the point is.
        flat = pa.Table.from_arrays([column], ["point"]).flatten()
        return _to_metres(flat["point.x"]), _to_metres(flat["point.y"])
    points = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    # The bounds of a point are the point; those of an empty or missing one are not a number.
    x, y, right, top = shapely.bounds(points).T
    if ((x < right) | (y < top)).any():
        raise IntakeError(
            "points-no-points",
            expected=f"points in column {part.geometry} of {part.file}",
            got="other shapes",
            remedy="write one point a row",
            file=part.file,
        )
    return x, y


def _to_metres(column: Any) -> NDArray[np.float64]:
    values: NDArray[np.float64] = (
        column.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
    )
    return values
