"""Where a camera unit could stand."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.grid import lay_grid
from geo.analysis.points import check_metres, stack_points
from geo.params import check_positive

# A point every so many metres along a street.
STEP_M: Final = 25.0
# A street further away does not say where a point is.
NEAR_M: Final = 50.0
# Streets that meet share a point to the centimetre.
_DECIMALS: Final = 2

Shapes = NDArray[np.object_]
Coordinates = NDArray[np.float64]


def candidate_sites(
    ground: gpd.GeoDataFrame,
    *,
    streets: gpd.GeoDataFrame | None = None,
    step_m: float = STEP_M,
    kept_out: Shapes | None = None,
) -> gpd.GeoDataFrame:
    """List places to choose from: along streets where there are any, else on a grid.

    Parameters
    ----------
    ground
        Polygons to stay in, such as the municipality, a wijk or a park; edges belong to them.
    streets
        Lines in the same coordinate system. A line gives its beginning, a point every ``step_m``
        from there, and its end.
    step_m
        Metres from one point to the next, along a line or as the side of a cell of the grid.
    kept_out
        Shape ``(b,)``: areas where no camera may stand (dwellings, water); edges belong to them.

    Returns
    -------
    GeoDataFrame
        Column ``geometry``, points in order of x, then y, none twice; index from 0. Empty where
        nothing is left.

    Raises
    ------
    ParamsError
        If the step is not positive, or so small that the grid would not fit in the memory.
    CrsMismatchError
        If coordinates are not metres.
    """
    check_metres(ground)
    check_positive("step_m", step_m)
    inside = shapely.union_all(ground.geometry.to_numpy())
    places = (
        _lay_over(inside, step_m)
        if streets is None
        else _walk_along(streets.geometry.to_numpy(), inside, step_m)
    )
    points = np.asarray(shapely.points(stack_points(places.round(_DECIMALS)).xy), object)
    shapely.prepare(inside)
    points = points[shapely.intersects(inside, points)]
    if kept_out is not None and len(kept_out):
        barred = shapely.STRtree(kept_out).query(points, predicate="intersects")[0]
        points = np.delete(points, np.unique(barred))
    return gpd.GeoDataFrame({schema.GEOMETRY: points}, geometry=schema.GEOMETRY, crs=ground.crs)


def name_streets(points: Shapes, streets: gpd.GeoDataFrame | None) -> list[str]:
    """Name for each point the nearest street that has a name; empty where none is near.

    Parameters
    ----------
    points
        Shape ``(n,)``.
    streets
        Lines with their ``name``, in the same coordinate system.
    """
    named = None if streets is None else streets[streets[schema.AREA_NAME].notna()]
    if named is None or named.empty or not len(points):
        return [""] * len(points)
    tree = shapely.STRtree(named.geometry.to_numpy())
    point, line = tree.query_nearest(points, max_distance=NEAR_M, all_matches=False)
    names = np.full(len(points), "", object)
    names[point] = named[schema.AREA_NAME].astype(str).to_numpy(object)[line]
    return [str(name) for name in names]


def _walk_along(lines: Shapes, inside: BaseGeometry, step_m: float) -> Coordinates:
    shapely.prepare(inside)
    parts = np.asarray(shapely.get_parts(lines[shapely.intersects(inside, lines)]), object)
    lengths = shapely.length(parts)
    steps = np.ceil(lengths / step_m).astype(np.int64) + 1
    line = np.repeat(np.arange(len(parts)), steps)
    number = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
    walked = np.minimum(number * step_m, lengths[line])
    return shapely.get_coordinates(shapely.line_interpolate_point(parts[line], walked))


def _lay_over(inside: BaseGeometry, step_m: float) -> Coordinates:
    bounds = tuple(float(bound) for bound in shapely.bounds(inside))
    grid = lay_grid((bounds[0], bounds[1], bounds[2], bounds[3]), cell_m=step_m, within=inside)
    return np.column_stack(grid.centres())
