"""Density clustering of many small patterns at once, as simulations need it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo import schema

# Cells are this much wider than eps, so that no rounding parts a place from its neighbours.
_MARGIN = 1e-9
# Pairs that are measured at a time: a dense pattern must not fill the memory.
_BLOCK = 500_000


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
    lattice with cells of ``eps_m`` holds them all, a pattern after the other.

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
    """Look for the neighbours of each place in its own cell of a lattice and the cells around it.

    Half of the cells around are enough: the other half finds the same pairs the other way about.
    """
    cell, columns = _number_cells(patterns, eps_m * (1 + _MARGIN))
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    # Cells of a row are numbered on: a stretch of the row is a stretch of the places.
    beside = np.arange(1, len(cell) + 1), np.searchsorted(cell, cell + 1, side="right")
    above = (
        np.searchsorted(cell, cell + columns - 1, side="left"),
        np.searchsorted(cell, cell + columns + 1, side="right"),
    )
    starts, stops = (np.concatenate(part) for part in zip(beside, above, strict=True))
    places = patterns.places[order]
    pairs = [
        _measure(order, places, candidates, eps_m)
        for candidates in _list_stretches(np.tile(np.arange(len(cell)), 2), starts, stops)
    ]
    return _Pairs(*(np.concatenate(part) for part in zip(*pairs, strict=True)))


def _number_cells(patterns: Patterns, side_m: float) -> tuple[NDArray[np.int64], int]:
    """Number the cell of each place, row after row and pattern after pattern.

    Between two rows and two patterns one cell stays empty, so that none borders on another's.
    """
    lowest = patterns.places.min(axis=0)
    column, row = ((patterns.places - lowest) // side_m).astype(np.int64).T
    columns = int(column.max()) + 2
    rows = int(row.max()) + 2
    return (patterns.pattern * rows + row) * columns + column, columns


def _list_stretches(
    here: NDArray[np.int64], starts: NDArray[np.int64], stops: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """List each place with each of the places from its start up to its stop, some at a time."""
    ends = np.cumsum(stops - starts)
    blocks = np.arange(_BLOCK, int(ends[-1]) + _BLOCK, _BLOCK)
    for part in np.split(np.arange(len(here)), np.searchsorted(ends, blocks[:-1])):
        lengths = stops[part] - starts[part]
        until = np.cumsum(lengths)
        first = np.repeat(here[part], lengths)
        yield first, np.arange(len(first)) + np.repeat(starts[part] + lengths - until, lengths)


def _measure(
    order: NDArray[np.int64],
    places: NDArray[np.float64],
    candidates: tuple[NDArray[np.int64], NDArray[np.int64]],
    eps_m: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    first, second = candidates
    offset = places[first] - places[second]
    squared = np.einsum("ij,ij->i", offset, offset)
    within = squared <= eps_m**2
    return order[first[within]], order[second[within]], squared[within]


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
