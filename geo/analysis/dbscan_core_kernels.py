"""The loops of the density clustering that join core points, and give every point its cluster.

As in `geo.analysis.square_kernels` points lie in order of cell, and threads fill in what lies
between ``first`` and ``last``. ``start`` says where each cell begins among its core points.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo import schema
from geo.analysis.square_kernels import REACH, ROWS_NEAR

BOX_SIDES: Final = 5

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def gather_cores(
    first: int,
    last: int,
    start: Places,
    core_start: Places,
    core_x: Metres,
    core_y: Metres,
    boxes: Metres,
    is_core: Flags,
    x: Metres,
    y: Metres,
) -> None:
    """Put the core points of cells together, and bound them.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    start, core_start
        Where each cell begins among the points, and among the core points.
    core_x, core_y
        Core points in order of cell, filled in.
    boxes
        Shape ``(cells, BOX_SIDES)``, filled in: least and most x, least and most y, and the least
        y of those with the least x. No point lies in the box of a cell without core points.
    is_core, x, y
        Points in order of cell.
    """
    for cell in range(first, last):
        boxes[cell] = np.inf
        boxes[cell, 1] = boxes[cell, 3] = -np.inf
        core = core_start[cell]
        for place in range(start[cell], start[cell + 1]):
            if is_core[place]:
                core_x[core], core_y[core] = x[place], y[place]
                _widen(boxes, cell, x[place], y[place])
                core += 1


@njit(cache=True, nogil=True)
def _widen(boxes: Metres, cell: int, x: float, y: float) -> None:
    if x < boxes[cell, 0]:
        boxes[cell, 4] = np.inf
    boxes[cell, 0] = min(boxes[cell, 0], x)
    boxes[cell, 1] = max(boxes[cell, 1], x)
    boxes[cell, 2] = min(boxes[cell, 2], y)
    boxes[cell, 3] = max(boxes[cell, 3], y)
    if x == boxes[cell, 0]:
        boxes[cell, 4] = min(boxes[cell, 4], y)


@njit(cache=True, nogil=True)
def join_stretch(
    first: int,
    last: int,
    start: Places,
    parent: Places,
    tried: Places,
    most: int,
    x: Metres,
    y: Metres,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> None:
    """Join the cells of a stretch of which core points are near enough to each other.

    Parameters
    ----------
    first, last
        Cells of the stretch, the last not included.
    start, x, y, boxes
        Core points in order of cell, where each cell begins among them, and its box.
    parent
        Shape ``(cells,)``, filled in: a cell of the same chain, at most the cell itself.
    tried
        Shape ``(cells,)``, filled in: the first cell against which each was not held.
    most
        Core points of the fullest cell.
    spans, squared_eps
        Neighbours of cells, and what is near.
    """
    parent[first:last] = np.arange(first, last)
    tried[first:last] = last
    picked = np.empty((2, most), np.int64)
    for cell in range(first, last):
        if start[cell] < start[cell + 1]:
            others = cell + 1, last
            _join(cell, others, parent, picked, start, x, y, boxes, spans, squared_eps)


@njit(cache=True, nogil=True)
def join_stretches(
    start: Places,
    parent: Places,
    tried: Places,
    most: int,
    x: Metres,
    y: Metres,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> None:
    """Join over the ends of stretches, and let ``parent`` name the first cell of each chain."""
    picked = np.empty((2, most), np.int64)
    for cell in range(len(parent)):
        # Asked here: for most the call would take longer than the answer.
        if start[cell] < start[cell + 1] and _reach_over(spans, cell, tried[cell]):
            others = tried[cell], len(parent)
            _join(cell, others, parent, picked, start, x, y, boxes, spans, squared_eps)
    for cell in range(len(parent)):
        parent[cell] = _find_root(parent, cell)


@njit(inline="always")
def _reach_over(spans: Spans, cell: int, end: int) -> bool:
    furthest = max(spans[cell, REACH, 1], spans[cell, REACH + 1, 1], spans[cell, REACH + 2, 1])
    return bool(furthest > end)


@njit(inline="always")
def _join(
    cell: int,
    others: tuple[int, int],
    parent: Places,
    picked: Places,
    start: Places,
    x: Metres,
    y: Metres,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> None:
    """Join a cell with those neighbours among others, further on, to which it is near enough."""
    for row in range(REACH, ROWS_NEAR):
        begin, end = max(spans[cell, row, 0], others[0]), min(spans[cell, row, 1], others[1])
        for other in range(begin, end):
            if start[other] == start[other + 1]:
                continue
            mine, theirs = _find_root(parent, cell), _find_root(parent, other)
            if mine != theirs and _touch(x, y, start, boxes, cell, other, squared_eps, picked):
                parent[max(mine, theirs)] = min(mine, theirs)


@njit(cache=True, nogil=True)
def _find_root(parent: Places, cell: int) -> int:
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


@njit(cache=True, nogil=True)
def _touch(
    x: Metres,
    y: Metres,
    start: Places,
    boxes: Metres,
    one: int,
    other: int,
    squared_eps: float,
    picked: Places,
) -> bool:
    """Whether a core point of one cell lies near enough to one of the other."""
    if _square_gap_between(boxes, one, other) > squared_eps:
        return False
    mine = _pick_near(x, y, start[one], start[one + 1], boxes, other, squared_eps, picked, 0)
    theirs = _pick_near(x, y, start[other], start[other + 1], boxes, one, squared_eps, picked, 1)
    for here in range(mine):
        for there in range(theirs):
            point, place = picked[0, here], picked[1, there]
            across, along = x[point] - x[place], y[point] - y[place]
            if across * across + along * along <= squared_eps:
                return True
    return False


@njit(cache=True, nogil=True)
def _pick_near(
    x: Metres,
    y: Metres,
    first: int,
    last: int,
    boxes: Metres,
    cell: int,
    squared_eps: float,
    picked: Places,
    side: int,
) -> int:
    """Pick the points that are near enough to a box, the nearest first: it most often touches."""
    count, nearest = 0, np.inf
    for place in range(first, last):
        gap = _square_gap(x[place], y[place], boxes, cell)
        if gap > squared_eps:
            continue
        picked[side, count] = place
        if gap < nearest:
            nearest = gap
            picked[side, count], picked[side, 0] = picked[side, 0], place
        count += 1
    return count


@njit(inline="always")
def _square_gap(x: float, y: float, boxes: Metres, cell: int) -> float:
    across = max(boxes[cell, 0] - x, 0.0, x - boxes[cell, 1])
    along = max(boxes[cell, 2] - y, 0.0, y - boxes[cell, 3])
    squared: float = across * across + along * along
    return squared


@njit(cache=True, nogil=True)
def _square_gap_between(boxes: Metres, one: int, other: int) -> float:
    across = max(boxes[one, 0] - boxes[other, 1], 0.0, boxes[other, 0] - boxes[one, 1])
    along = max(boxes[one, 2] - boxes[other, 3], 0.0, boxes[other, 2] - boxes[one, 3])
    squared: float = across * across + along * along
    return squared


@njit(cache=True, nogil=True)
def find_firsts(chain_of: Places, boxes: Metres) -> Metres:
    """Find the smallest x, then y, of the core points of each chain of cells.

    Parameters
    ----------
    chain_of
        Shape ``(cells,)``: the first cell of the chain of each.
    boxes
        As `gather_cores` leaves them.

    Returns
    -------
    ndarray
        Shape ``(cells, 2)``: in the row of the first cell of each chain; infinite in the others,
        and where there is no core point.
    """
    firsts = np.full((len(chain_of), 2), np.inf)
    for cell in range(len(chain_of)):
        chain, x, y = chain_of[cell], boxes[cell, 0], boxes[cell, 4]
        if x < firsts[chain, 0] or (x == firsts[chain, 0] and y < firsts[chain, 1]):
            firsts[chain, 0], firsts[chain, 1] = x, y
    return firsts


@njit(cache=True, nogil=True)
def place_labels(
    first: int,
    last: int,
    start: Places,
    labels: Places,
    was_core: Flags,
    order: Numbers,
    x: Metres,
    y: Metres,
    is_core: Flags,
    cluster_of: Places,
    core_start: Places,
    core_x: Metres,
    core_y: Metres,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> None:
    """Fill in labels and core points in the order in which the points were given.

    A point that is no core point takes the cluster of the nearest core point that is near enough;
    of those that are equally near, that of the one with the smallest x, then y.

    Parameters
    ----------
    first, last
        Cells to do, the last not included.
    labels, was_core
        Shape ``(n,)``, filled in: in the order in which the points were given.
    start, order, x, y, is_core
        Points in order of cell, and their places before.
    cluster_of
        Shape ``(cells,)``: cluster of the core points of each cell.
    core_start, core_x, core_y, boxes
        As `gather_cores` leaves them.
    spans, squared_eps
        Neighbours of cells, and what is near.
    """
    for cell in range(first, last):
        for point in range(start[cell], start[cell + 1]):
            nearest = cell
            if not is_core[point]:
                place = x[point], y[point]
                nearest = _find_nearest(
                    place, cell, core_start, core_x, core_y, boxes, spans, squared_eps
                )
            was_core[order[point]] = is_core[point]
            labels[order[point]] = schema.NOISE if nearest < 0 else cluster_of[nearest]


@njit(inline="always")
def _find_nearest(
    place: tuple[float, float],
    cell: int,
    start: Places,
    x: Metres,
    y: Metres,
    boxes: Metres,
    spans: Spans,
    squared_eps: float,
) -> int:
    """Find the cell of the core point that is nearest to a place, -1 where none is near enough."""
    nearest = -1
    best, best_x, best_y = squared_eps, np.inf, np.inf
    for row in range(ROWS_NEAR):
        begin, end = spans[cell, row, 0], spans[cell, row, 1]
        if start[begin] == start[end]:
            continue
        for other in range(begin, end):
            if _square_gap(place[0], place[1], boxes, other) > best:
                continue
            for core in range(start[other], start[other + 1]):
                across, along = place[0] - x[core], place[1] - y[core]
                squared = across * across + along * along
                is_before = x[core] < best_x or (x[core] == best_x and y[core] < best_y)
                if squared < best or (squared == best and is_before):
                    best, best_x, best_y, nearest = squared, x[core], y[core], other
    return nearest
