"""Area layers of a workspace: loaded, imported and replaced."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import read_area_features, read_area_file
from geo.intake.files import open_json
from geo.schema import Layer
from geo.workspace import AreaColumns, Workspace

IMPORTED_FOLDER = "imported"

# A column that names another kind of area says nothing about this one: a file of buurten also
# holds the code of the wijk around each.
_STEMS = {Layer.WIJKEN: "wijk", Layer.BUURTEN: "buurt", Layer.PARKS: "park"}


@dataclass(frozen=True)
class AreaLayer:
    """One layer of areas, and where it comes from.

    Parameters
    ----------
    layer
        Which layer.
    areas
        Columns ``schema.AREA_COLUMNS`` in the workspace's coordinate system, sorted by
        ``area_code``, index from 0 upwards. Codes may be double or missing where a file that was
        imported has them so; see ``geo.analysis.area_checks``.
    source
        Who made it, or the file that it was read from; shown on screen.
    year
        Vintage of the codes; None where unknown.
    schematic
        Whether it was drawn by hand, and so is no official outline.
    licence
        Terms of use; empty where unknown.
    """

    layer: Layer
    areas: gpd.GeoDataFrame
    source: str
    year: int | None
    schematic: bool
    licence: str = ""


def load_layers(workspace: Workspace) -> dict[Layer, AreaLayer]:
    """Load every layer that the workspace has.

    Raises
    ------
    IntakeError
        If a layer is there and cannot be read.
    """
    loaded = {layer: load_layer(workspace, layer) for layer in Layer}
    return {layer: content for layer, content in loaded.items() if content is not None}


def load_layer(workspace: Workspace, layer: Layer) -> AreaLayer | None:
    """Load a layer: the imported one, else the one that lies in the boundaries folder.

    Returns
    -------
    AreaLayer or None
        None where the workspace has no such layer.

    Raises
    ------
    IntakeError
        If the layer is there and cannot be read.
    """
    shipped = workspace.boundaries_dir / f"{layer}.geojson"
    path = next((path for path in (_imported(workspace, layer), shipped) if path.exists()), None)
    if path is None:
        return None
    content = open_json(path)
    columns = columns_for(layer, workspace.settings.area_columns)
    areas = read_area_features(content, columns=columns, crs=workspace.crs, origin=path.name)
    return _describe(layer, areas, content, path.name)


def import_areas(
    workspace: Workspace,
    path: Path,
    layer: Layer,
    *,
    code_column: str | None = None,
    name_column: str | None = None,
) -> AreaLayer:
    """Take a file of areas into the workspace, in place of the layer that was there.

    Double or missing codes, gaps and invalid rings are taken in as they are.

    Parameters
    ----------
    workspace
        The municipality.
    path
        GeoJSON, GeoPackage or GeoParquet file.
    layer
        Layer that it becomes.
    code_column, name_column
        Columns that hold the code and the name; found out from the header by default.

    Raises
    ------
    IntakeError
        If the file cannot be read as areas; the layer that was there stays.
    """
    columns = columns_for(layer, workspace.settings.area_columns)
    explicit = {"code": code_column, "name": name_column}
    chosen = columns.model_copy(update={key: (name,) for key, name in explicit.items() if name})
    areas = read_area_file(path, columns=chosen, crs=workspace.crs, layer_name=str(layer))
    return save_layer(workspace, layer, areas, source=path.name)


def save_layer(
    workspace: Workspace,
    layer: Layer,
    areas: gpd.GeoDataFrame,
    *,
    source: str,
    year: int | None = None,
) -> AreaLayer:
    """Save a layer as imported, all of it or nothing; what ships is left alone.

    Parameters
    ----------
    workspace
        The municipality.
    layer
        Layer to replace.
    areas
        Frame as read by `read_area_file`, in the workspace's coordinate system.
    source
        Who made it, or the name of the file.
    year
        Vintage of the codes.

    Raises
    ------
    BoundaryError
        If the folder cannot be written.
    """
    name = f"urn:ogc:def:crs:EPSG::{workspace.settings.crs}"
    content = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": name}},
        "schematic": False,
        "source": source,
        "year": year,
        "features": _features(areas),
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    replace_file(_imported(workspace, layer), text)
    return AreaLayer(layer=layer, areas=areas, source=source, year=year, schematic=False)


def columns_for(layer: Layer, columns: AreaColumns) -> AreaColumns:
    """Leave out the column names that speak of another layer."""
    others = [stem for other, stem in _STEMS.items() if other is not layer]

    def own(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if not any(stem in name.lower() for stem in others))

    return columns.model_copy(update={"code": own(columns.code), "name": own(columns.name)})


def _imported(workspace: Workspace, layer: Layer) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{layer}.geojson"


def _describe(layer: Layer, areas: gpd.GeoDataFrame, content: object, origin: str) -> AreaLayer:
    facts: Mapping[str, object] = content if isinstance(content, dict) else {}
    year = facts.get("year")
    return AreaLayer(
        layer=layer,
        areas=areas,
        source=str(facts.get("source") or origin),
        year=year if isinstance(year, int) else None,
        schematic=facts.get("schematic") is True,
        licence=str(facts.get("licence") or ""),
    )


def _features(areas: gpd.GeoDataFrame) -> list[dict[str, object]]:
    table = pd.DataFrame(areas[list(schema.AREA_COLUMNS[:-1])]).astype(object)
    properties = table.where(table.notna(), None).to_dict("records")
    return [
        {"type": "Feature", "properties": known, "geometry": shapely.geometry.mapping(shape)}
        for known, shape in zip(properties, areas.geometry, strict=True)
    ]


def replace_file(path: Path, text: str) -> None:
    """Write a file of a layer, all of it or nothing.

    Raises
    ------
    BoundaryError
        If the folder cannot be written.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            # Else the new name may reach the disk before the content does.
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as problem:
        with suppress(OSError):
            draft.unlink()
        raise BoundaryError(
            "folder-not-writable",
            expected=f"a folder {path.parent} that can be written",
            got=str(problem),
            remedy="change its permissions or make room on the disk",
            folder=path.parent,
        ) from problem
