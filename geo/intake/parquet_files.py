"""Parquet, looked through before it is read: few bytes of it can stand for more than fits."""

import struct
from pathlib import Path
from typing import Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from geo.intake.files import damaged_file
from geo.intake.sizes import check_cells

# What the readers of damaged files are known to raise.
PARQUET_FAULTS: Final = (
    pa.ArrowException, AttributeError, CRSError, IndexError, KeyError, OSError, OverflowError,
    RuntimeError, ShapelyError, TypeError, ValueError,
)  # fmt: skip

# Kinds of shapes that are made of other shapes, by their number in well-known binary.
_NESTING: Final = frozenset({4, 5, 6, 7, 9, 10, 11, 12, 15, 16})
_POINT, _LINE, _POLYGON, _ARC, _TRIANGLE = 1, 2, 3, 8, 17
_DEEPEST: Final = 8
_MOST_TEXT_BYTES: Final = 1 << 29
_HEAD: Final = {0: struct.Struct(">I"), 1: struct.Struct("<I")}
_KINDS_A_DIMENSION: Final = 1_000
_HEIGHT, _MEASURE, _SYSTEM = 0x80000000, 0x40000000, 0x20000000


def open_parquet(path: Path) -> pyarrow.parquet.ParquetFile:
    """Open a Parquet file of which all fits in memory.

    Raises
    ------
    IntakeError
        If it has too many cells, or a text that comes so often that all of them fill memory.
    ArrowException, OSError
        If it is damaged; see `PARQUET_FAULTS`.
    """
    stored = pyarrow.parquet.ParquetFile(path)
    check_cells(stored.metadata.num_rows, stored.metadata.num_columns, path.name)
    if _count_text_bytes(path, stored.schema_arrow) > _MOST_TEXT_BYTES:
        raise damaged_file(path, f"more than {_MOST_TEXT_BYTES} bytes of text")
    return stored


def read_geoparquet(path: Path) -> gpd.GeoDataFrame:
    """Read all of a GeoParquet file.

    Raises
    ------
    IntakeError
        If it is damaged, too large, or holds shapes within shapes within shapes: the library that
        draws them goes into each, and would bring the whole app down.
    """
    try:
        if _holds_nests(open_parquet(path)):
            raise damaged_file(path, "shapes within shapes within shapes")
        return gpd.read_parquet(path)
    except PARQUET_FAULTS as problem:
        raise damaged_file(path, problem) from problem


def _count_text_bytes(path: Path, columns: pa.Schema) -> int:
    """Count the bytes of all texts while each different one is held once, as the file does."""
    names = [each.name for each in columns if _is_text(each.type)]
    once = pyarrow.parquet.ParquetFile(path, read_dictionary=names)
    return sum(
        pc.sum(pc.binary_length(column.dictionary).take(column.indices)).as_py() or 0
        for batch in once.iter_batches(columns=names)
        for column in batch.columns
        if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type)
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_dictionary(kind)
    )


def _holds_nests(stored: pyarrow.parquet.ParquetFile) -> bool:
    names = [each.name for each in stored.schema_arrow if _is_binary(each.type)]
    return any(
        is_nested(shape)
        for batch in stored.iter_batches(columns=names)
        for column in batch.columns
        for shape in column.to_pylist()
        if shape is not None
    )


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_dictionary(kind)
    )


def is_nested(shape: object) -> bool:
    """Whether a shape in well-known binary holds shapes in shapes, deeper than any map does.

    What is no such binary is not: whoever draws it says so.
    """
    if not isinstance(shape, bytes):
        return False
    left, place = [1], 0
    try:
        while left:
            if left[-1] == 0:
                left.pop()
                continue
            left[-1] -= 1
            parts, place = _read_head(shape, place)
            if parts is not None:
                left.append(parts)
            if len(left) > _DEEPEST:
                return True
    except (struct.error, IndexError, KeyError):
        # Cut off or of an unknown kind: the library stops here as well.
        return False
    return False


def _read_head(shape: bytes, place: int) -> tuple[int | None, int]:
    """Return how many shapes follow within this one (None if it holds none), and where to go on."""
    number = _HEAD[shape[place]]
    (said,) = number.unpack_from(shape, place + 1)
    plain = said & ~(_HEIGHT | _MEASURE | _SYSTEM)
    kind, extra = plain % _KINDS_A_DIMENSION, plain // _KINDS_A_DIMENSION
    dimensions = 2 + max(
        (extra in (1, 3)) + (extra in (2, 3)), bool(said & _HEIGHT) + bool(said & _MEASURE)
    )
    place += 5 + (4 if said & _SYSTEM else 0)
    if kind in _NESTING:
        return number.unpack_from(shape, place)[0], place + 4
    return None, _pass_points(shape, place, kind, number, 8 * dimensions)


def _pass_points(shape: bytes, place: int, kind: int, number: struct.Struct, width: int) -> int:
    if kind == _POINT:
        return place + width
    if kind in (_LINE, _ARC):
        (points,) = number.unpack_from(shape, place)
        return place + 4 + int(points) * width
    if kind not in (_POLYGON, _TRIANGLE):
        raise KeyError(kind)
    (rings,) = number.unpack_from(shape, place)
    place += 4
    for _ in range(rings):
        (points,) = number.unpack_from(shape, place)
        place += 4 + int(points) * width
    return place
