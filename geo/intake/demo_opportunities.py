"""Addresses, premises and streets of the made town: where its incidents could have happened."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

from geo import schema
from geo.intake.demo import load_areas, load_town
from geo.intake.demo_places import (
    HOUSE_GAP_M,
    PARK_EDGE_M,
    STREET_GAP_M,
    DemoAreas,
    Places,
    lay_streets,
    seed_generator,
)
from geo.intake.demo_plan import DemoPlan, PlaceKind
from geo.intake.opportunities import (
    OpportunityLayer,
    find_opportunities,
    group_places,
    save_opportunities,
)
from geo.schema import LineLayer, OpportunityKind, PointLayer
from geo.workspace import Workspace

LABEL: Final = "Synthetisch: verzonnen bij de verzonnen meldingen"

# The part of all premises that shops stand for: that of break-ins which the plan lets fall there.
SHOPS_SHARE: Final = 0.3
# What the demo brings of its own.
LAYERS: Final[tuple[OpportunityKind, ...]] = (
    PointLayer.ADDRESSES,
    PointLayer.PREMISES,
    LineLayer.STREETS,
)

# Incidents of the demo are written to the decimetre; so is what they are held against.
_DECIMALS: Final = 1
# Ends of two blocks this close belong to one street, with a crossing between them.
_CROSSING_M: Final = 30.0
_BEND_TOLERANCE_M: Final = 0.5
_WEIGHT_DECIMALS: Final = 4

_NO_LINES: Final[NDArray[np.object_]] = np.empty(0, object)
_INVENTED: Final = "Demostraat"
_RESIDENTIAL, _INDUSTRIAL, _CONNECTING = "residential", "unclassified", "tertiary"


def write_opportunities(workspace: Workspace) -> tuple[OpportunityKind, ...]:
    """Write the layers of the made town that the workspace has not; say which.

    Raises
    ------
    WorkspaceError
        If the workspace is of another municipality or in another coordinate system.
    BoundaryError
        If the folder cannot be written.
    """
    missing = tuple(each for each in LAYERS if find_opportunities(workspace, each) is None)
    if not missing:
        return ()
    town = load_town(workspace)
    made = make_opportunities(town.plan, load_areas(), town.places)
    for layer in missing:
        shapes = made[layer].set_crs(workspace.crs)
        save_opportunities(workspace, OpportunityLayer(layer, shapes, LABEL, synthetic=True))
    return missing


def make_opportunities(
    plan: DemoPlan, areas: DemoAreas, places: Mapping[PlaceKind, Places]
) -> dict[OpportunityKind, gpd.GeoDataFrame]:
    """Make the layers on which the town's incidents fall as its plan lets them fall.

    An address counts its dwellings. Premises are those of the parks, one each, and the shops,
    which count so much that ``SHOPS_SHARE`` of all is theirs. A metre of street counts the
    dwellings that the town expects along it; of a park's streets, as much as the others on
    average; a crossing and a road between neighbourhoods count nothing.

    Parameters
    ----------
    plan
        Its seed settles the streets of the parks.
    areas, places
        Of the town, as `geo.intake.demo_places.lay_out_town` made it.

    Returns
    -------
    dict
        Layer to ``weight`` and geometry (and ``class`` of a street), without a coordinate system.
    """
    dwellings, parks, shops = (
        places[kind] for kind in (PlaceKind.DWELLINGS, PlaceKind.PARKS, PlaceKind.SHOPS)
    )
    shop_weights = shops.chance * len(parks.xy) * SHOPS_SHARE / (1 - SHOPS_SHARE)
    premises = np.concatenate([parks.xy, shops.xy]).round(_DECIMALS)
    weights = np.concatenate([np.ones(len(parks.xy)), shop_weights.round(_WEIGHT_DECIMALS)])
    homes = dwellings.xy.round(_DECIMALS)
    return {
        PointLayer.ADDRESSES: group_places(homes, np.ones(len(homes))),
        PointLayer.PREMISES: group_places(premises, weights),
        LineLayer.STREETS: _draw_streets(plan, areas, places[PlaceKind.STREETS], len(homes)),
    }


def _draw_streets(
    plan: DemoPlan, areas: DemoAreas, streets: Places, dwellings: int
) -> gpd.GeoDataFrame:
    blocks, weights = _cut_blocks(streets.xy, streets.chance * dwellings)
    in_parks, _ = _cut_blocks(*_lay_park_streets(plan, areas))
    average = dwellings / shapely.length(blocks).sum()
    joints, crossings = _join_blocks(np.concatenate([blocks, in_parks]))
    net = np.concatenate([blocks, in_parks, joints])
    links = _link_parts(np.concatenate([net, crossings]))
    lines = np.concatenate([net, crossings, links])
    idle = len(lines) - len(blocks) - len(in_parks)
    names = _name_streets(np.concatenate([blocks, in_parks]))
    frame = gpd.GeoDataFrame(
        {
            schema.STREET_CLASS: [_RESIDENTIAL] * len(blocks)
            + [_INDUSTRIAL] * len(in_parks)
            + [_RESIDENTIAL] * (idle - len(links))
            + [_CONNECTING] * len(links),
            schema.AREA_NAME: np.concatenate([names, np.full(idle, None, object)]),
            schema.WEIGHT: np.concatenate(
                [weights, np.full(len(in_parks), average), np.zeros(idle)]
            ).round(_WEIGHT_DECIMALS),
        },
        geometry=lines,
    )
    return frame.astype({schema.STREET_CLASS: "str"})


def _lay_park_streets(
    plan: DemoPlan, areas: DemoAreas
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    parks = areas.parks.sort_values(schema.AREA_CODE)
    laid = [
        lay_streets(
            shapely.buffer(outline, -PARK_EDGE_M), seed_generator(plan.town_seed, code, "streets")
        )[0]
        for code, outline in zip(parks[schema.AREA_CODE], parks.geometry, strict=True)
    ]
    along = np.concatenate([np.empty((0, 2)), *laid])
    return along, np.ones(len(along))


def _cut_blocks(
    along: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Draw a line through the points of each block; return lines and count a metre.

    A point by itself makes no line and is left out.
    """
    gap = np.hypot(*np.diff(along, axis=0).T)
    block = np.concatenate([[0], np.cumsum(gap > 1.5 * HOUSE_GAP_M)])[: len(along)]
    lengths = np.bincount(block)[block]
    block, along, counts = (part[lengths > 1] for part in (block, along, counts))
    number = np.unique(block, return_inverse=True)[1]
    bent = shapely.simplify(_draw_lines(along, number), _BEND_TOLERANCE_M)
    lines = _draw_lines(*_corners(bent))
    weights = np.bincount(number, counts, len(lines)) / shapely.length(lines)
    return lines, weights


def _join_blocks(blocks: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Draw what lies between the blocks of a street, and the streets that cross there."""
    ends, starts = _face_blocks(blocks)
    near = np.hypot(*(starts - ends).T) <= _CROSSING_M
    ends, starts = ends[near], starts[near]
    middles = ((ends + starts) / 2).round(_DECIMALS)
    joints = _draw_lines(np.stack([ends, middles, starts], axis=1))
    if not len(middles):
        return joints, _NO_LINES
    pairs = cKDTree(middles).query_pairs(STREET_GAP_M + 1, output_type="ndarray")
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    return joints, _draw_lines(middles[pairs])


def _name_streets(blocks: NDArray[np.object_]) -> NDArray[np.object_]:
    """Name each block by the number of its street: names that nobody takes for real ones."""
    ends, starts = _face_blocks(blocks)
    is_next = np.hypot(*(starts - ends).T) > _CROSSING_M
    number = np.concatenate([[1], 1 + np.cumsum(is_next)])[: len(blocks)]
    return np.array([f"{_INVENTED} {street}" for street in number], object)


def _face_blocks(
    blocks: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where each block but the last ends, and where the one after it starts."""
    ends = shapely.get_coordinates(shapely.get_point(blocks, -1))[:-1]
    starts = shapely.get_coordinates(shapely.get_point(blocks, 0))[1:]
    return ends, starts


def _link_parts(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Draw the shortest roads that make one net of parts that do not touch."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    nodes, node = np.unique(coordinates, axis=0, return_inverse=True)
    node = node.ravel()
    follows = np.flatnonzero(line[1:] == line[:-1])
    known = coo_array(
        (np.ones(len(follows)), (node[follows], node[follows + 1])), shape=(len(nodes),) * 2
    )
    count, part = connected_components(known, directed=False)
    if count < 2:  # noqa: PLR2004 - one part needs no link
        return _NO_LINES
    corners = Delaunay(nodes).simplices
    edges = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    edges = edges[part[edges[:, 0]] != part[edges[:, 1]]]
    metres = np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T)
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0], metres))]
    # Of all edges between two parts the shortest; of those, what is needed to reach all.
    between = np.sort(part[edges], axis=1)
    between, first = np.unique(between, axis=0, return_index=True)
    chosen = edges[first]
    length = np.hypot(*(nodes[chosen[:, 0]] - nodes[chosen[:, 1]]).T)
    tree = minimum_spanning_tree(coo_array((length, between.T), shape=(count, count))).tocoo()
    picked = np.isin(between @ [count, 1], np.stack([tree.row, tree.col], axis=1) @ [count, 1])
    return _draw_lines(nodes[chosen[picked]])


def _corners(lines: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    corners, line = shapely.get_coordinates(lines, return_index=True)
    return corners.round(_DECIMALS), line


def _draw_lines(
    points: NDArray[np.float64], line: NDArray[np.int64] | None = None
) -> NDArray[np.object_]:
    """Draw lines through points: shape ``(lines, points, 2)``, or all points and their lines."""
    return (
        np.asarray(shapely.linestrings(points, indices=line), object) if len(points) else _NO_LINES
    )
