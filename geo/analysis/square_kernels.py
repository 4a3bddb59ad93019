"""The loops that sort points into square cells and find the neighbours of cells, compiled.

Points lie sorted by the row and then the column of their cell, so that the neighbouring cells of
one row follow each other, and their points too. Loops that take ``first`` and ``last`` fill in
those cells (or rows of points) of an array and no others, so that threads can share the work and
have no say in what comes out.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

# What is within reach lies at most two cells away, the corners included.
REACH: Final = 2
ROWS_NEAR: Final = 2 * REACH + 1
# A row with more columns than this for each of its points is not sorted by counting.
_MOST_COLUMNS: Final = 8

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]


@njit(cache=True, nogil=True)
def sort_by(keys: Numbers | Places, count: int) -> Places:
    """Order keys from 0 up to ``count``, equal ones as they came, by counting them."""
    start = np.zeros(count + 1, np.int64)
    for key in keys:
        start[key + 1] += 1
    for key in range(count):
        start[key + 1] += start[key]
    order = np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        order[start[keys[place]]] = place
        start[keys[place]] += 1
    return order


@njit(cache=True, nogil=True)
def sort_by_row(
    x: Metres, y: Metres, rows: Numbers, columns: Numbers
) -> tuple[Places, Numbers, Metres, Metres, Numbers]:
    """Sort points by the row of their cell.

    Returns
    -------
    tuple
        Where each row begins and the last one ends; then of the sorted points the columns, x, y,
        and their places before.
    """
    start = np.zeros(rows.max() + 2, np.int64)
    for row in rows:
        start[row + 1] += 1
    start = np.cumsum(start)
    free = start[:-1].copy()
    sorted_columns, order = np.empty_like(columns), np.empty_like(rows)
    sorted_x, sorted_y = np.empty_like(x), np.empty_like(y)
    for point in range(len(rows)):
        place = free[rows[point]]
        free[rows[point]] += 1
        sorted_columns[place] = columns[point]
        sorted_x[place], sorted_y[place], order[place] = x[point], y[point], point
    return start, sorted_columns, sorted_x, sorted_y, order


@njit(cache=True, nogil=True)
def sort_by_column(
    first: int, last: int, starts: Places, columns: Numbers, x: Metres, y: Metres, order: Numbers
) -> None:
    """Sort the points of rows by column, in place; ``starts`` says where each row begins."""
    for row in range(first, last):
        begin, end = starts[row], starts[row + 1]
        if end == begin:
            continue
        ranks = _rank(columns[begin:end])
        columns[begin:end] = columns[begin:end][ranks]
        x[begin:end] = x[begin:end][ranks]
        y[begin:end] = y[begin:end][ranks]
        order[begin:end] = order[begin:end][ranks]


@njit(cache=True, nogil=True)
def _rank(keys: Numbers) -> Places:
    """Say which key comes first, which second, and so on."""
    least = keys.min()
    width = keys.max() - least + 1
    if width > _MOST_COLUMNS * len(keys):
        return np.argsort(keys)
    free = np.zeros(width + 1, np.int64)
    for key in keys:
        free[key - least + 1] += 1
    free = np.cumsum(free)
    ranks = np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        key = keys[place] - least
        ranks[free[key]] = place
        free[key] += 1
    return ranks


@njit(cache=True, nogil=True)
def find_spans(
    first: int, last: int, spans: Spans, rows: Places, columns: Numbers, row_start: Places
) -> None:
    """Find the neighbours of cells.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    spans
        Shape ``(cells, ROWS_NEAR, 2)``, filled in: of each row the first neighbour and the one
        after the last; the cell itself lies in the middle row.
    rows, columns, row_start
        Where cells lie, in order of row and column, and where rows begin among them.
    """
    for row in range(ROWS_NEAR):
        _find_spans_up(first, last, spans[:, row], row - REACH, rows, columns, row_start)


@njit(cache=True, nogil=True)
def _find_spans_up(
    first: int,
    last: int,
    spans: Spans,
    up: int,
    rows: Places,
    columns: Numbers,
    row_start: Places,
) -> None:
    """Find the neighbours in the row that lies so many rows up."""
    begin = end = 0
    for cell in range(first, last):
        row = rows[cell] + up
        if row < 0 or row + 1 >= len(row_start):
            begin = end = 0
        else:
            stop = row_start[row + 1]
            if cell == first or rows[cell] != rows[cell - 1]:
                begin = end = _seek(columns, row_start[row], stop, columns[cell] - REACH)
            while begin < stop and columns[begin] < columns[cell] - REACH:
                begin += 1
            end = max(begin, end)
            while end < stop and columns[end] <= columns[cell] + REACH:
                end += 1
        spans[cell, 0], spans[cell, 1] = begin, end


@njit(cache=True, nogil=True)
def _seek(columns: Numbers, low: int, high: int, column: int) -> int:
    while low < high:
        middle = (low + high) // 2
        if columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    return low
