"""Outlines of buildings and of water: where no camera stands, and what it does not see past."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.errors import BoundaryError
from geo.intake.area_files import open_shapes, reproject
from geo.intake.boundaries import IMPORTED_FOLDER, replace_file
from geo.intake.files import open_json
from geo.schema import OutlineLayer
from geo.workspace import Workspace

_OUTLINES: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_DECIMALS: Final = 2

Shapes = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Outlines:
    """The buildings or the water of a municipality, and where they come from.

    Parameters
    ----------
    layer
        Which of the two.
    shapes
        Shape ``(b,)``: polygons in the workspace's coordinate system.
    source
        Who made them, or the file that they were read from.
    left_out
        Rows of the file that were not kept: without a shape, or far from the municipality.
    """

    layer: OutlineLayer
    shapes: Shapes
    source: str
    left_out: int = 0


def load_outlines(workspace: Workspace, layer: OutlineLayer) -> Outlines | None:
    """Load the outlines that were imported; None where there are none.

    Raises
    ------
    IntakeError
        If they are there and cannot be read.
    """
    path = _path(workspace, layer)
    if not path.exists():
        return None
    content = open_json(path)
    if not isinstance(content, dict):
        raise _unfit(path.name, "JSON that is no collection", 0)
    try:
        # All shapes at once: one by one twenty thousand of them take a second.
        shapes = shapely.get_parts(shapely.from_geojson(path.read_bytes()))
    except ShapelyError as problem:
        raise _unfit(path.name, str(problem), 0) from problem
    source = str(content.get("source") or path.name)
    return Outlines(layer, np.asarray(shapes, object), source)


def import_outlines(
    workspace: Workspace,
    path: Path,
    layer: OutlineLayer,
    *,
    around: BaseGeometry | None = None,
    source: str | None = None,
) -> Outlines:
    """Take a file of outlines into the workspace, in place of those that were there.

    Parameters
    ----------
    workspace
        The municipality.
    path
        GeoJSON, GeoPackage or GeoParquet file of polygons. Nothing but their shapes is kept.
    layer
        What the outlines are of.
    around
        Ground outside which they are left out, in the workspace's coordinate system.
    source
        Who made them, and on which terms; the name of the file by default.

    Raises
    ------
    IntakeError
        If the file cannot be read as such outlines, or none of them lies on the ground; those that
        were there stay.
    """
    shapes = open_shapes(path, layer_name=str(layer))
    present = shapes[~(shapes.geometry.isna() | shapes.geometry.is_empty).to_numpy()]
    kinds = shapely.get_type_id(present.geometry.to_numpy())
    wrong = int(np.count_nonzero(~np.isin(kinds, _OUTLINES)))
    if wrong or present.empty:
        raise _unfit(path.name, f"{wrong} other shapes" if wrong else "no shapes at all", wrong)
    outlines = shapely.make_valid(reproject(present, workspace.crs, path.name).to_numpy())
    near = np.ones(len(outlines), np.bool_)
    if around is not None:
        shapely.prepare(around)
        near = shapely.intersects(around, outlines)
    if not near.any():
        raise BoundaryError(
            "opportunities-elsewhere",
            expected=f"{layer} in or near the municipality in {path.name}",
            got="none",
            remedy="check the file and its coordinate system",
            file=path.name,
        )
    left_out = len(shapes) - int(np.count_nonzero(near))
    taken = Outlines(layer, _part(outlines[near]), source or path.name, left_out)
    replace_file(_path(workspace, layer), _write(taken, workspace))
    return taken


def _part(outlines: Shapes) -> Shapes:
    """Part shapes into polygons, rounded to centimetres; a line that is left of one goes."""
    parts = np.asarray(shapely.get_parts(shapely.get_parts(outlines)), object)
    rounded = shapely.transform(parts, lambda xy: np.round(xy, _DECIMALS))
    is_polygon = shapely.get_type_id(rounded) == shapely.GeometryType.POLYGON
    kept: Shapes = rounded[is_polygon & (shapely.area(rounded) > 0)]
    return kept


def _path(workspace: Workspace, layer: OutlineLayer) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{layer}.geojson"


def _write(outlines: Outlines, workspace: Workspace) -> str:
    drawn = ",".join(
        f'{{"type":"Feature","properties":{{}},"geometry":{shape}}}'
        for shape in shapely.to_geojson(outlines.shapes)
    )
    crs = {
        "type": "name",
        "properties": {"name": f"urn:ogc:def:crs:EPSG::{workspace.settings.crs}"},
    }
    facts = json.dumps({"source": outlines.source, "crs": crs}, ensure_ascii=False)
    return f'{{"type":"FeatureCollection",{facts[1:-1]},"features":[{drawn}]}}'


def _unfit(origin: str, got: str, count: int) -> BoundaryError:
    return BoundaryError(
        "outlines-unfit",
        expected=f"polygons, and nothing else, in {origin}",
        got=got,
        remedy="export a layer of polygons",
        file=origin,
        count=count,
    )
