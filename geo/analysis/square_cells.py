"""Points sorted into square cells, so that what is near lies in a few stretches of them."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.analysis import dbscan_kernels as kernels

# More cells than this for each point along one side are numbered by those that hold points.
_MOST_KEYS: Final = 4
_ROUNDING: Final = float(np.finfo(np.float64).eps)

Metres = NDArray[np.float64]
Numbers = NDArray[np.int64]


class SquareCells(NamedTuple):
    """Square cells that hold points, in order of row and column.

    ``order`` (n,) sorts the points into them, ``start`` (k + 1,) says where each begins, ``rows``
    and ``columns`` (k,) say where it lies.
    """

    order: Numbers
    start: Numbers
    rows: Numbers
    columns: Numbers


def sort_within(x: Metres, y: Metres, reach_m: float) -> SquareCells:
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


def sort_around(x: Metres, y: Metres, reach_m: float) -> SquareCells:
    """Sort points into cells as large as may be, with all within reach two cells away or nearer.

    Fewer points out of reach then have to be looked at than with the cells of `sort_within`.
    """
    return _sort(x, y, reach_m / 2 * (1 + _weigh_rounding(x, y, reach_m)))


def _weigh_rounding(x: Metres, y: Metres, reach_m: float) -> float:
    steps = max(float(np.ptp(x)), float(np.ptp(y))) / reach_m
    return _ROUNDING * (16 + 8 * steps)


def _sort(x: Metres, y: Metres, side_m: float) -> SquareCells:
    rows, columns = _number(y, side_m), _number(x, side_m)
    order = kernels.sort_by(*_number_densely(columns))
    row_keys, count = _number_densely(rows)
    order = order[kernels.sort_by(row_keys[order], count)]
    start = kernels.bound_cells(rows[order], columns[order])
    first = order[start[:-1]]
    return SquareCells(order, start, rows[first], columns[first])


def _number(values: Metres, side_m: float) -> Numbers:
    numbers: Numbers = ((values - values.min()) / side_m).astype(np.int64)
    return numbers


def _number_densely(numbers: Numbers) -> tuple[Numbers, int]:
    count = int(numbers.max()) + 1
    if count <= _MOST_KEYS * len(numbers):
        return numbers, count
    distinct, keys = np.unique(numbers, return_inverse=True)
    return keys, len(distinct)
