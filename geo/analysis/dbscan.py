"""Exact density clustering of points, independent of the order of the rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from sklearn.cluster import DBSCAN

from geo import schema
from geo.analysis.places import stack_points

# Candidate core points that tie with the nearest up to rounding are compared exactly.
_TIE_MARGIN = 1e-9


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

    labels: NDArray[np.int64]
    is_core: NDArray[np.bool_]


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
    if not len(x):
        return Clustering(np.empty(0, np.int64), np.empty(0, np.bool_))
    places, place_of, counts = stack_points(np.column_stack([x, y]))
    model = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm="kd_tree")
    found = model.fit(places, sample_weight=counts)
    is_core = np.zeros(len(places), np.bool_)
    is_core[found.core_sample_indices_] = True
    # The places are sorted and clusters are numbered as their first core place comes up.
    labels = _settle_borders(places, found.labels_.astype(np.int64), is_core)
    return Clustering(labels[place_of], is_core[place_of])


def _settle_borders(
    places: NDArray[np.float64], labels: NDArray[np.int64], is_core: NDArray[np.bool_]
) -> NDArray[np.int64]:
    border = np.flatnonzero((labels != schema.NOISE) & ~is_core)
    if not len(border):
        return labels
    cores = np.flatnonzero(is_core)
    tree = cKDTree(places[cores])
    nearest, _ = tree.query(places[border])
    reach = nearest * (1 + _TIE_MARGIN)
    ties = tree.query_ball_point(places[border], reach, return_length=True)
    near = tree.query_ball_point(places[border], reach, return_sorted=True)
    owner = np.repeat(np.arange(len(border)), ties)
    candidate = cores[np.concatenate(near).astype(np.int64)]
    offset = places[border][owner] - places[candidate]
    squared = np.einsum("ij,ij->i", offset, offset)
    # Candidates are in order of x, then y: a stable sort leaves ties to the smallest.
    order = np.lexsort((candidate, squared, owner))
    chosen = order[np.unique(owner[order], return_index=True)[1]]
    settled = labels.copy()
    settled[border] = labels[candidate[chosen]]
    return settled
