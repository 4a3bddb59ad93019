"""Density clustering of more points than one machine holds: tile by tile, with the same labels.

The plane is cut into tiles of about as many points each. A tile is clustered with all points within
two radii around it: one so that core points just outside it are known as such, and one more so that
their neighbours are counted. What a tile finds is true then for its own points and for core points
in its margin, and clusters of several tiles that share a core point are one.

References
----------
Xu, Jäger & Kriegel (1999), A fast parallel clustering algorithm for large spatial databases. Data
Mining and Knowledge Discovery 3 (parts with a margin, and a merge). Patwary et al. (2012), A new
scalable parallel DBSCAN algorithm using the disjoint-set data structure, SC12 (the merge as a union
of sets). He et al. (2014),
MR-DBSCAN, Frontiers of Computer Science 8 (cuts by cost on a grid of cells; the border of one
radius). Song & Lee (2018), RP-DBSCAN, SIGMOD (the cells in which all points are neighbours).
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo import schema
from geo.analysis.cell_counts import CellCounts, number_cells
from geo.analysis.dbscan import cluster_points

# Added to points of a tile: whether it is theirs, and not the margin's.
IS_OWNED: Final = "is_owned"
# Of points that may stand for several on one place, and what these weigh together.
POINTS: Final = "points"

# A cell is a little wider than a radius: two radii are within so many cells, however it is rounded.
_MARGIN: Final = 2
# And these are a little narrower than what makes all of their points neighbours.
_KNOT_SHARE: Final = (1 - 2.0**-16) / np.sqrt(2)
_COLUMN, _ROW, _TILE, _NODE = "column", "row", "tile", "node"
_FIRST_X, _FIRST_Y = "first_x", "first_y"
_SUM_X, _SUM_Y = "sum_x", "sum_y"

Metres = NDArray[np.float64]
Labels = NDArray[np.int64]


class Tile(NamedTuple):
    """Cells of about a radius: the first column and row, and those after the last."""

    left: int
    bottom: int
    right: int
    top: int


class Found(NamedTuple):
    """What a tile tells of its clusters, small enough for one machine to hold of all tiles.

    Parameters
    ----------
    clusters
        Indexed by the tile's own label, a row for each up to the highest: ``incidents``,
        ``core_points``, ``weight``, ``sum_x``, ``sum_y`` of its own points, and ``first_x``,
        ``first_y`` of its own core point with the smallest x, then y; endless where it has none.
    knots
        Columns ``column``, ``row``, ``cluster``: small squares near the edge of the tile that hold
        core points, and of which cluster.
    """

    clusters: pd.DataFrame
    knots: pd.DataFrame


class Merged(NamedTuple):
    """Clusters of all tiles together.

    Parameters
    ----------
    numbers
        Of each tile: shape ``(clusters,)``, the number that each of its own labels gets.
    clusters
        Indexed by that number, columns ``incidents``, ``core_points``, ``weight``, ``x``, ``y``:
        the mean place.
    """

    numbers: tuple[Labels, ...]
    clusters: pd.DataFrame


def cut_tiles(counts: CellCounts, tiles: int) -> tuple[Tile, ...]:
    """Cut the plane into tiles of about as many points each.

    Halves again and again, across the longer side. A cell is never cut: where one holds more points
    than a tile should, there are fewer tiles.

    Parameters
    ----------
    counts
        Of all points.
    tiles
        How many to make, 1 or more.

    Returns
    -------
    tuple
        Tiles that hold all points and share none, near ones beside each other; one that holds
        nothing where there are no points.
    """
    if not len(counts.points):
        return (Tile(0, 0, 0, 0),)
    scale = 1 << counts.level
    cells = np.column_stack([counts.columns, counts.rows])
    return tuple(
        Tile(*(edge * scale for edge in tile)) for tile in _halve(cells, counts.points, tiles)
    )


def deal_points(x: Metres, y: Metres, tiles: Sequence[Tile], *, eps_m: float) -> list[Labels]:
    """Say which points each tile needs: its own and those in its margin.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres.
    tiles
        As they were cut, 1 or more.
    eps_m
        Neighbourhood radius in metres.

    Returns
    -------
    list
        Of each tile the places in ``x`` and ``y``, ascending.
    """
    columns, rows = number_cells(x, eps_m), number_cells(y, eps_m)
    return list(_deal(columns, rows, np.arange(len(x)), tiles))


def cluster_tile(
    points: pd.DataFrame, tile: Tile, *, eps_m: float, min_samples: int
) -> pd.DataFrame:
    """Cluster the points that a tile needs.

    A plain frame in and a plain frame out: any engine that hands frames to Python can run it, such
    as Spark by ``groupBy("tile").applyInPandas(...)``.

    Parameters
    ----------
    points
        With ``x`` and ``y`` in metres, of the tile and of its margin (`deal_points`); ``points``
        says how many incidents a row stands for, one each where there is no such column.
    tile
        Which one.
    eps_m, min_samples
        As of `geo.analysis.dbscan.cluster_points`.

    Returns
    -------
    DataFrame
        The same rows and columns, with ``cluster`` (the tile's own labels from 0, -1 for noise) and
        ``is_core``, both true where ``is_owned``.
    """
    x, y = points[schema.X].to_numpy(np.float64), points[schema.Y].to_numpy(np.float64)
    # More than enough for a core point on one place tell no more than enough.
    copies = np.minimum(_count(points), min_samples)
    first = np.cumsum(copies) - copies
    found = cluster_points(
        np.repeat(x, copies), np.repeat(y, copies), eps_m=eps_m, min_samples=min_samples
    )
    columns, rows = number_cells(x, eps_m), number_cells(y, eps_m)
    return points.assign(
        **{
            schema.CLUSTER: found.labels[first],
            schema.IS_CORE: found.is_core[first],
            IS_OWNED: _lie_in(columns, rows, tile, margin=0),
        }
    )


def tell_tile(points: pd.DataFrame, tile: Tile, *, eps_m: float) -> Found:
    """Tell of a clustered tile what the others and the whole need to know.

    Parameters
    ----------
    points
        As `cluster_tile` returns them, with ``weight``: of all that a row stands for together.
    tile, eps_m
        As it was clustered.
    """
    return Found(_sum_clusters(points), _tie_knots(points, tile, eps_m))


def merge_tiles(found: Sequence[Found]) -> Merged:
    """Make clusters that share core points one, and number them as one machine would.

    Parameters
    ----------
    found
        Of each tile.
    """
    sizes = [len(tile.clusters) for tile in found]
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    clusters = pd.concat([tile.clusters for tile in found], ignore_index=True)
    joined = _join_nodes([tile.knots for tile in found], starts)
    numbers = _number(joined, clusters)
    return Merged(tuple(np.split(numbers, starts[1:-1])), _add_up(clusters, numbers))


def _halve(cells: Labels, points: Labels, tiles: int) -> Iterator[Tile]:
    low, high = cells.min(axis=0), cells.max(axis=0) + 1
    if tiles == 1 or (high - low).max() == 1:
        yield Tile(*map(int, low), *map(int, high))
        return
    across = int(np.argmax(high - low))
    before = tiles // 2
    filled, place = np.unique(cells[:, across], return_inverse=True)
    held = np.cumsum(np.bincount(place, points))
    # The cut that comes nearest to the share of the tiles before it, with points on both sides.
    misses = np.abs(held[:-1] - held[-1] * before / tiles)
    is_before = cells[:, across] <= filled[int(np.argmin(misses))]
    yield from _halve(cells[is_before], points[is_before], before)
    yield from _halve(cells[~is_before], points[~is_before], tiles - before)


def _deal(columns: Labels, rows: Labels, held: Labels, tiles: Sequence[Tile]) -> Iterator[Labels]:
    edges = np.array(tiles)
    around = Tile(*edges[:, :2].min(axis=0), *edges[:, 2:].max(axis=0))
    inside = held[_lie_in(columns[held], rows[held], around, margin=_MARGIN)]
    if len(tiles) == 1:
        yield inside
        return
    middle = len(tiles) // 2
    yield from _deal(columns, rows, inside, tiles[:middle])
    yield from _deal(columns, rows, inside, tiles[middle:])


def _lie_in(columns: Labels, rows: Labels, tile: Tile, *, margin: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (
        (columns >= tile.left - margin)
        & (columns < tile.right + margin)
        & (rows >= tile.bottom - margin)
        & (rows < tile.top + margin)
    )
    return inside


def _count(points: pd.DataFrame) -> Labels:
    if POINTS in points:
        return points[POINTS].to_numpy(np.int64)
    return np.ones(len(points), np.int64)


def _sum_clusters(points: pd.DataFrame) -> pd.DataFrame:
    is_owned = points[IS_OWNED].to_numpy()
    labels = points[schema.CLUSTER].to_numpy()
    size = int(labels.max(initial=schema.NOISE)) + 1
    own = points[is_owned & (labels >= 0)]
    label, count = own[schema.CLUSTER].to_numpy(), _count(own)
    x, y = own[schema.X].to_numpy(), own[schema.Y].to_numpy()
    is_core = own[schema.IS_CORE].to_numpy()
    sums = {
        schema.INCIDENTS: count,
        schema.CORE_POINTS: count * is_core,
        schema.WEIGHT: own[schema.WEIGHT].to_numpy(),
        _SUM_X: count * x,
        _SUM_Y: count * y,
    }
    summed = {name: np.bincount(label, values, size) for name, values in sums.items()}
    first_x, first_y = _find_first(label[is_core], x[is_core], y[is_core], size)
    return pd.DataFrame(summed | {_FIRST_X: first_x, _FIRST_Y: first_y})


def _find_first(label: Labels, x: Metres, y: Metres, size: int) -> tuple[Metres, Metres]:
    first_x, first_y = np.full(size, np.inf), np.full(size, np.inf)
    np.minimum.at(first_x, label, x)
    is_least = x == first_x[label]
    np.minimum.at(first_y, label[is_least], y[is_least])
    return first_x, first_y


def _tie_knots(points: pd.DataFrame, tile: Tile, eps_m: float) -> pd.DataFrame:
    cores = points[points[schema.IS_CORE].to_numpy()]
    x, y = cores[schema.X].to_numpy(), cores[schema.Y].to_numpy()
    inner = Tile(
        tile.left + _MARGIN, tile.bottom + _MARGIN, tile.right - _MARGIN, tile.top - _MARGIN
    )
    # Another tile sees what lies this near to the edge; deeper inside nobody else looks.
    near = ~_lie_in(number_cells(x, eps_m), number_cells(y, eps_m), inner, margin=0)
    side = eps_m * _KNOT_SHARE
    squares = {
        _COLUMN: np.floor(x[near] / side).astype(np.int64),
        _ROW: np.floor(y[near] / side).astype(np.int64),
        schema.CLUSTER: cores[schema.CLUSTER].to_numpy()[near],
    }
    return pd.DataFrame(squares).drop_duplicates(ignore_index=True)


def _join_nodes(knots: Sequence[pd.DataFrame], starts: Labels) -> Labels:
    placed = pd.concat(
        [
            knot.assign(**{_NODE: knot[schema.CLUSTER] + start})
            for knot, start in zip(knots, starts[:-1], strict=True)
        ]
    ).sort_values([_COLUMN, _ROW], kind="stable")
    squares = placed[[_COLUMN, _ROW]].to_numpy()
    node = placed[_NODE].to_numpy()
    same = (squares[1:] == squares[:-1]).all(axis=1)
    one, other = node[:-1][same], node[1:][same]
    size = int(starts[-1])
    graph = coo_array((np.ones(len(one), np.bool_), (one, other)), shape=(size, size))
    joined: Labels = connected_components(graph, directed=False)[1].astype(np.int64)
    return joined


def _number(joined: Labels, clusters: pd.DataFrame) -> Labels:
    """Number what hangs together by the smallest x, then y, of its core points."""
    order = np.lexsort((clusters[_FIRST_Y], clusters[_FIRST_X]))
    _, first, chain = np.unique(joined[order], return_index=True, return_inverse=True)
    numbers = np.empty(len(joined), np.int64)
    numbers[order] = np.argsort(np.argsort(first))[chain]
    return numbers


def _add_up(clusters: pd.DataFrame, numbers: Labels) -> pd.DataFrame:
    total = clusters.drop(columns=[_FIRST_X, _FIRST_Y]).groupby(numbers).sum()
    counts = dict.fromkeys((schema.INCIDENTS, schema.CORE_POINTS), np.int64)
    places = {
        schema.X: total[_SUM_X] / total[schema.INCIDENTS],
        schema.Y: total[_SUM_Y] / total[schema.INCIDENTS],
    }
    return total.drop(columns=[_SUM_X, _SUM_Y]).assign(**places).astype(counts)
