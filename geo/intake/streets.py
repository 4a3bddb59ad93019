"""Streets of a workspace: imported to be drawn and measured, never to count in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import open_features, reproject
from geo.intake.boundaries import IMPORTED_FOLDER, replace_file
from geo.intake.files import open_json
from geo.intake.street_files import frame_streets, open_streets
from geo.schema import LineLayer
from geo.workspace import Workspace

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
    is_noded
        Whether lines meet in shared corners only, and never where they merely cross.
    """

    lines: gpd.GeoDataFrame
    source: str
    is_noded: bool = False


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
    about = content if isinstance(content, dict) else {}
    lines = _place(frame_streets(open_features(content, path.name), path.name), workspace, path)
    source, is_noded = about.get("source"), about.get("is_noded")
    return StreetLayer(lines, str(source or path.name), is_noded is True)


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
        OpenStreetMap extract (PBF or XML), GraphML, GeoJSON, GeoPackage or GeoParquet file of
        lines. Of each its kind, its name, which way cars may go and whether it is a bridge or
        tunnel are kept, and nothing else.
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
    opened = open_streets(path)
    lines = _cut(_place(opened.lines, workspace, path), around, path.name)
    layer = StreetLayer(lines, source or path.name, opened.is_noded)
    replace_file(_path(workspace), _write(layer, workspace))
    return layer


def _path(workspace: Workspace) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{LineLayer.STREETS}.geojson"


def _place(lines: gpd.GeoDataFrame, workspace: Workspace, path: Path) -> gpd.GeoDataFrame:
    return lines.set_geometry(reproject(lines, workspace.crs, path.name))


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
        "is_noded": layer.is_noded,
        "features": [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shape)}
            for properties, shape in zip(known, shapes, strict=True)
        ],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
