"""Exact density clustering of points, independent of the order of the rows."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo import schema
from geo.analysis import dbscan_cell_kernels as cell_kernels
from geo.analysis import dbscan_core_kernels as core_kernels
from geo.analysis.square_cells import SortedPoints, SquareCells, sort_within
from geo.analysis.square_kernels import ROWS_NEAR
from geo.analysis.threads import share_stretches

# What reaches over the ends of pieces is joined by one thread: so few pieces that this is little.
_JOINING_PIECES: Final = 16

Metres = NDArray[np.float64]
Numbers = NDArray[np.int32]
Labels = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Clustering:
    """Cluster of each point.

    Parameters
    ----------
    labels
        Shape ``(n,)``: cluster from 0 upwards, -1 for noise. Numbered by the smallest x, then y,
        of their core points.
    is_core
        Shape ``(n,)``: whether the point is a core point.
    """

    labels: Labels
    is_core: Flags


def cluster_points(
    x: NDArray[np.float64], y: NDArray[np.float64], *, eps_m: float, min_samples: int
) -> Clustering:
    """Find clusters by DBSCAN with Euclidean distances.

    Points are sorted into square cells in which all are neighbours: a cell with ``min_samples``
    points is core without a look at them, and cells are joined by the first pair that is near
    enough. So neither memory nor time grows with the number of pairs. A border point joins its
    nearest core point (ties: smallest x, then y), where plain DBSCAN lets the order of the rows
    decide. The loops are compiled when they first run, and kept beside the module.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    eps_m
        Neighbourhood radius in metres; a distance of exactly ``eps_m`` counts.
    min_samples
        Points within ``eps_m``, the point itself included, that make a core point.

    References
    ----------
    Ester, Kriegel, Sander & Xu (1996), A density-based algorithm for discovering clusters in
    large spatial databases with noise. KDD-96.
    Gunawan (2013), A faster algorithm for DBSCAN. Thesis, Eindhoven University of Technology: the
    cells.
    """
    if not len(x):
        return Clustering(np.zeros(0, np.int64), np.zeros(0, np.bool_))
    points, cells = sort_within(x, y, eps_m)
    return _cluster_cells(points, cells, eps_m**2, min_samples)


class _Cores(NamedTuple):
    """Core points in order of cell: ``start`` (k + 1,), ``x``, ``y`` (m,) and ``boxes`` (k, 5)."""

    start: Labels
    x: Metres
    y: Metres
    boxes: Metres


def _cluster_cells(
    points: SortedPoints, cells: SquareCells, squared_eps: float, min_samples: int
) -> Clustering:
    count, *place = len(cells.rows), points.x, points.y
    spans = np.empty((count, ROWS_NEAR, 2), np.int32)
    counts, is_core = np.empty(count, np.int64), np.empty(len(points.x), np.bool_)
    share_stretches(
        cell_kernels.find_cores, *cells, spans, counts, is_core, *place, squared_eps, min_samples
    )
    cores = _gather_cores(points, cells, counts, is_core)
    cluster_of = _number_chains(_join_cells(cores, spans, squared_eps), cores.boxes)
    found = Clustering(np.empty(len(is_core), np.int64), np.empty(len(is_core), np.bool_))
    share_stretches(
        core_kernels.place_labels,
        cells.start,
        found.labels,
        found.is_core,
        points.order,
        *place,
        is_core,
        cluster_of,
        *cores,
        spans,
        squared_eps,
    )
    return found


def _gather_cores(
    points: SortedPoints, cells: SquareCells, counts: Labels, is_core: Flags
) -> _Cores:
    start = np.concatenate([[0], np.cumsum(counts)])
    x, y = np.empty((2, start[-1]))
    cores = _Cores(start, x, y, np.empty((len(counts), core_kernels.BOX_SIDES)))
    share_stretches(core_kernels.gather_cores, cells.start, *cores, is_core, points.x, points.y)
    return cores


def _join_cells(cores: _Cores, spans: Numbers, squared_eps: float) -> Labels:
    """Give cells of which core points hang together one number: that of the first of them."""
    joined, tried = np.empty((2, len(spans)), np.int64)
    most = int(np.diff(cores.start).max())
    known = joined, tried, most, *cores[1:], spans, squared_eps
    share_stretches(core_kernels.join_stretch, cores.start, *known, pieces=_JOINING_PIECES)
    core_kernels.join_stretches(cores.start, *known)
    return joined


def _number_chains(joined: Labels, boxes: Metres) -> Labels:
    """Number the chains of cells by the smallest x, then y, of their core points."""
    firsts = core_kernels.find_firsts(joined, boxes)
    chains = np.flatnonzero(np.isfinite(firsts[:, 0]))
    numbers = np.full(len(joined), schema.NOISE, np.int64)
    numbers[chains[np.lexsort((firsts[chains, 1], firsts[chains, 0]))]] = np.arange(len(chains))
    return numbers[joined]
