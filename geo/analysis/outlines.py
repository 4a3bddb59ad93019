"""The shape that a hotspot takes on the map."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

# Corners per quarter circle, and how far the line may be straightened, as a share of eps.
_QUARTER_CORNERS = 8
_SIMPLIFY_SHARE = 0.02


def draw_outline(
    core_points: NDArray[np.float64], *, eps_m: float, municipality: BaseGeometry | None
) -> BaseGeometry:
    """Draw the ground that a cluster's core points cover.

    The union of discs of ``eps_m`` around the core points, shrunk by half of that, simplified and
    clipped: the discs of half ``eps_m``, with what is narrower than ``eps_m`` between them filled.
    Unlike a convex hull it does not claim ground where nothing happened.

    Parameters
    ----------
    core_points
        Shape ``(n, 2)``, metres, n >= 1.
    eps_m
        Neighbourhood radius of the clustering, metres.
    municipality
        Ground to clip to; None leaves the outline whole, and so does one that lies outside
        altogether.

    Returns
    -------
    Polygon or MultiPolygon
        In the coordinate system of the points.
    """
    places = shapely.points(np.unique(core_points, axis=0))
    # Separate discs united at the end: buffering all points as one geometry is quadratic.
    reach = shapely.union_all(shapely.buffer(places, eps_m, quad_segs=_QUARTER_CORNERS))
    closed = shapely.buffer(reach, -eps_m / 2, quad_segs=_QUARTER_CORNERS)
    outline: BaseGeometry = shapely.simplify(closed, eps_m * _SIMPLIFY_SHARE)
    return _clip(shapely.normalize(outline), municipality)


def _clip(outline: BaseGeometry, municipality: BaseGeometry | None) -> BaseGeometry:
    if municipality is None:
        return outline
    parts = shapely.get_parts(shapely.intersection(outline, municipality))
    # Two shapes may share no more than a line, a corner or nothing: that is no ground.
    polygons = parts[shapely.area(parts) > 0]
    if not len(polygons):
        return outline
    # Polygons that touch become one.
    return shapely.normalize(shapely.union_all(polygons))
