"""Area layers: read, replaced, fetched and checked; and incidents laid in them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis import area_checks
from geo.analysis.area_index import AreaIndex, index_areas
from geo.analysis.areas import assign_areas, outline
from geo.errors import ParamsError
from geo.intake import boundaries, pdok
from geo.intake.boundaries import AreaLayer, AreaReading
from geo.schema import Layer
from geo.service.upkeep_answers import AreaPreview, LayerCheck
from geo.store import Bounds
from geo.workspace import Workspace

FIRST_OFFICIAL_YEAR = pdok.FIRST_YEAR


@dataclass(frozen=True)
class IndexedLayer(AreaLayer):
    """An area layer that keeps the index in which places are looked up, once it has been made."""

    @cached_property
    def index(self) -> AreaIndex:
        """The lookup grid over the areas."""
        return index_areas(self.areas)


Layers = Mapping[Layer, AreaLayer]


def list_layers(workspace: Workspace) -> dict[Layer, IndexedLayer]:
    """Read every area layer that the workspace has."""
    return {
        name: IndexedLayer(**{each.name: getattr(layer, each.name) for each in fields(layer)})
        for name, layer in boundaries.load_layers(workspace).items()
    }


def preview_areas(
    workspace: Workspace, path: Path, layer: Layer, reading: AreaReading | None = None
) -> AreaPreview:
    """Say what a file of areas would become, and what is wrong with it; nothing is taken in."""
    file = boundaries.inspect_areas(workspace, path, layer)
    chosen = reading or AreaReading()
    if not (chosen.code_column or file.code_column) or not (chosen.name_column or file.name_column):
        return AreaPreview(file, None)
    areas = boundaries.read_areas(workspace, path, layer, chosen)
    return AreaPreview(file, _check_layer(workspace, areas, list_layers(workspace)))


def import_areas(
    workspace: Workspace, path: Path, layer: Layer, reading: AreaReading | None = None
) -> LayerCheck:
    """Take in a file of areas in place of the layer, and check it."""
    imported = boundaries.import_areas(workspace, path, layer, reading)
    return _check_layer(workspace, imported, list_layers(workspace))


def drop_areas(workspace: Workspace, layer: Layer) -> LayerCheck | None:
    """Take an imported layer away and check what the workspace came with, if anything."""
    left = boundaries.drop_areas(workspace, layer)
    return None if left is None else _check_layer(workspace, left, list_layers(workspace))


def update_areas(workspace: Workspace, *, year: int) -> list[LayerCheck]:
    """Fetch the official wijken and buurten of a year."""
    pdok.update_areas(workspace, year=year)
    return check_areas(workspace)


def check_areas(workspace: Workspace) -> list[LayerCheck]:
    """Name what is wrong with each area layer, and repair nothing."""
    layers = list_layers(workspace)
    return [_check_layer(workspace, layer, layers) for layer in layers.values()]


def locate_incidents(
    incidents: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]
) -> gpd.GeoDataFrame:
    """Add the code of the wijk, buurt and park in which each incident lies."""
    for layer, column in schema.LAYER_COLUMN.items():
        if layer in layers:
            incidents = assign_areas(incidents, index_of(layers[layer]), column=column)
        else:
            incidents = incidents.assign(**{column: pd.Series(dtype="str")})
    return incidents


def index_of(layer: AreaLayer) -> AreaIndex:
    """Return the index of a layer: the one that it keeps, else a new one."""
    return layer.index if isinstance(layer, IndexedLayer) else index_areas(layer.areas)


def stay_in(
    incidents: gpd.GeoDataFrame,
    area: str | None,
    layers: Mapping[Layer, AreaLayer],
    workspace: Workspace,
) -> gpd.GeoDataFrame:
    """Keep the incidents that lie in an area, index renewed; no area or the municipality keeps all.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    layer = find_layer(area, layers, workspace)
    if layer is None:
        return incidents
    return incidents[incidents[schema.LAYER_COLUMN[layer]] == area].reset_index(drop=True)


def find_layer(
    area: str | None, layers: Mapping[Layer, AreaLayer], workspace: Workspace
) -> Layer | None:
    """Find the layer that has an area; None where there is nothing to stay in.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    if area is None or area == workspace.settings.code:
        return None
    for layer in schema.LAYER_COLUMN:
        if layer in layers and area in set(layers[layer].areas[schema.AREA_CODE]):
            return layer
    raise ParamsError(
        "area-unknown",
        expected="the code of a wijk, buurt or park of this workspace",
        got=repr(area),
        remedy="choose one that `hotspotkaart areas check` lists",
        area=area,
    )


def outline_area(area: str, layers: Mapping[Layer, AreaLayer]) -> BaseGeometry:
    """Draw the ground of one area, which its layer may hold in several parts.

    Returns
    -------
    Polygon or MultiPolygon
        Empty for an area that no layer has.
    """
    parts = [
        layers[layer].areas[layers[layer].areas[schema.AREA_CODE] == area]
        for layer in schema.LAYER_COLUMN
        if layer in layers
    ]
    return next((outline(found) for found in parts if len(found)), shapely.Polygon())


def bound_area(
    area: str | None, layers: Mapping[Layer, AreaLayer], workspace: Workspace
) -> Bounds | None:
    """Return west, south, east and north of an area; None where there is nothing to stay in.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    if area is None or find_layer(area, layers, workspace) is None:
        return None
    west, south, east, north = outline_area(area, layers).bounds
    return west, south, east, north


def _check_layer(
    workspace: Workspace, layer: AreaLayer, layers: Mapping[Layer, AreaLayer]
) -> LayerCheck:
    others = [other.areas for name, other in layers.items() if name is not layer.layer]
    findings = area_checks.check_areas(
        layer.areas,
        layer=layer.layer,
        municipality_code=workspace.settings.code if workspace.is_dutch else None,
        others=others,
    )
    return LayerCheck(layer, tuple(findings))
