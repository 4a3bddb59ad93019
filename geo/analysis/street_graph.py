"""Which ways lead where along streets, and how long each takes: on foot, by bicycle or by car."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from geo.analysis.noding import Flags, Pieces, Rows, Values, cut_lines
from geo.schema import TravelMode

Words = NDArray[np.object_]

# Kinds of street as OpenStreetMap names them; what is named otherwise is open to everybody.
_MOTOR_ONLY: Final = ("motorway", "motorway_link", "trunk", "trunk_link")
_NO_CARS: Final = (
    "footway", "cycleway", "path", "steps", "pedestrian", "bridleway", "track", "corridor",
)  # fmt: skip
_ROUNDING_M: Final = 0.01
_NO_BICYCLES: Final = ("footway", "steps", "pedestrian", "bridleway", "corridor")


_CLOSED: Final = {
    TravelMode.FOOT: _MOTOR_ONLY,
    TravelMode.BICYCLE: (*_MOTOR_ONLY, *_NO_BICYCLES),
    TravelMode.CAR: _NO_CARS,
}


@dataclass(frozen=True, eq=False)
class Streets:
    """Street lines, and what decides who may use them.

    Parameters
    ----------
    lines
        Shape ``(n,)``: LineStrings in metres.
    kind
        Shape ``(n,)``: words of OpenStreetMap (``highway``); None where unknown.
    one_way
        Shape ``(n,)``: 1 where cars go along the line only, -1 against it, 0 both ways.
    off_ground
        Shape ``(n,)``: bridges and tunnels; None where lines are cut at every junction already.
    """

    lines: NDArray[np.object_]
    kind: Words
    one_way: NDArray[np.int8]
    off_ground: Flags | None = None


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """Streets that one mode of travel may use, and that are all within reach of each other.

    Parameters
    ----------
    nodes
        Shape ``(n, 2)``: corners and junctions, in metres.
    ways
        Shape ``(n, n)``: metres from row to column along one piece of street.
    used_m, dropped_m
        Metres of street in the graph, and of those that the mode may use but cannot reach from it.
    """

    nodes: Values
    ways: csr_array
    used_m: float
    dropped_m: float

    @cached_property
    def tree(self) -> KDTree:
        """The nodes, laid out so that the nearest one is soon found."""
        return KDTree(self.nodes)


def build_graph(streets: Streets, mode: TravelMode) -> StreetGraph:
    """Build the graph of the streets that a mode of travel may use, largest part only.

    One-way streets hold for cars: Dutch ones are open to cyclists unless a sign says otherwise.
    Nobody walks or cycles on a motorway. For cars every node of the graph can be reached from every
    other and back.

    Parameters
    ----------
    streets
        All streets.
    mode
        How one travels.

    Returns
    -------
    StreetGraph
        Without nodes where the mode may use no street.
    """
    pieces = cut_lines(streets.lines, off_ground=streets.off_ground)
    is_open = ~np.isin(streets.kind[pieces.line].astype(str), _CLOSED[mode])
    one_way = streets.one_way[pieces.line] if mode is TravelMode.CAR else np.zeros(len(pieces.line))
    ways = _link(pieces, forth=is_open & (one_way >= 0), back=is_open & (one_way <= 0))
    used = np.unique(np.concatenate([pieces.start[is_open], pieces.end[is_open]]))
    kept = _largest_part(ways, used)
    inside = is_open & np.isin(pieces.start, kept) & np.isin(pieces.end, kept)
    used_m = float(pieces.length_m[inside].sum())
    all_m = float(pieces.length_m[is_open].sum())
    return StreetGraph(pieces.nodes[kept], ways[kept][:, kept], used_m, all_m - used_m)


def measure_travel(graph: StreetGraph, places: Values) -> Values:
    """Measure the shortest way between places along streets.

    A place lies at the nearest node; the straight way to it is added at both ends.

    Parameters
    ----------
    graph
        Streets with at least one node.
    places
        Shape ``(m, 2)``, in metres.

    Returns
    -------
    ndarray
        Shape ``(m, m)``: metres from row to column, 0 on the diagonal.
    """
    aside_m, node = _find_nodes(graph, places)
    sources, which = np.unique(node, return_inverse=True)
    along = dijkstra(graph.ways, indices=sources)[which.reshape(-1)][:, node]
    metres: Values = along + aside_m[:, np.newaxis] + aside_m
    np.fill_diagonal(metres, 0.0)
    return metres


def trace_way(
    graph: StreetGraph, start: Values, end: Values, *, within_m: float = np.inf
) -> shapely.LineString:
    """Draw the shortest way from one place to another along streets.

    Parameters
    ----------
    graph
        Streets with at least one node.
    start, end
        Shape ``(2,)``, in metres.
    within_m
        The way is no longer than this, as `measure_travel` tells: it is found sooner.

    Returns
    -------
    LineString
        From the node nearest to the start to that nearest to the end.
    """
    _, (first, last) = _find_nodes(graph, np.vstack([start, end]))
    # A shade more: what is measured and what is looked for may differ in the last digit.
    limit_m = within_m + _ROUNDING_M
    _, before = dijkstra(graph.ways, indices=first, return_predecessors=True, limit=limit_m)
    nodes = [int(last)]
    while nodes[-1] != first:
        nodes.append(int(before[nodes[-1]]))
    # A line has two points, also where one is there already.
    return shapely.LineString(graph.nodes[nodes[::-1] if len(nodes) > 1 else [first, first]])


def _find_nodes(graph: StreetGraph, places: Values) -> tuple[Values, Rows]:
    """Find the nearest node of each place, and how many metres away it is."""
    aside_m, node = graph.tree.query(places)
    return np.asarray(aside_m, np.float64), np.asarray(node, np.intp)


def _link(pieces: Pieces, *, forth: Flags, back: Flags) -> csr_array:
    """Put pieces into a matrix; of two between the same nodes the shorter one counts."""
    start = np.concatenate([pieces.start[forth], pieces.end[back]])
    end = np.concatenate([pieces.end[forth], pieces.start[back]])
    length = np.concatenate([pieces.length_m[forth], pieces.length_m[back]])
    order = np.lexsort((length, end, start))
    start, end, length = start[order], end[order], length[order]
    is_first = np.append(True, (start[1:] != start[:-1]) | (end[1:] != end[:-1]))[: len(start)]
    size = len(pieces.nodes)
    return csr_array((length[is_first], (start[is_first], end[is_first])), shape=(size, size))


def _largest_part(ways: csr_array, used: Rows) -> Rows:
    """Rows of the nodes of the part with the most nodes; of equals, the one that comes first."""
    if not len(used):
        return used
    _, label = connected_components(ways, directed=True, connection="strong")
    largest = int(np.bincount(label[used]).argmax())
    kept: Rows = used[label[used] == largest]
    return kept
