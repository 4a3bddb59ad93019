"""Frames as GeoPackage files: the same frame gives the same bytes."""

import io
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import pyogrio

# GDAL stamps a file with the clock unless it is told another time.
_FIXED_TIME: Final = "1970-01-01T00:00:00.000Z"


def render_geopackage(
    frame: gpd.GeoDataFrame, *, layer: str, geometry_type: str, facts: Mapping[str, Any]
) -> bytes:
    """Return the bytes of a GeoPackage with one layer.

    Parameters
    ----------
    frame
        In the workspace's coordinate system.
    layer
        Name of the layer.
    geometry_type
        As GDAL names it; single shapes become the multiple ones that it may ask for.
    facts
        What the file must state about itself.
    """
    buffer = io.BytesIO()
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_TIME})
    try:
        pyogrio.write_dataframe(
            frame,
            buffer,
            layer=layer,
            driver="GPKG",
            geometry_type=geometry_type,
            promote_to_multi=geometry_type.startswith("Multi"),
            dataset_metadata={key: str(value) for key, value in facts.items()},
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
    return buffer.getvalue()
