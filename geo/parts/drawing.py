"""The outlines of the hotspots of a set of points, for as many as a reader looks at."""

from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.hotspots import place_centre
from geo.analysis.outlines import draw_outline

# Ranks of which the ground is drawn, and core points above which it is a district, not a spot.
_MOST_DRAWN: Final = 100
_MOST_CORES: Final = 50_000
_SQUARE_METRES_PER_HA: Final = 10_000
_XY: Final = [schema.X, schema.Y]


def order_clusters(clusters: pd.DataFrame) -> NDArray[np.int64]:
    """Say which rank, from 0, each cluster gets: by score, then incidents, then place.

    Parameters
    ----------
    clusters
        As of `geo.analysis.tiles.Merged`.
    """
    columns = [schema.WEIGHT, schema.INCIDENTS, *_XY]
    ordered = clusters.sort_values(columns, ascending=[False, False, True, True]).index
    ranks = np.empty(len(clusters), np.int64)
    ranks[ordered] = np.arange(len(clusters))
    return ranks


def choose_drawn(clusters: pd.DataFrame, ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Choose the ranks of which outlines are drawn."""
    is_small = (clusters[schema.CORE_POINTS] <= _MOST_CORES).to_numpy()
    drawn: NDArray[np.int64] = np.sort(ranks[is_small & (ranks < _MOST_DRAWN)])
    return drawn


def split_cores(found: Iterable[pd.DataFrame]) -> dict[int, NDArray[np.float64]]:
    """Take core points of tiles together: rank to places, in order of x, then y."""
    empty = pd.DataFrame({schema.RANK: pd.Series(dtype="int64")} | dict.fromkeys(_XY, np.empty(0)))
    cores = pd.concat([empty, *found]).sort_values([schema.RANK, *_XY])
    ranks, first = np.unique(cores[schema.RANK].to_numpy(), return_index=True)
    places = np.split(cores[_XY].to_numpy(np.float64), first[1:])
    return dict(zip(map(int, ranks), places, strict=False))


def draw_ground(cores: NDArray[np.float64], *, eps_m: float) -> BaseGeometry:
    """Draw the ground of one hotspot."""
    return draw_outline(cores, eps_m=eps_m, municipality=None)


def tabulate_clusters(
    clusters: pd.DataFrame,
    ranks: NDArray[np.int64],
    cores: dict[int, NDArray[np.float64]],
    outlines: Iterable[BaseGeometry],
    crs: CRS,
) -> gpd.GeoDataFrame:
    """List hotspots in order of rank, with the outlines of those that are drawn.

    Parameters
    ----------
    clusters, ranks
        In order of number.
    cores, outlines
        Of the ranks that are drawn, both in that order.
    crs
        Of all.
    """
    listed = clusters.iloc[np.argsort(ranks)].reset_index(drop=True)
    drawn = dict(zip(cores, outlines, strict=True))
    means = listed[_XY].to_numpy()
    for rank, outline in drawn.items():
        means[rank] = place_centre(means[rank], cores[rank], outline)
    shapes = gpd.GeoSeries(drawn, dtype="geometry").reindex(listed.index)
    table = {
        schema.RANK: np.arange(1, len(listed) + 1),
        schema.INCIDENTS: listed[schema.INCIDENTS],
        schema.CORE_POINTS: listed[schema.CORE_POINTS],
        schema.AREA_HA: shapely.area(shapes.to_numpy()) / _SQUARE_METRES_PER_HA,
        schema.SCORE: listed[schema.WEIGHT],
        schema.CENTRE: gpd.points_from_xy(*means.T, crs=crs),
        schema.GEOMETRY: shapes.to_numpy(),
    }
    return gpd.GeoDataFrame(table, geometry=schema.GEOMETRY, crs=crs)
