"""The loops of the density clustering, compiled: points in square cells, cell against cell.

Points lie sorted by the row and then the column of their cell, so that the neighbouring cells of
one row follow each other. Loops that take ``first`` and ``last`` fill in those rows of an array and
no others, so that threads can share the work and have no say in what comes out.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo import schema

# With cells of eps/sqrt(2) a neighbour lies at most two cells away, the corners included.
_REACH: Final = 2
ROWS_NEAR: Final = 2 * _REACH + 1
BOX_SIDES: Final = 5

Numbers = NDArray[np.int64]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def sort_by(keys: Numbers | Spans, count: int) -> Numbers:
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
def bound_cells(rows: Numbers, columns: Numbers) -> Numbers:
    """Say where each cell begins among sorted points; where the last one ends comes last."""
    start = np.empty(len(rows) + 1, np.int64)
    cells = 0
    for place in range(len(rows)):
        before = max(place - 1, 0)
        is_same = rows[place] == rows[before] and columns[place] == columns[before]
        if place == 0 or not is_same:
            start[cells] = place
            cells += 1
    start[cells] = len(rows)
    return start[: cells + 1].copy()


@njit(cache=True, nogil=True)
def find_spans(first: int, last: int, spans: Spans, rows: Numbers, columns: Numbers) -> None:
    """Find the neighbouring cells of each cell.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    spans
        Shape ``(cells, ROWS_NEAR, 2)``, filled in: of each row the first neighbour and the one
        after the last; the cell itself lies in the middle row.
    rows, columns
        Where the cells lie, in order of row and column.
    """
    for cell in range(first, last):
        for up in range(ROWS_NEAR):
            row, column = rows[cell] + up - _REACH, columns[cell]
            end = begin = _seek(rows, columns, row, column - _REACH)
            while end < len(rows) and rows[end] == row and columns[end] <= column + _REACH:
                end += 1
            spans[cell, up, 0], spans[cell, up, 1] = begin, end


@njit(cache=True, nogil=True)
def _seek(rows: Numbers, columns: Numbers, row: int, column: int) -> int:
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle] < row or (rows[middle] == row and columns[middle] < column):
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def find_cores(
    first: int,
    last: int,
    is_core: Flags,
    x: Metres,
    y: Metres,
    start: Numbers,
    spans: Spans,
    squared_eps: float,
    min_samples: int,
) -> None:
    """Say which points of cells have enough points near; in a cell that is full all have."""
    for cell in range(first, last):
        for point in range(start[cell], start[cell + 1]):
            count = start[cell + 1] - start[cell]
            for up in range(ROWS_NEAR):
                for other in range(spans[cell, up, 0], spans[cell, up, 1]):
                    if other == cell or count >= min_samples:
                        continue
                    for place in range(start[other], start[other + 1]):
                        across, along = x[point] - x[place], y[point] - y[place]
                        count += across * across + along * along <= squared_eps
            is_core[point] = count >= min_samples


@njit(cache=True, nogil=True)
def box_cells(first: int, last: int, boxes: Metres, x: Metres, y: Metres, start: Numbers) -> None:
    """Bound the points of each cell; no point lies in the box of an empty one.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    boxes
        Shape ``(cells, 5)``, filled in: least and most x, least and most y, and the least y of
        those with the least x.
    x, y
        Points in order of cell.
    start
        Shape ``(cells + 1,)``: where each cell begins.
    """
    for cell in range(first, last):
        boxes[cell] = np.inf
        boxes[cell, 1] = boxes[cell, 3] = -np.inf
        for place in range(start[cell], start[cell + 1]):
            if x[place] < boxes[cell, 0]:
                boxes[cell, 4] = np.inf
            boxes[cell, 0] = min(boxes[cell, 0], x[place])
            boxes[cell, 1] = max(boxes[cell, 1], x[place])
            boxes[cell, 2] = min(boxes[cell, 2], y[place])
            boxes[cell, 3] = max(boxes[cell, 3], y[place])
            if x[place] == boxes[cell, 0]:
                boxes[cell, 4] = min(boxes[cell, 4], y[place])


@njit(cache=True, nogil=True)
def join_cells(
    x: Metres, y: Metres, start: Numbers, boxes: Metres, spans: Spans, squared_eps: float
) -> Numbers:
    """Give cells of which core points hang together one number: that of the first of them."""
    cells = len(start) - 1
    parent = np.arange(cells)
    for cell in range(cells):
        for up in range(_REACH, ROWS_NEAR):
            for other in range(max(spans[cell, up, 0], cell + 1), spans[cell, up, 1]):
                mine, theirs = _find_root(parent, cell), _find_root(parent, other)
                if mine != theirs and _touch(x, y, start, boxes, cell, other, squared_eps):
                    parent[max(mine, theirs)] = min(mine, theirs)
    for cell in range(cells):
        parent[cell] = _find_root(parent, cell)
    return parent


@njit(cache=True, nogil=True)
def _find_root(parent: Numbers, cell: int) -> int:
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


@njit(cache=True, nogil=True)
def _touch(
    x: Metres, y: Metres, start: Numbers, boxes: Metres, one: int, other: int, squared_eps: float
) -> bool:
    """Whether a point of one cell lies near enough to one of the other."""
    mine = _pick_near(x, y, start[one], start[one + 1], boxes[other], squared_eps)
    if not len(mine):
        return False
    theirs = _pick_near(x, y, start[other], start[other + 1], boxes[one], squared_eps)
    for point in mine:
        for place in theirs:
            across, along = x[point] - x[place], y[point] - y[place]
            if across * across + along * along <= squared_eps:
                return True
    return False


@njit(cache=True, nogil=True)
def _pick_near(
    x: Metres, y: Metres, first: int, last: int, box: Metres, squared_eps: float
) -> Numbers:
    """Pick the points that are near enough to a box, the nearest first: it most often touches."""
    picked = np.empty(last - first, np.int64)
    count, nearest = 0, np.inf
    for place in range(first, last):
        gap = _square_gap(x[place], y[place], box)
        if gap > squared_eps:
            continue
        picked[count] = place
        if gap < nearest:
            nearest = gap
            picked[count], picked[0] = picked[0], place
        count += 1
    return picked[:count]


@njit(cache=True, nogil=True)
def _square_gap(x: float, y: float, box: Metres) -> float:
    across = max(box[0] - x, 0.0, x - box[1])
    along = max(box[2] - y, 0.0, y - box[3])
    squared: float = across * across + along * along
    return squared


@njit(cache=True, nogil=True)
def find_nearest(
    first: int,
    last: int,
    found: Numbers,
    x: Metres,
    y: Metres,
    cells: Numbers,
    core_x: Metres,
    core_y: Metres,
    start: Numbers,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> None:
    """Find the cell of the core point that is nearest to each point, -1 where none is near enough.

    Of core points that are equally near it is the one with the smallest x, then y.
    """
    for point in range(first, last):
        found[point] = schema.NOISE
        best, best_x, best_y = squared_eps, np.inf, np.inf
        for up in range(ROWS_NEAR):
            for other in range(spans[cells[point], up, 0], spans[cells[point], up, 1]):
                if _square_gap(x[point], y[point], boxes[other]) > best:
                    continue
                for core in range(start[other], start[other + 1]):
                    across, along = x[point] - core_x[core], y[point] - core_y[core]
                    squared = across * across + along * along
                    is_before = core_x[core] < best_x or (
                        core_x[core] == best_x and core_y[core] < best_y
                    )
                    if squared < best or (squared == best and is_before):
                        best, best_x, best_y = squared, core_x[core], core_y[core]
                        found[point] = other
