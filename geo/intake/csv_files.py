"""Delimited text files: how they are written is found out from the file itself."""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from geo.errors import IntakeError

_CHUNK_BYTES = 1 << 20
_SAMPLE_LINES = 50
_LONGEST_LINE = 1 << 20
_BLOCK_BYTES = 1 << 23
_LEAST_ZEROS = 0.5
_DELIMITERS = (";", ",", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class CsvDialect:
    """Encoding, delimiter and header of a delimited text file."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]


def find_dialect(path: Path) -> CsvDialect:
    """Find out how a delimited text file is written.

    The encoding is UTF-8 or UTF-16 (with or without byte order mark) where the bytes are valid
    as such, else Windows-1252. The delimiter is the one that cuts most lines of the beginning
    into as many fields as the header, preferring more fields.

    Raises
    ------
    IntakeError
        If the file is empty, is not text, or holds a line of more than a million characters.
    """
    encoding = _find_encoding(path)
    lines = _first_lines(path, encoding)
    delimiter = max(_DELIMITERS, key=lambda mark: _fit(lines, mark))
    header = next(csv.reader(lines, delimiter=delimiter))
    return CsvDialect(encoding, delimiter, tuple(name.strip() for name in header))


def read_csv(
    path: Path, dialect: CsvDialect, columns: Sequence[str], *, most: int | None = None
) -> tuple[pa.Table, NDArray[np.int64], NDArray[np.int64]]:
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
    broken
        Numbers of the rows that have more or fewer cells than the header, which are left out.

    Raises
    ------
    IntakeError
        If the file cannot be cut into rows.
    """
    broken: list[int] = []
    try:
        with _open_reader(path, dialect, columns, broken) as reader:
            batches = []
            while most is None or sum(batch.num_rows for batch in batches) < most:
                batches.append(reader.read_next_batch())
    except StopIteration:
        pass
    except (pa.ArrowInvalid, UnicodeError) as error:
        raise _not_text(path, str(error).splitlines()[0]) from error
    table = pa.Table.from_batches(batches, schema=reader.schema)
    positions = np.ones(table.num_rows + len(broken), np.bool_)
    # The handler counts the header as row 1; rows read ahead of `most` may lie beyond.
    found = np.array([number - 1 for number in broken], np.int64)
    positions[found[found <= len(positions)] - 1] = False
    return table, np.flatnonzero(positions)[: table.num_rows] + 1, found


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
            skip_rows=1,
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
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while start:
                decoder.decode(start)
                start = stream.read(_CHUNK_BYTES)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


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
        raise _not_text(path, "a line of more than a million characters")
    return [line for line in lines if line.strip()]


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_LINES)]
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
