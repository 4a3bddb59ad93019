"""Streets: taken in and read back."""

from pathlib import Path

from geo.intake import streets
from geo.intake.streets import StreetLayer
from geo.service.areas import list_layers
from geo.service.importing import find_outline
from geo.workspace import Workspace


def import_streets(workspace: Workspace, path: Path, *, source: str | None = None) -> StreetLayer:
    """Take in a file of streets, as far as they lie where incidents may lie."""
    outline = find_outline(list_layers(workspace))
    margin_m = workspace.settings.intake.outside_margin_m
    around = None if outline is None else outline.buffer(margin_m)
    return streets.import_streets(workspace, path, around=around, source=source)


def has_streets(workspace: Workspace) -> bool:
    """Whether the workspace has streets."""
    return streets.find_streets(workspace) is not None


def load_streets(workspace: Workspace) -> StreetLayer | None:
    """Read the streets that the workspace has; None where it has none."""
    return streets.load_streets(workspace)
