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
    tally = np.zeros((len(bounds) + 1, reach.shape[1] + 1), np.int64)
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
                        # What lies in no band is counted too, before the first or after the last.
                        tally[far + 1, _find_days(codes[here], codes[there], reach) + 1] += 1
    counts[:] = tally[1:-1, 1:-1]


@njit(cache=True, nogil=True)
def _find_band(
    across: float, along: float, bounds: Metres, squares: Metres, is_manhattan: bool
) -> int:
    """Find the band of a distance: -1 below all, and one too many beyond."""
    # Comparisons are added up: a branch that nobody can foresee takes longer than all of them.
    band = -1
    if is_manhattan:
        for bound in bounds:
            band += bound <= across + along
        return band
    square = across * across + along * along
    doubtful = 0
    for limit in squares:
        band += limit <= square
        doubtful += abs(square - limit) <= _ROUNDING * limit
    if doubtful:
        band = -1
        for bound in bounds:
            band += bound <= math.hypot(across, along)
    return band


@njit(cache=True, nogil=True)
def _find_days(one: int, other: int, reach: Codes) -> int:
    """Find the band of two days: -1 below all."""
    early, later = min(one, other), max(one, other)
    band = -1
    for bound in range(reach.shape[1]):
        band += reach[early, bound] <= later
    return band
