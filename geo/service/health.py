"""Whether the store can do its work, for whoever looks after the machine."""

import shutil

from geo.errors import StoreError
from geo.service.keeping import measure_store
from geo.service.opening import open_store
from geo.service.retaining import list_whole_copies
from geo.service.upkeep_answers import HealthReport
from geo.workspace import Workspace


def check_health(workspace: Workspace, *, thorough: bool = False) -> HealthReport:
    """Open the store, count what is in it, and look whether the disk has room for as much again.

    Parameters
    ----------
    workspace
        Whose store; one that is not there yet is made.
    thorough
        Whether every value is looked at, which takes longer the more there is.

    Raises
    ------
    StoreError
        If the store stays locked, cannot be opened or read, or there is no room for a second one.
    """
    with open_store(workspace) as store:
        if thorough:
            store.read_through()
        held = store.contents()
    size = measure_store(workspace)
    free = shutil.disk_usage(workspace.root).free
    if free < size:
        raise StoreError(
            "disk-too-full",
            expected=f"{size} bytes free beside {workspace.store_path}, as much as the store takes",
            got=f"{free}",
            remedy="make room: without it no backup, update or removal can be made",
        )
    copies = tuple(list_whole_copies(workspace))
    return HealthReport(held.incidents, held.imported_at, size, free, copies)
