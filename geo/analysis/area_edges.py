"""Edges of areas, sorted by the row of cells in which a point beside them would lie."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

# Edges do not bound such an area: it has lines or dots beside its polygons.
_UNBOUNDED = (0, -1)

Metres = NDArray[np.float64]
Positions = NDArray[np.int32]


@dataclass(frozen=True)
class Grid:
    """Square cells over a stretch of ground; row 0 lies in the south, column 0 in the west."""

    west: float
    south: float
    cell: float
    rows: int
    columns: int


def number_steps(values: Metres, start: float, cell: float, count: int) -> NDArray[np.intp]:
    """Number the row or column of values; what lies beyond the grid is in its outermost.

    `geo.analysis.area_kernels.locate` numbers points the same way, to the last bit.
    """
    # Not a number becomes 0 here, and so ends in the margin like all that lies beyond.
    return np.fmin(np.fmax((values - start) / cell, 0), count - 1).astype(np.intp)


def list_edges(
    shapes: NDArray[np.object_], grid: Grid, rows: NDArray[np.int64], candidates: Positions
) -> tuple[Positions, Metres]:
    """List the edges of areas, by row of cells and area.

    An edge stands in each row that it reaches into, so that all edges that a ray along the row can
    meet stand together.

    Parameters
    ----------
    shapes
        Valid areas.
    grid
        Cells that cover them.
    rows
        Shape ``(k,)``: row of each cell that a boundary crosses.
    candidates
        Shape ``(k, most)``: positions of the areas that it meets, filled up with -1.

    Returns
    -------
    spans, edges
        As `geo.analysis.area_index.AreaIndex` describes them.
    """
    ends, area = _cut_edges(shapes)
    lowest, highest = (
        number_steps(ends[:, column], grid.south, grid.cell, grid.rows) for column in (1, 3)
    )
    times = highest - lowest + 1
    edge = np.repeat(np.arange(len(ends)), times)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times) + lowest[edge]
    keys = row * len(shapes) + area[edge]
    order = np.argsort(keys, kind="stable")
    asked = rows[:, None] * len(shapes) + candidates
    spans = np.stack(
        [np.searchsorted(keys[order], asked, side) for side in ("left", "right")], axis=-1
    ).astype(np.int32)
    spans[~_are_polygons(shapes)[candidates]] = _UNBOUNDED
    return spans, ends[edge[order]]


def _cut_edges(shapes: NDArray[np.object_]) -> tuple[Metres, NDArray[np.intp]]:
    """Cut the rings of areas into edges, the lower end first; say of which area each is."""
    parts, area_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    is_edge = ring[1:] == ring[:-1]
    ends = np.concatenate([corners[:-1], corners[1:]], axis=1)[is_edge]
    falls = ends[:, 1] > ends[:, 3]
    ends[falls] = ends[falls][:, [2, 3, 0, 1]]
    return ends, area_of_part[part_of_ring[ring[:-1][is_edge]]]


def _are_polygons(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    kinds = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    return np.isin(shapely.get_type_id(shapes), kinds)
