"""Which of some places an incident lies in or closest to."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.errors import CrsMismatchError

DISTANCE_M = "distance_m"

# Closer than this to each other, in metres, two places are equally near.
_TIE_M = 0.5


def find_landmarks(
    incidents: gpd.GeoDataFrame, landmarks: gpd.GeoDataFrame, *, preferred: NDArray[np.bool_]
) -> pd.DataFrame:
    """Find for each incident the landmark in which it lies, or else the nearest one.

    Parameters
    ----------
    incidents
        Point geometry, metres; any index.
    landmarks
        Polygons with what is known of each, same coordinate system.
    preferred
        Shape ``(incidents, landmarks)``: which landmark goes before others that are as near
        (within half a metre). Ties that are left go to the first.

    Returns
    -------
    DataFrame
        On the index of the incidents: the columns of the landmarks but for their geometry, and
        ``distance_m``, 0 inside. All missing for an incident without a place, or where there are
        no landmarks.

    Raises
    ------
    CrsMismatchError
        If the two are in different coordinate systems.
    """
    if incidents.crs != landmarks.crs:
        raise CrsMismatchError(
            "crs-mismatch",
            expected=f"incidents in the coordinate system of the landmarks ({landmarks.crs})",
            got=str(incidents.crs),
            remedy="reproject the incidents first",
            areas_crs=landmarks.crs,
            crs=incidents.crs,
        )
    place, distance = _find_nearest(
        incidents.geometry.to_numpy(), landmarks.geometry.to_numpy(), preferred
    )
    known = pd.DataFrame(landmarks.drop(columns=landmarks.geometry.name)).reset_index(drop=True)
    return known.reindex(place).set_axis(incidents.index).assign(**{DISTANCE_M: distance})


def _find_nearest(
    points: NDArray[np.object_], shapes: NDArray[np.object_], preferred: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the place of the nearest shape, -1 where there is none, and its distance."""
    distances = shapely.distance(points[:, None], shapes[None, :])
    reach = np.where(np.isnan(distances), np.inf, distances)
    nearest = reach.min(axis=1, initial=np.inf)
    found = np.isfinite(nearest)
    place = np.full(len(points), -1, np.int64)
    is_near = reach[found] <= nearest[found, None] + _TIE_M
    # With no shapes nothing is found, and there is nothing to choose from.
    if found.any():
        place[found] = (is_near * (1 + preferred[found])).argmax(axis=1)
    return place, np.where(found, nearest, np.nan)
