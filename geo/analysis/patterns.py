"""Density clustering of many small patterns at once, as simulations need it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo import schema

# Pairs that may lie within eps are found with this much to spare, and then measured exactly.
_MARGIN = 1e-9


@dataclass(frozen=True, eq=False)
class Patterns:
    """Patterns of points, those on one coordinate collapsed into one place.

    Parameters
    ----------
    places
        Shape ``(n, 2)``: x and y in metres, each once a pattern, in order of x and then y.
    pattern
        Shape ``(n,)``: number of the pattern to which each place belongs, from 0 upwards, in
        ascending order.
    counts
        Shape ``(n,)``: points on each place.
    """

    places: NDArray[np.float64]
    pattern: NDArray[np.int64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Places of one pattern within eps of each other, each pair once."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    squared: NDArray[np.float64]


def cluster_patterns(patterns: Patterns, *, eps_m: float, min_samples: int) -> NDArray[np.int64]:
    """Find the clusters of each pattern, as `geo.analysis.dbscan.cluster_points` would.

    That is made for one large pattern; this one for thousands with a few hundred points each. One
    tree holds them all: they lie above each other in a third dimension, further apart than
    ``eps_m``, which leaves the distances within a pattern as they are to the last bit.

    Parameters
    ----------
    patterns
        What to cluster.
    eps_m
        Neighbourhood radius in metres; a distance of exactly ``eps_m`` counts.
    min_samples
        Points within ``eps_m``, the point itself included, that make a core point.

    Returns
    -------
    ndarray
        Shape ``(n,)``: cluster of each place, -1 for noise. No number occurs in two patterns;
        numbers are not consecutive.
    """
    if not len(patterns.places):
        return np.empty(0, np.int64)
    pairs = _find_pairs(patterns, eps_m)
    is_core = _count_neighbours(patterns.counts, pairs) >= min_samples
    labels = _connect_cores(pairs, is_core)
    border, core = _join_borders(pairs, is_core)
    labels[border] = labels[core]
    return labels


def _find_pairs(patterns: Patterns, eps_m: float) -> _Pairs:
    stacked = np.column_stack([patterns.places, patterns.pattern * (2 * eps_m)])
    near = cKDTree(stacked).query_pairs(eps_m * (1 + _MARGIN), output_type="ndarray")
    first, second = near.T
    offset = patterns.places[first] - patterns.places[second]
    squared = np.einsum("ij,ij->i", offset, offset)
    within = squared <= eps_m**2
    return _Pairs(first[within], second[within], squared[within])


def _count_neighbours(counts: NDArray[np.int64], pairs: _Pairs) -> NDArray[np.int64]:
    neighbours = counts.copy()
    for here, there in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        neighbours += np.bincount(here, counts[there], len(counts)).astype(np.int64)
    return neighbours


def _connect_cores(pairs: _Pairs, is_core: NDArray[np.bool_]) -> NDArray[np.int64]:
    linked = is_core[pairs.first] & is_core[pairs.second]
    first, second = pairs.first[linked], pairs.second[linked]
    size = len(is_core)
    graph = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    return np.where(is_core, component, schema.NOISE).astype(np.int64)


def _join_borders(
    pairs: _Pairs, is_core: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the border places, and for each its nearest core place (ties: smallest x, then y)."""
    mixed = is_core[pairs.first] != is_core[pairs.second]
    first, second, squared = pairs.first[mixed], pairs.second[mixed], pairs.squared[mixed]
    core = np.where(is_core[first], first, second)
    border = np.where(is_core[first], second, first)
    # Places of a pattern are in order of x, then y: so are their numbers.
    order = np.lexsort((core, squared, border))
    found, place = np.unique(border[order], return_index=True)
    return found, core[order][place]
