"""Where an incident of a theme could have happened: addresses, premises or streets."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.params import check_positive

# Points along a street lie about this far apart.
SPACING_M: Final = 10.0


@dataclass(frozen=True, eq=False)
class Opportunities:
    """Places at which an incident could have happened.

    Parameters
    ----------
    places
        Shape ``(n, 2)``: x and y in metres, each place once, in order of x and then y.
    weights
        Shape ``(n,)``: how likely each place is beside the others, over 0.
    crs
        Coordinate system of the places.
    """

    places: NDArray[np.float64]
    weights: NDArray[np.float64]
    crs: CRS | None


def spread_opportunities(
    layer: gpd.GeoDataFrame,
    *,
    spacing_m: float = SPACING_M,
    municipality: BaseGeometry | None = None,
) -> Opportunities:
    """Turn a layer of addresses, premises or streets into places that an incident may take.

    A point is a place of weight 1; a polygon (the outline of a building) stands for a point in
    it. A line is cut into equal parts of about ``spacing_m``: the middle of each is a place that
    weighs its length in metres, so that a street counts by its length however it was cut up.
    What lies on one coordinate becomes one place of their weights together.

    Parameters
    ----------
    layer
        Points, lines or polygons, projected, metres; one kind a layer. A column ``weight``
        multiplies (dwellings in a building, say); rows that do not weigh over 0 are left out.
    spacing_m
        Length of a part of a line.
    municipality
        Ground outside which nothing is taken, same coordinate system; None takes all.

    Raises
    ------
    ParamsError
        If ``spacing_m`` is not over 0.
    """
    check_positive("spacing_m", spacing_m)
    shapes, weights = _read_shapes(layer)
    if municipality is not None:
        shapely.prepare(municipality)
    lines, line_weights = _cut_lines(shapes, weights, spacing_m, municipality)
    points, point_weights = _stand_for(shapes, weights, municipality)
    places, place_of = np.unique(
        shapely.get_coordinates([*lines, *points]), axis=0, return_inverse=True
    )
    summed = np.bincount(
        place_of.ravel(), np.concatenate([line_weights, point_weights]), len(places)
    )
    return Opportunities(places, summed.astype(np.float64), layer.crs)


def _read_shapes(layer: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Take collections apart; each part weighs what the whole does."""
    weights = np.ones(len(layer))
    if schema.WEIGHT in layer:
        weights = layer[schema.WEIGHT].to_numpy(np.float64, na_value=np.nan)
    parts, row = shapely.get_parts(layer.geometry.to_numpy(), return_index=True)
    counts = np.isfinite(weights) & (weights > 0)
    known = counts[row] & ~shapely.is_empty(parts)
    return parts[known], weights[row[known]]


def _cut_lines(
    shapes: NDArray[np.object_],
    weights: NDArray[np.float64],
    spacing_m: float,
    municipality: BaseGeometry | None,
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    is_line = shapely.get_dimensions(shapes) == 1
    lines, weights = shapes[is_line], weights[is_line]
    if municipality is not None:
        lines, row = shapely.get_parts(shapely.intersection(lines, municipality), return_index=True)
        weights = weights[row]
    lengths = shapely.length(lines)
    lines, weights, lengths = (part[lengths > 0] for part in (lines, weights, lengths))
    parts = np.maximum(np.rint(lengths / spacing_m).astype(np.int64), 1)
    step = np.repeat(lengths / parts, parts)
    # The place of a part within its line: counted on from the line's first part.
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    middles = shapely.line_interpolate_point(np.repeat(lines, parts), (number + 0.5) * step)
    return middles, np.repeat(weights, parts) * step


def _stand_for(
    shapes: NDArray[np.object_], weights: NDArray[np.float64], municipality: BaseGeometry | None
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    is_place = shapely.get_dimensions(shapes) != 1
    points, weights = shapely.point_on_surface(shapes[is_place]), weights[is_place]
    if municipality is None:
        return points, weights
    inside = shapely.intersects(municipality, points)
    return points[inside], weights[inside]
