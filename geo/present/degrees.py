"""Shapes in longitude and latitude, as screens and files for others want them."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

SCREEN_CRS: Final = "EPSG:4326"

# A tenth of a metre: more than a screen can show.
_DECIMALS: Final = 6
# Packed, five decimals: about a metre.
PACK_SCALE: Final = 100_000

# A thread that projects for the first time prepares for it, which takes far longer than to project,
# and each run of a page is a thread of its own: one thread does it for all of them.
_PROJECTOR: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="degrees")


def in_degrees(shapes: gpd.GeoSeries, *, decimals: int = _DECIMALS) -> gpd.GeoSeries:
    """Return shapes in longitude and latitude, rounded."""
    degrees = _project(shapes)
    rounded = shapely.transform(degrees.to_numpy(), lambda xy: np.round(xy, decimals))
    return gpd.GeoSeries(rounded, index=shapes.index, crs=SCREEN_CRS)


def list_places(points: gpd.GeoSeries) -> NDArray[np.float64]:
    """Return latitude and longitude of points, rounded: shape ``(n, 2)``, as Leaflet wants it.

    Parameters
    ----------
    points
        Points and nothing else, none missing or empty.
    """
    degrees = shapely.get_coordinates(_project(points).to_numpy())
    return np.round(degrees[:, ::-1], _DECIMALS)


def in_metres(latitude: float, longitude: float, crs: CRS) -> tuple[float, float]:
    """Return a place on the screen as x and y of a coordinate system, in whole metres."""
    place = gpd.GeoSeries([shapely.Point(longitude, latitude)], crs=SCREEN_CRS)
    found = _PROJECTOR.submit(place.to_crs, crs).result()
    return float(round(found.x[0])), float(round(found.y[0]))


def frame_bounds(frames: Sequence[gpd.GeoDataFrame]) -> list[list[float]] | None:
    """Return the south-west and north-east corner around all that frames hold; None for nothing."""
    corners = [
        _project(gpd.GeoSeries(shapely.box(*frame.total_bounds), crs=frame.crs))
        for frame in frames
        # Frames without a place have bounds that are no numbers.
        if np.isfinite(frame.total_bounds).all()
    ]
    if not corners:
        return None
    bounds = np.array([corner.total_bounds for corner in corners])
    west, south = bounds[:, :2].min(axis=0).round(3).tolist()
    east, north = bounds[:, 2:].max(axis=0).round(3).tolist()
    return [[south, west], [north, east]]


def list_features(
    shapes: gpd.GeoSeries, properties: Sequence[Mapping[str, object]] | None = None
) -> dict[str, object]:
    """Return shapes as a GeoJSON FeatureCollection in longitude and latitude.

    Parameters
    ----------
    shapes
        Of any kind, in any coordinate system.
    properties
        What to say of each; nothing by default.
    """
    texts = shapely.to_geojson(in_degrees(shapes).to_numpy())
    known = properties or [{}] * len(shapes)
    features = [
        {"type": "Feature", "properties": facts, "geometry": json.loads(text)}
        for text, facts in zip(texts, known, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def pack_lines(lines: gpd.GeoSeries) -> list[list[int]]:
    """Return lines as whole numbers, to be unpacked by map.js.

    Parameters
    ----------
    lines
        LineStrings, none missing or empty, in any coordinate system.

    Returns
    -------
    list
        Of each line longitude and latitude of its first corner, then the steps to each further
        one, in parts of a degree of which `PACK_SCALE` make one.
    """
    degrees = _project(lines).to_numpy()
    corners = np.round(shapely.get_coordinates(degrees) * PACK_SCALE).astype(np.int64)
    starts = np.cumsum(shapely.get_num_coordinates(degrees))[:-1]
    steps = np.diff(corners, axis=0, prepend=0)
    steps[starts] = corners[starts]
    return [line.ravel().tolist() for line in np.split(steps, starts)]


def _project(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return _PROJECTOR.submit(shapes.to_crs, SCREEN_CRS).result()
