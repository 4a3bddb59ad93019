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
# Coordinates of a country are exact to far less than this.
_HAIR_M: Final = 1e-6
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
    ends = _draw_ends(coverage.sites[site], coverage.places[place])
    lines = np.asarray(shapely.linestrings(ends), np.object_)
    line, building = tree.query(lines)
    is_near = ~_pass_by(ends, shapely.bounds(tree.geometries), line, building)
    line, building = line[is_near], building[is_near]
    foreign = ~np.isin(place[line] * len(tree.geometries) + building, own)
    line, building = line[foreign], building[foreign]
    hidden = np.zeros(len(lines), np.bool_)
    # Most lines end at the first building that is tried: the others then need no trial.
    first = np.zeros(len(line), np.bool_)
    first[np.unique(line, return_index=True)[1]] = True
    for tried in (first, ~first):
        rows = np.flatnonzero(tried & ~hidden[line])
        met = shapely.intersects(tree.geometries[building[rows]], lines[line[rows]])
        hidden[line[rows[met]]] = True
    return hidden


def _draw_ends(sites: Values, places: Values) -> Values:
    """Return where each line begins, and where it ends before the place: shape ``(n, 2, 2)``."""
    apart = places - sites
    length = np.hypot(apart[:, 0], apart[:, 1])
    share = np.clip(length - SHORTENED_M, 0, None) / np.where(length > 0, length, 1)
    return np.stack([sites, sites + apart * share[:, None]], axis=1)


def _pass_by(ends: Values, bounds: Values, line: Rows, building: Rows) -> Flags:
    """Say which lines leave the box around a building wholly on one side.

    The box is a hair larger than the building, so that rounding never lets a line pass that
    touches it: what is left is for exact geometry to decide.
    """
    (start_x, start_y), (along_x, along_y) = ends[:, 0].T, (ends[:, 1] - ends[:, 0]).T
    west, south, east, north = bounds.T
    off_x = ((west + east) / 2)[building] - start_x[line]
    off_y = ((south + north) / 2)[building] - start_y[line]
    half_x, half_y = (east - west) / 2 + _HAIR_M, (north - south) / 2 + _HAIR_M
    across, up = along_x[line], along_y[line]
    beside: Flags = np.abs(across * off_y - up * off_x) > (
        np.abs(across) * half_y[building] + np.abs(up) * half_x[building]
    )
    return beside
