"""Streets of a workspace: imported to be drawn and measured, never to count in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import open_features, open_shapes, pick_column, reproject
from geo.intake.boundaries import IMPORTED_FOLDER, replace_file
from geo.intake.files import open_json
from geo.schema import LineLayer
from geo.workspace import Workspace

# Names under which a file may say what kind of street a line is; the first that it has.
_CLASS_COLUMNS: Final = (schema.STREET_CLASS, "highway", "fclass", "cls", "wegtype")
# Names under which a file may say what a street is called; the first that it has.
_NAME_COLUMNS: Final = (
    schema.AREA_NAME, "naam", "straatnaam", "stt_naam", "openbareruimtenaam", "street",
)  # fmt: skip
_LINES: Final = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
_DECIMALS: Final = 2


@dataclass(frozen=True)
class StreetLayer:
    """The streets of a municipality, and where they come from.

    Parameters
    ----------
    lines
        Columns ``schema.STREET_COLUMNS``, lines in the workspace's coordinate system, index from
        0 upwards; ``class`` and ``name`` as the file writes them, missing where unknown.
    source
        Who made them, or the file that they were read from; shown on the map.
    """

    lines: gpd.GeoDataFrame
    source: str


def find_streets(workspace: Workspace) -> Path | None:
    """Return the file of the streets that were imported; None where there are none."""
    path = _path(workspace)
    return path if path.exists() else None


def load_streets(workspace: Workspace) -> StreetLayer | None:
    """Load the streets that were imported; None where there are none.

    Raises
    ------
    IntakeError
        If they are there and cannot be read.
    """
    path = find_streets(workspace)
    if path is None:
        return None
    content = open_json(path)
    lines = _frame_streets(open_features(content, path.name), workspace, path.name)
    source = content.get("source") if isinstance(content, dict) else None
    return StreetLayer(lines, str(source or path.name))


def import_streets(
    workspace: Workspace,
    path: Path,
    *,
    around: BaseGeometry | None = None,
    source: str | None = None,
) -> StreetLayer:
    """Take a file of streets into the workspace, in place of those that were there.

    Parameters
    ----------
    workspace
        The municipality.
    path
        GeoJSON, GeoPackage or GeoParquet file of lines. Of each the kind and the name of the
        street are kept, and nothing else.
    around
        Ground outside which streets are cut off, in the workspace's coordinate system.
    source
        Who made them, and on which terms; the name of the file by default.

    Raises
    ------
    IntakeError
        If the file cannot be read as streets, or none of them lies on the ground; the streets
        that were there stay.
    """
    shapes = open_shapes(path, layer_name=str(LineLayer.STREETS))
    lines = _cut(_frame_streets(shapes, workspace, path.name), around, path.name)
    layer = StreetLayer(lines, source or path.name)
    replace_file(_path(workspace), _write(layer, workspace))
    return layer


def _path(workspace: Workspace) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{LineLayer.STREETS}.geojson"


def _frame_streets(shapes: gpd.GeoDataFrame, workspace: Workspace, origin: str) -> gpd.GeoDataFrame:
    kinds = shapely.get_type_id(shapes.geometry.to_numpy()) if len(shapes) else np.empty(0)
    wrong = int((~np.isin(kinds, _LINES)).sum())
    if wrong or not len(shapes):
        raise BoundaryError(
            "streets-no-lines",
            expected=f"lines and nothing else in {origin}",
            got=f"{wrong} other shapes" if wrong else "no shapes at all",
            remedy="export a layer of lines",
            file=origin,
            count=wrong,
        )
    known = {
        schema.STREET_CLASS: _read_words(shapes, _CLASS_COLUMNS),
        schema.AREA_NAME: _read_words(shapes, _NAME_COLUMNS),
    }
    placed = reproject(shapes, workspace.crs, origin)
    return gpd.GeoDataFrame(known, geometry=placed).reset_index(drop=True)


def _read_words(shapes: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    column = pick_column(shapes, names)
    words = pd.Series(None, index=shapes.index) if column is None else shapes[column]
    return words.astype("str")


def _cut(lines: gpd.GeoDataFrame, around: BaseGeometry | None, origin: str) -> gpd.GeoDataFrame:
    if around is not None:
        pieces = lines.clip(around, keep_geom_type=True).sort_index()
        lines = pieces[~pieces.geometry.is_empty].reset_index(drop=True)
    if lines.empty:
        raise BoundaryError(
            "streets-elsewhere",
            expected=f"streets in or near the municipality in {origin}",
            got="none",
            remedy="check the file and the coordinate system that it states",
            file=origin,
        )
    rounded = shapely.transform(lines.geometry.to_numpy(), lambda xy: np.round(xy, _DECIMALS))
    return lines.set_geometry(gpd.GeoSeries(rounded, lines.index, crs=lines.crs))


def _write(layer: StreetLayer, workspace: Workspace) -> str:
    words = layer.lines[[schema.STREET_CLASS, schema.AREA_NAME]].astype("object")
    known = words.where(words.notna(), None).to_dict("records")
    shapes = shapely.to_geojson(layer.lines.geometry.to_numpy())
    content = {
        "type": "FeatureCollection",
        "crs": {
            "type": "name",
            "properties": {"name": f"urn:ogc:def:crs:EPSG::{workspace.settings.crs}"},
        },
        "source": layer.source,
        "features": [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shape)}
            for properties, shape in zip(known, shapes, strict=True)
        ],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
