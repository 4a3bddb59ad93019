"""Exact density clustering of points, independent of the order of the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo import schema
from geo.analysis import dbscan_kernels as kernels
from geo.analysis.square_cells import SquareCells, sort_within
from geo.analysis.threads import share_rows

# Cells or points that are worth a piece of their own.
_LEAST_ROWS: Final = 20_000

Metres = NDArray[np.float64]
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
    cells = sort_within(x, y, eps_m)
    found = _cluster_cells(x[cells.order], y[cells.order], cells, eps_m**2, min_samples)
    labels, is_core = np.empty_like(found.labels), np.empty_like(found.is_core)
    labels[cells.order], is_core[cells.order] = found.labels, found.is_core
    return Clustering(labels, is_core)


class _Cores(NamedTuple):
    """Core points in order of cell: ``x``, ``y`` (n,), ``start`` (k + 1,) and ``boxes`` (k, 5)."""

    x: Metres
    y: Metres
    start: Labels
    boxes: Metres


def _cluster_cells(
    x: Metres, y: Metres, cells: SquareCells, squared_eps: float, min_samples: int
) -> Clustering:
    count = len(cells.rows)
    spans = np.empty((count, kernels.ROWS_NEAR, 2), np.int32)
    _share(kernels.find_spans, spans, count, cells.rows, cells.columns)
    is_core = np.empty(len(x), np.bool_)
    _share(kernels.find_cores, is_core, count, x, y, cells.start, spans, squared_eps, min_samples)
    cores = _gather_cores(x, y, is_core, cells)
    joined = kernels.join_cells(*cores, spans, squared_eps)
    # The last entry is for what no core point is near.
    cluster_of = np.append(_number_chains(joined, cores.boxes), schema.NOISE)
    cell_of = np.repeat(np.arange(count), np.diff(cells.start))
    others = np.flatnonzero(~is_core)
    asked = x[others], y[others], cell_of[others]
    nearest = np.empty(len(others), np.int64)
    _share(kernels.find_nearest, nearest, len(others), *asked, *cores, spans, squared_eps)
    labels = cluster_of[cell_of]
    labels[others] = cluster_of[nearest]
    return Clustering(labels, is_core)


def _gather_cores(x: Metres, y: Metres, is_core: Flags, cells: SquareCells) -> _Cores:
    cores = np.flatnonzero(is_core)
    start = np.searchsorted(cores, cells.start)
    boxes = np.empty((len(cells.rows), kernels.BOX_SIDES))
    _share(kernels.box_cells, boxes, len(boxes), x[cores], y[cores], start)
    return _Cores(x[cores], y[cores], start, boxes)


def _number_chains(joined: Labels, boxes: Metres) -> Labels:
    """Number the chains of cells by the smallest x, then y, of their core points."""
    held = np.flatnonzero(np.isfinite(boxes[:, 0]))
    by_place = held[np.lexsort((boxes[held, 4], boxes[held, 0]))]
    _, first, chain = np.unique(joined[by_place], return_index=True, return_inverse=True)
    numbers = np.full(len(joined), schema.NOISE, np.int64)
    numbers[by_place] = np.argsort(np.argsort(first))[chain]
    return numbers


def _share(loop: Callable[..., None], filled: NDArray[Any], rows: int, *given: object) -> None:
    share_rows(lambda first, last: loop(first, last, filled, *given), rows, least=_LEAST_ROWS)
