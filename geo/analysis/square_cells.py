"""Points sorted into square cells, so that what is near lies in a few stretches of them."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.analysis import square_kernels as kernels
from geo.analysis.threads import share_stretches

_ROUNDING: Final = float(np.finfo(np.float64).eps)

Metres = NDArray[np.float64]
Numbers = NDArray[np.int32]
Places = NDArray[np.int64]


class SortedPoints(NamedTuple):
    """Points in order of cell: ``x``, ``y`` and their rows as they were given, ``order`` (n,)."""

    x: Metres
    y: Metres
    order: Numbers


class SquareCells(NamedTuple):
    """Square cells that hold points, in order of row and column.

    ``start`` (k + 1,) says where each begins among the points, ``rows`` and ``columns`` (k,) where
    it lies, and ``row_start`` where each row begins among the cells.
    """

    start: Places
    rows: Places
    columns: Numbers
    row_start: Places


def sort_within(x: Metres, y: Metres, reach_m: float) -> tuple[SortedPoints, SquareCells]:
    """Sort points into cells so small that all points of one lie within reach of each other.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite, n >= 1.
    reach_m
        What is within reach lies at most two rows and two columns of cells away.
    """
    # Whatever rounding adds is taken off the side.
    return _sort(x, y, reach_m / np.sqrt(2) * (1 - _weigh_rounding(x, y, reach_m)))


def sort_around(x: Metres, y: Metres, reach_m: float) -> tuple[SortedPoints, SquareCells]:
    """Sort points into cells as large as may be, with all within reach two cells away or nearer.

    Fewer points out of reach then have to be looked at than with the cells of `sort_within`.
    """
    return _sort(x, y, reach_m / 2 * (1 + _weigh_rounding(x, y, reach_m)))


def find_spans(cells: SquareCells) -> Numbers:
    """Find the neighbours of each cell: shape ``(cells, rows near, 2)``, see the loop."""
    count = len(cells.rows)
    spans = np.empty((count, kernels.ROWS_NEAR, 2), np.int32)
    kernels.find_spans(0, count, spans, cells.rows, cells.columns, cells.row_start)
    return spans


def _weigh_rounding(x: Metres, y: Metres, reach_m: float) -> float:
    steps = max(float(np.ptp(x)), float(np.ptp(y))) / reach_m
    return _ROUNDING * (16 + 8 * steps)


def _sort(x: Metres, y: Metres, side_m: float) -> tuple[SortedPoints, SquareCells]:
    # Loops are compiled for arrays that are whole and may be written to, and for no others.
    x, y = (np.require(axis, np.float64, ["C", "W"]) for axis in (x, y))
    sorted_by_row = kernels.sort_by_row(x, y, _number(y, side_m), _number(x, side_m))
    starts, columns, points = *sorted_by_row[:2], SortedPoints(*sorted_by_row[2:])
    share_stretches(kernels.sort_by_column, starts, columns, *points)
    return points, _bound_cells(starts, columns)


def _number(values: Metres, side_m: float) -> Numbers:
    """Number rows or columns of cells from 0 upwards; of a void only what keeps its sides apart."""
    steps = values - values.min()
    steps /= side_m
    if steps.max() < len(steps):
        densely: Numbers = steps.astype(np.int32)
        return densely
    numbers, place_of = np.unique(steps.astype(np.int64), return_inverse=True)
    apart = np.minimum(np.diff(numbers, prepend=numbers[0]), kernels.REACH + 1)
    return np.cumsum(apart, dtype=np.int32)[place_of]


def _bound_cells(starts: Places, columns: Numbers) -> SquareCells:
    """Find the cells of points that are sorted: ``starts`` says where each row of them begins."""
    is_first = np.ones(len(columns), np.bool_)
    np.not_equal(columns[1:], columns[:-1], out=is_first[1:])
    is_first[starts[:-1]] = True
    start = np.append(np.flatnonzero(is_first), len(columns))
    row_start = np.searchsorted(start, starts)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(row_start))
    return SquareCells(start, rows, columns[start[:-1]], row_start)
