"""Area layers of a workspace: loaded, imported and replaced."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import (
    AreaFile,
    inspect_area_file,
    read_area_features,
    read_area_file,
)
from geo.intake.files import open_json
from geo.schema import Layer
from geo.settings import AreaColumns
from geo.workspace import Workspace

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
    official
        Whether it was fetched from the public service.
    imported
        Whether somebody brought it, in place of what the workspace came with.
    covers
        Whether it lies over a layer that the workspace came with, and which is still there.
    """

    layer: Layer
    areas: gpd.GeoDataFrame
    source: str
    year: int | None
    schematic: bool
    licence: str = ""
    official: bool = False
    imported: bool = False
    covers: bool = False


@dataclass(frozen=True)
class AreaReading:
    """How a file of areas is to be read; what is left open is found out from its header.

    Parameters
    ----------
    code_column, name_column
        Columns that hold the code and the name.
    year
        Vintage of the codes; None where unknown.
    source
        Who made it; the name of the file by default.
    """

    code_column: str | None = None
    name_column: str | None = None
    year: int | None = None
    source: str | None = None


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
    own, shipped = _imported(workspace, layer), _shipped(workspace, layer)
    path = next((path for path in (own, shipped) if path.exists()), None)
    if path is None:
        return None
    content = open_json(path)
    columns = columns_for(layer, workspace.settings.area_columns)
    areas = read_area_features(content, columns=columns, crs=workspace.crs, origin=path.name)
    described = _describe(layer, areas, content, path.name)
    imported = path == own
    return replace(described, imported=imported, covers=imported and shipped.exists())


def inspect_areas(workspace: Workspace, path: Path, layer: Layer) -> AreaFile:
    """Look what a file of areas holds; nothing is taken in.

    Raises
    ------
    IntakeError
        If the file holds no areas that can be read.
    """
    columns = columns_for(layer, workspace.settings.area_columns)
    return inspect_area_file(path, columns=columns, layer_name=str(layer))


def read_areas(
    workspace: Workspace, path: Path, layer: Layer, reading: AreaReading | None = None
) -> AreaLayer:
    """Read a file of areas as it would be taken in; nothing is.

    Parameters
    ----------
    workspace, path, layer, reading
        As for `import_areas`.

    Raises
    ------
    IntakeError
        If the file cannot be read as areas.
    """
    chosen = reading or AreaReading()
    columns = columns_for(layer, workspace.settings.area_columns)
    explicit = {"code": chosen.code_column, "name": chosen.name_column}
    named = columns.model_copy(update={key: (name,) for key, name in explicit.items() if name})
    areas = read_area_file(path, columns=named, crs=workspace.crs, layer_name=str(layer))
    source = chosen.source or path.name
    return AreaLayer(layer, areas, source=source, year=chosen.year, schematic=False)


def import_areas(
    workspace: Workspace, path: Path, layer: Layer, reading: AreaReading | None = None
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
    reading
        How the file is to be read.

    Raises
    ------
    IntakeError
        If the file cannot be read as areas; the layer that was there stays.
    """
    return save_layer(workspace, read_areas(workspace, path, layer, reading))


def drop_areas(workspace: Workspace, layer: Layer) -> AreaLayer | None:
    """Take an imported layer away; what the workspace came with holds again.

    Returns
    -------
    AreaLayer or None
        The layer that holds now; None where there is none.

    Raises
    ------
    BoundaryError
        If there is no imported layer, or it cannot be removed.
    """
    path = _imported(workspace, layer)
    try:
        path.unlink()
    except FileNotFoundError as problem:
        raise BoundaryError(
            "areas-not-imported",
            expected=f"imported {layer} to take away",
            got="none",
            remedy="leave what the workspace came with",
            layer=layer.value,
        ) from problem
    except OSError as problem:
        raise _not_writable(path.parent, problem) from problem
    return load_layer(workspace, layer)


def save_layer(workspace: Workspace, content: AreaLayer) -> AreaLayer:
    """Save a layer as imported, all of it or nothing; what ships is left alone.

    Parameters
    ----------
    workspace
        The municipality.
    content
        What takes the place of the layer, in the workspace's coordinate system.

    Returns
    -------
    AreaLayer
        The same, marked as imported.

    Raises
    ------
    BoundaryError
        If the folder cannot be written.
    """
    name = f"urn:ogc:def:crs:EPSG::{workspace.settings.crs}"
    features = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": name}},
        "schematic": content.schematic,
        "official": content.official,
        "source": content.source,
        "year": content.year,
        "features": _features(content.areas),
    }
    text = json.dumps(features, ensure_ascii=False, allow_nan=False)
    replace_file(_imported(workspace, content.layer), text)
    covers = _shipped(workspace, content.layer).exists()
    return replace(content, imported=True, covers=covers)


def columns_for(layer: Layer, columns: AreaColumns) -> AreaColumns:
    """Leave out the column names that speak of another layer."""
    others = [stem for other, stem in _STEMS.items() if other is not layer]

    def own(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if not any(stem in name.lower() for stem in others))

    return columns.model_copy(update={"code": own(columns.code), "name": own(columns.name)})


def _imported(workspace: Workspace, layer: Layer) -> Path:
    return workspace.boundaries_dir / IMPORTED_FOLDER / f"{layer}.geojson"


def _shipped(workspace: Workspace, layer: Layer) -> Path:
    return workspace.boundaries_dir / f"{layer}.geojson"


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
        official=facts.get("official") is True,
    )


def _features(areas: gpd.GeoDataFrame) -> list[dict[str, object]]:
    table = pd.DataFrame(areas[list(schema.AREA_COLUMNS[:-1])]).astype(object)
    properties = table.where(table.notna(), None).to_dict("records")
    return [
        {"type": "Feature", "properties": known, "geometry": shapely.geometry.mapping(shape)}
        for known, shape in zip(properties, areas.geometry, strict=True)
    ]


def replace_file(path: Path, text: str) -> None:
    """Write a file, all of it or nothing, in a folder that is made where it is missing.

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
        raise _not_writable(path.parent, problem) from problem


def _not_writable(folder: Path, problem: OSError) -> BoundaryError:
    return BoundaryError(
        "folder-not-writable",
        expected=f"a folder {folder} that can be written",
        got=str(problem),
        remedy="change its permissions or make room on the disk",
        folder=folder,
    )
