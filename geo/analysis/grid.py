"""A regular lattice of square cells, clipped to a stretch of ground."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import ParamsError

Counts = NDArray[np.float64]
Cells = NDArray[np.int64]

NO_CELL: Final = -1
# More cells than this are a slip of the hand, and would fill the memory.
_MOST_CELLS: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Square cells in rows from south to north, each row from west to east.

    Cells that take part are numbered in that order, from 0 to ``size - 1``.

    Parameters
    ----------
    x0, y0
        South-west corner in metres, whole multiples of ``cell_m``.
    cell_m
        Side of a cell in metres.
    inside
        Shape ``(rows, columns)``: which cells take part.
    """

    x0: float
    y0: float
    cell_m: float
    inside: NDArray[np.bool_]

    def __reduce__(self) -> tuple[type["Grid"], tuple[float, float, float, NDArray[np.bool_]]]:
        """Travel without the numbers of the cells, which are eight times as large."""
        return Grid, (self.x0, self.y0, self.cell_m, self.inside)

    @cached_property
    def size(self) -> int:
        """Number of cells that take part."""
        return int(np.count_nonzero(self.inside))

    @property
    def cell_km2(self) -> float:
        """Area of one cell in square kilometres."""
        return (self.cell_m / 1000) ** 2

    @cached_property
    def _numbers(self) -> Cells:
        # One row and column of nothing around it: beyond the grid there is no cell either.
        numbers = np.full(np.add(self.inside.shape, 2), NO_CELL, np.int64)
        numbers[1:-1, 1:-1][self.inside] = np.arange(self.size)
        return numbers

    def locate(self, x: Counts, y: Counts) -> Cells:
        """Return the cell of each point, -1 where none takes part or it is not a number.

        A point on a shared side belongs to the cell east or north of it; where that takes no
        part, to another that it touches (north-east, south-east, north-west, south-west, in this
        order), so that a point on the outer edge of the grid is not lost.
        """
        across, up = (
            (values - start) / self.cell_m for values, start in ((x, self.x0), (y, self.y0))
        )
        cells = np.full(len(x), NO_CELL, np.int64)
        for west, south in product((False, True), repeat=2):
            open_points = np.flatnonzero(cells == NO_CELL)
            column, row = (
                _step(part[open_points], upper=upper)
                for part, upper in ((across, west), (up, south))
            )
            cells[open_points] = self._look_up(row, column)
        return cells

    def count(self, cells: Cells, weights: Counts | None = None) -> Counts:
        """Sum weights (else 1 each) per cell that takes part; shape ``(size,)``."""
        known = cells != NO_CELL
        chosen = None if weights is None else weights[known]
        return np.bincount(cells[known], chosen, self.size).astype(np.float64)

    def spread(self, values: Counts) -> Counts:
        """Lay values of the cells that take part out in rows and columns, 0 elsewhere."""
        laid = np.zeros(self.inside.shape)
        laid[self.inside] = values
        return laid

    def centres(self) -> tuple[Counts, Counts]:
        """Return x and y of the middle of each cell that takes part."""
        row, column = (steps.astype(np.float64) for steps in np.nonzero(self.inside))
        return self.x0 + (column + 0.5) * self.cell_m, self.y0 + (row + 0.5) * self.cell_m

    def list_near(self, bounds: tuple[float, float, float, float]) -> Cells:
        """Return the cells that take part with their middle within west, south, east and north.

        A row or column more on each side may be among them.
        """
        (rows, columns), (west, south, east, north) = self.inside.shape, bounds
        across, up = (
            slice(
                min(max(math.floor((low - start) / self.cell_m) - 1, 0), most) + 1,
                min(max(math.ceil((high - start) / self.cell_m) + 1, 0), most) + 1,
            )
            for low, high, start, most in (
                (west, east, self.x0, columns),
                (south, north, self.y0, rows),
            )
        )
        numbers = self._numbers[up, across]
        near: Cells = numbers[numbers != NO_CELL]
        return near

    def _look_up(self, row: Cells, column: Cells) -> Cells:
        rows, columns = self.inside.shape
        found: Cells = self._numbers[
            np.clip(row, -1, rows) + 1,
            np.clip(column, -1, columns) + 1,
        ]
        return found


def lay_grid(
    bounds: tuple[float, float, float, float],
    *,
    cell_m: float,
    within: BaseGeometry | None = None,
) -> Grid:
    """Lay a grid over an extent; its lines lie on whole multiples of the cell's side.

    Two grids with cells of one size therefore lie on each other, whatever they cover.

    Parameters
    ----------
    bounds
        West, south, east and north, metres; all points between them, or on them, find a cell.
        Not numbers, as of no points at all, give a grid in which no cell takes part.
    cell_m
        Side of a cell, metres.
    within
        Cells take part of which some ground lies within it, however little, so that every point
        in it finds a cell; None lets all take part.

    Raises
    ------
    ParamsError
        If the side is not over 0, or so small that the grid would not fit in the memory.
    """
    west, south, east, north = bounds
    if not 0 < cell_m < math.inf or (east - west) * (north - south) > _MOST_CELLS * cell_m**2:
        raise ParamsError(
            "cell-size",
            expected=f"cells of a size that gives at most {_MOST_CELLS} of them",
            got=f"{cell_m} m",
            remedy="give a side of 50 to 500 metres",
            cell_m=cell_m,
        )
    if not all(map(math.isfinite, bounds)):
        return Grid(0.0, 0.0, cell_m, np.zeros((1, 1), np.bool_))
    column, row = math.floor(west / cell_m), math.floor(south / cell_m)
    shape = (_reach(south, north, cell_m), _reach(west, east, cell_m))
    grid = Grid(column * cell_m, row * cell_m, cell_m, np.ones(shape, np.bool_))
    return grid if within is None else _clip(grid, within)


def draw_squares(x: Counts, y: Counts, *, side_m: float) -> NDArray[np.object_]:
    """Draw the square of each cell around its middle."""
    half = side_m / 2
    squares: NDArray[np.object_] = shapely.box(x - half, y - half, x + half, y + half)
    return squares


def _reach(low: float, high: float, cell_m: float) -> int:
    """Count the cells from the one that holds ``low`` to the one that ends at or after ``high``."""
    return max(math.ceil(high / cell_m) - math.floor(low / cell_m), 1)


def _clip(grid: Grid, ground: BaseGeometry) -> Grid:
    x, y = grid.centres()
    boxes = draw_squares(x, y, side_m=grid.cell_m)
    shapely.prepare(ground)
    shared = shapely.intersects(ground, boxes)
    # To touch is not to share ground; only cells at the border have to be asked.
    edge = np.flatnonzero(shared & ~shapely.contains_properly(ground, boxes))
    shared[edge] = shapely.relate_pattern(boxes[edge], ground, "T********")
    return Grid(grid.x0, grid.y0, grid.cell_m, shared.reshape(grid.inside.shape))


def _step(across: Counts, *, upper: bool) -> Cells:
    """Number the cell in which a point lies, or before which when it lies on a line."""
    number = np.ceil(across) - 1 if upper else np.floor(across)
    # Not a number lies beyond the grid.
    known: Cells = np.nan_to_num(number, nan=-1, posinf=-1, neginf=-1).astype(np.int64)
    return known
