"""Lists of one's own: places where a camera unit could stand."""

from pathlib import Path

from geo.intake import site_lists
from geo.intake.site_lists import SiteList
from geo.workspace import Workspace


def read_site_list(workspace: Workspace, path: Path) -> SiteList:
    """Read a list of places, and what each of them has."""
    return site_lists.read_site_list(path, crs=workspace.crs)
