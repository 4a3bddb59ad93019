"""Any supported file of incidents, as columns of text."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.errors import ShapelyError

from geo.errors import IntakeError
from geo.intake.archives import check_archive
from geo.intake.cells import are_whole, write_cells
from geo.intake.csv_files import CsvDialect, find_dialect, read_csv
from geo.intake.files import (
    FileKind,
    damaged_file,
    find_json_crs,
    open_json,
    read_geopackage,
    sniff_kind,
)
from geo.intake.packing import PackedTable, pack, pack_table
from geo.intake.parquet_files import PARQUET_FAULTS, open_parquet, read_geoparquet
from geo.intake.sizes import MOST_COLUMNS, check_features, check_members, count_rows

WGS84 = CRS.from_epsg(4326)
GEOMETRY_X = "geometry_x"
GEOMETRY_Y = "geometry_y"

# What the readers of damaged files are known to raise.
_XLSX_FAULTS = (
    BadZipFile, EOFError, IndexError, KeyError, NotImplementedError, OSError, SyntaxError,
    TypeError, ValueError, zlib.error,
)  # fmt: skip
_FEATURE_FAULTS = (
    AttributeError, IndexError, KeyError, OverflowError, RuntimeError, ShapelyError, TypeError,
    ValueError,
)  # fmt: skip
_DELIMITER_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class SourceFile:
    """A file whose header has been read.

    Parameters
    ----------
    path
        Where it lies.
    kind
        What it really is, whatever its name says.
    columns
        Names in the header, in order.
    crs
        Coordinate system of ``geometry_x`` and ``geometry_y``; None without geometry.
    facts
        What was found out and is worth telling, such as the delimiter.
    """

    path: Path
    kind: FileKind
    columns: tuple[str, ...]
    crs: CRS | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    dialect: CsvDialect | None = None


@dataclass(frozen=True)
class TextRows:
    """Chosen columns of a file.

    Parameters
    ----------
    packed
        The columns as text, empty cells null.
    numbers
        Shape ``(n,)``: number of each row in the file, the first row under the header being 1.
    broken
        Numbers of the rows that have more or fewer cells than the header.
    """

    packed: PackedTable
    numbers: NDArray[np.int64]
    broken: NDArray[np.int64]

    @property
    def table(self) -> pa.Table:
        """All columns and rows, unpacked."""
        return self.packed.unpack()


def open_source(path: Path) -> SourceFile:
    """Read a file's header and find out how it is written.

    Raises
    ------
    IntakeError
        If the file is missing, of no supported kind, damaged or has no usable header.
    """
    kind = sniff_kind(path)
    if kind is FileKind.CSV:
        dialect = find_dialect(path)
        facts = {
            "encoding": dialect.encoding.removesuffix("-sig"),
            "delimiter": _DELIMITER_NAMES[dialect.delimiter],
        }
        source = SourceFile(path, kind, dialect.columns, facts=facts, dialect=dialect)
    else:
        # Records of JSON need not all have the same members: only the whole file tells its columns.
        frame, crs = _READERS[kind](path, None if kind is FileKind.JSON else 1)
        source = SourceFile(path, kind, _names(frame), crs=crs)
    _check_header(source)
    return source


def read_columns(
    source: SourceFile, columns: Sequence[str], *, most: int | None = None
) -> TextRows:
    """Read chosen columns of a file as text.

    Parameters
    ----------
    source
        File as opened by `open_source`.
    columns
        Names out of its header.
    most
        Stop after about this many rows; all of them by default.

    Raises
    ------
    IntakeError
        If the file turns out to be damaged.
    """
    if source.dialect is not None:
        return TextRows(*read_csv(source.path, source.dialect, columns, most=most))
    if source.kind is FileKind.PARQUET and most is None:
        stored = open_parquet(source.path, in_parts=True)
        if not _has_geometry(stored):
            packed = _pack_parquet(stored, columns, source.path)
            numbers = np.arange(1, packed.num_rows + 1, dtype=np.int64)
            return TextRows(packed, numbers, np.empty(0, np.int64))
    frame, _ = _READERS[source.kind](source.path, most)
    frame = frame.set_axis(_names(frame), axis=1)
    nothing = pd.Series(None, index=frame.index, dtype=object)
    table = pa.table({name: write_cells(frame.get(name, nothing)) for name in columns})
    return TextRows(pack_table(table), frame.index.to_numpy(np.int64) + 1, np.empty(0, np.int64))


def _names(frame: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(name).strip() for name in frame)


def _check_header(source: SourceFile) -> None:
    names = source.columns
    double = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if any(names) and not double and len(names) <= MOST_COLUMNS:
        return
    got = f"{', '.join(double[:5])} twice" if double else f"{len(names)} columns"
    raise IntakeError(
        "header-unusable",
        expected=f"a header of 1 to {MOST_COLUMNS} different names in {source.path.name}",
        got=got,
        remedy="give every column a name of its own in the first row",
        file=source.path.name,
    )


def _read_xlsx(path: Path, most: int | None) -> tuple[pd.DataFrame, None]:
    check_archive(path)
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            # What a sheet says of its own size may be wrong, and would then cut off rows.
            sheet.reset_dimensions()
            header = next(sheet.iter_rows(values_only=True), ())
            width = max((at for at, name in enumerate(header, 1) if name is not None), default=0)
            rows = sheet.iter_rows(min_row=2, max_col=max(width, 1), values_only=True)
            cells = list(count_rows(islice(rows, most), width, path.name))
    except _XLSX_FAULTS as error:
        raise damaged_file(path, error) from error
    names = ["" if name is None else str(name) for name in header[:width]]
    frame = pd.DataFrame(cells, columns=names or [""], dtype=object)
    return frame[frame.notna().any(axis=1)], None


def _read_parquet(path: Path, most: int | None) -> tuple[pd.DataFrame, CRS | None]:
    stored = open_parquet(path, in_parts=most is not None)
    try:
        if _has_geometry(stored):
            places = read_geoparquet(path)
            # An index with a name was a column once.
            places = places.reset_index(drop=not any(places.index.names))
            return _split_geometry(places.iloc[slice(most)])
        table = stored.read() if most is None else next(stored.iter_batches(most), None)
        if table is None:
            table = stored.schema_arrow.empty_table()
    except PARQUET_FAULTS as error:
        raise damaged_file(path, error) from error
    return table.to_pandas(types_mapper=pd.ArrowDtype, ignore_metadata=True), None


def _has_geometry(stored: pyarrow.parquet.ParquetFile) -> bool:
    return b"geo" in (stored.schema_arrow.metadata or {})


def _pack_parquet(
    stored: pyarrow.parquet.ParquetFile, columns: Sequence[str], path: Path
) -> PackedTable:
    """Write columns as text, some rows at a time: all of a large file at once is too much."""
    spelt = {name.strip(): name for name in stored.schema_arrow.names}
    wanted = {name: spelt[name] for name in columns}
    schema = pa.schema([(name, pa.string()) for name in columns])

    def write() -> Iterator[pa.RecordBatch]:
        whole = {name: _is_whole(stored, inner) for name, inner in wanted.items()}
        for batch in stored.iter_batches(columns=list(wanted.values())):
            frame = batch.to_pandas(types_mapper=pd.ArrowDtype, ignore_metadata=True)
            texts = [write_cells(frame[inner], whole=whole[name]) for name, inner in wanted.items()]
            yield pa.record_batch(texts, schema=schema)

    try:
        return pack(write(), schema)
    except PARQUET_FAULTS as error:
        raise damaged_file(path, error) from error


def _is_whole(stored: pyarrow.parquet.ParquetFile, name: str) -> bool | None:
    """Whether a column of fractions holds whole numbers only; None for any other column."""
    if not pa.types.is_floating(stored.schema_arrow.field(name).type):
        return None
    return all(
        are_whole(batch.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False))
        for batch in stored.iter_batches(columns=[name])
    )


def _read_json(path: Path, most: int | None) -> tuple[pd.DataFrame, CRS | None]:
    content = open_json(path)
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        return _read_features(path, content, most)
    records = content if isinstance(content, list) else _find_records(content)
    if not records or not all(isinstance(record, dict) for record in records):
        raise IntakeError(
            "json-without-records",
            expected=f"a list of records or a GeoJSON FeatureCollection in {path.name}",
            got="something else",
            remedy="export the file again",
            file=path.name,
        )
    try:
        check_members(records, path.name)
        return pd.json_normalize(list(islice(records, most))), None
    except RecursionError as error:
        raise damaged_file(path, "JSON that is nested too deeply") from error


def _find_records(content: object) -> list[Any]:
    lists = [part for part in _values(content) if isinstance(part, list)]
    return lists[0] if len(lists) == 1 else []


def _values(content: object) -> Iterable[object]:
    return content.values() if isinstance(content, dict) else ()


def _read_features(
    path: Path, content: dict[str, Any], most: int | None
) -> tuple[pd.DataFrame, CRS | None]:
    crs = find_json_crs(path, content) or WGS84
    try:
        features = list(islice(content.get("features") or [], most))
        check_features(features, path.name)
        places = gpd.GeoDataFrame.from_features(features or [_EMPTY_FEATURE], crs=crs)
        return _split_geometry(places.iloc[: len(features)])
    except _FEATURE_FAULTS as error:
        raise damaged_file(path, error) from error


_EMPTY_FEATURE: Mapping[str, object] = {"type": "Feature", "properties": {}, "geometry": None}


def _read_geopackage(path: Path, most: int | None) -> tuple[pd.DataFrame, CRS | None]:
    return _split_geometry(read_geopackage(path, most=most))


def _split_geometry(places: gpd.GeoDataFrame) -> tuple[pd.DataFrame, CRS | None]:
    geometry = places.geometry.to_numpy()
    nothing = np.full(len(geometry), None)
    # A layer that mixes points and multipoints is often stored as multipoints of one part.
    is_single = shapely.get_num_geometries(geometry) == 1
    geometry = np.where(is_single, shapely.get_geometry(geometry, 0), nothing)
    is_point = (shapely.get_type_id(geometry) == 0) & ~shapely.is_empty(geometry)
    points = np.where(is_point, geometry, nothing)
    frame = pd.DataFrame(places.drop(columns=places.geometry.name))
    frame[GEOMETRY_X] = shapely.get_x(points)
    frame[GEOMETRY_Y] = shapely.get_y(points)
    # Longitude and latitude of GeoParquet and GeoJSON go by another name for the same thing.
    is_wgs84 = places.crs is not None and WGS84.equals(places.crs, ignore_axis_order=True)
    return frame, WGS84 if is_wgs84 else places.crs


_READERS: Mapping[FileKind, Callable[[Path, int | None], tuple[pd.DataFrame, CRS | None]]] = {
    FileKind.XLSX: _read_xlsx,
    FileKind.PARQUET: _read_parquet,
    FileKind.JSON: _read_json,
    FileKind.GEOPACKAGE: _read_geopackage,
}
