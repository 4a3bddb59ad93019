"""A made town: streets, addresses, shops and premises on which synthetic incidents fall."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import geopandas as gpd
import numpy as np
import shapely
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.intake.demo_plan import DemoPlan, PlaceKind
from geo.schema import PlacePrecision

# The plan of a made street: distances in metres.
STREET_GAP_M = 55.0
HOUSE_GAP_M = 6.0
_BLOCK_M = 130.0
_CROSSING_M = 14.0
_FRONT_M = 9.0
_BEND_M, _BEND_LENGTH_M = 10.0, 420.0
# Nothing stands this close to an outline.
_EDGE_M = 25.0
PARK_EDGE_M = 10.0
_PREMISES_M2 = 400.0
_SHOPS = 400
# How much busier one block of houses is than the next: the spread of its logarithm.
_UNEVENNESS = 0.35

PRECISION: Final[Mapping[PlaceKind, PlacePrecision]] = {
    PlaceKind.DWELLINGS: PlacePrecision.ADDRESS,
    PlaceKind.STREETS: PlacePrecision.STREET,
    PlaceKind.SHOPS: PlacePrecision.ADDRESS,
    PlaceKind.PARKS: PlacePrecision.ADDRESS,
}


@dataclass(frozen=True)
class DemoAreas:
    """The outlines on which the town is built.

    Parameters
    ----------
    wijken
        Area frame with ``dwellings``, in a projected coordinate system in metres.
    parks
        Area frame of business parks, same coordinate system.
    """

    wijken: gpd.GeoDataFrame
    parks: gpd.GeoDataFrame


@dataclass(frozen=True)
class Places:
    """Spots of one kind.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, metres.
    chance
        Shape ``(n,)``, adds up to 1.
    """

    xy: NDArray[np.float64]
    chance: NDArray[np.float64]


def lay_out_town(plan: DemoPlan, areas: DemoAreas) -> dict[PlaceKind, Places]:
    """Make the places of a town that has as many dwellings in each wijk as the real one.

    Streets are slightly bent parallel lines, cut into blocks, in a direction of its own for each
    wijk; houses stand along them. Blocks differ in how much happens there, as they do in life.
    The plan's seed settles the town: it is the same for every seed of incidents.

    Parameters
    ----------
    plan
        Built-up discs, shopping streets and the town's seed.
    areas
        Wijken with their dwellings, and parks.

    Returns
    -------
    dict
        Places of every kind.
    """
    parks = shapely.union_all(areas.parks.geometry.to_numpy())
    wijken = areas.wijken.sort_values(schema.AREA_CODE)
    houses, streets = [], []
    for code, dwellings, outline in zip(
        wijken[schema.AREA_CODE], wijken[schema.DWELLINGS].fillna(0), wijken.geometry, strict=True
    ):
        rng = seed_generator(plan.town_seed, code)
        ground = _built_up(plan, code, outline, parks)
        wijk_houses, wijk_streets = _build_wijk(ground, int(dwellings), rng)
        houses.append(wijk_houses)
        streets.append(wijk_streets)
    return {
        PlaceKind.DWELLINGS: _merge(houses),
        PlaceKind.STREETS: _merge(streets),
        PlaceKind.SHOPS: _merge(_open_shops(plan, wijken)),
        PlaceKind.PARKS: _merge([_fill_park(plan, *park) for park in _by_code(areas.parks)]),
    }


def draw_places(places: Places, count: int, rng: Generator) -> NDArray[np.float64]:
    """Draw spots by their chance, with replacement: the same address can be hit again.

    Returns
    -------
    ndarray
        Shape ``(count, 2)``, metres.
    """
    if not count:
        return np.empty((0, 2))
    return places.xy[rng.choice(len(places.xy), count, p=places.chance)]


def scatter_in_disc(
    x: float, y: float, *, radius_m: float, count: int, rng: Generator
) -> NDArray[np.float64]:
    """Draw spots evenly over a disc.

    Returns
    -------
    ndarray
        Shape ``(count, 2)``, metres.
    """
    distance = radius_m * np.sqrt(rng.random(count))
    angle = rng.uniform(0, 2 * np.pi, count)
    return np.column_stack([x + distance * np.cos(angle), y + distance * np.sin(angle)])


def seed_generator(*key: int | str) -> Generator:
    """Return the generator of one part of the town: the town's seed and the name of the part."""
    entropy = [crc32(part.encode()) if isinstance(part, str) else part for part in key]
    return Generator(PCG64(SeedSequence(entropy)))


def _built_up(
    plan: DemoPlan, code: str, outline: BaseGeometry, parks: BaseGeometry
) -> BaseGeometry:
    ground = shapely.difference(shapely.buffer(outline, -_EDGE_M), shapely.buffer(parks, _EDGE_M))
    if code not in plan.built_up:
        return ground
    discs = [shapely.Point(x, y).buffer(radius) for x, y, radius in plan.built_up[code]]
    return shapely.intersection(ground, shapely.union_all(discs))


def _build_wijk(ground: BaseGeometry, dwellings: int, rng: Generator) -> tuple[Places, Places]:
    """Make the houses and the streets of a wijk; their chances add up to its dwellings."""
    along, across, block = lay_streets(ground, rng)
    if not dwellings or not len(block):
        return _nowhere(), _nowhere()
    busy = np.exp(_UNEVENNESS * rng.standard_normal(block.max() + 1))[block]
    chance = busy / busy.sum()
    # A wijk with more dwellings than fronts has flats: several dwellings at one front.
    front = rng.choice(len(block), dwellings, replace=dwellings > len(block), p=chance)
    side = np.where(rng.integers(0, 2, dwellings) == 0, -_FRONT_M, _FRONT_M)
    houses = along[front] + side[:, None] * across
    return Places(houses, np.ones(dwellings)), Places(along, chance * dwellings)


def lay_streets(
    ground: BaseGeometry, rng: Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Lay slightly bent parallel streets over a ground.

    Returns
    -------
    along
        Shape ``(n, 2)``: points along the streets, a step apart within a block.
    across
        Shape ``(2,)``: the direction to their fronts.
    block
        Shape ``(n,)``: block of each point, from 0 upwards.
    """
    west, south, east, north = shapely.bounds(ground)
    turn, offset = rng.uniform(0, np.pi), rng.uniform(0, STREET_GAP_M)
    if np.isnan(west):
        return np.empty((0, 2)), np.zeros(2), np.empty(0, np.int64)
    reach = np.hypot(east - west, north - south) / 2
    rows = np.arange(-reach + offset, reach, STREET_GAP_M)
    steps = np.arange(-reach, reach, HOUSE_GAP_M)
    row, step = (grid.ravel() for grid in np.meshgrid(np.arange(len(rows)), steps, indexing="ij"))
    bent = rows[row] + _BEND_M * np.sin(2 * np.pi * step / _BEND_LENGTH_M)
    ahead = np.array([np.cos(turn), np.sin(turn)])
    across = np.array([-np.sin(turn), np.cos(turn)])
    centre = np.array([(west + east) / 2, (south + north) / 2])
    along = centre + step[:, None] * ahead + bent[:, None] * across
    block = np.floor((step + reach) / _BLOCK_M).astype(np.int64) + row * (len(steps) + 1)
    kept = ((step + reach) % _BLOCK_M > _CROSSING_M) & shapely.contains_xy(ground, along)
    return along[kept], across, np.unique(block[kept], return_inverse=True)[1]


def _open_shops(plan: DemoPlan, wijken: gpd.GeoDataFrame) -> list[Places]:
    town = shapely.union_all(wijken.geometry.to_numpy())
    rng = seed_generator(plan.town_seed, "shops")
    opened = []
    for street in plan.shops:
        count = max(1, round(_SHOPS * street.share))
        xy = scatter_in_disc(street.x, street.y, radius_m=street.radius_m, count=count, rng=rng)
        inside = xy[shapely.contains_xy(town, xy)]
        opened.append(Places(inside, np.full(len(inside), street.share / max(1, len(inside)))))
    return opened


def _by_code(areas: gpd.GeoDataFrame) -> list[tuple[str, BaseGeometry]]:
    in_order = areas.sort_values(schema.AREA_CODE)
    return list(zip(in_order[schema.AREA_CODE], in_order.geometry, strict=True))


def _fill_park(plan: DemoPlan, code: str, outline: BaseGeometry) -> Places:
    """Spread premises over a park; larger parks have more."""
    rng = seed_generator(plan.town_seed, code)
    ground = shapely.buffer(outline, -PARK_EDGE_M)
    west, south, east, north = shapely.bounds(outline)
    count = int((east - west) * (north - south) / _PREMISES_M2)
    xy = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    inside = xy[shapely.contains_xy(ground, xy)]
    return Places(inside, np.ones(len(inside)))


def _nowhere() -> Places:
    return Places(np.empty((0, 2)), np.empty(0))


def _merge(parts: list[Places]) -> Places:
    xy = np.concatenate([part.xy for part in parts])
    chance = np.concatenate([part.chance for part in parts])
    return Places(xy, chance / chance.sum())
