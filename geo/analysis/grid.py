"""A regular lattice of square cells, clipped to a municipality."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import ParamsError

Counts = NDArray[np.float64]
Cells = NDArray[np.int64]

# More cells than this are a slip of the hand, not a wish.
_MOST_CELLS = 25_000_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Square cells in rows from south to north, each row from west to east.

    Parameters
    ----------
    x0, y0
        South-west corner, metres.
    cell_m
        Side of a cell, metres.
    inside
        Shape ``(rows, columns)``: which cells take part.
    """

    x0: float
    y0: float
    cell_m: float
    inside: NDArray[np.bool_]

    @cached_property
    def size(self) -> int:
        """Number of cells that take part."""
        return int(self.inside.sum())

    @property
    def cell_km2(self) -> float:
        """Area of one cell in square kilometres."""
        return (self.cell_m / 1000) ** 2

    @cached_property
    def _numbers(self) -> Cells:
        numbers = np.full(self.inside.shape, -1, np.int64)
        numbers[self.inside] = np.arange(self.size)
        return numbers

    def locate(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Cells:
        """Return the cell of each point, -1 where no cell takes part.

        A point on a shared side belongs to the cell east or north of it.
        """
        column, row = (
            np.floor((values - start) / self.cell_m).astype(np.int64)
            for values, start in ((x, self.x0), (y, self.y0))
        )
        rows, columns = self.inside.shape
        known = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        cells = np.full(len(x), -1, np.int64)
        cells[known] = self._numbers[row[known], column[known]]
        return cells

    def count(self, cells: Cells, weights: Counts | None = None) -> Counts:
        """Sum weights (else 1 each) per cell that takes part; shape ``(size,)``."""
        known = cells >= 0
        chosen = None if weights is None else weights[known]
        return np.bincount(cells[known], chosen, self.size).astype(np.float64)

    def spread(self, values: Counts) -> Counts:
        """Lay values of the cells that take part out in rows and columns, 0 elsewhere."""
        laid = np.zeros(self.inside.shape)
        laid[self.inside] = values
        return laid

    def centres(self) -> tuple[Counts, Counts]:
        """Return x and y of the middle of each cell that takes part."""
        row, column = (part.astype(np.float64) + 0.5 for part in np.nonzero(self.inside))
        return self.x0 + column * self.cell_m, self.y0 + row * self.cell_m


def lay_grid(
    bounds: tuple[float, float, float, float],
    *,
    cell_m: float,
    within: BaseGeometry | None = None,
) -> Grid:
    """Lay a grid over an extent; its lines lie on whole multiples of the cell's side.

    Parameters
    ----------
    bounds
        West, south, east and north, metres.
    cell_m
        Side of a cell.
    within
        Cells take part that share ground with it; without it all do.

    Raises
    ------
    ParamsError
        If the side is not positive, or so small that nobody could use the answer.
    """
    west, south, east, north = bounds
    if not (0 < cell_m < math.inf) or (east - west) * (north - south) / cell_m**2 > _MOST_CELLS:
        raise ParamsError(
            "cell-size",
            expected=f"cells of a size that gives at most {_MOST_CELLS:,} of them",
            got=f"{cell_m} m",
            remedy="give a side of 50 to 500 metres",
            cell_m=cell_m,
        )
    x0, y0 = (math.floor(low / cell_m) * cell_m for low in (west, south))
    columns, rows = (
        max(1, math.floor((high - low) / cell_m) + 1) for low, high in ((x0, east), (y0, north))
    )
    inside = np.ones((rows, columns), np.bool_)
    if within is not None:
        inside = _touches(within, x0, y0, cell_m, (rows, columns))
    return Grid(x0, y0, cell_m, inside)


def _touches(
    ground: BaseGeometry, x0: float, y0: float, cell_m: float, shape: tuple[int, int]
) -> NDArray[np.bool_]:
    row, column = (part.ravel() for part in np.indices(shape))
    west, south = x0 + column * cell_m, y0 + row * cell_m
    boxes = shapely.box(west, south, west + cell_m, south + cell_m)
    shapely.prepare(ground)
    shared = shapely.intersects(ground, boxes) & ~shapely.touches(ground, boxes)
    inside: NDArray[np.bool_] = shared.reshape(shape)
    return inside
