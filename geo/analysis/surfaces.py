"""What incidents say about each cell of a grid: counts and kernel densities, old ones fading."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from geo.analysis.grid import Cells, Counts, Grid

# How wide incidents are spread and how fast they fade in the components of a stacked surface.
BANDWIDTHS_M: Final = (0.0, 75.0, 150.0, 300.0, 600.0, 1200.0)
HALF_LIVES_DAYS: Final = (math.inf, 730.0, 365.0, 120.0, 45.0, 14.0)

# A Gaussian is cut off at so many bandwidths.
_REACH: Final = 3.0
YEAR_DAYS: Final = 365.0
# What an incident counts is a whole number of these: sums are then exact, and the same in
# whatever order or parts they are added up, for up to two million incidents in a cell.
_GRAIN: Final = 2.0**-32

Surfaces = NDArray[np.float32]


class Known(NamedTuple):
    """Incidents that were known at a day, each an array of shape ``(n,)``."""

    x: Counts
    y: Counts
    started: Counts


class History(Hashable, Protocol):
    """What incidents on a grid tell: those of a `Record`, or of several of them together."""

    @property
    def grid(self) -> Grid:
        """The cells."""

    def count_known(self, day: float, *, half_life_days: float, last_days: float) -> Counts:
        """Count what `count_cells` counts."""

    def observe(self, day: float, days: float) -> Counts:
        """Count the incidents per cell that started in so many days from a day on."""

    def observe_known(self, day: float, days: float, by: float) -> Counts:
        """Count as `observe`, but only what was over before a later day began."""

    def find_first(self, day: float) -> float:
        """Return when the first incident started that was known at a day; infinite without any."""

    def list_known(self, day: float, last_days: float) -> Known:
        """List what was known at a day, and started so many days before it or later."""


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

    def count_known(self, day: float, *, half_life_days: float, last_days: float) -> Counts:
        """Count what `count_cells` counts."""
        known = self._known_lately(day, last_days)
        age = np.maximum(day - self.started[known], 0.0)
        return self.grid.count(self.cells[known], fade(age, half_life_days=half_life_days))

    def find_first(self, day: float) -> float:
        """Return when the first incident started that was known at a day; infinite without any."""
        return float(self.started[self.known_at(day)].min(initial=math.inf))

    def list_known(self, day: float, last_days: float) -> Known:
        """List what was known at a day, and started so many days before it or later."""
        known = self._known_lately(day, last_days)
        return Known(self.x[known], self.y[known], self.started[known])

    def observe(self, day: float, days: float) -> Counts:
        """Count the incidents per cell that started in so many days from a day on."""
        return self.grid.count(self.cells[self._started_in(day, days)])

    def observe_known(self, day: float, days: float, by: float) -> Counts:
        """Count as `observe`, but only what was over before a later day began."""
        return self.grid.count(self.cells[self._started_in(day, days) & self.known_at(by)])

    def _known_lately(self, day: float, last_days: float) -> NDArray[np.bool_]:
        lately: NDArray[np.bool_] = self.known_at(day) & (self.started >= day - last_days)
        return lately

    def _started_in(self, day: float, days: float) -> NDArray[np.bool_]:
        later: NDArray[np.bool_] = (self.started >= day) & (self.started < day + days)
        return later


def fade(age_days: Counts, *, half_life_days: float) -> Counts:
    """Say how much incidents of an age still count: ``2 ** (-age / half-life)``, rounded a little.

    The weights are whole multiples of 2^-32, so that their sums do not depend on an order.
    """
    weights: Counts = np.rint(np.exp2(-age_days / half_life_days) / _GRAIN) * _GRAIN
    return weights


def count_cells(
    record: History,
    day: float,
    *,
    half_life_days: float = math.inf,
    last_days: float = math.inf,
) -> Counts:
    """Count the incidents per cell that were known at a day, each as much as `fade` says.

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
    return record.count_known(day, half_life_days=half_life_days, last_days=last_days)


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


def expect_total(record: History, day: float, days: float) -> float:
    """Return how many incidents are expected in so many days: as many a day as in the last year."""
    span = min(YEAR_DAYS, day - record.find_first(day))
    return float(count_cells(record, day, last_days=YEAR_DAYS).sum()) * days / max(span, 1.0)


@lru_cache(maxsize=8)
def stack_components(record: History, day: float) -> Surfaces:
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
