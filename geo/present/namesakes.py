"""Places of one name, told apart by where they lie."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_UPRIGHT: Final = ("noord", "zuid")
_FLAT: Final = ("west", "oost")


def tell_apart(names: Sequence[str], xy: NDArray[np.float64]) -> list[str]:
    """Add to names that come more than once where each place lies among its namesakes.

    Two are told apart by the wind: ``Ridderhof (noord)`` and ``Ridderhof (zuid)``. More of them are
    numbered from north to south, or from west to east where they lie farther apart that way:
    ``Kerkweg (2 van 3)``. No house number is said.

    Parameters
    ----------
    names
        Of each place.
    xy
        Shape ``(n, 2)``, in metres.

    Returns
    -------
    list of str
        In the same order; the order of equals plays no part but for places that are the same.
    """
    told = list(names)
    for name in dict.fromkeys(names):
        rows = [row for row, other in enumerate(names) if other == name]
        if len(rows) > 1:
            for row, where in zip(rows, _say_where(xy[rows]), strict=True):
                told[row] = f"{name} ({where})"
    return told


def _say_where(xy: NDArray[np.float64]) -> list[str]:
    wide, high = np.ptp(xy, axis=0)
    is_upright = bool(high >= wide)
    along = -xy[:, 1] if is_upright else xy[:, 0]
    across = xy[:, 0] if is_upright else -xy[:, 1]
    order = np.lexsort((across, along))
    words = [f"{number} van {len(xy)}" for number in range(1, len(xy) + 1)]
    if len(words) == len(_UPRIGHT) and max(wide, high) > 0:
        words = list(_UPRIGHT if is_upright else _FLAT)
    said = [""] * len(xy)
    for word, row in zip(words, order, strict=True):
        said[int(row)] = word
    return said
