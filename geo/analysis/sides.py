"""On which side of an area a place lies."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

# Closer to the middle than this part of the area's width, a place lies in the middle.
_MIDDLE: Final = 0.2
_FULL_TURN: Final = 2 * np.pi


class Side(StrEnum):
    """Eight points of the compass from the east leftwards, and the middle."""

    EAST = "east"
    NORTH_EAST = "north-east"
    NORTH = "north"
    NORTH_WEST = "north-west"
    WEST = "west"
    SOUTH_WEST = "south-west"
    SOUTH = "south"
    SOUTH_EAST = "south-east"
    MIDDLE = "middle"


_COMPASS: Final[Sequence[Side]] = tuple(Side)[:-1]


def find_sides(points: gpd.GeoSeries, codes: pd.Series, areas: gpd.GeoSeries) -> pd.Series:
    """Find on which side of its area each point lies, seen from the area's middle.

    Parameters
    ----------
    points
        Points in metres, any index.
    codes
        Code of the area of each, on the same index; missing where there is none.
    areas
        Shapes on their code, each code once, in the same coordinate system.

    Returns
    -------
    Series
        `Side` on the index of the points, missing without an area.
    """
    own = areas.reindex(codes)
    known = own.notna().to_numpy()
    middles, width = own.centroid, np.sqrt(own.area.to_numpy())
    across = points.x.to_numpy() - middles.x.to_numpy()
    up = points.y.to_numpy() - middles.y.to_numpy()
    with np.errstate(invalid="ignore"):
        turn = np.round(np.arctan2(up, across) / _FULL_TURN * len(_COMPASS)) % len(_COMPASS)
        is_middle = np.hypot(across, up) < _MIDDLE * width
    sides = pd.Series(_COMPASS, dtype="str").take(np.where(known, turn, 0).astype(np.int64))
    return sides.set_axis(points.index).mask(is_middle, Side.MIDDLE).where(known)
