"""Places that a patrol can be told to begin at or go to, by their names."""

from dataclasses import dataclass

import shapely

from geo import schema
from geo.analysis.areas import outline
from geo.intake.boundaries import AreaLayer
from geo.patrol_params import Place
from geo.schema import Layer
from geo.service.areas import Layers
from geo.workspace import Workspace


@dataclass(frozen=True)
class NamedPlace:
    """A place, in metres, and how people call it."""

    name: str
    place: Place


def list_bases(workspace: Workspace) -> list[NamedPlace]:
    """List the places where teams begin and end, in the order of the workspace's settings."""
    return [NamedPlace(base.name, (base.x, base.y)) for base in workspace.settings.patrol.bases]


def find_middle(layers: Layers, areas: tuple[str, ...]) -> Place | None:
    """Find a place in the middle of areas, and within them.

    Parameters
    ----------
    layers
        Area layers.
    areas
        Codes of wijken, buurten or business parks; none means the whole municipality.

    Returns
    -------
    tuple or None
        Whole metres; None where no such area is loaded.
    """
    chosen = [
        layer.areas if not areas else layer.areas[layer.areas[schema.AREA_CODE].isin(areas)]
        for layer in (layers.values() if areas else _widest(layers))
    ]
    outlines = [outline(found) for found in chosen if len(found)]
    if not outlines:
        return None
    middle = shapely.point_on_surface(shapely.union_all(outlines))
    return float(round(middle.x)), float(round(middle.y))


def list_known_places(workspace: Workspace, layers: Layers) -> list[NamedPlace]:
    """List the bases and the middle of each business park and wijk, each with its name."""
    found = list_bases(workspace)
    for kind in (Layer.PARKS, Layer.WIJKEN):
        if kind in layers:
            found += _list_middles(layers[kind])
    return found


def _widest(layers: Layers) -> list[AreaLayer]:
    kind = next((kind for kind in (Layer.WIJKEN, Layer.BUURTEN) if kind in layers), None)
    return [] if kind is None else [layers[kind]]


def _list_middles(layer: AreaLayer) -> list[NamedPlace]:
    areas = layer.areas.dropna(subset=[schema.AREA_NAME]).sort_values(schema.AREA_CODE)
    middles = shapely.get_coordinates(shapely.point_on_surface(areas.geometry.to_numpy())).round()
    return [
        NamedPlace(str(name), (float(x), float(y)))
        for name, (x, y) in zip(areas[schema.AREA_NAME], middles, strict=True)
    ]
