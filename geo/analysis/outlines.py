"""The shape that a hotspot takes on the map."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.analysis.points import stack_points

# Corners per quarter circle, and how far the line may be straightened, as a share of eps.
_QUARTER_CORNERS: Final = 8
_SIMPLIFY_SHARE: Final = 0.02

# A circle of this share of the radius lies within the disc, whose edge is straight between corners.
_WITHIN: Final = float(np.cos(np.pi / (4 * _QUARTER_CORNERS))) * (1 - 1e-9)
# Fewer discs than this are united at once.
_FEW_DISCS: Final = 64
# Each disc is held against so many neighbours, one out of each cell of this share of the radius.
_NEIGHBOURS: Final = 16
_CELL_SHARE: Final = 0.125
# Discs that are compared at a time: few enough for the corners to stay in the cache.
_BLOCK: Final = 1024

# Shapes ``(n, 2)`` and ``(n, neighbours, 2)``.
Points = NDArray[np.float64]
Offsets = NDArray[np.float64]
Flags = NDArray[np.bool_]


def draw_outline(
    core_points: Points, *, eps_m: float, municipality: BaseGeometry | None
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
    # Where a ring begins decides which corners are straightened: always at the same corner.
    reach = shapely.normalize(unite_discs(stack_points(core_points).xy, eps_m))
    closed = shapely.normalize(shapely.buffer(reach, -eps_m / 2, quad_segs=_QUARTER_CORNERS))
    outline: BaseGeometry = shapely.simplify(closed, eps_m * _SIMPLIFY_SHARE)
    return _clip(shapely.normalize(outline), municipality)


def unite_discs(places: Points, radius_m: float) -> BaseGeometry:
    """Draw the ground that discs cover together.

    In a dense cluster most discs lie amid others and have no part in the edge. The rest is united,
    and the gaps that this leaves in the middle are closed: no edge runs through them, so that the
    other discs cover each of them as a whole or not at all.

    Parameters
    ----------
    places
        Shape ``(n, 2)``, metres, distinct.
    radius_m
        Of the discs; each is drawn with 32 corners.

    Returns
    -------
    Polygon or MultiPolygon
        Equal to the union of all discs, but for rounding.
    """
    if len(places) < _FEW_DISCS:
        return shapely.union_all(_draw_discs(places, radius_m))
    ground = shapely.union_all(_draw_discs(places[~_lie_amid(places, radius_m)], radius_m))
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(_parts(ground))))
    gaps = _parts(shapely.difference(filled, ground))
    return shapely.union_all([ground, *gaps[_are_covered(gaps, places, radius_m)]])


def _lie_amid(places: Points, radius_m: float) -> Flags:
    """Say of which discs the whole edge lies within other discs."""
    cells = stack_points(np.floor(places / (radius_m * _CELL_SHARE)))
    others = places[np.unique(cells.place_of, return_index=True)[1]]
    ranks = np.arange(1, min(_NEIGHBOURS, len(others)) + 1)
    distance, near = cKDTree(others).query(places, ranks, distance_upper_bound=radius_m)
    # Beyond the radius there is no neighbour, and at an endless distance it holds nothing.
    offset = np.append(others, [[0.0, 0.0]], axis=0)[near] - places[:, None]
    cuts = range(_BLOCK, len(places), _BLOCK)
    blocks = zip(np.split(offset, cuts), np.split(np.asarray(distance), cuts), strict=True)
    return np.concatenate([_are_held(*block, radius_m) for block in blocks])


def _are_held(offset: Offsets, distance: Points, radius_m: float) -> Flags:
    """Say of which discs the edge lies within the discs of their neighbours.

    A disc is convex: where it holds two corners of another disc, it holds the line between them.
    """
    corners = _draw_corners(radius_m)[:-1]
    # From a corner to a neighbour, squared: the law of cosines.
    apart = np.square(distance)[..., None] + radius_m**2 - 2 * (offset @ corners.T)
    holds = apart < (radius_m * _WITHIN) ** 2
    lines = np.logical_or.reduce(holds & np.roll(holds, -1, axis=2), axis=1)
    return np.asarray(np.logical_and.reduce(lines, axis=1), np.bool_)


def _are_covered(gaps: NDArray[np.object_], places: Points, radius_m: float) -> Flags:
    """Say which gaps are covered, each by what covers one spot in it."""
    spots = shapely.get_coordinates(shapely.point_on_surface(gaps))
    near = cKDTree(places).query_ball_point(spots, radius_m)
    discs = [_draw_discs(places[around], radius_m) for around in near]
    covered = [shapely.intersects_xy(d, *spot).any() for d, spot in zip(discs, spots, strict=True)]
    return np.array(covered, np.bool_)


def _draw_discs(places: Points, radius_m: float) -> NDArray[np.object_]:
    # One disc in all places: the same corners as buffers, in a fifth of the time.
    return np.asarray(shapely.polygons(places[:, None] + _draw_corners(radius_m)), np.object_)


def _draw_corners(radius_m: float) -> Points:
    disc = shapely.buffer(shapely.Point(0, 0), radius_m, quad_segs=_QUARTER_CORNERS)
    return shapely.get_coordinates(disc)


def _parts(shape: BaseGeometry) -> NDArray[np.object_]:
    return np.asarray(shapely.get_parts(shape), np.object_)


def _clip(outline: BaseGeometry, municipality: BaseGeometry | None) -> BaseGeometry:
    if municipality is None:
        return outline
    parts = _parts(shapely.intersection(outline, municipality))
    # Two shapes may share no more than a line, a corner or nothing: that is no ground.
    polygons = parts[shapely.area(parts) > 0]
    if not len(polygons):
        return outline
    # Polygons that touch become one.
    return shapely.normalize(shapely.union_all(polygons))
