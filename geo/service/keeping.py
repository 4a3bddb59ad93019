"""The store looked after: an import undone, a backup made and put back."""

import tempfile
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import StoreError
from geo.service.opening import open_store
from geo.service.upkeep_answers import BackupReport, UndoReport
from geo.store import Contents, Store
from geo.workspace import Workspace

DAMAGED: Final = ".damaged"


def preview_undo(workspace: Workspace) -> UndoReport:
    """Say what undoing the last import would do; nothing changes.

    Raises
    ------
    StoreError
        If there is none that can be undone.
    """
    with open_store(workspace) as store:
        last = store.find_last_import()
        held = store.contents().incidents
    return UndoReport(**asdict(last), incidents=held - last.removed + last.restored)


def undo_import(workspace: Workspace, import_id: int | None = None) -> UndoReport:
    """Undo the last import; may be repeated.

    Parameters
    ----------
    workspace
        Whose store.
    import_id
        Import that the last one must be, as looked at before; None undoes whichever it is.

    Raises
    ------
    StoreError
        If there is none that can be undone, or it is another.
    """
    with open_store(workspace, to_write=True) as store:
        undone = store.undo_last_import(import_id)
        left = store.contents().incidents
    return UndoReport(**asdict(undone), incidents=left)


def measure_store(workspace: Workspace) -> int:
    """Return how many bytes the store takes on the disk; 0 where there is none yet."""
    path = workspace.store_path
    return sum(part.stat().st_size for part in (path, _log_of(path)) if part.exists())


def back_up_store(workspace: Workspace, path: Path) -> BackupReport:
    """Write all that the store holds to one file, in place of a file of that name.

    Incidents, refused rows, the history of imports, placements, surveys, patrol plans and ticks
    are in it; areas, settings and cards are files already.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    with open_store(workspace, to_write=True) as store:
        store.back_up(path)
        held = store.contents()
    return _report(workspace, path, held)


def check_backup(workspace: Workspace, path: Path) -> BackupReport:
    """Read a backup from beginning to end and say what is in it; nothing is replaced.

    Raises
    ------
    StoreError
        If it is no whole backup.
    """
    # Put back for trial, into a store that nobody uses.
    with (
        tempfile.TemporaryDirectory(prefix="hotspotkaart-") as folder,
        Store(Path(folder, "trial.duckdb")) as trial,
    ):
        trial.restore(path)
        held = trial.contents()
    return _report(workspace, path, held)


def restore_store(workspace: Workspace, path: Path) -> BackupReport:
    """Put a backup in the place of all that the store holds, once it has been found whole.

    Placements, surveys, patrol plans and ticks stay, and those of the backup come beside them. A
    store that is too damaged to be opened is kept beside the new one.

    Raises
    ------
    StoreError
        If it is no whole backup, or the store is in use.
    """
    checked = check_backup(workspace, path)
    set_aside = _set_damaged_aside(workspace.store_path)
    with open_store(workspace, to_write=True) as store:
        store.restore(path)
    return replace(checked, set_aside=set_aside)


def _set_damaged_aside(path: Path) -> Path | None:
    try:
        with Store(path):
            return None
    except StoreError as problem:
        if problem.key != "store-unusable" or not path.is_file():
            raise
        aside = path.with_name(path.name + DAMAGED)
        with suppress(OSError):
            path.replace(aside)
            _log_of(path).replace(_log_of(aside))
        if path.exists():
            raise
        return aside


def _log_of(path: Path) -> Path:
    """Where DuckDB writes what has not reached the store itself yet."""
    return path.with_name(f"{path.name}.wal")


def _report(workspace: Workspace, path: Path, held: Contents) -> BackupReport:
    moment = None if held.imported_at is None else pd.Timestamp(held.imported_at, tz="UTC")
    return BackupReport(
        file=path,
        size_bytes=path.stat().st_size,
        incidents=held.incidents,
        first=held.first,
        last=held.last,
        imported_at=moment.tz_convert(workspace.timezone).to_pydatetime() if moment else None,
    )
