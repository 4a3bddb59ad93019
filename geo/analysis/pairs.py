"""Pairs of incidents by distance and days apart, counted once and for permutations of the days."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.errors import ParamsError
from geo.params import MonteCarlo

Figures = NDArray[np.float64]
Counts = NDArray[np.int64]
Days = NDArray[np.int16] | Figures

_MARGIN: Final = 1e-9
# More pairs than this would not fit in the memory.
_MOST_PAIRS: Final = 25_000_000
# Pairs that are looked up at a time: few enough to stay in the cache.
_BLOCK: Final = 1 << 17


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
    near
        Shape ``(distances,)``: pairs in each band of distance, however many days apart.
    """

    observed: Counts
    permuted: Counts
    near: Counts

    @property
    def p_values(self) -> Figures:
        """Share of all arrangements with at least as many pairs; shape ``(distances, days)``."""
        as_many = (self.permuted >= self.observed).sum(axis=0)
        p_values: Figures = (1 + as_many) / (1 + len(self.permuted))
        return p_values


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs within the distance bands, in order of band; band ``b`` ends before ``ends[b]``."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    ends: NDArray[np.intp]


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
        If there are too many pairs within the largest distance.
    """
    # In a settled order first: which incident stands in which row has no say.
    order = np.lexsort((days, y, x))
    pairs = _find_pairs(np.column_stack([x, y])[order], bands)
    since = _compact(np.asarray(days, np.float64)[order])
    random = np.random.default_rng(draws.seed)
    permuted = [_count(random.permutation(since), pairs, bands) for _ in range(draws.repeats)]
    near = np.diff(pairs.ends, prepend=0).astype(np.int64)
    return PairCounts(_count(since, pairs, bands), np.array(permuted), near)


def _find_pairs(points: Figures, bands: RepeatBands) -> _Pairs:
    bounds = np.asarray(bands.distances_m, np.float64)
    manhattan = bands.metric == Metric.MANHATTAN
    near = _query_pairs(points, float(bounds[-1]) * (1 + _MARGIN), power=1 if manhattan else 2)
    band = np.empty(len(near), np.int16)
    for start in range(0, len(near), _BLOCK):
        block = slice(start, start + _BLOCK)
        offset = points[near[block, 0]] - points[near[block, 1]]
        apart = np.abs(offset).sum(axis=1) if manhattan else np.hypot(*offset.T)
        band[block] = np.searchsorted(bounds, apart, side="right") - 1
    order = np.argsort(band, kind="stable")
    ends = np.searchsorted(band[order], np.arange(len(bounds)), side="left")
    order = order[ends[0] : ends[-1]]
    return _Pairs(near[order, 0], near[order, 1], ends[1:] - ends[0])


def _query_pairs(points: Figures, reach_m: float, *, power: int) -> NDArray[np.intp]:
    if not len(points):
        return np.empty((0, 2), np.intp)
    tree = cKDTree(points)
    count = (int(tree.count_neighbors(tree, reach_m, p=power)) - len(points)) // 2
    if count > _MOST_PAIRS:
        raise ParamsError(
            "bands-too-wide",
            expected=f"at most {_MOST_PAIRS} pairs of incidents within the largest distance",
            got=f"{count}",
            remedy="choose a shorter period or smaller distances",
            pairs=count,
        )
    near: NDArray[np.intp] = tree.query_pairs(reach_m, p=power, output_type="ndarray")
    return near


def _compact(days: Figures) -> Days:
    """Return days counted from the first, as small as they fit: small numbers are quick."""
    since = days - days.min(initial=np.inf) if len(days) else days
    if (since == np.rint(since)).all() and since.max(initial=0) < np.iinfo(np.int16).max:
        return since.astype(np.int16)
    return since


def _count(days: Days, pairs: _Pairs, bands: RepeatBands) -> Counts:
    """Count pairs by band of distance and of days; shape ``(distances, days)``."""
    bounds = _bounds_like(days, bands.days)
    counts = np.zeros((len(pairs.ends), len(bounds) - 1), np.int64)
    begin = 0
    for band, end in enumerate(pairs.ends):
        for start in range(begin, end, _BLOCK):
            block = slice(start, min(start + _BLOCK, end))
            apart = np.abs(days.take(pairs.first[block]) - days.take(pairs.second[block]))
            below = [np.count_nonzero(apart < bound) for bound in bounds]
            counts[band] += np.diff(below)
        begin = end
    return counts


def _bounds_like(days: Days, bounds: tuple[float, ...]) -> list[float | int]:
    """Bounds of the same type as the days: whole days lie below a bound as below the next day."""
    if days.dtype != np.int16:
        return list(bounds)
    top = float(np.iinfo(np.int16).max)
    return [math.ceil(min(bound, top)) for bound in bounds]
