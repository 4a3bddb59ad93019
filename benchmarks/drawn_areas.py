"""Areas that are drawn by a seed: they cover a square and share winding edges, as wijken do."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import schema

CRS: Final = 28992
WIDTH_M: Final = 20_000.0
# How far an edge winds, as a share of the way to its nearest end: edges that meet seldom cross.
_WINDING: Final = 0.1
_TRIES: Final = 10
_GRID_M: Final = 0.01


def draw_areas(count: int, *, vertices: int, seed: int) -> gpd.GeoDataFrame:
    """Draw areas around random places.

    Parameters
    ----------
    count
        How many.
    vertices
        Of each, on average.
    seed
        Of the draw; where edges cross by chance they are drawn again, half as winding.

    Raises
    ------
    RuntimeError
        If edges cross every time.
    """
    for attempt in range(_TRIES):
        random = np.random.default_rng([seed, attempt])
        straight = _draw_edges(random.uniform(0, WIDTH_M, (count, 2)))
        # An edge belongs to two areas.
        step_m = 2 * float(shapely.length(straight).sum()) / (count * vertices)
        winding = [
            _wind(random, edge, step_m, _WINDING / 2**attempt)
            for edge in shapely.get_coordinates(straight).reshape(-1, 2, 2)
        ]
        areas = shapely.get_parts(shapely.polygonize(winding))
        if len(areas) == count and shapely.coverage_is_valid(areas):
            codes = [f"A{number:05}" for number in range(count)]
            return gpd.GeoDataFrame({schema.AREA_CODE: codes}, geometry=areas, crs=CRS)
    message = f"{count} areas of {vertices} vertices cross each other every time"
    raise RuntimeError(message)


def _draw_edges(places: NDArray[np.float64]) -> NDArray[np.object_]:
    square = shapely.box(0, 0, WIDTH_M, WIDTH_M)
    between = shapely.voronoi_polygons(
        shapely.multipoints(places), extend_to=square, only_edges=True
    )
    inside = shapely.intersection(between, square, grid_size=_GRID_M)
    # Without a grid, ends that rounding keeps off the square would leave two areas as one.
    return _cut(shapely.union(inside, square.boundary, grid_size=_GRID_M))


def _cut(lines: shapely.Geometry) -> NDArray[np.object_]:
    """Cut lines into straight pieces, a line of two points each."""
    pieces = [
        np.stack([line[:-1], line[1:]], axis=1)
        for line in map(shapely.get_coordinates, shapely.get_parts(lines))
    ]
    return shapely.linestrings(np.concatenate(pieces))


def _wind(
    random: np.random.Generator, edge: NDArray[np.float64], step_m: float, winding: float
) -> shapely.LineString:
    start, end = edge
    length_m = float(np.hypot(*(end - start)))
    along = np.linspace(0, 1, max(int(length_m / step_m), 1) + 1)
    reach = winding * np.minimum(along, 1 - along)
    # A walk that turns a little at each corner, as borders along ditches and roads do.
    walk = np.cumsum(np.cumsum(random.normal(size=len(along))))
    walk -= np.linspace(walk[0], walk[-1], len(along))
    aside = (reach * walk / max(np.abs(walk).max(), 1e-9))[:, None]
    right = np.array([start[1] - end[1], end[0] - start[0]])
    corners = start + along[:, None] * (end - start) + aside * right
    # To the last bit: an edge that ends beside the next one bounds nothing.
    corners[0], corners[-1] = start, end
    return shapely.LineString(corners)
