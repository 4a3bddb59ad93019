"""Points that hang together: chains in which no link is longer than a given distance."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.analysis.points import Places, stack_points

# In a square cell of this side, as a share of the longest link, all points are near enough.
_SIDE: Final = float((1 - 1e-6) / np.sqrt(2))
# Points that are near enough lie at most two cells apart, both sideways and upwards.
_REACH: Final = float(2 * np.sqrt(2) + 0.1)
# Pairs of points that are held against each other at a time.
_BLOCK: Final = 1 << 20

Points = NDArray[np.float64]
Numbers = NDArray[np.intp]


def chain_points(places: Points, longest_m: float) -> Numbers:
    """Find which points hang together.

    Cells in which all points are near enough to each other stand for their points. Their
    outermost points link most of the cells that belong together; cells that are close and still
    apart after that are held against each other point by point, so that the answer is exact.

    Parameters
    ----------
    places
        Shape ``(n, 2)``, metres, distinct, in order of x, then y.
    longest_m
        Length that a link may have; exactly as long counts.

    Returns
    -------
    ndarray
        Shape ``(n,)``: number of the chain of each point, counted from 0 as they first come up.

    References
    ----------
    Gunawan (2013), A faster algorithm for DBSCAN. Thesis, Eindhoven University of Technology.
    """
    cells = stack_points(np.floor(places / (longest_m * _SIDE)))
    some = _pick_outermost(places, cells)
    links = cells.place_of[some[_pair_up(places[some], longest_m)]]
    chain = _join(links, len(cells.xy))
    close = _pair_up(cells.xy, _REACH)
    apart = close[chain[close[:, 0]] != chain[close[:, 1]]]
    more = apart[_touch(apart, places, cells, longest_m)]
    chain = _join(np.concatenate([links, more]), len(cells.xy))[cells.place_of]
    _, first, number = np.unique(chain, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[number]


def _pick_outermost(places: Points, cells: Places) -> Numbers:
    """Pick of each cell the points farthest west, east, south and north."""
    picked = []
    for across in (0, 1):
        order = np.lexsort((places[:, across], cells.place_of))
        ends = np.cumsum(cells.counts)
        picked += [order[ends - cells.counts], order[ends - 1]]
    return np.unique(np.concatenate(picked))


def _pair_up(points: Points, longest: float) -> Numbers:
    return np.asarray(cKDTree(points).query_pairs(longest, output_type="ndarray"), np.intp)


def _join(links: Numbers, count: int) -> Numbers:
    graph = coo_array((np.ones(len(links), np.int8), (links[:, 0], links[:, 1])), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.intp)


def _touch(pairs: Numbers, places: Points, cells: Places, longest_m: float) -> NDArray[np.bool_]:
    """Say which pairs of cells hold points that are near enough to each other."""
    order = np.argsort(cells.place_of, kind="stable")
    start = np.cumsum(cells.counts) - cells.counts
    sizes = cells.counts[pairs]
    until = np.cumsum(sizes.prod(axis=1))
    touching = np.zeros(len(pairs), np.bool_)
    total = int(until[-1]) if len(pairs) else 0
    for begin in range(0, total, _BLOCK):
        each = np.arange(begin, min(begin + _BLOCK, total))
        pair = np.searchsorted(until, each, side="right")
        place = each - (until[pair] - sizes[pair].prod(axis=1))
        one = order[start[pairs[pair, 0]] + place // sizes[pair, 1]]
        other = order[start[pairs[pair, 1]] + place % sizes[pair, 1]]
        squared = np.square(places[one] - places[other]).sum(axis=1)
        touching[pair[squared <= longest_m**2]] = True
    return touching
