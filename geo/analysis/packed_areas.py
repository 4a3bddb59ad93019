"""Areas that travel to whoever looks places up in them, and are indexed there once."""

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import shapely

from geo import schema
from geo.analysis.area_index import AreaIndex, index_areas

# Layers that one process works with at a time, and of which it keeps the index.
_KEPT: int = 4


@dataclass(frozen=True)
class PackedAreas:
    """Areas as bytes: small, equal when they hold the same, and without an index to carry along.

    Parameters
    ----------
    codes
        Codes as text.
    shapes
        Their polygons as well-known binary, in the same order.
    crs
        Coordinate system as well-known text; empty where it is unknown.
    """

    codes: tuple[str, ...]
    shapes: tuple[bytes, ...]
    crs: str

    @property
    def index(self) -> AreaIndex:
        """The lookup grid over the areas: laid at the first question, and kept by the process."""
        return _lay_index(self)


def pack_areas(areas: gpd.GeoDataFrame) -> PackedAreas:
    """Pack areas; those without a code or a shape are left out, as they are from an index.

    Parameters
    ----------
    areas
        Frame with ``area_code`` and polygons.
    """
    present = areas[schema.AREA_CODE].notna() & ~(areas.geometry.isna() | areas.geometry.is_empty)
    known = areas[present.to_numpy()]
    return PackedAreas(
        codes=tuple(known[schema.AREA_CODE].astype("str")),
        shapes=tuple(shapely.to_wkb(known.geometry.to_numpy())),
        crs="" if areas.crs is None else areas.crs.to_wkt(),
    )


@lru_cache(maxsize=_KEPT)
def _lay_index(packed: PackedAreas) -> AreaIndex:
    frame = {schema.AREA_CODE: list(packed.codes)}
    shapes = gpd.GeoSeries.from_wkb(list(packed.shapes), crs=packed.crs or None)
    return index_areas(gpd.GeoDataFrame(frame, geometry=shapes))
