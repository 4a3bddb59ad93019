"""The loops that draw patterns of chance over fixed places and weigh their clusters, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo import schema
from geo.analysis import dbscan_core_kernels as kernels
from geo.analysis.square_kernels import ROWS_NEAR

Numbers = NDArray[np.int64]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]
Weights = NDArray[np.float64]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def score_patterns(
    first: int,
    last: int,
    largest: Weights,
    chances: Weights,
    weights: Weights,
    reached: Weights,
    guide: Numbers,
    order: Spans,
    x: Metres,
    y: Metres,
    start: Numbers,
    spans: Spans,
    squared_eps: float,
    min_samples: int,
) -> None:
    """Find the highest sum of weights in one cluster of each pattern, 0 without any cluster.

    Parameters
    ----------
    first, last
        Patterns to do, the last not included.
    largest
        Shape ``(patterns,)``, filled in.
    chances
        Shape ``(patterns, incidents)``: from 0 up to 1, where the place of each is drawn.
    weights
        Shape ``(incidents,)``.
    reached
        Shape ``(places,)``: share of the chance up to and with each place, the last of them 1.
    guide
        Shape ``(k,)``, k a power of two: the first place that can be drawn from ``i / k`` on.
    order, x, y
        Shape ``(places,)``: places in order of cell, ``order`` their own numbers.
    start, spans
        Where the places of each cell begin, and which cells are its neighbours.
    squared_eps, min_samples
        Of the clustering.
    """
    for pattern in range(first, last):
        counts = np.zeros(len(reached), np.int64)
        held = np.zeros(len(reached))
        _draw(chances[pattern], weights, reached, guide, counts, held)
        struck, struck_start, struck_spans = _pick_struck(counts[order], start, spans)
        cluster_of = _cluster_places(
            x[struck],
            y[struck],
            counts[order[struck]],
            struck_start,
            struck_spans,
            squared_eps,
            min_samples,
        )
        found = np.full(len(reached), schema.NOISE, np.int64)
        found[order[struck]] = cluster_of
        largest[pattern] = _weigh_largest(found, held, len(struck_start))


@njit(cache=True, nogil=True)
def _draw(
    chances: Weights,
    weights: Weights,
    reached: Weights,
    guide: Numbers,
    counts: Numbers,
    held: Weights,
) -> None:
    """Let each incident fall on the first place of which the reach is beyond its chance."""
    for incident in range(len(chances)):
        chance = chances[incident]
        # A power of two: the product is exact, and no place is passed over.
        place = guide[int(chance * len(guide))]
        while reached[place] <= chance:
            place += 1
        counts[place] += 1
        held[place] += weights[incident]


@njit(cache=True, nogil=True)
def _pick_struck(counts: Numbers, start: Numbers, spans: Spans) -> tuple[Numbers, Numbers, Spans]:
    """Keep the places that were drawn, and the cells that hold them."""
    struck = np.flatnonzero(counts)
    cells = len(start) - 1
    # How many cells with a drawn place come before each cell.
    before = np.zeros(cells + 1, np.int32)
    begin = np.zeros(cells + 1, np.int64)
    place = kept = 0
    for cell in range(cells):
        begin[kept] = place
        while place < len(struck) and struck[place] < start[cell + 1]:
            place += 1
        kept += place > begin[kept]
        before[cell + 1] = kept
    begin[kept] = len(struck)
    near = np.empty((kept, ROWS_NEAR, 2), np.int32)
    for cell in range(cells):
        if before[cell + 1] > before[cell]:
            for up in range(ROWS_NEAR):
                near[before[cell], up, 0] = before[spans[cell, up, 0]]
                near[before[cell], up, 1] = before[spans[cell, up, 1]]
    return struck, begin[: kept + 1].copy(), near


@njit(cache=True, nogil=True)
def _cluster_places(
    x: Metres,
    y: Metres,
    counts: Numbers,
    start: Numbers,
    spans: Spans,
    squared_eps: float,
    min_samples: int,
) -> Numbers:
    """Number the cluster of each place by one of its cells, -1 for noise."""
    is_core = _find_cores(x, y, counts, start, spans, squared_eps, min_samples)
    cells = len(start) - 1
    core_start = np.zeros(cells + 1, np.int64)
    for cell in range(cells):
        core_start[cell + 1] = core_start[cell] + is_core[start[cell] : start[cell + 1]].sum()
    core_x, core_y = np.empty(core_start[-1]), np.empty(core_start[-1])
    boxes = np.empty((cells, kernels.BOX_SIDES))
    kernels.gather_cores(0, cells, start, core_start, core_x, core_y, boxes, is_core, x, y)
    cores = core_x, core_y, boxes, spans, squared_eps
    # All cells are one stretch; what is called after it only looks up the first of each chain.
    joined, tried = np.empty(cells, np.int64), np.empty(cells, np.int64)
    most = np.diff(core_start).max()
    kernels.join_stretch(0, cells, core_start, joined, tried, most, *cores)
    kernels.join_stretches(core_start, joined, tried, most, *cores)
    found, own = np.empty(len(x), np.int64), np.arange(len(x), dtype=np.int32)
    kernels.place_labels(
        0, cells, start, found, is_core.copy(), own, x, y, is_core, joined, core_start, *cores
    )
    return found


@njit(cache=True, nogil=True)
def _find_cores(
    x: Metres,
    y: Metres,
    counts: Numbers,
    start: Numbers,
    spans: Spans,
    squared_eps: float,
    min_samples: int,
) -> Flags:
    """Say which places have enough points near; in a cell that is full all have."""
    is_core = np.zeros(len(x), np.bool_)
    for cell in range(len(start) - 1):
        own = counts[start[cell] : start[cell + 1]].sum()
        for point in range(start[cell], start[cell + 1]):
            count = own
            for up in range(ROWS_NEAR):
                for other in range(spans[cell, up, 0], spans[cell, up, 1]):
                    if other == cell or count >= min_samples:
                        continue
                    for place in range(start[other], start[other + 1]):
                        across, along = x[point] - x[place], y[point] - y[place]
                        if across * across + along * along <= squared_eps:
                            count += counts[place]
            is_core[point] = count >= min_samples
    return is_core


@njit(cache=True, nogil=True)
def _weigh_largest(cluster_of: Numbers, held: Weights, clusters: int) -> float:
    scores = np.zeros(clusters)
    # In order of place, whatever cells they lie in: another order would give another rounding.
    for place in range(len(cluster_of)):
        if cluster_of[place] != schema.NOISE:
            scores[cluster_of[place]] += held[place]
    return float(scores.max())
