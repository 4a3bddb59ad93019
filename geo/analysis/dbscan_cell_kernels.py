"""The loops of the density clustering that find the core points of cells, compiled.

As in `geo.analysis.square_kernels` points lie in order of cell, and threads fill in what lies
between ``first`` and ``last``. ``start`` says where each cell begins among the points.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.analysis.square_kernels import find_spans

# Most neighbours lie in the same row: where there are enough, the others need not be seen.
_OUTWARDS: Final = (2, 1, 3, 0, 4)
# So many distances are reckoned before it is asked whether there are neighbours enough.
_STRIDE: Final = 64

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def find_cores(
    first: int,
    last: int,
    start: Places,
    rows: Places,
    columns: Numbers,
    row_start: Places,
    spans: Spans,
    counts: Places,
    is_core: Flags,
    x: Metres,
    y: Metres,
    squared_eps: float,
    min_samples: int,
) -> None:
    """Find the neighbours of cells, and say which points have enough points near.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    start, rows, columns, row_start
        Where cells begin among the points, where they lie, and where rows begin among the cells.
    spans
        Filled in; see `geo.analysis.square_kernels.find_spans`.
    counts
        Shape ``(cells,)``, filled in: core points of each.
    is_core
        Shape ``(n,)``, filled in; in a cell that is full all are.
    x, y
        Points in order of cell.
    squared_eps, min_samples
        How near, and how many, the point itself included.
    """
    find_spans(first, last, spans, rows, columns, row_start)
    for cell in range(first, last):
        if start[cell + 1] - start[cell] >= min_samples:
            is_core[start[cell] : start[cell + 1]] = True
            counts[cell] = start[cell + 1] - start[cell]
            continue
        counts[cell] = 0
        for point in range(start[cell], start[cell + 1]):
            count = 0
            for row in _OUTWARDS:
                begin, end = start[spans[cell, row, 0]], start[spans[cell, row, 1]]
                count += _count_near(x, y, begin, end, point, squared_eps, min_samples - count)
            is_core[point] = count >= min_samples
            counts[cell] += is_core[point]


@njit(inline="always")
def _count_near(
    x: Metres, y: Metres, begin: int, end: int, point: int, squared_eps: float, enough: int
) -> int:
    """Count the points of a stretch that are near to one, and stop soon after there are enough."""
    count = 0
    while begin < end and count < enough:
        for place in range(begin, min(begin + _STRIDE, end)):
            across, along = x[place] - x[point], y[place] - y[point]
            count += across * across + along * along <= squared_eps
        begin += _STRIDE
    return count
