"""What a map on paper shows."""

from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]


class AreaKind(StrEnum):
    """What an area is in a plan."""

    TARGET = "target"
    BUFFER = "buffer"
    CONTROL = "control"


@dataclass(frozen=True, eq=False)
class MapArea:
    """An area of a plan, what the legend calls its kind, and the mark beside it, if any."""

    kind: AreaKind
    shape: BaseGeometry
    label: str
    mark: str = ""


@dataclass(frozen=True, eq=False)
class StaticMap:
    """What a map shows.

    Parameters
    ----------
    areas
        In a coordinate system in metres, as all others.
    site
        Where the camera stands; None where there is none.
    site_label
        What the legend calls it.
    wijken
        Columns ``schema.AREA_COLUMNS``; None where not loaded.
    streets
        Columns ``schema.STREET_COLUMNS``; None where not loaded.
    credit
        Lines below the map: source and period.
    """

    areas: tuple[MapArea, ...]
    site: Place | None
    site_label: str
    wijken: gpd.GeoDataFrame | None
    streets: gpd.GeoDataFrame | None
    credit: tuple[str, ...]
