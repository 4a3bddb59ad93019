"""Places as an audience may see them: squares and streets for points, wide outlines or none."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas.sindex import SpatialIndex
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema

# An outline grows by so much at a time, and at most to this; then it is not drawn.
_STEP_M: Final = 25.0
_MOST_M: Final = 500.0
# The edge of a wide outline is rounded to this, so that its corners are nobody's address.
_EDGE_M: Final = 25.0


@dataclass(frozen=True, eq=False)
class WidenedOutlines:
    """Outlines that may be drawn.

    Parameters
    ----------
    outlines
        On the index of those that went in; empty where one may not be drawn.
    is_widened
        Whether each was made wider.
    """

    outlines: gpd.GeoSeries
    is_widened: NDArray[np.bool_]

    @property
    def left_out(self) -> int:
        """How many may not be drawn."""
        return int(self.outlines.is_empty.sum())


def widen_outlines(
    outlines: gpd.GeoSeries,
    addresses: NDArray[np.float64],
    *,
    least_addresses: int,
) -> WidenedOutlines:
    """Widen outlines until each holds enough addresses, and round what betrays a place.

    Parameters
    ----------
    outlines
        Polygons, metres.
    addresses
        Shape ``(n, 2)``: x and y in metres, each address once.
    least_addresses
        Addresses that an outline must hold. Without addresses none is drawn.

    Notes
    -----
    Also an outline that holds enough is drawn again around squares of a grid: a hull around
    incidents has its corners at incidents.
    """
    tree = gpd.GeoSeries.from_xy(addresses[:, 0], addresses[:, 1]).sindex
    drawn = [_widen(outline, tree, least_addresses) for outline in outlines]
    return WidenedOutlines(
        gpd.GeoSeries([outline for outline, _ in drawn], outlines.index, crs=outlines.crs),
        np.array([steps > 0 for _, steps in drawn], np.bool_),
    )


def lower_to_grid(points: gpd.GeoSeries, *, grid_m: float) -> gpd.GeoSeries:
    """Return the middle of the square of a fixed grid in which each point lies.

    Parameters
    ----------
    points
        Metres; one that is missing or empty stays so.
    grid_m
        Side of a square.
    """
    return gpd.GeoSeries(
        shapely.transform(points.to_numpy(), lambda xy: (np.floor(xy / grid_m) + 0.5) * grid_m),
        points.index,
        crs=points.crs,
    )


def count_by_square(points: gpd.GeoSeries, *, grid_m: float) -> pd.DataFrame:
    """Count points by the square of a fixed grid in which they lie.

    Returns
    -------
    DataFrame
        ``x`` and ``y`` of the middle and ``incidents``, by x and then y; no empty squares.
    """
    known = points[~(points.isna() | points.is_empty)]
    middles = lower_to_grid(known, grid_m=grid_m)
    frame = pd.DataFrame({schema.X: middles.x, schema.Y: middles.y})
    return (
        frame.groupby([schema.X, schema.Y], as_index=False)
        .size()
        .rename(columns={"size": schema.INCIDENTS})
    )


def count_by_street(points: gpd.GeoSeries, streets: gpd.GeoDataFrame) -> pd.DataFrame:
    """Count points by the name of the street that lies nearest.

    Parameters
    ----------
    points
        Metres.
    streets
        Lines with ``name``; those without a name are passed over.

    Returns
    -------
    DataFrame
        ``name``, ``x`` and ``y`` of a place on the street that does not depend on the points, and
        ``incidents``; by name, no streets without points.
    """
    named = streets[streets[schema.AREA_NAME].notna()]
    known = points[~(points.isna() | points.is_empty)]
    columns = {schema.AREA_NAME: "str", schema.X: "float64", schema.Y: "float64"}
    if named.empty or known.empty:
        return pd.DataFrame(columns=[*columns, schema.INCIDENTS]).astype(
            {**columns, schema.INCIDENTS: "int64"}
        )
    whole = named.dissolve(by=schema.AREA_NAME, sort=True).geometry
    (_, nearest) = whole.sindex.nearest(known.to_numpy(), return_all=False)
    counts = pd.Series(whole.index[nearest]).value_counts().sort_index()
    places = whole.loc[counts.index].representative_point()
    return pd.DataFrame(
        {
            schema.AREA_NAME: counts.index.astype("str"),
            schema.X: places.x.to_numpy(),
            schema.Y: places.y.to_numpy(),
            schema.INCIDENTS: counts.to_numpy(),
        }
    )


def _widen(outline: BaseGeometry, addresses: SpatialIndex, least: int) -> tuple[BaseGeometry, int]:
    rounded = _round(outline)
    for step in range(int(_MOST_M / _STEP_M) + 1):
        wide = rounded if step == 0 else rounded.buffer(step * _STEP_M, join_style="mitre")
        if _count_inside(wide, addresses) >= least:
            return wide, step
    return shapely.Polygon(), 0


def _round(outline: BaseGeometry) -> BaseGeometry:
    """Return the squares of a grid that an outline touches, as one."""
    west, south, east, north = np.floor(np.array(outline.bounds) / _EDGE_M)
    x, y = (
        part.ravel() for part in np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    )
    x, y = _EDGE_M * x, _EDGE_M * y
    squares = shapely.box(x, y, x + _EDGE_M, y + _EDGE_M)
    return shapely.union_all(squares[shapely.intersects(squares, outline)])


def _count_inside(outline: BaseGeometry, addresses: SpatialIndex) -> int:
    return len(addresses.query(outline, predicate="intersects"))
