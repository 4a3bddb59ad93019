"""Outlines of buildings: taken in and read back."""

from pathlib import Path

from geo.intake import footprints
from geo.intake.footprints import FootprintLayer
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.workspace import Workspace


def import_footprints(
    workspace: Workspace, path: Path, *, source: str | None = None
) -> FootprintLayer:
    """Take in a file of buildings, as far as they lie where incidents may lie."""
    outline = find_outline(list_layers(workspace))
    margin_m = workspace.settings.intake.outside_margin_m
    around = None if outline is None else outline.buffer(margin_m)
    return footprints.import_footprints(workspace, path, around=around, source=source)


def load_footprints(workspace: Workspace) -> FootprintLayer | None:
    """Read the buildings that the workspace has; None where it has none."""
    return footprints.load_footprints(workspace)
