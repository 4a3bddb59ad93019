"""Layers as one GeoPackage: in the workspace's own grid, with what they state and how they look."""

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.present.markup import show_on_one_line
from geo.present.qml import write_qml
from geo.present.shape_layers import Facts, ShapeLayer

_DRIVER: Final = "GPKG"
_GEOMETRY: Final = "geom"
_STYLES: Final = "layer_styles"
# GDAL stamps a file with the clock unless it is told another time: same shapes, same bytes.
_FIXED_TIME: Final = "1970-01-01T00:00:00.000Z"
# The setting holds for all threads of the program.
_CLOCK: Final = threading.Lock()


def render_geopackage(layers: Sequence[ShapeLayer], facts: Facts) -> bytes:
    """Return the bytes of a GeoPackage; the same layers give the same bytes.

    Parameters
    ----------
    layers
        Each becomes a table of polygons or of points, with its look in ``layer_styles``, where
        QGIS finds it.
    facts
        What the file must state about itself: in ``gpkg_metadata``, of the file and of each layer.
        Each shape states it too, because few programs show what a file says of the whole.

    Notes
    -----
    OGC 12-128r19, GeoPackage Encoding Standard 1.4; its metadata extension (clause F.8).
    """
    with tempfile.TemporaryDirectory() as folder, _fixed_clock():
        path = Path(folder) / "layers.gpkg"
        for layer in layers:
            _write_layer(layer, path, facts)
        pyogrio.write_dataframe(
            _tabulate_styles(layers),
            path,
            layer=_STYLES,
            driver=_DRIVER,
            layer_options={"FID": "id", "IDENTIFIER": _STYLES},
        )
        return path.read_bytes()


@contextmanager
def _fixed_clock() -> Iterator[None]:
    with _CLOCK:
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_TIME})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_layer(layer: ShapeLayer, path: Path, facts: Facts) -> None:
    own = facts if layer.stated is None else layer.stated
    missing = {name: _seen(value) for name, value in own.items() if name not in layer.shapes}
    known = layer.facts.map(_seen).assign(**missing)
    told = _write_out(own)
    pyogrio.write_dataframe(
        gpd.GeoDataFrame(known, geometry=layer.shapes.geometry, crs=layer.shapes.crs),
        path,
        layer=layer.name,
        driver=_DRIVER,
        geometry_type="Point" if layer.is_points else "MultiPolygon",
        promote_to_multi=not layer.is_points,
        dataset_metadata=_write_out(facts),
        layer_metadata=told,
        layer_options={
            "GEOMETRY_NAME": _GEOMETRY,
            # Two layers with one identifier would make no GeoPackage; titles are not ours alone.
            "IDENTIFIER": layer.name,
            "DESCRIPTION": "; ".join(
                [show_on_one_line(layer.title), *(f"{name}: {text}" for name, text in told.items())]
            ),
        },
    )


def _tabulate_styles(layers: Sequence[ShapeLayer]) -> pd.DataFrame:
    """Table of looks, in the columns by which QGIS seeks them."""
    return pd.DataFrame(
        [
            {
                "f_table_catalog": "",
                "f_table_schema": "",
                "f_table_name": layer.name,
                "f_geometry_column": _GEOMETRY,
                "styleName": show_on_one_line(layer.title),
                "styleQML": write_qml(layer.look, points=layer.is_points),
                "styleSLD": "",
                "useAsDefault": True,
                "description": "zoals in Hotspotkaart",
                "owner": "",
                "ui": "",
                "update_time": pd.Timestamp(_FIXED_TIME),
            }
            for layer in layers
        ]
    )


def _write_out(facts: Facts) -> dict[str, str]:
    return {name: show_on_one_line(str(value)) for name, value in facts.items()}


def _seen(value: Any) -> Any:
    return show_on_one_line(value) if isinstance(value, str) else value
