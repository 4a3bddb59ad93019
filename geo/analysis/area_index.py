"""A lookup grid over areas, which answers for most points without touching a polygon."""

import math
from dataclasses import dataclass
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy import ndimage

from geo import schema
from geo.analysis import area_kernels
from geo.analysis.area_edges import Grid, list_edges, number_steps

NO_AREA = -1

_FIRST_CROSSED = -2
# Cells along the longer side of the grid: so many at least, and more for thousands of areas, of
# which every cell would hold a boundary.
_CELLS = 512
_CELLS_PER_ROOT = 18
# Boundaries are sampled at this share of a cell; a sample reaches half of it and some more, so
# that rounding cannot hide a crossing.
_SAMPLE = 0.125
_REACH = 0.6 * _SAMPLE
# A cell is never smaller than this share of the largest coordinate, whose rounding is 1e-16 of
# it, nor so small that very long boundaries would fill the memory with samples.
_LEAST_CELL = 1e-9
_MOST_CROSSINGS = 1_000_000
# Empty cells around the areas: what lies beyond the grid is looked up in the outermost.
_MARGIN = 2


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
        Coordinate system of the shapes and the grid.
    grid
        Cells that cover all shapes.
    area_of_cell
        Shape ``(rows * columns,)``: position in ``codes`` of the area that covers the whole cell
        (the lowest, where areas overlap), -1 where none does, ``-2 - k`` where a boundary may
        cross it and row ``k`` of ``candidates`` says which areas it meets.
    candidates
        Positions in ``codes`` in ascending order, filled up with -1.
    spans
        Shape ``(*candidates.shape, 2)``: rows of ``edges`` of the candidate in the cell's row of
        cells, the first and the one after the last; 0 and -1 where edges do not bound it.
    edges
        Shape ``(m, 4)``: x and y of the lower end of an edge, then of the upper.
    """

    codes: pd.api.extensions.ExtensionArray
    shapes: NDArray[np.object_]
    crs: CRS | None
    grid: Grid
    area_of_cell: NDArray[np.int32]
    candidates: NDArray[np.int32]
    spans: NDArray[np.int32]
    edges: NDArray[np.float64]


def index_areas(areas: gpd.GeoDataFrame) -> AreaIndex:
    """Lay a lookup grid over areas.

    Only in a cell that a boundary may cross do points have to be compared with polygons, and
    only with those that the cell meets. The other cells fall apart into patches without a
    boundary in them, so that one point of each patch speaks for the whole.

    Parameters
    ----------
    areas
        Frame with ``area_code`` and polygons; areas without either are left out. An invalid ring
        is made valid for the comparison; the frame stays as it is.
    """
    present = areas[schema.AREA_CODE].notna() & ~(areas.geometry.isna() | areas.geometry.is_empty)
    known = areas[present.to_numpy()].sort_values(schema.AREA_CODE, kind="stable")
    codes = known[schema.AREA_CODE].astype("str").array
    shapes = np.asarray(shapely.make_valid(known.geometry.to_numpy()), np.object_)
    grid = _plan_grid(shapes)
    crossings = _find_crossings(shapes, grid)
    crossed = np.unique(crossings // max(len(shapes), 1))
    area_of_cell = _fill_patches(shapes, grid, crossed)
    met = np.union1d(crossings, _find_covering(shapes, grid, crossed))
    shapely.prepare(shapes)
    candidates = _list_candidates(met, len(shapes))
    spans, edges = list_edges(shapes, grid, crossed // grid.columns, candidates)
    return AreaIndex(codes, shapes, areas.crs, grid, area_of_cell, candidates, spans, edges)


def locate(x: NDArray[np.float64], y: NDArray[np.float64], index: AreaIndex) -> NDArray[np.int32]:
    """Find the area of each point; on a shared edge and in an overlap the lowest code.

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
    # The loop is compiled for arrays that are whole and may be written to, and for no others.
    x, y = (np.require(axis, np.float64, ["C", "W"]) for axis in (x, y))
    grid = index.grid
    found: NDArray[np.int32] = area_kernels.locate(
        *(x, y, grid.west, grid.south, grid.cell, grid.rows, grid.columns),
        *(index.area_of_cell, index.candidates, index.spans, index.edges),
    )
    unsure = np.flatnonzero(found == area_kernels.UNSURE)
    found[unsure] = _compare(index, x[unsure], y[unsure])
    return found


def _plan_grid(shapes: NDArray[np.object_]) -> Grid:
    if not len(shapes):
        return Grid(west=0.0, south=0.0, cell=1.0, rows=1, columns=1)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    cell = max(
        max(east - west, north - south) / max(_CELLS, _CELLS_PER_ROOT * math.sqrt(len(shapes))),
        max(abs(west), abs(south), abs(east), abs(north)) * _LEAST_CELL,
        float(shapely.length(shapes).sum()) / _MOST_CROSSINGS,
    )
    return Grid(
        west=west - _MARGIN * cell,
        south=south - _MARGIN * cell,
        cell=cell,
        rows=int((north - south) / cell) + 1 + 2 * _MARGIN,
        columns=int((east - west) / cell) + 1 + 2 * _MARGIN,
    )


def _find_crossings(shapes: NDArray[np.object_], grid: Grid) -> NDArray[np.int64]:
    """Where a boundary may cross a cell: sorted pairs, each as ``cell * areas + area``."""
    lines = shapely.segmentize(shapes, grid.cell * _SAMPLE)
    samples, area = shapely.get_coordinates(lines, return_index=True)
    columns, rows = ((samples - (grid.west, grid.south)) / grid.cell).T
    marks = []
    for right, up in product((-_REACH, _REACH), repeat=2):
        cells = (rows + up).astype(np.int64) * grid.columns + (columns + right).astype(np.int64)
        pairs = cells * len(shapes) + area
        # Most samples lie in the cell of the one before; what is dropped need not be sorted.
        marks.append(pairs[np.diff(pairs, prepend=-1) != 0])
    return np.unique(np.concatenate(marks))


def _fill_patches(
    shapes: NDArray[np.object_], grid: Grid, crossed: NDArray[np.int64]
) -> NDArray[np.int32]:
    free = np.ones((grid.rows, grid.columns), np.bool_)
    free.ravel()[crossed] = False
    patches = ndimage.label(free)[0].ravel()
    first = np.zeros(patches.max() + 1, np.int64)
    # Of the cells of a patch, the one written last stays: its first.
    first[patches[::-1]] = np.arange(patches.size)[::-1]
    cells, area = np.divmod(_find_covering(shapes, grid, first), max(len(shapes), 1))
    area_of_patch = np.full(len(first), NO_AREA, np.int32)
    area_of_patch[patches[cells[::-1]]] = area[::-1]
    area_of_cell = area_of_patch[patches]
    area_of_cell[crossed] = _FIRST_CROSSED - np.arange(len(crossed), dtype=np.int32)
    return area_of_cell


def _find_covering(
    shapes: NDArray[np.object_], grid: Grid, cells: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where an area covers the centre of a cell: sorted pairs, each ``cell * areas + area``."""
    rows, columns = np.divmod(cells, grid.columns)
    x, y = grid.west + (columns + 0.5) * grid.cell, grid.south + (rows + 0.5) * grid.cell
    # The tree is over the points: GEOS prepares the shapes that ask, not those in the tree.
    tree = shapely.STRtree(np.asarray(shapely.points(x, y), np.object_))
    area, place = tree.query(shapes, predicate="intersects")
    return np.sort(cells[place] * len(shapes) + area)


def _list_candidates(met: NDArray[np.int64], areas: int) -> NDArray[np.int32]:
    cells, area = np.divmod(met, max(areas, 1))
    crossed, start, count = np.unique(cells, return_index=True, return_counts=True)
    candidates = np.full((len(crossed), count.max(initial=1)), NO_AREA, np.int32)
    place = np.arange(len(cells)) - np.repeat(start, count)
    candidates[np.repeat(np.arange(len(crossed)), count), place] = area
    return candidates


def _compare(index: AreaIndex, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
    """Hold points in cells that a boundary crosses against whole polygons, exactly."""
    grid = index.grid
    rows = number_steps(y, grid.south, grid.cell, grid.rows)
    columns = number_steps(x, grid.west, grid.cell, grid.columns)
    crossed = _FIRST_CROSSED - index.area_of_cell[rows * grid.columns + columns]
    found = np.full(len(x), NO_AREA, np.int32)
    undecided = np.arange(len(x))
    for candidates in index.candidates.T:
        area = candidates[crossed[undecided]]
        undecided, area = undecided[area != NO_AREA], area[area != NO_AREA]
        inside = shapely.intersects_xy(index.shapes[area], x[undecided], y[undecided])
        found[undecided[inside]] = area[inside]
        undecided = undecided[~inside]
    return found
