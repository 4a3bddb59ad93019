"""Places where incidents could have happened: imported to hold hotspots against, never to name."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import open_features, open_shapes, pick_column, reproject
from geo.intake.boundaries import IMPORTED_FOLDER, replace_file
from geo.intake.files import FileKind, open_json, sniff_kind
from geo.intake.formats import WGS84, open_source, read_columns
from geo.intake.mapping import find_fields, list_columns
from geo.intake.places import Ground, X, Y, check_crs, parse_numbers, read_places
from geo.schema import OpportunityKind, PointLayer
from geo.workspace import Workspace

# Names under which a file may say how much a place counts; the last is how the national register
# of buildings writes the number of addresses in one.
_WEIGHT_COLUMNS: Final = (schema.WEIGHT, "gewicht", "woningen", "aantal_verblijfsobjecten")
_TABLES: Final = (FileKind.CSV, FileKind.XLSX)
_POINTS: Final = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_OUTLINES: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_DECIMALS: Final = 2


@dataclass(frozen=True)
class OpportunityLayer:
    """Places at which incidents could have happened, and where they come from.

    Parameters
    ----------
    layer
        Which layer.
    shapes
        Columns ``schema.OPPORTUNITY_COLUMNS`` and no other, in the workspace's coordinate system:
        a row for all places of one weight, or a line. A street may have a class besides.
    source
        Who made it, or the file that it was read from.
    synthetic
        Whether it was made up, and so says nothing about a real town.
    left_out
        Rows of the file that were not kept: without a place, far from the municipality, or with a
        weight that is not above 0.
    """

    layer: OpportunityKind
    shapes: gpd.GeoDataFrame
    source: str
    synthetic: bool = False
    left_out: int = 0

    @property
    def places(self) -> int:
        """Number of places or lines, those on one coordinate counted once."""
        return int(shapely.get_num_geometries(self.shapes.geometry.to_numpy()).sum())


def find_opportunities(workspace: Workspace, layer: OpportunityKind) -> Path | None:
    """Return the file of a layer; None where the workspace has none."""
    path = _path(workspace, layer)
    return path if path.exists() else None


def load_opportunities(workspace: Workspace, layer: OpportunityKind) -> OpportunityLayer | None:
    """Load a layer; None where the workspace has none.

    Streets are read from the file in which they are kept to be drawn: of each its line, and its
    weight where it has one.

    Raises
    ------
    IntakeError
        If it is there and cannot be read.
    """
    path = find_opportunities(workspace, layer)
    if path is None:
        return None
    content = open_json(path)
    shapes = open_features(content, path.name)
    if not len(shapes):
        raise _without_places(path.name, "no shapes at all", 0)
    frame = _frame(_read_weights(shapes), reproject(shapes, workspace.crs, path.name))
    facts = content if isinstance(content, dict) else {}
    source, synthetic = str(facts.get("source") or path.name), facts.get("synthetic") is True
    return OpportunityLayer(layer, frame, source, synthetic)


def import_opportunities(
    workspace: Workspace,
    path: Path,
    layer: PointLayer,
    *,
    around: BaseGeometry | None = None,
    source: str | None = None,
) -> OpportunityLayer:
    """Take a file of addresses or premises into the workspace, in place of those that were there.

    Of each row the place is kept, and how much it counts; addresses as text stay out. The outline
    of a building becomes a point in it.

    Parameters
    ----------
    workspace
        The municipality.
    path
        GeoJSON, GeoPackage or GeoParquet file of points or polygons, or a table (CSV, XLSX) with
        ``x`` and ``y``, or ``lon`` and ``lat``. A column ``weight`` says how much a place counts.
    layer
        Layer that it becomes.
    around
        Ground outside which places are left out, in the workspace's coordinate system.
    source
        Who made it, and on which terms; the name of the file by default.

    Raises
    ------
    IntakeError
        If the file cannot be read as places, or none of them lies on the ground; the layer that
        was there stays.
    """
    read = _read_table if sniff_kind(path) in _TABLES else _read_shapes
    places, weights = read(path, workspace, around, layer)
    kept = np.isfinite(places).all(axis=1) & np.isfinite(weights) & (weights > 0)
    if not kept.any():
        raise BoundaryError(
            "opportunities-elsewhere",
            expected=f"places in or near the municipality in {path.name}",
            got="none",
            remedy="check the file and its coordinate system",
            file=path.name,
        )
    shapes = group_places(places[kept], weights[kept]).set_crs(workspace.crs)
    left_out = int(np.count_nonzero(~kept))
    imported = OpportunityLayer(layer, shapes, source or path.name, left_out=left_out)
    save_opportunities(workspace, imported)
    return imported


def save_opportunities(workspace: Workspace, layer: OpportunityLayer) -> None:
    """Save a layer as imported, all of it or nothing.

    Raises
    ------
    BoundaryError
        If the folder cannot be written.
    """
    known = layer.shapes.drop(columns=schema.GEOMETRY).astype("object")
    columns = known.where(known.notna(), None).to_dict("records")
    drawn = ",".join(shapely.to_geojson(layer.shapes.geometry.to_numpy()))
    content = {
        "type": "FeatureCollection",
        "crs": {
            "type": "name",
            "properties": {"name": f"urn:ogc:def:crs:EPSG::{workspace.settings.crs}"},
        },
        "source": layer.source,
        "synthetic": layer.synthetic,
        "features": [
            {"type": "Feature", "properties": known, "geometry": shape}
            for known, shape in zip(columns, json.loads(f"[{drawn}]"), strict=True)
        ],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    replace_file(_path(workspace, layer.layer), text)


def group_places(places: NDArray[np.float64], weights: NDArray[np.float64]) -> gpd.GeoDataFrame:
    """Put places of one weight in one row, in an order that tells nothing about the file.

    Parameters
    ----------
    places
        Shape ``(n, 2)``: x and y in metres, rounded to centimetres here.
    weights
        Shape ``(n,)``, over 0; those on one coordinate are added up.

    Returns
    -------
    GeoDataFrame
        ``weight`` and multipoints, the lightest first, without a coordinate system.
    """
    once, place_of = np.unique(places.round(_DECIMALS), axis=0, return_inverse=True)
    summed = np.bincount(place_of.ravel(), weights, len(once))
    levels, level = np.unique(summed, return_inverse=True)
    order = np.argsort(level, kind="stable")
    points = np.asarray(shapely.points(once[order]), object)
    drawn = shapely.multipoints(points, indices=level[order])
    return gpd.GeoDataFrame({schema.WEIGHT: levels}, geometry=drawn)


def _path(workspace: Workspace, layer: OpportunityKind) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{layer}.geojson"


def _read_table(
    path: Path, workspace: Workspace, around: BaseGeometry | None, _: PointLayer
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places (not a number where there is none) and weights of the rows of a table."""
    source = open_source(path)
    fields = find_fields(source.columns)
    in_degrees = bool(fields["lon"] and fields["lat"])
    pair = [fields[name] for name in (("lon", "lat") if in_degrees else ("x", "y"))]
    weight = next((name for name in source.columns if name.casefold() in _WEIGHT_COLUMNS), None)
    wanted = [name for name in (*pair, weight) if name is not None]
    if None in pair:
        raise BoundaryError(
            "opportunities-no-columns",
            expected=f"columns x and y, or lon and lat, in {path.name}",
            got=f"a header of {list_columns(source.columns)}",
            remedy="rename the columns",
            file=path.name,
            columns=list_columns(source.columns),
        )
    table = read_columns(source, wanted).table
    ground = Ground(workspace.crs, around, margin_m=0.0)
    crs = WGS84 if in_degrees else workspace.crs
    check_crs(table.column(0), table.column(1), crs, ground)
    read = read_places(table.column(0), table.column(1), crs, ground)
    weights = np.ones(len(read)) if weight is None else parse_numbers(table.column(weight))[0]
    return read[[X, Y]].to_numpy(np.float64), weights


def _read_shapes(
    path: Path, workspace: Workspace, around: BaseGeometry | None, layer: PointLayer
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places (not a number where there is none) and weights of the shapes of a map file."""
    shapes = open_shapes(path, layer_name=str(layer))
    if not len(shapes):
        raise _without_places(path.name, "no shapes at all", 0)
    missing = (shapes.geometry.isna() | shapes.geometry.is_empty).to_numpy()
    present = shapes[~missing]
    kinds = shapely.get_type_id(present.geometry.to_numpy())
    wrong = int(np.count_nonzero(~np.isin(kinds, (*_POINTS, *_OUTLINES))))
    if wrong:
        raise _without_places(path.name, f"{wrong} other shapes", wrong)
    placed = reproject(present, workspace.crs, path.name).to_numpy()
    places, row = _stand_for(placed, around)
    weights = _read_weights(present, pick_column(present, _WEIGHT_COLUMNS))[row]
    # Rows without a shape stay, to be counted among those left out.
    lost = np.full(int(missing.sum()), np.nan)
    return (
        np.concatenate([places, np.column_stack([lost, lost])]),
        np.concatenate([weights, lost]),
    )


def _stand_for(
    shapes: NDArray[np.object_], around: BaseGeometry | None
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Take a point for each shape (not a number off the ground), and the row it is from."""
    is_outline = np.isin(shapely.get_type_id(shapes), _OUTLINES)
    standing = shapes.copy()
    standing[is_outline] = shapely.point_on_surface(shapely.make_valid(shapes[is_outline]))
    points, row = shapely.get_parts(standing, return_index=True)
    places = shapely.get_coordinates(points)
    if around is not None:
        shapely.prepare(around)
        places[~shapely.intersects(around, points)] = np.nan
    return places, row


def _read_weights(
    shapes: gpd.GeoDataFrame, column: str | None = schema.WEIGHT
) -> NDArray[np.float64]:
    if column not in shapes:
        return np.ones(len(shapes))
    numbers = pd.to_numeric(shapes[column], errors="coerce")
    return np.asarray(numbers.to_numpy(np.float64, na_value=np.nan), np.float64)


def _frame(weights: NDArray[np.float64], shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({schema.WEIGHT: weights}, geometry=shapes.to_numpy(), crs=shapes.crs)


def _without_places(origin: str, got: str, count: int) -> BoundaryError:
    return BoundaryError(
        "opportunities-no-places",
        expected=f"points or polygons and nothing else in {origin}",
        got=got,
        remedy="export a layer of points, or of the outlines of buildings",
        file=origin,
        count=count,
    )
