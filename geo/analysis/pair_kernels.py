"""The loops that count pairs of incidents close in place and time, compiled.

Incidents lie sorted by cell, and within a cell by day. A window of days then is a stretch of the
cell, and only what lies in it is looked at: pairs of other days, which are nearly all of them,
take no time.
"""

import math
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.analysis import square_kernels as kernels

# What rounding can make of a square, as a share of it: nearer to a bound the root is drawn.
_ROUNDING: Final = 1e-12
_MIDDLE: Final = kernels.ROWS_NEAR // 2

Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]
Spans = NDArray[np.int32]
Metres = NDArray[np.float64]


@njit(cache=True, nogil=True)
def count_arrangements(
    first: int,
    last: int,
    counts: NDArray[np.int64],
    codes: Codes,
    x: Metres,
    y: Metres,
    cell_of: Numbers,
    start: Numbers,
    spans: Spans,
    bounds: Metres,
    reach: Codes,
    is_manhattan: bool,
) -> None:
    """Count the pairs of arrangements of the days by band of distance and of days.

    Parameters
    ----------
    first, last
        Arrangements to do, the last not included.
    counts
        Shape ``(arrangements, distances, days)``, filled in.
    codes
        Shape ``(arrangements, n)``: number of the day of each incident among the different days.
    x, y, cell_of
        Shape ``(n,)``: incidents in order of cell.
    start, spans
        Where the incidents of each cell begin, and which cells are its neighbours.
    bounds
        Of the distances, metres.
    reach
        Shape ``(different days, days + 1)``: of each day the first later one, or the same, that
        lies no less than each bound of days after it.
    is_manhattan
        How distance is measured.
    """
    for arrangement in range(first, last):
        order = _sort_days(codes[arrangement], cell_of, len(reach), len(start) - 1)
        _count(
            counts[arrangement],
            codes[arrangement][order],
            x[order],
            y[order],
            start,
            spans,
            bounds,
            reach,
            is_manhattan,
        )


@njit(cache=True, nogil=True)
def count_looks(
    codes: Codes, cell_of: Numbers, start: Numbers, spans: Spans, reach: Codes
) -> float:
    """Count the pairs that `count_arrangements` looks at for one arrangement."""
    ordered = codes[_sort_days(codes, cell_of, len(reach), len(start) - 1)]
    looks = 0.0
    for cell in range(len(start) - 1):
        for up in range(_MIDDLE, kernels.ROWS_NEAR):
            for other in range(max(spans[cell, up, 0], cell), spans[cell, up, 1]):
                begin = end = start[other]
                for here in range(start[cell], start[cell + 1]):
                    begin, end = _move(ordered, ordered[here], begin, end, start[other + 1], reach)
                    looks += end - (max(begin, here + 1) if other == cell else begin)
    return looks


@njit(cache=True, nogil=True)
def _sort_days(codes: Codes, cell_of: Numbers, days: int, cells: int) -> Numbers:
    by_day = kernels.sort_by(codes, days)
    return by_day[kernels.sort_by(cell_of[by_day], cells)]


@njit(cache=True, nogil=True)
def _move(
    codes: Codes, code: int, begin: int, end: int, stop: int, reach: Codes
) -> tuple[int, int]:
    """Move on a window among the days of a cell to what is within reach of a day."""
    farthest = reach.shape[1] - 1
    while begin < stop and codes[begin] < code and reach[codes[begin], farthest] <= code:
        begin += 1
    end = max(begin, end)
    while end < stop and codes[end] < reach[code, farthest]:
        end += 1
    return begin, end


@njit(cache=True, nogil=True)
def _count(
    counts: NDArray[np.int64],
    codes: Codes,
    x: Metres,
    y: Metres,
    start: Numbers,
    spans: Spans,
    bounds: Metres,
    reach: Codes,
    is_manhattan: bool,
) -> None:
    squares = np.square(bounds)
    for cell in range(len(start) - 1):
        for up in range(_MIDDLE, kernels.ROWS_NEAR):
            for other in range(max(spans[cell, up, 0], cell), spans[cell, up, 1]):
                begin = end = start[other]
                for here in range(start[cell], start[cell + 1]):
                    begin, end = _move(codes, codes[here], begin, end, start[other + 1], reach)
                    # Within a cell each pair once.
                    for there in range(max(begin, here + 1) if other == cell else begin, end):
                        across, along = abs(x[here] - x[there]), abs(y[here] - y[there])
                        far = _find_band(across, along, bounds, squares, is_manhattan)
                        if 0 <= far < len(counts):
                            late = _find_days(codes[here], codes[there], reach)
                            if late >= 0:
                                counts[far, late] += 1


@njit(cache=True, nogil=True)
def _find_band(
    across: float, along: float, bounds: Metres, squares: Metres, is_manhattan: bool
) -> int:
    """Find the band of a distance: -1 below all, and one too many beyond."""
    band = -1
    if is_manhattan:
        while band + 1 < len(bounds) and bounds[band + 1] <= across + along:
            band += 1
        return band
    square = across * across + along * along
    for bound in range(len(bounds)):
        gap = square - squares[bound]
        if abs(gap) <= _ROUNDING * squares[bound]:
            gap = math.hypot(across, along) - bounds[bound]
        if gap < 0:
            break
        band = bound
    return band


@njit(cache=True, nogil=True)
def _find_days(one: int, other: int, reach: Codes) -> int:
    """Find the band of two days: -1 below all."""
    early, later = min(one, other), max(one, other)
    band = -1
    while reach[early, band + 1] <= later:
        band += 1
    return band
