"""Tables of sites and of demand, for those who want to check a choice of sites."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import IntakeError
from geo.intake.formats import SourceFile, open_source, read_columns
from geo.intake.mapping import fold, list_columns
from geo.intake.places import parse_numbers

METRES: Final = ("x", "y")
DEGREES: Final = ("lon", "lat")

# Beyond this it is no place on earth, and no weight with which sums are exact.
_FARTHEST: Final = 1e9
_HEAVIEST: Final = 1e12
_MOST_DEGREES: Final = (180.0, 90.0)


@dataclass(frozen=True, eq=False)
class WeightedPlaces:
    """The rows of a table.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``: metres, or longitude and latitude.
    weights
        Shape ``(n,)``: zero or more; 1 each where no column was named.
    """

    xy: NDArray[np.float64]
    weights: NDArray[np.float64]


def read_weighted_places(
    path: Path, *, columns: tuple[str, str] = METRES, weight_column: str | None = None
) -> WeightedPlaces:
    """Read every row of a table, or none: a choice out of half a file is no choice.

    Parameters
    ----------
    path
        CSV, or another table that is read elsewhere.
    columns
        `METRES` or `DEGREES`.
    weight_column
        Column that says how much each row counts.

    Raises
    ------
    IntakeError
        If a column is missing, there are no rows, or a row holds no number, a place that is none,
        or a weight below zero.
    """
    return read_source_places(open_source(path), columns=columns, weight_column=weight_column)


def read_source_places(
    source: SourceFile, *, columns: tuple[str, str] = METRES, weight_column: str | None = None
) -> WeightedPlaces:
    """Read every row of a file that is open already; see `read_weighted_places`.

    Raises
    ------
    IntakeError
        As `read_weighted_places` does.
    """
    path = source.path
    wanted = [*columns] if weight_column is None else [*columns, weight_column]
    there = {fold(name): name for name in reversed(source.columns)}
    missing = [name for name in wanted if fold(name) not in there]
    if missing:
        raise IntakeError(
            "camera-columns-missing",
            expected=f"the columns {', '.join(wanted)} in {path.name}",
            got=f"a header of {list_columns(source.columns)}",
            remedy="rename the columns, or choose the distance that belongs to them",
            file=path.name,
            missing=", ".join(missing),
        )
    names = [there[fold(name)] for name in wanted]
    rows = read_columns(source, list(dict.fromkeys(names)))
    _refuse_rows(path, rows.broken, "more or fewer cells than the header")
    if not len(rows.numbers):
        raise IntakeError(
            "camera-no-rows",
            expected=f"at least one row under the header of {path.name}",
            got="none",
            remedy="export the file again",
            file=path.name,
        )
    return _read_rows(path, rows.table.select(names), rows.numbers, in_degrees=columns == DEGREES)


def _read_rows(
    path: Path, table: pa.Table, numbers: NDArray[np.int64], *, in_degrees: bool
) -> WeightedPlaces:
    values = [parse_numbers(column)[0] for column in table.columns]
    xy = np.column_stack(values[:2])
    most = _MOST_DEGREES if in_degrees else (_FARTHEST, _FARTHEST)
    weights = values[2] if len(values) > len(most) else np.ones(len(xy))
    unread = ~np.isfinite(np.column_stack(values)).all(axis=1)
    _refuse_rows(path, numbers[unread], "no number")
    elsewhere = (np.abs(xy) > most).any(axis=1)
    _refuse_rows(path, numbers[elsewhere], "a place that is none")
    _refuse_rows(path, numbers[(weights < 0) | (weights > _HEAVIEST)], "a weight that is none")
    return WeightedPlaces(xy, weights)


def _refuse_rows(path: Path, rows: NDArray[np.int64], fault: str) -> None:
    if len(rows):
        raise IntakeError(
            "camera-rows-unusable",
            expected=f"a place and a weight of zero or more in every row of {path.name}",
            got=f"{fault} in {len(rows)} rows, the first of which is row {rows[0]}",
            remedy="correct or remove these rows",
            file=path.name,
            count=len(rows),
            row=int(rows[0]),
        )
