"""Shapes for other programs: as GeoJSON in degrees, as GeoPackage in the workspace's own grid."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geo.present.degrees import in_degrees
from geo.present.files import check_ending
from geo.service.answers import DataStatus

Facts = Mapping[str, Any]

_DECIMALS: Final = 7
# GDAL stamps a file with the clock unless it is told another time: same shapes, same bytes.
_FIXED_TIME: Final = "1970-01-01T00:00:00.000Z"


def render_shapes(
    shapes: gpd.GeoDataFrame, suffix: str, *, name: str, facts: Facts, key: str | None = None
) -> bytes:
    """Return the bytes of a file of polygons, or of points; the same shapes give the same bytes.

    Parameters
    ----------
    shapes
        Polygons or points, and what there is to say of each.
    suffix
        ``.geojson`` or ``.gpkg``.
    name
        Of the layer.
    facts
        What the file must state about itself; in a GeoPackage each shape states it too, because
        few programs show what a file says of the whole.
    key
        Column that names each shape, if there is one.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    check_ending(suffix, RENDERERS)
    return RENDERERS[suffix](shapes, name, facts, key)


def tell_origin(data: DataStatus) -> dict[str, Any]:
    """Tell what any file states of the data on which it rests."""
    return {
        "source": ", ".join(data.sources),
        "data_until": data.last.isoformat() if data.last else "",
        "data_as_of": data.as_of.isoformat(timespec="seconds") if data.as_of else "",
        "synthetic": data.synthetic,
    }


def _geojson(shapes: gpd.GeoDataFrame, name: str, facts: Facts, key: str | None) -> bytes:
    degrees = in_degrees(shapes.geometry, decimals=_DECIMALS).to_numpy()
    drawn = [json.loads(text) for text in shapely.to_geojson(shapely.orient_polygons(degrees))]
    known = json.loads(_drop_geometry(shapes).to_json(orient="records"))
    features = [
        {
            "type": "Feature",
            **({} if key is None else {"id": properties[key]}),
            "properties": properties,
            "geometry": shape,
        }
        for properties, shape in zip(known, drawn, strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "name": name,
        "metadata": dict(facts),
        "features": features,
    }
    return (json.dumps(collection, ensure_ascii=False) + "\n").encode("utf-8")


def _geopackage(shapes: gpd.GeoDataFrame, name: str, facts: Facts, _: str | None) -> bytes:
    stated = {key: value for key, value in facts.items() if key not in shapes}
    frame = gpd.GeoDataFrame(
        _drop_geometry(shapes).assign(**stated), geometry=shapes.geometry, crs=shapes.crs
    )
    is_point = len(frame) > 0 and bool((frame.geom_type == "Point").all())
    buffer = io.BytesIO()
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_TIME})
    try:
        pyogrio.write_dataframe(
            frame,
            buffer,
            layer=name,
            driver="GPKG",
            geometry_type="Point" if is_point else "MultiPolygon",
            promote_to_multi=not is_point,
            dataset_metadata={key: str(value) for key, value in facts.items()},
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
    return buffer.getvalue()


def _drop_geometry(shapes: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(shapes.drop(columns=shapes.geometry.name))


RENDERERS: Final[Mapping[str, Callable[[gpd.GeoDataFrame, str, Facts, str | None], bytes]]] = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
}
