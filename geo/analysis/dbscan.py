"""Exact density clustering of points, independent of the order of the rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo import schema
from geo.analysis.chains import chain_points
from geo.analysis.points import Places, stack_points

# Candidate core points that tie with the nearest up to rounding are compared exactly.
_TIE_MARGIN: Final = 1e-9

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

    Points on one coordinate are collapsed into one weighted point, which leaves the core and
    noise sets as they are and keeps memory in bounds. A border point joins its nearest core
    point (ties: smallest x, then y), where plain DBSCAN lets the order of the rows decide.

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
    """
    places = stack_points(np.column_stack([x, y]))
    is_core = _find_cores(places, eps_m, min_samples)
    labels = np.full(len(is_core), schema.NOISE, np.int64)
    if is_core.any():
        labels[is_core] = chain_points(places.xy[is_core], eps_m)
        labels = _settle_borders(labels, places.xy, is_core, eps_m)
    return Clustering(labels[places.place_of], is_core[places.place_of])


def _find_cores(places: Places, eps_m: float, min_samples: int) -> Flags:
    if not len(places.xy):
        return np.zeros(0, np.bool_)
    tree = cKDTree(places.xy)
    sizes = np.asarray(tree.query_ball_point(places.xy, eps_m, return_length=True), np.intp)
    is_core = sizes >= min_samples
    # Around a place with few places near, there may still be many points: they are stacked.
    few = np.flatnonzero(~is_core)
    near = np.concatenate([[], *tree.query_ball_point(places.xy[few], eps_m)]).astype(np.intp)
    owner = np.repeat(np.arange(len(few)), sizes[few])
    is_core[few] = np.bincount(owner, places.counts[near], len(few)) >= min_samples
    return is_core


def _settle_borders(
    labels: Labels, places: NDArray[np.float64], is_core: Flags, eps_m: float
) -> Labels:
    """Put each border point with its nearest core point."""
    cores, others = np.flatnonzero(is_core), np.flatnonzero(~is_core)
    tree = cKDTree(places[cores])
    most = eps_m * (1 + _TIE_MARGIN)
    nearest = np.asarray(tree.query(places[others], distance_upper_bound=most)[0], np.float64)
    is_near = np.isfinite(nearest)
    border, reach = others[is_near], nearest[is_near] * (1 + _TIE_MARGIN)
    if not len(border):
        return labels
    ties = tree.query_ball_point(places[border], reach, return_length=True)
    near = tree.query_ball_point(places[border], reach, return_sorted=True)
    owner = np.repeat(np.arange(len(border)), ties)
    candidate = cores[np.concatenate(near).astype(np.intp)]
    offset = places[border][owner] - places[candidate]
    squared = np.einsum("ij,ij->i", offset, offset)
    # Candidates are in order of x, then y: a stable sort leaves ties to the smallest.
    order = np.lexsort((candidate, squared, owner))
    chosen = order[np.unique(owner[order], return_index=True)[1]]
    within = squared[chosen] <= eps_m**2
    settled = labels.copy()
    settled[border[within]] = labels[candidate[chosen[within]]]
    return settled
