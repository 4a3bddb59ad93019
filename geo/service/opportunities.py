"""Where incidents could have happened: taken in, and laid on the ground that was searched."""

from pathlib import Path

from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.areas import outline
from geo.intake import opportunities
from geo.intake.opportunities import OpportunityLayer
from geo.schema import OpportunityKind, PointLayer
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.workspace import Workspace


def import_opportunities(
    workspace: Workspace, path: Path, layer: PointLayer, *, source: str | None = None
) -> OpportunityLayer:
    """Take in a file of addresses or premises, as far as they lie where incidents may lie."""
    municipality = find_outline(list_layers(workspace))
    margin_m = workspace.settings.intake.outside_margin_m
    around = None if municipality is None else municipality.buffer(margin_m)
    return opportunities.import_opportunities(workspace, path, layer, around=around, source=source)


def load_opportunities(workspace: Workspace, layer: OpportunityKind) -> OpportunityLayer | None:
    """Read the places at which incidents could have happened; None where there are none."""
    return opportunities.load_opportunities(workspace, layer)


def find_ground(workspace: Workspace, area: str | None) -> BaseGeometry | None:
    """Return the ground that a question searches: its area, else the municipality.

    None where no areas are loaded, and all that is known is the ground.
    """
    layers = list_layers(workspace)
    for layer in schema.LAYER_COLUMN:
        if area is not None and layer in layers:
            areas = layers[layer].areas
            chosen = areas[areas[schema.AREA_CODE] == area]
            if len(chosen):
                return outline(chosen)
    return find_outline(layers)
