"""Point in wijk, buurt or business park, exact and fast."""

from collections.abc import Callable, Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.area_index import AreaIndex, index_areas, locate
from geo.analysis.threads import share_rows
from geo.errors import CrsMismatchError

# Points that are handled at a time: few enough for their coordinates to stay in the cache.
_BLOCK = 1 << 16


def assign_areas(
    incidents: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | AreaIndex, *, column: str
) -> gpd.GeoDataFrame:
    """Write beside each incident the code of the area in which it lies.

    The answer is that of an exact intersection test; a point on a shared edge, or where areas
    overlap, goes to the lowest code.

    Parameters
    ----------
    incidents
        Point geometry, any index; a missing or empty point lies nowhere.
    areas
        Frame with ``area_code`` and polygons, or its index; areas without a code are left out.
    column
        Column to add, such as ``schema.WIJK_CODE``.

    Returns
    -------
    GeoDataFrame
        The incidents in their own order and index, with ``column`` (text, missing outside).

    Raises
    ------
    CrsMismatchError
        If the two are in different coordinate systems.
    """
    index = areas if isinstance(areas, AreaIndex) else index_areas(areas)
    if incidents.crs != index.crs:
        raise CrsMismatchError(
            "crs-mismatch",
            expected=f"incidents in the coordinate system of the areas ({index.crs})",
            got=str(incidents.crs),
            remedy="reproject the incidents first",
            areas_crs=index.crs,
            crs=incidents.crs,
        )
    points = incidents.geometry.to_numpy()
    # The bounds of a point are the point: both coordinates in one pass.
    positions = _locate(lambda block: shapely.bounds(points[block])[:, :2].T, len(points), index)
    return incidents.assign(**{column: _name_positions(positions, index)})


def find_codes(places: pd.DataFrame, areas: gpd.GeoDataFrame | AreaIndex) -> pd.Series:
    """Find the area of places that are no more than two numbers; as exact as `assign_areas`.

    Parameters
    ----------
    places
        ``x`` and ``y`` in the coordinate system of the areas, NaN without a place; any index.
    areas
        Frame with ``area_code`` and polygons, or its index; areas without a code are left out.

    Returns
    -------
    Series
        Code of the area on the index of ``places``, missing outside.
    """
    index = areas if isinstance(areas, AreaIndex) else index_areas(areas)
    positions = find_positions(places, index)
    return pd.Series(_name_positions(positions, index), index=places.index)


def find_positions(places: pd.DataFrame, index: AreaIndex) -> NDArray[np.int32]:
    """Find the area of places by its number, a tenth of the memory of codes.

    Parameters
    ----------
    places
        As for `find_codes`.
    index
        Areas to look in.

    Returns
    -------
    ndarray
        Shape ``(n,)``: position in ``index.codes``, -1 outside every area.
    """
    x, y = (places[name].to_numpy(np.float64) for name in (schema.X, schema.Y))
    return _locate(lambda block: (x[block], y[block]), len(x), index)


def count_inside(places: pd.DataFrame, index: AreaIndex) -> pd.Series:
    """Count places in each area; the answer of `find_codes` counted, without a code for each place.

    Parameters
    ----------
    places
        As for `find_codes`.
    index
        Areas to look in.

    Returns
    -------
    Series
        Counts on the codes in ascending order, zeros included, and last, on a missing code, of the
        places that lie in none.
    """
    positions = find_positions(places, index)
    nowhere, *found = np.bincount(positions + 1, minlength=len(index.codes) + 1).tolist()
    counts = pd.Series(found, index=pd.Index(index.codes, dtype="str"), dtype="int64")
    return pd.concat([counts.groupby(level=0).sum(), pd.Series({None: nowhere})])


def outline(areas: gpd.GeoDataFrame) -> BaseGeometry:
    """Draw the ground that all areas cover together: the municipality.

    Parameters
    ----------
    areas
        Polygons; an invalid ring is made valid.

    Returns
    -------
    Polygon or MultiPolygon
        In the coordinate system of the areas; an empty polygon where there are none.
    """
    united = shapely.union_all(shapely.make_valid(areas.geometry.to_numpy()))
    parts = shapely.get_parts(united)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    ground: BaseGeometry = shapely.normalize(shapely.union_all(polygons))
    return ground if len(polygons) else shapely.Polygon()


def _name_positions(
    positions: NDArray[np.int32], index: AreaIndex
) -> pd.api.extensions.ExtensionArray:
    # Position -1 takes the last, which is missing: three times as fast as to fill gaps afterwards.
    return pd.array([*index.codes, None], dtype="str").take(positions)


def _locate(
    read: Callable[[slice], Iterable[NDArray[np.float64]]], count: int, index: AreaIndex
) -> NDArray[np.int32]:
    found = np.empty(count, np.int32)

    def locate_some(first: int, last: int) -> None:
        for start in range(first, last, _BLOCK):
            block = slice(start, min(start + _BLOCK, last))
            x, y = read(block)
            found[block] = locate(x, y, index)

    share_rows(locate_some, count, least=_BLOCK)
    return found
