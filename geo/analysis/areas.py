"""Point in wijk, buurt or business park, exact and fast."""

from dataclasses import dataclass
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.errors import CrsMismatchError

NO_AREA = -1

# Cells along the longer side of the lookup grid.
_CELLS = 768
# Boundaries are sampled at this share of a cell.
_SAMPLE = 0.25
# A cell is never smaller than this share of the largest coordinate, so that rounding (some 1e-16
# of it) stays far below what is added to a sample's reach.
_LEAST_CELL = 1e-9
_NEAR_BOUNDARY = -2
# Empty cells around the grid: what lies beyond it is looked up in the outermost.
_MARGIN = 2
_NOTHING = np.full((1, 1), NO_AREA, np.int32)


@dataclass(frozen=True)
class AreaIndex:
    """Areas, prepared for many questions.

    Parameters
    ----------
    codes
        Codes in ascending order, as text.
    shapes
        Valid polygons in the same order.
    crs
        Coordinate system of the shapes.
    corner
        West and south of the lookup grid.
    cell
        Side of a cell, in the units of the coordinate system.
    grid
        Shape ``(rows, columns)``, row 0 in the south: position in ``codes`` where a whole cell
        lies in that area, -1 where it lies in none, -2 where a boundary may cross it.
    """

    codes: pd.api.extensions.ExtensionArray
    shapes: NDArray[np.object_]
    crs: CRS | None
    corner: tuple[float, float]
    cell: float
    grid: NDArray[np.int32]


def assign_areas(
    incidents: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | AreaIndex, *, column: str
) -> gpd.GeoDataFrame:
    """Write beside each incident the code of the area in which it lies.

    The answer is that of an exact intersection test: a point on a shared edge, or where areas
    overlap, goes to the lowest code.

    Parameters
    ----------
    incidents
        Point geometry, any index; a missing or empty point lies nowhere.
    areas
        Frame with ``area_code`` and polygons, or its index; areas without a code are left out.
    column
        Column to add, such as ``schema.WIJK_CODE``.

    Returns
    -------
    GeoDataFrame
        The incidents in their own order and index, with ``column`` (text, missing outside).

    Raises
    ------
    CrsMismatchError
        If the two are in different coordinate systems.
    """
    index = areas if isinstance(areas, AreaIndex) else index_areas(areas)
    if incidents.crs != index.crs:
        raise CrsMismatchError(
            "crs-mismatch",
            expected=f"incidents in the coordinate system of the areas ({index.crs})",
            got=str(incidents.crs),
            remedy="reproject the incidents first",
            expected_crs=index.crs,
            crs=incidents.crs,
        )
    # The bounds of a point are the point, and both coordinates come in one pass.
    x, y, *_ = shapely.bounds(incidents.geometry.to_numpy()).T
    positions = locate(x, y, index)
    return incidents.assign(**{column: index.codes.take(positions, allow_fill=True)})


def index_areas(areas: gpd.GeoDataFrame) -> AreaIndex:
    """Lay a lookup grid over areas.

    Only in a cell that a boundary may cross does a point have to be compared with polygons. The
    boundaries are sampled, and every cell within reach of a sample counts as crossed; the reach
    is more than half the distance between samples, so that rounding cannot hide a crossing. The
    other cells fall apart into patches without a boundary in them, so one point of each patch
    speaks for the whole.

    Parameters
    ----------
    areas
        Frame with ``area_code`` and polygons. An invalid ring is made valid for the comparison;
        the frame stays as it is.
    """
    present = areas[schema.AREA_CODE].notna() & ~(areas.geometry.isna() | areas.geometry.is_empty)
    known = areas[present.to_numpy()].sort_values(schema.AREA_CODE, kind="stable")
    shapes = shapely.make_valid(known.geometry.to_numpy())
    codes = known[schema.AREA_CODE].astype("str").array
    if not len(shapes):
        return AreaIndex(codes, shapes, areas.crs, (0.0, 0.0), 1.0, _NOTHING)
    west, south, east, north = shapely.total_bounds(shapes)
    reach = np.abs([west, south, east, north]).max()
    cell = max(max(east - west, north - south) / _CELLS, reach * _LEAST_CELL)
    corner = (west - _MARGIN * cell, south - _MARGIN * cell)
    size = (_count_cells(north - south, cell), _count_cells(east - west, cell))
    grid = _fill_grid(shapes, corner, cell, size)
    return AreaIndex(codes, shapes, areas.crs, corner, cell, grid)


def locate(x: NDArray[np.float64], y: NDArray[np.float64], index: AreaIndex) -> NDArray[np.int32]:
    """Find the area of each point.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, in the coordinate system of the index; not a number lies nowhere.
    index
        Areas to look in.

    Returns
    -------
    ndarray
        Shape ``(n,)``: position in ``index.codes``, -1 outside every area.
    """
    rows, columns = (
        # Not a number, like infinity, ends in the empty margin.
        np.fmin(np.fmax((values - start) / index.cell, 0), count - 1).astype(np.intp)
        for values, start, count in zip((y, x), index.corner[::-1], index.grid.shape, strict=True)
    )
    found = index.grid.ravel().take(rows * index.grid.shape[1] + columns)
    near = np.flatnonzero(found == _NEAR_BOUNDARY)
    found[near] = _compare(index.shapes, x[near], y[near])
    return found


def outline(areas: gpd.GeoDataFrame) -> BaseGeometry:
    """Draw the ground that all areas cover together: the municipality.

    Parameters
    ----------
    areas
        Polygons; an invalid ring is made valid.

    Returns
    -------
    Polygon or MultiPolygon
        In the coordinate system of the areas; empty where there are none.
    """
    united = shapely.union_all(shapely.make_valid(areas.geometry.to_numpy()))
    parts = shapely.get_parts(united)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    whole: BaseGeometry = shapely.normalize(shapely.union_all(polygons))
    return whole if polygons.size else shapely.Polygon()


def _count_cells(extent: float, cell: float) -> int:
    return int(extent / cell) + 1 + 2 * _MARGIN


def _fill_grid(
    shapes: NDArray[np.object_], corner: tuple[float, float], cell: float, size: tuple[int, int]
) -> NDArray[np.int32]:
    samples = shapely.get_coordinates(shapely.segmentize(shapes, cell * _SAMPLE))
    columns, rows = (samples - corner).T / cell
    crossed = np.zeros(size, np.bool_)
    for right, up in product((-_SAMPLE, _SAMPLE), repeat=2):
        crossed[(rows + up).astype(np.intp), (columns + right).astype(np.intp)] = True
    patches, _ = ndimage.label(~crossed)
    _, first = np.unique(patches, return_index=True)
    row, column = np.unravel_index(first, size)
    area_of_patch = _compare(
        shapes, corner[0] + (column + 0.5) * cell, corner[1] + (row + 0.5) * cell
    )
    area_of_patch[0] = _NEAR_BOUNDARY
    grid: NDArray[np.int32] = area_of_patch[patches]
    return grid


def _compare(
    shapes: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.int32]:
    lowest = np.full(len(x), len(shapes), np.int32)
    # A tree over the points: GEOS prepares the shapes that are asked about, not those in the tree.
    area, point = shapely.STRtree(shapely.points(x, y)).query(shapes, predicate="intersects")
    np.minimum.at(lowest, point, area)
    lowest[lowest == len(shapes)] = NO_AREA
    return lowest
