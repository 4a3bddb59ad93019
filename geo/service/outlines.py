"""Outlines of buildings and of water: taken in and read back."""

from pathlib import Path

from geo.intake import outlines
from geo.intake.outlines import Outlines
from geo.schema import OutlineLayer
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.workspace import Workspace


def import_outlines(
    workspace: Workspace, path: Path, layer: OutlineLayer, *, source: str | None = None
) -> Outlines:
    """Take in a file of buildings or of water, as far as they lie where incidents may lie."""
    municipality = find_outline(list_layers(workspace))
    margin_m = workspace.settings.intake.outside_margin_m
    around = None if municipality is None else municipality.buffer(margin_m)
    return outlines.import_outlines(workspace, path, layer, around=around, source=source)


def load_footprints(workspace: Workspace) -> Outlines | None:
    """Read the buildings that the workspace has; None where it has none."""
    return outlines.load_outlines(workspace, OutlineLayer.FOOTPRINTS)


def load_water(workspace: Workspace) -> Outlines | None:
    """Read the water that the workspace has; None where it has none."""
    return outlines.load_outlines(workspace, OutlineLayer.WATER)
