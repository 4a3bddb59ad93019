"""Files of incidents as clean frames, every row accounted for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyproj import CRS

from geo import schema
from geo.errors import MappingError
from geo.intake.files import FileKind, sniff_kind
from geo.intake.formats import GEOMETRY_X, WGS84, SourceFile, TextRows, open_source, read_columns
from geo.intake.joins import join_tables
from geo.intake.kinds import read_kinds
from geo.intake.mapping import ColumnMapping, guess_mapping, resolve_columns
from geo.intake.origins import read_origins
from geo.intake.places import (
    Ground,
    X,
    Y,
    check_crs,
    has_decimal_comma,
    name_crs,
    read_places,
)
from geo.intake.spans import TimeStyle
from geo.intake.times import FAULT, find_style, read_times
from geo.schema import Refusal
from geo.themes import Themes

# Small enough to tell how far a file is; larger ones are no faster.
BATCH_ROWS: Final = 25_000
QUARANTINE_KEY: Final = "quarantine_key"
ROW: Final = "row"
REASON: Final = "reason"

_LONGEST_VALUE = 200


@dataclass(frozen=True)
class IntakeContext:
    """What a file is held against.

    Parameters
    ----------
    ground
        Where incidents may lie.
    timezone
        Zone of local times.
    themes
        What each code means.
    now
        Zone-aware moment after which nothing can have happened yet.
    theme
        Theme for every row whatever its code; None lets the codes decide.
    """

    ground: Ground
    timezone: ZoneInfo
    themes: Themes
    now: pd.Timestamp
    theme: str | None = None


@dataclass(frozen=True)
class IncidentFile:
    """A file that has been read as text and understood.

    Parameters
    ----------
    path
        Where it lies.
    mapping
        How its columns are read, with what was found out, so that rows which are repaired later
        are read in the same way.
    columns
        Field to columns as the file spells them.
    rows
        The mapped columns as text.
    style
        How its times are meant.
    crs
        Coordinate system of its places.
    left_behind
        Columns that are not read.
    facts
        What was found out about the file, by name.
    """

    path: Path
    mapping: ColumnMapping
    columns: Mapping[str, tuple[str, ...]]
    rows: TextRows
    style: TimeStyle
    crs: CRS
    left_behind: tuple[str, ...]
    facts: Mapping[str, str]

    @property
    def row_count(self) -> int:
        """Number of rows, broken ones included."""
        return self.rows.packed.num_rows + len(self.rows.broken)

    @property
    def quarantine_keys(self) -> list[tuple[int, str]]:
        """Rows that bring a quarantined row again, with its key."""
        if QUARANTINE_KEY not in self.rows.packed.schema.names:
            return []
        keys = self.rows.packed.unpack([QUARANTINE_KEY]).column(0).to_pylist()
        pairs = zip(self.rows.numbers.tolist(), keys, strict=True)
        return [(row, key) for row, key in pairs if key]


@dataclass(frozen=True)
class Batch:
    """Some rows of a file, each either accepted or refused.

    Parameters
    ----------
    accepted
        Clean incidents (``schema.INCIDENT_COLUMNS``), indexed by row number. ``incident_id`` is
        missing where the file has none.
    refused
        ``row``, ``reason`` and the mapped columns of the file as they were written.
    """

    accepted: gpd.GeoDataFrame
    refused: pd.DataFrame


def open_incidents(
    path: Path,
    context: IntakeContext,
    *,
    mapping: ColumnMapping | None = None,
    most: int | None = None,
) -> IncidentFile:
    """Read a file as text and find out how it is meant.

    Parameters
    ----------
    path
        A file of a supported kind.
    context
        What it is held against.
    mapping
        How its columns are read; guessed from the header where not given.
    most
        Read about this many rows only, for a preview.

    Raises
    ------
    IntakeError
        If the file as a whole cannot be taken in: damaged, no telling columns, or coordinates
        that are swapped or of another system.
    """
    source = open_source(path)
    chosen = mapping or guess_mapping(source.columns, path=path)
    joined = join_tables(source, chosen)
    columns = resolve_columns(chosen, joined.columns, path=path)
    _check_kind(columns, context, path)
    rows = joined.read(_flatten(columns, joined.columns), most=most)
    crs = _find_crs(source, chosen, columns, context.ground)
    first, second = _place_columns(rows.packed.unpack(_name_places(columns)), columns)
    check_crs(first, second, crs, context.ground)
    style = find_style(
        rows.packed.unpack(columns["start"]),
        day_first=chosen.day_first,
        precision=chosen.time_precision,
        has_end="end" in columns,
    )
    facts = {
        **source.facts,
        "decimal": "comma" if has_decimal_comma(first) else "point",
        "time_precision": style.precision.value,
        "date_order": "day first" if style.day_first else "month first",
        "crs": name_crs(crs),
    }
    settled = _settle(chosen, style, crs)
    used = {name for names in columns.values() for name in names} | joined.keys
    used.add(QUARANTINE_KEY)
    left_behind = tuple(name for name in joined.columns if name and name not in used)
    return IncidentFile(path, settled, columns, rows, style, crs, left_behind, facts)


def find_quarantined_imports(path: Path) -> list[int]:
    """Return the imports from whose quarantine the rows of a file were exported, if they were."""
    # It is exported as CSV, and a spreadsheet may have saved it as a workbook since.
    if sniff_kind(path) not in (FileKind.CSV, FileKind.XLSX):
        return []
    source = open_source(path)
    if QUARANTINE_KEY not in source.columns:
        return []
    keys = read_columns(source, [QUARANTINE_KEY]).table.column(0).to_pylist()
    found = {re.fullmatch(r"(\d{1,15})-\d{1,15}", key or "") for key in set(keys)}
    return sorted({int(match[1]) for match in found if match})


def read_batches(
    file: IncidentFile, context: IntakeContext, *, batch_rows: int = BATCH_ROWS
) -> Iterator[Batch]:
    """Turn a file's rows into clean incidents, a batch at a time.

    Every row of the file is in exactly one batch, accepted or refused; the broken ones come
    first. Only mapped columns are kept.

    Parameters
    ----------
    file
        As opened by `open_incidents`.
    context
        What it is held against.
    batch_rows
        Rows a batch, which bounds the memory it takes.
    """
    if len(file.rows.broken):
        nothing = file.rows.packed.schema.empty_table(), file.rows.numbers[:0]
        yield Batch(_read_batch(*nothing, file, context).accepted, _broken_rows(file))
    done = 0
    for table in file.rows.packed.tables():
        for start in range(0, table.num_rows, batch_rows):
            part = table.slice(start, batch_rows)
            numbers = file.rows.numbers[done : done + part.num_rows]
            yield _read_batch(part, numbers, file, context)
            done += part.num_rows


def _check_kind(columns: Mapping[str, Sequence[str]], context: IntakeContext, path: Path) -> None:
    if context.theme or "code" in columns or "theme" in columns:
        return
    raise MappingError(
        "no-code-column",
        expected=f"a column with a crime code or theme in {path.name}",
        got="none",
        remedy="give every row one theme (--theme), or name the column in a mapping",
        file=path.name,
    )


def _flatten(columns: Mapping[str, Sequence[str]], header: Sequence[str]) -> list[str]:
    names = [name for names in columns.values() for name in names]
    repair = [QUARANTINE_KEY] if QUARANTINE_KEY in header else []
    return list(dict.fromkeys([*names, *repair]))


def _place_columns(
    table: pa.Table, columns: Mapping[str, Sequence[str]]
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    first, second = _name_places(columns)
    return table.column(first), table.column(second)


def _name_places(columns: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    first, second = ("lon", "lat") if "lon" in columns else ("x", "y")
    return columns[first][0], columns[second][0]


def _find_crs(
    source: SourceFile,
    mapping: ColumnMapping,
    columns: Mapping[str, Sequence[str]],
    ground: Ground,
) -> CRS:
    if "lon" in columns:
        return WGS84
    if columns["x"][0] == GEOMETRY_X and source.crs is not None:
        return source.crs
    return ground.crs if mapping.crs == "workspace" else CRS.from_epsg(mapping.crs)


def _settle(mapping: ColumnMapping, style: TimeStyle, crs: CRS) -> ColumnMapping:
    found = {"time_precision": style.precision.value, "day_first": style.day_first}
    by_degrees = mapping.columns.lon is not None
    grid = {} if by_degrees or crs.to_epsg() is None else {"crs": crs.to_epsg()}
    return mapping.model_copy(update=found | grid)


def _broken_rows(file: IncidentFile) -> pd.DataFrame:
    return pd.DataFrame({ROW: file.rows.broken, REASON: Refusal.BROKEN_ROW.value})


def _read_batch(
    table: pa.Table, numbers: NDArray[np.int64], file: IncidentFile, context: IntakeContext
) -> Batch:
    columns = file.columns
    end = table.select(columns["end"]) if "end" in columns else None
    times = read_times(
        table.select(columns["start"]), end, file.style, timezone=context.timezone, now=context.now
    )
    places = read_places(*_place_columns(table, columns), file.crs, context.ground)
    kinds = read_kinds(
        _texts(table, columns, "code"),
        _texts(table, columns, "theme"),
        own_words=file.mapping.codes,
        themes=context.themes,
        theme=context.theme,
    )
    place_fault = places[FAULT]
    if file.mapping.keep_without_place:
        place_fault = place_fault.where(place_fault != Refusal.NO_PLACE.value)
    fault = times[FAULT].fillna(place_fault).fillna(kinds[FAULT])
    refused = fault.notna().to_numpy()
    incidents = pd.DataFrame(
        {
            schema.INCIDENT_ID: _texts(table, columns, "id"),
            schema.SOURCE: file.mapping.source,
            **kinds[[schema.CODE, schema.THEME]],
            **times.drop(columns=FAULT),
            **read_origins(
                _texts(table, columns, "reporter"),
                _texts(table, columns, "place_precision"),
                file.mapping,
            ),
            schema.WEIGHT: 1.0,
        }
    ).set_index(pd.Index(numbers, name=ROW))
    points = gpd.points_from_xy(places[X], places[Y])
    points[places[X].isna().to_numpy()] = None
    frame = gpd.GeoDataFrame(incidents, geometry=points, crs=context.ground.crs)
    return Batch(frame[~refused], _refused_rows(table, numbers, fault, refused))


def _texts(table: pa.Table, columns: Mapping[str, Sequence[str]], field: str) -> pd.Series:
    if field not in columns:
        return pd.Series(None, index=range(table.num_rows), dtype="str")
    trimmed = pc.utf8_trim_whitespace(table.column(columns[field][0]))
    cut = pc.utf8_slice_codeunits(trimmed, 0, _LONGEST_VALUE)
    filled = pc.if_else(pc.equal(cut, ""), pa.scalar(None, pa.string()), cut)
    return pd.Series(filled.to_pandas(), dtype="str")


def _refused_rows(
    table: pa.Table, numbers: NDArray[np.int64], fault: pd.Series, refused: NDArray[np.bool_]
) -> pd.DataFrame:
    kept = table.filter(pa.array(refused))
    values = {
        name: pc.utf8_slice_codeunits(kept.column(name), 0, _LONGEST_VALUE).to_pandas()
        for name in kept.column_names
        if name != QUARANTINE_KEY
    }
    reasons = fault[refused].reset_index(drop=True)
    return pd.DataFrame({ROW: numbers[refused], REASON: reasons, **values})
