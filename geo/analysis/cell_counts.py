"""Points counted in square cells of about a radius, coarser where there are many cells."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.analysis.points import stack_points

# Sides of cells are so much wider than the radius: whatever rounding does, what lies within a
# radius lies in the same cell or one beside it.
_WIDER: Final = 1 + 2.0**-16
# Cells that one machine holds with ease; above it the cells become twice as wide.
_MOST_CELLS: Final = 1 << 17

Numbers = NDArray[np.int64]


class CellCounts(NamedTuple):
    """How many points lie in each cell that holds any.

    Parameters
    ----------
    level
        Cells are ``2 ** level`` of the smallest wide.
    columns, rows
        Shape ``(k,)``: where the cells lie, in order of column and row.
    points
        Shape ``(k,)``.
    """

    level: int
    columns: Numbers
    rows: Numbers
    points: Numbers


def number_cells(values: NDArray[np.float64], eps_m: float) -> Numbers:
    """Number the cells along one side, from where the coordinate system begins.

    Parameters
    ----------
    values
        Shape ``(n,)``, metres.
    eps_m
        Neighbourhood radius in metres.
    """
    numbers: Numbers = np.floor(values / (eps_m * _WIDER)).astype(np.int64)
    return numbers


def count_points(
    x: NDArray[np.float64], y: NDArray[np.float64], *, eps_m: float, most: int = _MOST_CELLS
) -> CellCounts:
    """Count points in cells.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    eps_m
        Neighbourhood radius in metres: cells are as wide, or twice that, or four times, ...
    most
        Cells to keep to, 4 or more: as many meet where the coordinate system begins.
    """
    columns, rows = number_cells(x, eps_m), number_cells(y, eps_m)
    return _fit(CellCounts(0, columns, rows, np.ones(len(x), np.int64)), most)


def add_counts(counts: Iterable[CellCounts], *, most: int = _MOST_CELLS) -> CellCounts:
    """Add up counts of the same radius, whatever their levels.

    Parameters
    ----------
    counts
        Of the parts.
    most
        Cells to keep to.
    """
    nothing = np.zeros(0, np.int64)
    total = CellCounts(0, nothing, nothing, nothing)
    for more in counts:
        level = max(total.level, more.level)
        pair = _coarsen(total, level), _coarsen(more, level)
        columns, rows, points = (
            np.concatenate(both) for both in zip(*(p[1:] for p in pair), strict=True)
        )
        total = _fit(CellCounts(level, columns, rows, points), most)
    return total


def _fit(counts: CellCounts, most: int) -> CellCounts:
    summed = _sum_equal(counts)
    while len(summed.points) > most:
        summed = _sum_equal(_coarsen(summed, summed.level + 1))
    return summed


def _coarsen(counts: CellCounts, level: int) -> CellCounts:
    # A shift of whole numbers rounds down below zero as well: cells of one level nest in the next.
    steps = level - counts.level
    return CellCounts(level, counts.columns >> steps, counts.rows >> steps, counts.points)


def _sum_equal(counts: CellCounts) -> CellCounts:
    cells = stack_points(np.column_stack([counts.columns, counts.rows]).astype(np.float64))
    columns, rows = cells.xy.astype(np.int64).T
    points = np.bincount(cells.place_of, counts.points, len(cells.xy)).astype(np.int64)
    return CellCounts(counts.level, columns, rows, points)
