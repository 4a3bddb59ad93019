"""Points counted in square cells of several sizes: a map to be seen from near and from far."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]
Counts = NDArray[np.int64]

# From this few cells on wider ones add nothing to what is seen.
_FEW_CELLS: Final = 16


@dataclass(frozen=True, eq=False)
class CellLevel:
    """Square cells of one size that hold points.

    Parameters
    ----------
    cell_m
        Side of a cell in metres; its sides lie on whole multiples of it.
    x, y
        Shape ``(n,)``: middle of each cell, in order of row and column.
    counts
        Shape ``(n,)``: points in it, over 0. A point on a shared side is in the cell east or
        north of it.
    """

    cell_m: float
    x: Figures
    y: Figures
    counts: Counts


def count_levels(
    x: Figures, y: Figures, *, finest_m: float, most_cells: int
) -> tuple[CellLevel, ...]:
    """Count points in cells of several sizes, each twice as wide as the next.

    Four cells of a level make one of the level before it: the counts add up to the point.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    finest_m
        Side of the smallest cells, metres. They are left out, and those above them too, as long
        as all levels together hold too many cells.
    most_cells
        Of all levels together, 16 or more.

    Returns
    -------
    tuple
        The widest cells first, at least one level; none without points.
    """
    if not len(x):
        return ()
    levels = _list_levels(*_count_finest(x, y, finest_m), finest_m)[::-1]
    totals = accumulate(len(level.counts) for level in levels)
    return tuple(level for level, total in zip(levels, totals, strict=True) if total <= most_cells)


def _count_finest(x: Figures, y: Figures, cell_m: float) -> tuple[Counts, Counts, Counts]:
    """Return row, column and points of each cell that holds any."""
    columns, rows = (np.floor(values / cell_m).astype(np.int64) for values in (x, y))
    return _sum_cells(rows, columns, np.ones(len(x), np.int64))


def _sum_cells(rows: Counts, columns: Counts, counts: Counts) -> tuple[Counts, Counts, Counts]:
    west = columns.min()
    width = columns.max() - west + 1
    keys, cell = np.unique(rows * width + (columns - west), return_inverse=True)
    summed = np.bincount(cell, counts, len(keys)).astype(np.int64)
    return keys // width, keys % width + west, summed


def _list_levels(rows: Counts, columns: Counts, counts: Counts, cell_m: float) -> list[CellLevel]:
    """List the levels from the smallest cells up to those of which there are few."""
    levels = [_frame(rows, columns, counts, cell_m)]
    while len(counts) > _FEW_CELLS:
        cell_m *= 2
        rows, columns, counts = _sum_cells(rows // 2, columns // 2, counts)
        levels.append(_frame(rows, columns, counts, cell_m))
    return levels


def _frame(rows: Counts, columns: Counts, counts: Counts, cell_m: float) -> CellLevel:
    x, y = (np.asarray((steps + 0.5) * cell_m, np.float64) for steps in (columns, rows))
    return CellLevel(cell_m, x, y, counts)
