"""What a site can see past buildings."""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.advice.coverage import Coverage, Flags, Rows, Values, mark_pairs
from geo.analysis.grid import draw_squares, lay_grid

# An incident lies on the wall of its building as often as in it: so much of the line is left off.
SHORTENED_M: Final = 3.0
# Buildings are known around a place where at least one is loaded so near.
KNOWN_M: Final = 250.0
CELL_M: Final = 100.0
# Lines that are held against the buildings at once.
_BLOCK: Final = 100_000

Shapes = NDArray[np.object_]


def keep_in_sight(coverage: Coverage, footprints: Shapes) -> Coverage:
    """Take out of a coverage what buildings hide.

    A site sees a place when the line between them, shortened by `SHORTENED_M` at the place's end,
    neither crosses nor touches a footprint, that of the place itself apart. In two dimensions: a
    camera on a mast that looks over a shed is not given credit for it. A site that itself lies in
    a building sees nothing outside it.

    Parameters
    ----------
    coverage
        Made of metres.
    footprints
        Shape ``(b,)``: polygons in the same coordinate system.
    """
    site, place = (rows.astype(np.intp) for rows in coverage.matrix.nonzero())
    if not len(footprints) or not len(site):
        return coverage
    tree = shapely.STRtree(footprints)
    around = tree.query(shapely.points(coverage.places), predicate="intersects")
    # One number for each pair of place and building, so that pairs can be looked up.
    own = np.unique(around[0] * len(footprints) + around[1])
    starts = range(0, len(site), _BLOCK)
    blocks = [slice(start, start + _BLOCK) for start in starts]
    hidden = np.concatenate(
        [_are_hidden(coverage, site[block], place[block], tree, own) for block in blocks]
    )
    seen = mark_pairs(site[~hidden], place[~hidden], coverage.matrix.shape)
    return replace(coverage, matrix=seen)


def find_unknown(footprints: Shapes, places: Values) -> Flags:
    """Say of which places nobody knows what stands around them.

    Where no building is loaded within `KNOWN_M`, either there is none or the file ends there: it
    cannot be told which.

    Parameters
    ----------
    footprints
        Shape ``(b,)``.
    places
        Shape ``(n, 2)``, in the same coordinate system.
    """
    tree = shapely.STRtree(footprints)
    points = shapely.points(places)
    known = np.unique(tree.query(points, predicate="dwithin", distance=KNOWN_M)[0])
    unknown = np.ones(len(places), np.bool_)
    unknown[known] = False
    return unknown


def outline_unknown(footprints: Shapes, ground: BaseGeometry) -> BaseGeometry:
    """Draw where nobody knows what stands: the ground away from all buildings that are loaded.

    Parameters
    ----------
    footprints
        Shape ``(b,)``.
    ground
        The municipality, in the same coordinate system; drawn in squares of `CELL_M`.
    """
    west, south, east, north = (float(bound) for bound in shapely.bounds(ground))
    grid = lay_grid((west, south, east, north), cell_m=CELL_M, within=ground)
    x, y = grid.centres()
    unknown = find_unknown(footprints, np.column_stack([x, y]))
    squares = draw_squares(x[unknown], y[unknown], side_m=CELL_M)
    return shapely.intersection(shapely.union_all(squares), ground)


def count_facades(place: tuple[float, float], footprints: Shapes, *, range_m: float) -> int:
    """Count the buildings within range of which a camera sees the nearest point of the wall.

    Parameters
    ----------
    place
        Where the camera stands.
    footprints
        Shape ``(b,)``, in the same coordinate system.
    range_m
        Metres.
    """
    site = shapely.Point(place)
    tree = shapely.STRtree(footprints)
    near = tree.query(site, predicate="dwithin", distance=range_m)
    lines = shapely.shortest_line(site, footprints[near])
    line, building = tree.query(lines, predicate="intersects")
    foreign = building != near[line]
    return len(near) - len(np.unique(line[foreign]))


def _are_hidden(
    coverage: Coverage, site: Rows, place: Rows, tree: shapely.STRtree, own: Rows
) -> Flags:
    lines = _draw_lines(coverage.sites[site], coverage.places[place])
    line, building = tree.query(lines, predicate="intersects")
    foreign = ~np.isin(place[line] * len(tree.geometries) + building, own)
    hidden = np.zeros(len(lines), np.bool_)
    hidden[line[foreign]] = True
    return hidden


def _draw_lines(sites: Values, places: Values) -> Shapes:
    apart = places - sites
    length = np.hypot(apart[:, 0], apart[:, 1])
    share = np.clip(length - SHORTENED_M, 0, None) / np.where(length > 0, length, 1)
    ends = np.stack([sites, sites + apart * share[:, None]], axis=1)
    return np.asarray(shapely.linestrings(ends), np.object_)
