"""Pairs of incidents by distance and days apart, counted once and for permutations of the days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.analysis import pair_kernels
from geo.analysis.square_cells import find_spans, sort_around
from geo.analysis.threads import share_rows
from geo.errors import ParamsError
from geo.params import MonteCarlo

Figures = NDArray[np.float64]
Counts = NDArray[np.int64]

# More looks at pairs than this, all permutations together, take minutes.
_MOST_LOOKS: Final = 1e11
# Days that are dealt out anew at a time, and the fewest permutations of them: enough for all
# threads, few enough for the memory.
_BLOCK: Final = 1_000_000
_LEAST_PERMUTATIONS: Final = 4


class Metric(StrEnum):
    """How distance is measured."""

    EUCLIDEAN = "euclidean"
    MANHATTAN = "manhattan"


@dataclass(frozen=True, kw_only=True)
class RepeatBands:
    """Bands of distance and of days, each from its lower bound up to, but not including, the next.

    Parameters
    ----------
    distances_m
        Bounds in metres, ascending from 0 or more; the first band of 0 to 1 is the same place.
    days
        Bounds in days, ascending from 0 or more.
    metric
        Of the distances.

    Raises
    ------
    ParamsError
        If bounds do not ascend, or there are fewer than two.
    """

    distances_m: tuple[float, ...] = (0, 1, 100, 200, 300, 400)
    days: tuple[float, ...] = (0, 7, 14, 21, 28)
    metric: Metric = Metric.EUCLIDEAN

    def __post_init__(self) -> None:
        """Refuse bounds between which nothing can lie."""
        for name, bounds in (("distances_m", self.distances_m), ("days", self.days)):
            # Written so that not a number is refused too.
            if len(bounds) <= 1 or not (bounds[0] >= 0 and (np.diff(bounds) > 0).all()):
                raise ParamsError(
                    "bands-not-ascending",
                    expected=f"{name} of two or more bounds that ascend from 0 or more",
                    got=", ".join(map(str, bounds)),
                    remedy="give the bounds in ascending order",
                    name=name,
                )


@dataclass(frozen=True, eq=False)
class PairCounts:
    """Pairs by band of distance and of days.

    Parameters
    ----------
    observed
        Shape ``(distances, days)``.
    permuted
        Shape ``(repeats, distances, days)``: the same with the days dealt out anew.
    """

    observed: Counts
    permuted: Counts

    @property
    def p_values(self) -> Figures:
        """Share of all arrangements with at least as many pairs; shape ``(distances, days)``."""
        as_many = (self.permuted >= self.observed).sum(axis=0)
        p_values: Figures = (1 + as_many) / (1 + len(self.permuted))
        return p_values


@dataclass(frozen=True, eq=False)
class _Laid:
    """Incidents in order of cell, and their days as numbers of the different days.

    ``x``, ``y``, ``cell_of``, ``order`` and ``codes`` have shape ``(n,)``. The ``codes`` stand in
    the settled order in which days are dealt out; ``order`` brings them into that of the cells.
    ``reach`` is what `_list_reach` returns.
    """

    x: Figures
    y: Figures
    cell_of: Counts
    start: Counts
    spans: NDArray[np.int32]
    order: NDArray[np.int32]
    codes: NDArray[np.int32]
    reach: NDArray[np.int32]

    def count_looks(self) -> float:
        """Count the pairs that the days as they are have to look at."""
        codes = self.codes[self.order]
        return float(
            pair_kernels.count_looks(codes, self.cell_of, self.start, self.spans, self.reach)
        )


def count_pairs(
    x: Figures, y: Figures, days: Figures | Counts, bands: RepeatBands, *, draws: MonteCarlo
) -> PairCounts:
    """Count the pairs in each band, as they are and with the days dealt out anew.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    days
        Shape ``(n,)``: day of each; parts of days are allowed.
    bands
        Of distance and time.
    draws
        Permutations and seed.

    Raises
    ------
    ParamsError
        If there are too many pairs to look at.
    """
    shape = (len(bands.distances_m) - 1, len(bands.days) - 1)
    if not len(x):
        return PairCounts(np.zeros(shape, np.int64), np.zeros((draws.repeats, *shape), np.int64))
    laid = _lay(x, y, days, bands)
    _check_looks(laid.count_looks() * (draws.repeats + 1), len(x))
    random = np.random.default_rng(draws.seed)
    (observed,) = _count(laid.codes[None], laid, bands)
    permuted = np.empty((draws.repeats, *shape), np.int64)
    block = max(_BLOCK // len(x), _LEAST_PERMUTATIONS)
    for begin in range(0, draws.repeats, block):
        part = permuted[begin : begin + block]
        part[:] = _count(np.array([random.permutation(laid.codes) for _ in part]), laid, bands)
    return PairCounts(observed, permuted)


def count_in_each(
    x: Figures,
    y: Figures,
    days: Figures | Counts,
    several: Sequence[RepeatBands],
    *,
    draws: MonteCarlo,
) -> list[PairCounts]:
    """Count as `count_pairs` does in several sets of bands, but go over all pairs only once.

    Parameters
    ----------
    x, y, days, draws
        As there.
    several
        One or more, all of one metric.

    Raises
    ------
    ParamsError
        If there are too many pairs to look at.
    """
    finest = replace(
        several[0],
        distances_m=tuple(sorted({bound for bands in several for bound in bands.distances_m})),
        days=tuple(sorted({bound for bands in several for bound in bands.days})),
    )
    counts = count_pairs(x, y, days, finest, draws=draws)
    return [
        PairCounts(*(_add_up(part, finest, bands) for part in (counts.observed, counts.permuted)))
        for bands in several
    ]


def _add_up(counts: Counts, finest: RepeatBands, bands: RepeatBands) -> Counts:
    """Add up fine bands, on the last two axes, to those of which all bounds are among theirs."""
    for axis, bounds, among in (
        (-2, bands.distances_m, finest.distances_m),
        (-1, bands.days, finest.days),
    ):
        *starts, end = (among.index(bound) for bound in bounds)
        kept = np.take(counts, range(starts[0], end), axis=axis)
        counts = np.add.reduceat(kept, np.array(starts) - starts[0], axis=axis)
    return counts


def are_countable(
    x: Figures, y: Figures, days: Figures | Counts, bands: RepeatBands, *, draws: MonteCarlo
) -> bool:
    """Say whether `count_pairs` would count these, or refuse them as too many."""
    if not len(x):
        return True
    return _lay(x, y, days, bands).count_looks() * (draws.repeats + 1) <= _MOST_LOOKS


def count_near(x: Figures, y: Figures, bands: RepeatBands) -> Counts:
    """Count the pairs in each band of distance, however many days apart.

    Returns
    -------
    ndarray
        Shape ``(distances,)``.

    Raises
    ------
    ParamsError
        If there are too many pairs to look at.
    """
    if not len(x):
        return np.zeros(len(bands.distances_m) - 1, np.int64)
    always = replace(bands, days=(0, math.inf))
    laid = _lay(x, y, np.zeros(len(x)), always)
    _check_looks(laid.count_looks(), len(x))
    near: Counts = _count(laid.codes[None], laid, always)[0, :, 0]
    return near


def _check_looks(looks: float, incidents: int) -> None:
    if looks > _MOST_LOOKS:
        raise ParamsError(
            "bands-too-wide",
            expected=f"at most {_MOST_LOOKS:.0e} looks at pairs of incidents near each other",
            got=f"{looks:.1e} for {incidents} incidents",
            remedy="choose a shorter period or smaller distances",
            incidents=incidents,
        )


def _lay(x: Figures, y: Figures, days: Figures | Counts, bands: RepeatBands) -> _Laid:
    # In a settled order first: which incident stands in which row has no say.
    settled = np.lexsort((days, y, x))
    x, y = (np.asarray(values, np.float64)[settled] for values in (x, y))
    since = np.asarray(days, np.float64) - np.min(days)
    values, codes = np.unique(since[settled], return_inverse=True)
    points, cells = sort_around(x, y, float(bands.distances_m[-1]))
    return _Laid(
        points.x,
        points.y,
        np.repeat(np.arange(len(cells.rows)), np.diff(cells.start)),
        cells.start,
        find_spans(cells),
        points.order,
        codes.astype(np.int32),
        _list_reach(values, bands.days),
    )


def _list_reach(values: Figures, bounds: tuple[float, ...]) -> NDArray[np.int32]:
    """List of each day the first one, not before it, that lies no less than each bound after it.

    Returns
    -------
    ndarray
        Shape ``(days, bounds)``; the number of days where none does.
    """
    reach = np.empty((len(values), len(bounds)), np.int32)
    for band, bound in enumerate(bounds):
        found = np.maximum(np.searchsorted(values, values + bound), np.arange(len(values)))
        reach[:, band] = _settle(values, found, bound)
    return reach


def _settle(values: Figures, found: Counts, bound: float) -> Counts:
    """Mend by a day what the rounding of a sum made of the rounding of a difference."""
    own, last = np.arange(len(values)), len(values) - 1
    is_early = (found > own) & (values[np.maximum(found - 1, 0)] - values >= bound)
    found = found - is_early
    is_late = (found <= last) & (values[np.minimum(found, last)] - values < bound)
    return found + is_late


def _count(codes: NDArray[np.int32], laid: _Laid, bands: RepeatBands) -> Counts:
    """Count pairs of arrangements: shape ``(arrangements, distances, days)``."""
    bounds = np.asarray(bands.distances_m, np.float64)
    counts = np.zeros((len(codes), len(bounds) - 1, len(bands.days) - 1), np.int64)
    arranged = np.ascontiguousarray(codes[:, laid.order])

    def count(first: int, last: int) -> None:
        pair_kernels.count_arrangements(
            first,
            last,
            counts,
            arranged,
            laid.x,
            laid.y,
            laid.cell_of,
            laid.start,
            laid.spans,
            bounds,
            laid.reach,
            bands.metric == Metric.MANHATTAN,
        )

    share_rows(count, len(codes), least=1)
    return counts
