"""Patterns that chance makes over fixed places, and the largest cluster in each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.analysis import pattern_kernels
from geo.analysis.opportunities import Opportunities
from geo.analysis.square_cells import SortedPoints, find_spans, sort_within
from geo.analysis.threads import share_rows

Figures = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LaidPlaces:
    """Places sorted once for all patterns that are drawn over them.

    Parameters
    ----------
    points
        In order of cell; ``order`` are their own numbers.
    start
        Where each cell begins among them.
    spans
        Shape ``(cells, rows near, 2)``: which cells are neighbours of each.
    reached
        Shape ``(n,)``: share of the chance up to and with each place, by its own number.
    guide
        Where among ``reached`` to begin to look.
    squared_eps
        Square of the neighbourhood radius.
    """

    points: SortedPoints
    start: NDArray[np.int64]
    spans: NDArray[np.int32]
    reached: Figures
    guide: NDArray[np.int64]
    squared_eps: float


def lay_places(opportunities: Opportunities, *, eps_m: float) -> LaidPlaces:
    """Sort places into cells, and their weights into chances.

    Parameters
    ----------
    opportunities
        At least one place, in order of x and then y.
    eps_m
        Neighbourhood radius of the clustering, metres; a distance of exactly that counts.
    """
    x, y = np.ascontiguousarray(opportunities.places.T, np.float64)
    points, cells = sort_within(x, y, eps_m)
    reached = np.cumsum(opportunities.weights)
    reached /= reached[-1]
    steps = 1 << len(x).bit_length()
    guide = np.searchsorted(reached, np.arange(steps) / steps, side="right")
    return LaidPlaces(points, cells.start, find_spans(cells), reached, guide, eps_m**2)


def score_patterns(
    chances: Figures, weights: Figures, laid: LaidPlaces, *, min_samples: int
) -> Figures:
    """Score the largest cluster of patterns, each clustered as `dbscan.cluster_points` would.

    That sorts the points of one pattern; here the places are sorted already, and those on one
    place are one point that counts as many.

    Parameters
    ----------
    chances
        Shape ``(patterns, incidents)``, from 0 up to but not including 1: an incident lies on the
        first place of which the share ``reached`` is more.
    weights
        Shape ``(incidents,)``: what each adds to a score.
    laid
        The places.
    min_samples
        Points within reach, the point itself included, that make a core point.

    Returns
    -------
    ndarray
        Shape ``(patterns,)``: highest sum of weights in one cluster, 0 without any cluster.
    """
    largest = np.zeros(len(chances))
    if not len(weights):
        return largest

    def score(first: int, last: int) -> None:
        pattern_kernels.score_patterns(
            first,
            last,
            largest,
            chances,
            weights,
            laid.reached,
            laid.guide,
            laid.points.order,
            laid.points.x,
            laid.points.y,
            laid.start,
            laid.spans,
            laid.squared_eps,
            min_samples,
        )

    share_rows(score, len(chances), least=1)
    return largest
