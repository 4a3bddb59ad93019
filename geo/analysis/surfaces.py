"""What incidents say about each cell of a grid: counts and kernel densities, old ones fading."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from geo.analysis.grid import Cells, Counts, Grid

# How wide incidents are spread and how fast they fade in the components of a stacked surface.
BANDWIDTHS_M: Final = (0.0, 75.0, 150.0, 300.0, 600.0, 1200.0)
HALF_LIVES_DAYS: Final = (math.inf, 730.0, 365.0, 120.0, 45.0, 14.0)

# A Gaussian is cut off at so many bandwidths.
_REACH: Final = 3.0
_YEAR_DAYS: Final = 365.0

Surfaces = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Record:
    """Incidents laid on a grid, with what was known of them when.

    Parameters
    ----------
    grid
        The cells.
    x, y
        Shape ``(n,)``: place of each incident, metres.
    started
        Shape ``(n,)``: day on which it started, counted from any fixed day; parts of days count.
    known
        Shape ``(n,)``: day on which it was over (the end of its interval) and could be known.
    """

    grid: Grid
    x: Counts
    y: Counts
    started: Counts
    known: Counts

    @cached_property
    def cells(self) -> Cells:
        """Cell of each incident, -1 outside all of them."""
        return self.grid.locate(self.x, self.y)

    def known_at(self, day: float) -> NDArray[np.bool_]:
        """Return which incidents lie on the grid and were over before a day began."""
        # A moment at the very start of the day is known on it, and no sooner.
        over = (self.known <= day) & (self.started < day)
        earlier: NDArray[np.bool_] = over & (self.cells >= 0)
        return earlier

    def observe(self, day: float, days: float) -> Counts:
        """Count the incidents per cell that started in so many days from a day on."""
        return self.grid.count(self.cells[self._started_in(day, days)])

    def observe_known(self, day: float, days: float, by: float) -> Counts:
        """Count as `observe`, but only what was over before a later day began."""
        return self.grid.count(self.cells[self._started_in(day, days) & self.known_at(by)])

    def _started_in(self, day: float, days: float) -> NDArray[np.bool_]:
        later: NDArray[np.bool_] = (self.started >= day) & (self.started < day + days)
        return later


def count_cells(
    record: Record,
    day: float,
    *,
    half_life_days: float = math.inf,
    last_days: float = math.inf,
) -> Counts:
    """Count the incidents per cell that were known at a day, each as ``2 ** (-age / half-life)``.

    Parameters
    ----------
    record
        Incidents on a grid.
    day
        Day before which they were over.
    half_life_days
        After so many days an incident counts half.
    last_days
        Only those that started so many days before the day, or later.

    Returns
    -------
    ndarray
        Shape ``(record.grid.size,)``.
    """
    known = record.known_at(day) & (record.started >= day - last_days)
    age = np.maximum(day - record.started[known], 0.0)
    return record.grid.count(record.cells[known], np.exp2(-age / half_life_days))


def smooth(grid: Grid, values: Counts, *, bandwidth_m: float) -> Counts:
    """Spread values over their surroundings with a Gaussian kernel.

    What falls on cells that take no part is lost: a density over the grid is renormalised by
    whoever needs one. Bandwidth 0 leaves the values as they are.

    References
    ----------
    Silverman (1986), Density estimation for statistics and data analysis. Counts on a lattice and
    a filter in place of a sum over points: the error is that of the cell's size.
    """
    if bandwidth_m == 0:
        return values
    sigma = bandwidth_m / grid.cell_m
    spread = gaussian_filter(grid.spread(values), sigma, mode="constant", truncate=_REACH)
    smoothed: Counts = spread[grid.inside]
    return smoothed


def to_density(values: Counts) -> Counts:
    """Scale values to a sum of 1; no values at all become the same everywhere."""
    total = values.sum()
    density: Counts = values / total if total > 0 else np.full(len(values), 1 / len(values))
    return density


def expect_total(record: Record, day: float, days: float) -> float:
    """Return how many incidents are expected in so many days: as many a day as in the last year."""
    known = record.known_at(day)
    if not known.any():
        return 0.0
    started = record.started[known]
    span = min(_YEAR_DAYS, day - float(started.min()))
    return float((started >= day - span).sum()) * days / max(span, 1.0)


@lru_cache(maxsize=8)
def stack_components(record: Record, day: float) -> Surfaces:
    """Return the densities out of which a stacked surface is mixed.

    Returns
    -------
    ndarray
        Shape ``(components, cells)``: for each half-life every bandwidth, and last the same
        everywhere; each sums to 1.
    """
    counts = [count_cells(record, day, half_life_days=days) for days in HALF_LIVES_DAYS]
    densities = [
        to_density(smooth(record.grid, values, bandwidth_m=metres))
        for values in counts
        for metres in BANDWIDTHS_M
    ]
    size = record.grid.size
    return np.array([*densities, np.full(size, 1 / size)], np.float32)
