"""Whether two grounds are about the same ground, or only lie beside each other."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

# Of the smaller of the two: edges that were drawn twice overlap a little.
_LEAST_SHARE: Final = 0.01


def find_overlaps(ground: BaseGeometry, others: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say which grounds share ground with another one: a hundredth of the smaller of the two.

    Parameters
    ----------
    ground
        Polygon or MultiPolygon; an invalid ring is made valid.
    others
        As many more, shape ``(n,)``, in the same coordinate system; a missing one shares nothing.

    Returns
    -------
    ndarray
        Shape ``(n,)``.
    """
    own, theirs = shapely.make_valid(ground), shapely.make_valid(others)
    shared = shapely.area(shapely.intersection(own, theirs))
    smaller = np.minimum(shapely.area(own), shapely.area(theirs))
    found: NDArray[np.bool_] = (shared > 0) & (shared >= _LEAST_SHARE * smaller)
    return found


def share_ground(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Say whether two grounds share ground, as `find_overlaps` does of many."""
    return bool(find_overlaps(one, np.array([other], np.object_))[0])
