"""Delimited text files: how they are written is found out from the file itself."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from geo.errors import IntakeError
from geo.intake.packing import PackedTable, pack

_CHUNK_BYTES = 1 << 20
_SAMPLE_LINES = 50
_LONGEST_LINE = 1 << 20
_ENDLESS = "a line of more than a million characters"
_BLOCK_BYTES = 1 << 23
_LEAST_ZEROS = 0.5
_DELIMITERS = (";", ",", "\t", "|")
# What spreadsheets write above the header to name the delimiter.
_NAMED_DELIMITER = re.compile(r"sep=([;,\t|])\s*", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class CsvDialect:
    """Encoding, delimiter and header of a delimited text file.

    Parameters
    ----------
    encoding
        Name by which Python knows it.
    delimiter
        Character between two cells.
    columns
        Names in the header, in order.
    header_lines
        Lines up to and including the header, blank ones above it counted.
    ends_there
        Whether the file ends within the line of the header, so that not one row can follow.
    """

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    header_lines: int = 1
    ends_there: bool = False


def find_dialect(path: Path) -> CsvDialect:
    """Find out how a delimited text file is written.

    The encoding is UTF-8 or UTF-16 (with or without byte order mark) where the bytes are valid
    as such, else Windows-1252. The delimiter is the one that cuts most lines of the beginning
    into as many fields as the header, preferring more fields, unless a first line ``sep=;`` names
    it.

    Raises
    ------
    IntakeError
        If the file is empty, is not text, or begins with a line of more than a million characters.
    """
    _refuse_endless_line(path)
    encoding = _find_encoding(path)
    lines = _first_lines(path, encoding)
    above = next((place for place, line in enumerate(lines) if line.strip()), None)
    if above is None:
        raise _not_text(path, "no header in the first lines", key="file-empty")
    named = _NAMED_DELIMITER.fullmatch(lines[above])
    below = lines[above + 1 :] if named else lines[above:]
    delimiter = named[1] if named else max(_DELIMITERS, key=lambda mark: _fit(below, mark))
    reader = csv.reader(below, delimiter=delimiter)
    try:
        columns = tuple(name.strip() for name in next(reader, []))
    except csv.Error as error:
        raise _not_text(path, f"a header that cannot be cut: {error}") from error
    header_lines = len(lines) - len(below) + reader.line_num
    ends_there = not lines[header_lines - 1].endswith(("\n", "\r"))
    return CsvDialect(encoding, delimiter, columns, header_lines, ends_there)


def read_csv(
    path: Path, dialect: CsvDialect, columns: Sequence[str], *, most: int | None = None
) -> tuple[PackedTable, NDArray[np.int64], NDArray[np.int64]]:
    """Read chosen columns as text.

    Parameters
    ----------
    path
        The file.
    dialect
        How it is written.
    columns
        Names out of the header.
    most
        Stop after about this many rows; all of them by default.

    Returns
    -------
    table
        The columns as text, empty cells null.
    numbers
        Number of each row of the table in the file, the first row under the header being 1.
        Blank lines are no rows.
    broken
        Numbers of the rows that have more or fewer cells than the header, which are left out.

    Raises
    ------
    IntakeError
        If the file cannot be cut into rows: a quote that is opened and not closed would make one
        cell of all rows that follow.
    """
    if dialect.ends_there:
        none = np.empty(0, np.int64)
        return pack((), pa.schema([(name, pa.string()) for name in columns])), none, none
    broken: list[int] = []
    try:
        with _open_reader(path, dialect, columns, broken) as reader:
            table = pack(_take_batches(reader, most), reader.schema)
    except (pa.ArrowInvalid, UnicodeError) as error:
        raise _not_text(path, _arrow_message(error)) from error
    if most is None:
        _check_quotes(path, dialect, table.num_rows + len(broken))
    positions = np.ones(table.num_rows + len(broken), np.bool_)
    # The handler counts the lines of the header as rows; rows read ahead of `most` may lie beyond.
    found = np.array(broken, np.int64) - dialect.header_lines
    positions[found[found <= len(positions)] - 1] = False
    return table, np.flatnonzero(positions)[: table.num_rows] + 1, found


def _take_batches(
    reader: arrow_csv.CSVStreamingReader, most: int | None
) -> Iterator[pa.RecordBatch]:
    rows = 0
    while most is None or rows < most:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        rows += batch.num_rows
        yield batch


def _open_reader(
    path: Path, dialect: CsvDialect, columns: Sequence[str], broken: list[int]
) -> arrow_csv.CSVStreamingReader:
    def note(row: arrow_csv.InvalidRow) -> str:
        broken.append(row.number)
        return "skip"

    return arrow_csv.open_csv(
        path,
        # One thread: only then do broken rows know their number.
        read_options=arrow_csv.ReadOptions(
            use_threads=False,
            block_size=_BLOCK_BYTES,
            encoding="utf-8" if dialect.encoding == "utf-8-sig" else dialect.encoding,
            column_names=dialect.columns,
            skip_rows=dialect.header_lines,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=True, invalid_row_handler=note
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            include_columns=list(columns),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _arrow_message(error: Exception) -> str:
    message = str(error).splitlines()[0]
    return f"a row of more than {_BLOCK_BYTES} bytes" if "straddling" in message else message


def _check_quotes(path: Path, dialect: CsvDialect, row_count: int) -> None:
    """Look closely at rows that span lines, which a stray quote has made where it fails."""
    with path.open(encoding=dialect.encoding, newline="") as stream:
        written = sum(1 for line in islice(stream, dialect.header_lines, None) if line.strip())
        if written == row_count:
            return
        stream.seek(0)
        for first, lines in _rows_over_lines(stream, dialect):
            try:
                list(csv.reader(lines, delimiter=dialect.delimiter, strict=True))
            except csv.Error as error:
                raise _not_text(
                    path, f"a quote that is not closed as it should, from line {first} of the file"
                ) from error


def _rows_over_lines(stream: TextIO, dialect: CsvDialect) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that span lines: number of the first line, and the lines."""
    seen: list[str] = []

    def remember() -> Iterator[str]:
        for line in islice(stream, dialect.header_lines, None):
            seen.append(line)
            yield line

    line_number = dialect.header_lines + 1
    rows = csv.reader(remember(), delimiter=dialect.delimiter)
    while True:
        try:
            ended = next(rows, None) is None
        except csv.Error:
            # A cell beyond what a reader takes; where it spans lines, the closer look fails too.
            ended = False
        if len(seen) > 1:
            yield line_number, seen.copy()
        if ended:
            return
        line_number += len(seen)
        seen.clear()


def _refuse_endless_line(path: Path) -> None:
    """Refuse a file that is one line before all of it is looked through for its encoding."""
    with path.open("rb") as stream:
        # No sign takes more than four bytes.
        start = stream.read(4 * _LONGEST_LINE)
    if len(start) == 4 * _LONGEST_LINE and b"\n" not in start and b"\r" not in start:
        raise _not_text(path, _ENDLESS)


def _find_encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(_CHUNK_BYTES)
        if not start.strip():
            raise _not_text(path, "an empty file", key="file-empty")
        for mark, encoding in _BOMS:
            if start.startswith(mark):
                return encoding
        if 0 in start:
            return _utf16_by_zeros(start, path)
        is_utf8 = True
        decoder = codecs.getincrementaldecoder("utf-8")()
        while start:
            if 0 in start:
                raise _not_text(path, "bytes that are no text")
            is_utf8 = is_utf8 and _decodes(decoder, start)
            start = stream.read(_CHUNK_BYTES)
    return "utf-8" if is_utf8 and _decodes(decoder, b"", final=True) else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, part: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(part, final=final)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_by_zeros(start: bytes, path: Path) -> str:
    # Latin text in UTF-16 has a zero in every second byte; anything else with zeros is no text.
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[offset::2], start[1 - offset :: 2]
        if zeros.count(0) > _LEAST_ZEROS * len(zeros) and not others.count(0):
            return encoding
    raise _not_text(path, "bytes that are no text")


def _first_lines(path: Path, encoding: str) -> list[str]:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            lines = [stream.readline(_LONGEST_LINE) for _ in range(_SAMPLE_LINES)]
    except UnicodeError as error:
        raise _not_text(path, f"bytes that are not {encoding}") from error
    if any(len(line) == _LONGEST_LINE for line in lines):
        raise _not_text(path, _ENDLESS)
    return [line for line in lines if line]


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] == 1:
        return (0.0, 1)
    return (widths.count(widths[0]) / len(widths), widths[0])


def _not_text(path: Path, got: str, *, key: str = "file-not-text") -> IntakeError:
    return IntakeError(
        key,
        expected=f"a delimited text file with a header in {path.name}",
        got=got,
        remedy="export the file again as CSV (UTF-8)",
        file=path.name,
    )
