"""Coordinates of points, and the coordinate systems in which they may be held together."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.errors import CrsMismatchError

Coordinates = NDArray[np.float64]


class Places(NamedTuple):
    """Distinct coordinates of points.

    Parameters
    ----------
    xy
        Shape ``(k, 2)``, in order of x, then y.
    place_of
        Shape ``(n,)``: row of ``xy`` of each point.
    counts
        Shape ``(k,)``: points on each place.
    """

    xy: Coordinates
    place_of: NDArray[np.intp]
    counts: NDArray[np.intp]


def read_points(frame: gpd.GeoDataFrame) -> tuple[Coordinates, Coordinates]:
    """Return x and y of each row, not a number where it has no place."""
    # The bounds of a point are the point; of a missing or empty one they are not a number.
    x, y = shapely.bounds(frame.geometry.to_numpy())[:, :2].T
    return x, y


def stack_points(xy: Coordinates) -> Places:
    """Find the places of points.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, finite.
    """
    # Complex numbers are in order of their first part, then their second: a tenth of the time that
    # numpy takes to tell rows apart.
    flat = np.ascontiguousarray(xy, np.float64).view(np.complex128).ravel()
    places, place_of, counts = np.unique(flat, return_inverse=True, return_counts=True)
    return Places(places.view(np.float64).reshape(-1, 2), place_of, counts)


def check_metres(frame: gpd.GeoDataFrame) -> None:
    """Refuse a frame in which distances are not metres.

    Raises
    ------
    CrsMismatchError
        If it is not in a projected coordinate system in metres.
    """
    crs = frame.crs
    if crs is None or not crs.is_projected or any(a.unit_name != "metre" for a in crs.axis_info):
        raise CrsMismatchError(
            "crs-not-projected",
            expected="incidents in a projected coordinate system in metres",
            got=str(crs),
            remedy="reproject them to the workspace's coordinate system",
            crs=crs,
        )


def check_same_crs(crs: CRS | None, other: CRS | None) -> None:
    """Refuse two coordinate systems that differ.

    Raises
    ------
    CrsMismatchError
        If what is in one would be held against what is in the other.
    """
    if crs != other:
        raise CrsMismatchError(
            "crs-mismatch",
            expected=f"both in one coordinate system ({other})",
            got=str(crs),
            remedy="reproject one of the two first",
            areas_crs=other,
            crs=crs,
        )
