"""Getis-Ord Gi*: where high values lie closer together than chance would put them."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats
from scipy.spatial import cKDTree

from geo.analysis.grid import Grid
from geo.params import check_positive

Figures = NDArray[np.float64]

# A distance of exactly the band counts, also when rounding puts it a hair beyond.
_MARGIN: Final = 1e-9


@dataclass(frozen=True, eq=False)
class LocalG:
    """How far each place stands out.

    Parameters
    ----------
    g
        Shape ``(n,)``: Gi* as a z-score, over 0 where values are high; 0 where it is not defined,
        because all values are alike or every place lies within the band.
    p_values
        Shape ``(n,)``: one-sided, the chance of at least this ``g`` where values lie about at
        random. From the normal distribution, which is rough where few counts are within a band.
    adjusted
        Shape ``(n,)``: p-values corrected for the false discovery rate (Benjamini & Hochberg
        1995). Of the places with at most 0.05, the expected share that stands out by chance is at
        most one in twenty; of one place it says nothing by itself.
    """

    g: Figures
    p_values: Figures
    adjusted: Figures


def score_cells(grid: Grid, values: Figures, *, band_m: float) -> LocalG:
    """Score each cell of a grid by the values in and around it.

    Neighbours are the cells whose centre lies within the band, the cell itself included, all with
    weight 1 (see `score_points` for the formula). Cells without incidents take part with their
    zeros; cells outside the grid do not, so that its edge is no cold spot. The sums are a
    convolution with the disc of the band: the answer is that of the formula, cell by cell.

    Parameters
    ----------
    grid
        Clipped to the ground where incidents could happen.
    values
        Shape ``(grid.size,)``: counts, say.
    band_m
        Radius of the neighbourhood in metres, not over some thirty cells: work grows with its
        square.

    Returns
    -------
    LocalG
        In order of the grid's cells.
    """
    local, neighbours = (
        sum_nearby(grid, part, band_m=band_m) for part in (values, np.ones(grid.size))
    )
    return _assess(_standardise(values, local, neighbours))


def sum_nearby(grid: Grid, values: Figures, *, band_m: float) -> Figures:
    """Add up the values in and around each cell, as `score_cells` does; shape ``(size,)``."""
    check_positive("band_m", band_m)
    disc = _draw_disc(band_m / grid.cell_m)
    # Cell by cell and not by way of frequencies: equal surroundings give equal sums.
    sums: Figures = ndimage.convolve(grid.spread(values), disc, mode="constant")[grid.inside]
    return sums


def score_points(x: Figures, y: Figures, values: Figures, *, band_m: float) -> LocalG:
    """Score each point by the values at and around it.

    ``G_i* = (sum_j w_ij x_j - mean W_i) / (S sqrt((n sum_j w_ij**2 - W_i**2) / (n - 1)))`` with
    ``W_i = sum_j w_ij`` and ``S**2 = sum_j x_j**2 / n - mean**2``, and here ``w_ij = 1`` for
    points within ``band_m`` of each other, each point itself included.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    values
        Shape ``(n,)``.
    band_m
        Radius of the neighbourhood in metres; a distance of exactly ``band_m`` counts.

    References
    ----------
    Ord & Getis (1995), Local spatial autocorrelation statistics: distributional issues and an
    application. Geographical Analysis 27. Caldas de Castro & Singer (2006), Controlling the false
    discovery rate: a new application to account for multiple and dependent tests in local
    statistics of spatial association. Geographical Analysis 38.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.array([10.0, 20, 40, 15, 30, 30]), np.array([10.0, 10, 10, 20, 20, 30])
    >>> score_points(x, y, np.array([2, 3, 3.2, 5, 8, 7]), band_m=15).g.round(4).tolist()
    [-1.3973, -0.2892, 0.6506, -0.2892, 1.2345, 2.0242]
    """
    check_positive("band_m", band_m)
    points = np.column_stack([x, y])
    if not len(points):
        return _assess(np.empty(0))
    reach = band_m * (1 + _MARGIN)
    first, second = cKDTree(points).query_pairs(reach, output_type="ndarray").T
    local, neighbours = (
        part
        + np.bincount(first, part[second], len(part))
        + np.bincount(second, part[first], len(part))
        for part in (np.asarray(values, np.float64), np.ones(len(points)))
    )
    return _assess(_standardise(np.asarray(values, np.float64), local, neighbours))


def _draw_disc(radius: float) -> Figures:
    steps = np.arange(-math.floor(radius + _MARGIN), math.floor(radius + _MARGIN) + 1)
    within = steps[:, None] ** 2 + steps**2 <= (radius * (1 + _MARGIN)) ** 2
    return within.astype(np.float64)


def _standardise(values: Figures, local: Figures, neighbours: Figures) -> Figures:
    """Gi* out of the sum of the values and the number of places within each band."""
    count = len(values)
    mean = values.mean() if count else 0.0
    # As the mean square of deviations: the difference of squares loses digits.
    variance = np.square(values - mean).mean() if count else 0.0
    spread = np.sqrt(variance * (count * neighbours - neighbours**2) / max(count - 1, 1))
    # Equal values may deviate from their mean by its rounding.
    known = spread > _MARGIN * np.abs(values).max(initial=0.0)
    g: Figures = np.where(known, (local - mean * neighbours) / np.where(known, spread, 1.0), 0.0)
    return g


def _assess(g: Figures) -> LocalG:
    p_values = stats.norm.sf(g)
    adjusted = stats.false_discovery_control(p_values) if len(g) else p_values
    return LocalG(g, np.asarray(p_values, np.float64), np.asarray(adjusted, np.float64))
