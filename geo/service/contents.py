"""What the store holds: figures, imports and refused rows."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo import schema
from geo.errors import ParamsError
from geo.service.answers import DataStatus
from geo.service.opening import open_store
from geo.store import FileState, Store, look_at_files
from geo.workspace import Workspace


def describe_data(workspace: Workspace) -> DataStatus:
    """Say what the store holds."""
    with open_store(workspace) as store:
        return read_status(store, workspace)


def store_version(workspace: Workspace) -> int:
    """Return a number that grows with each import."""
    with open_store(workspace) as store:
        return store.version()


def store_state(workspace: Workspace) -> FileState:
    """Say how the store looks from outside: as long as that stays, so does its version."""
    return look_at_files(workspace.store_path)


def list_imports(workspace: Workspace) -> pd.DataFrame:
    """Read the history of imports, newest first."""
    with open_store(workspace) as store:
        return store.list_imports()


def list_sources(workspace: Workspace) -> pd.DataFrame:
    """Count incidents by source.

    Returns
    -------
    DataFrame
        ``source``, ``incidents``, ``without_place``, ``first`` and ``last`` (local days).
    """
    with open_store(workspace) as store:
        return store.count_by_source()


def read_quarantine(workspace: Workspace, import_id: int | None = None) -> pd.DataFrame:
    """Read refused rows, with the key by which a repaired row takes their place."""
    with open_store(workspace) as store:
        return store.read_quarantine(import_id)


def export_quarantine(workspace: Workspace, import_id: int | None = None) -> pd.DataFrame:
    """Read refused rows to be repaired in one file.

    Raises
    ------
    ParamsError
        If an import is named that has none, or rows of several imports would be mixed.
    """
    rows = read_quarantine(workspace, import_id)
    imports = sorted(rows["import_id"].unique().tolist())
    if len(imports) > 1 or (import_id is not None and not imports):
        raise ParamsError(
            "quarantine-import",
            expected="one import with refused rows",
            got=f"the imports {', '.join(map(str, imports))}" if imports else f"import {import_id}",
            remedy="name one of them with --import",
            imports=", ".join(map(str, imports)) or import_id,
        )
    return rows


def label_synthetic(status: DataStatus, incidents: pd.DataFrame) -> DataStatus:
    """Say of an answer whether it rests on invented incidents.

    Where the store holds real ones beside them, the answer's own decide; an answer without any
    goes by the store.
    """
    if incidents.empty:
        return status
    return replace(status, synthetic=bool((incidents[schema.SOURCE] == schema.DEMO_SOURCE).any()))


def join_status(statuses: Sequence[DataStatus]) -> DataStatus:
    """Say of an answer out of several parts what it rests on: invented where one of them is."""
    return replace(statuses[0], synthetic=any(status.synthetic for status in statuses))


def read_status(store: Store, workspace: Workspace) -> DataStatus:
    """Say what an open store holds."""
    held = store.contents()
    as_of = pd.Timestamp(held.imported_at, tz="UTC") if held.imported_at else None
    return DataStatus(
        held.incidents,
        held.without_place,
        held.first,
        held.last,
        as_of.tz_convert(workspace.timezone).to_pydatetime() if as_of else None,
        schema.DEMO_SOURCE in held.sources,
        held.sources,
        held.version,
    )
