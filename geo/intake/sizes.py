"""How much a file may become once it is read: few kilobytes can ask for more than a machine has."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from geo.errors import IntakeError

MOST_COLUMNS: Final = 2_000
# What a spreadsheet holds.
MOST_SHEET_ROWS: Final = 1 << 20
# A million rows of fifty columns; a cell takes eight bytes or more, also an empty one.
_MOST_CELLS: Final = 50_000_000
# Ten million rows of nine columns, of which some rows are held at a time.
_MOST_CELLS_IN_PARTS: Final = 90_000_000
# A row takes its time however few its columns are.
_LEAST_COLUMNS_IN_PARTS: Final = 6


def check_cells(rows: int, columns: int, origin: str, *, in_parts: bool = False) -> None:
    """Refuse a table with more cells than a machine can be asked to hold.

    Parameters
    ----------
    rows, columns
        As the file has them, or says that it has them.
    origin
        Name of the file, for the message.
    in_parts
        Whether it is read some rows at a time, and never held whole.

    Raises
    ------
    IntakeError
        If it is too large.
    """
    least, most = (_LEAST_COLUMNS_IN_PARTS, _MOST_CELLS_IN_PARTS) if in_parts else (1, _MOST_CELLS)
    cells = rows * max(columns, least)
    if cells > most:
        raise IntakeError(
            "file-too-many-cells",
            expected=f"at most {most} cells in {origin}",
            got=f"{rows} rows of {columns} columns",
            remedy="cut the file into parts, or leave out columns",
            file=origin,
            most=most // 1_000_000,
        )


def count_rows(
    rows: Iterable[tuple[Any, ...]], width: int, origin: str
) -> Iterator[tuple[Any, ...]]:
    """Hand on the rows of a sheet, as long as there are not too many.

    A sheet says of each row where it stands: one at the far end would make all before it, empty.

    Raises
    ------
    IntakeError
        If there are more rows than a sheet has, or too many cells.
    """
    for number, row in enumerate(rows, 1):
        check_cells(number, width if number <= MOST_SHEET_ROWS else _MOST_CELLS, origin)
        yield row


def check_members(records: Sequence[object], origin: str) -> None:
    """Refuse records of which the members would make too wide or too large a table.

    Parameters
    ----------
    records
        As parsed from JSON; a member of a member is a column too.
    origin
        Name of the file, for the message.

    Raises
    ------
    IntakeError
        If there are too many columns, or too many cells.
    RecursionError
        If a record is nested too deeply.
    """
    names: set[str] = set()
    for record in records:
        if not isinstance(record, dict) or _is_known(record, names):
            continue
        names.update(_name_members(record))
        if len(names) > MOST_COLUMNS:
            raise IntakeError(
                "header-unusable",
                expected=f"at most {MOST_COLUMNS} different names in {origin}",
                got=f"{len(names)} or more",
                remedy="leave out what is no column",
                file=origin,
            )
    check_cells(len(records), len(names), origin)


def check_features(features: Sequence[object], origin: str) -> None:
    """Refuse features of GeoJSON of which the properties would make too wide or large a table.

    Raises
    ------
    IntakeError
        As `check_members` does.
    """
    check_members([each.get("properties") for each in features if isinstance(each, dict)], origin)


def _is_known(record: dict[str, object], names: set[str]) -> bool:
    # Nearly every record is like the one before: there may be a million of them.
    return record.keys() <= names and not any(isinstance(each, dict) for each in record.values())


def _name_members(record: dict[str, object], above: str = "") -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _name_members(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"
