"""Street lines as pieces between corners, joined where one can turn into another street."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

# Corners that are as close as this are one: a file keeps centimetres.
_DECIMALS: Final = 2
# A street that ends this close to another was meant to end on it.
_REACH_M: Final = 1.0


@dataclass(frozen=True, eq=False)
class Pieces:
    """Straight pieces of streets.

    Parameters
    ----------
    nodes
        Shape ``(nodes, 2)``: corners and junctions, in metres.
    start, end
        Shape ``(pieces,)``: rows of the nodes at both ends, in the direction of the line.
    line
        Shape ``(pieces,)``: row of the line that a piece is part of.
    """

    nodes: Values
    start: Rows
    end: Rows
    line: Rows

    @property
    def length_m(self) -> Values:
        """Length of each piece, shape ``(pieces,)``."""
        length: Values = np.hypot(*(self.nodes[self.end] - self.nodes[self.start]).T)
        return length


def cut_lines(lines: NDArray[np.object_], *, off_ground: Flags | None) -> Pieces:
    """Cut lines into pieces that meet in nodes.

    Lines meet where they share a corner. Where ``off_ground`` is given they also meet where they
    cross, unless one of the two is a bridge or tunnel, and where one ends within a metre of
    another.

    Parameters
    ----------
    lines
        Shape ``(n,)``: LineStrings in metres.
    off_ground
        Shape ``(n,)``: bridges and tunnels; None where the lines are cut at every junction already.

    Returns
    -------
    Pieces
        Sorted by line, then along it.
    """
    corners, line = shapely.get_coordinates(lines, return_index=True)
    along = _measure_along(corners, line)
    if off_ground is not None:
        at, where = _find_junctions(lines, off_ground)
        extra = shapely.line_locate_point(lines[at], shapely.points(where))
        corners, line = np.vstack([corners, where]), np.append(line, at)
        along = np.append(along, extra)
    order = np.lexsort((along, line))
    corners, line = np.round(corners[order], _DECIMALS), line[order]
    nodes, node = np.unique(corners, axis=0, return_inverse=True)
    node = node.reshape(-1)
    follows = (line[1:] == line[:-1]) & (node[1:] != node[:-1])
    return Pieces(nodes, node[:-1][follows], node[1:][follows], line[:-1][follows])


def _measure_along(corners: Values, line: Rows) -> Values:
    """Metres from the start of its own line to each corner."""
    steps = np.append(0.0, np.hypot(*np.diff(corners, axis=0).T))
    is_first = np.append(True, line[1:] != line[:-1])
    steps[is_first] = 0.0
    total = np.cumsum(steps)
    along: Values = total - total[is_first][np.cumsum(is_first) - 1]
    return along


def _find_junctions(lines: NDArray[np.object_], off_ground: Flags) -> tuple[Rows, Values]:
    """Find where lines meet without sharing a corner: rows of lines, and points on them."""
    tree = shapely.STRtree(lines)
    first, second = tree.query(lines, predicate="intersects")
    apart = (first < second) & ~off_ground[first] & ~off_ground[second]
    first, second = first[apart], second[apart]
    crossings = shapely.intersection(lines[first], lines[second])
    points, pair = shapely.get_coordinates(crossings, return_index=True)
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    end, near = tree.query(ends, predicate="dwithin", distance=_REACH_M)
    other = end % len(lines) != near
    at = np.concatenate([first[pair], second[pair], near[other]])
    return at, np.vstack([points, points, shapely.get_coordinates(ends[end[other]])])
