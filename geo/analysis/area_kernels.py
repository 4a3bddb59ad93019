"""The loop of the join with areas, compiled: a lookup for most points, a few edges for the others.

Whether a point lies in an area is told by the edges that a ray from it to the right crosses: an odd
number. Only edges of the point's own row of cells can be crossed. Where rounding could decide on
which side of an edge the point lies, or where it may lie on the edge, the loop says so and leaves
the point to exact arithmetic.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

# What is found for a point that rounding could put elsewhere.
UNSURE: Final = -2
_FIRST_CROSSED: Final = -2
# A determinant of differences of doubles is right in its sign beyond this share of its terms
# (Shewchuk 1997, Adaptive precision floating-point arithmetic and fast robust geometric
# predicates).
_ROUNDING: Final = (3 + 16 * 2.0**-53) * 2.0**-53
# That does not hold where products are so small that digits are lost.
_TINY: Final = 1e-290

Metres = NDArray[np.float64]
Positions = NDArray[np.int32]


@njit(cache=True, nogil=True)
def locate(
    x: Metres,
    y: Metres,
    west: float,
    south: float,
    cell: float,
    rows: int,
    columns: int,
    area_of_cell: Positions,
    candidates: Positions,
    spans: Positions,
    edges: Metres,
) -> Positions:
    """Find the area of each point, the lowest of several.

    Parameters
    ----------
    x, y
        Shape ``(n,)``; not a number lies in the outermost cells.
    west, south, cell, rows, columns, area_of_cell, candidates, spans, edges
        As `geo.analysis.area_index.AreaIndex` describes them.

    Returns
    -------
    ndarray
        Shape ``(n,)``: position of the area, -1 outside every one, `UNSURE` where rounding could
        decide.
    """
    found = np.empty(len(x), np.int32)
    for point in range(len(x)):
        row = _step((y[point] - south) / cell, rows)
        column = _step((x[point] - west) / cell, columns)
        area = area_of_cell[row * columns + column]
        if area <= _FIRST_CROSSED:
            area = _compare(x[point], y[point], _FIRST_CROSSED - area, candidates, spans, edges)
        found[point] = area
    return found


@njit(cache=True, nogil=True)
def _step(cells: float, count: int) -> int:
    # Not a number is not over 0, and so ends in the margin like all that lies beyond.
    return int(min(cells, count - 1.0)) if cells > 0 else 0


@njit(inline="always")
def _compare(
    x: float, y: float, crossed: int, candidates: Positions, spans: Positions, edges: Metres
) -> int:
    """Find the first of the areas that a cell meets in which a point lies."""
    for place in range(candidates.shape[1]):
        if candidates[crossed, place] < 0:
            break
        first, last = spans[crossed, place, 0], spans[crossed, place, 1]
        parity = _count_crossed(x, y, first, last, edges) if first <= last else UNSURE
        if parity:
            return candidates[crossed, place] if parity == 1 else UNSURE
    return -1


@njit(cache=True, nogil=True)
def _count_crossed(x: float, y: float, first: int, last: int, edges: Metres) -> int:
    """Whether a ray to the right crosses an odd number of edges: 1, 0, or `UNSURE`."""
    parity = 0
    for edge in range(first, last):
        if y < edges[edge, 1] or y > edges[edge, 3]:
            continue
        left, right = edges[edge, 0] - x, edges[edge, 2] - x
        if left < 0 and right < 0:
            continue
        below, above = edges[edge, 1] - y, edges[edge, 3] - y
        if not (left > 0 and right > 0):
            one, other = left * above, below * right
            if abs(one - other) <= _ROUNDING * (abs(one) + abs(other)) + _TINY:
                return UNSURE
            if one < other:
                continue
        # The lower end of an edge counts and the upper does not: each corner is crossed once.
        parity ^= above > 0
    return parity
