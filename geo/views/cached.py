"""Every cache of the app: an answer holds until the store, a layer or a card changes.

What holds incidents or shapes is kept as a resource: all sessions share the one answer, where
cached data would be copied for each run. Nobody changes an answer, so that sharing is safe.
"""

# ruff: noqa: ARG001  (the stamp is asked for as the cache's key)

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from geo import service
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.present import spreadsheets
from geo.present.exports import Layers, render_hotspots
from geo.present.spreadsheets import Facts
from geo.schema import Layer
from geo.service.answers import (
    DataStatus,
    HotspotReport,
    ImportOptions,
    ImportPreview,
    LayerCheck,
    PreparedTheme,
)
from geo.store import FileState
from geo.themes import Themes
from geo.workspace import SETTINGS_FILE, Workspace, default_workspace_dir, open_workspace

# What decides an answer beside the question: workspace, store version, and its files.
Stamp = tuple[str, int, tuple[tuple[str, int, int], ...]]


def read_workspace() -> tuple[Workspace, Stamp]:
    """Open the app's workspace and say in which state it is.

    Raises
    ------
    HotspotkaartError
        If the workspace or its store cannot be opened.
    """
    workspace = open_workspace(default_workspace_dir())
    root = str(workspace.root.resolve())
    version = _store_version(workspace, root, service.store_state(workspace))
    return workspace, (root, version, _files(workspace))


@st.cache_data(max_entries=8, show_spinner=False)
def _store_version(_workspace: Workspace, root: str, state: FileState) -> int:
    return service.store_version(_workspace)


@st.cache_data(max_entries=8, show_spinner=False)
def describe_data(_workspace: Workspace, stamp: Stamp) -> DataStatus:
    """Return what the store holds."""
    return service.describe_data(_workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def list_layers(_workspace: Workspace, stamp: Stamp) -> Mapping[Layer, AreaLayer]:
    """Return the area layers."""
    return service.list_layers(_workspace)


@st.cache_data(max_entries=8, show_spinner="Grenzen nakijken …")
def check_areas(_workspace: Workspace, stamp: Stamp) -> list[LayerCheck]:
    """Return what is wrong with each area layer."""
    return service.check_areas(_workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def list_themes(_workspace: Workspace, stamp: Stamp) -> Themes:
    """Return the theme cards."""
    return service.list_themes(_workspace)


@st.cache_resource(max_entries=64, show_spinner="Hotspots zoeken …")
def find_hotspots(_workspace: Workspace, stamp: Stamp, question: Question) -> HotspotReport:
    """Return the hotspots that a question asks for."""
    prepared = _prepare_theme(_workspace, stamp, question.theme)
    return service.find_hotspots(_workspace, question, prepared=prepared)


@st.cache_resource(max_entries=16, show_spinner=False)
def _prepare_theme(_workspace: Workspace, stamp: Stamp, theme: str) -> PreparedTheme:
    return service.prepare_theme(_workspace, theme)


@st.cache_data(max_entries=64, show_spinner=False)
def render_file(
    stamp: Stamp,
    question: Question,
    suffix: str,
    *,
    _report: HotspotReport,
    _layers: Layers,
) -> bytes:
    """Return a report as a file; made at once, so that no click comes too late for it."""
    return render_hotspots(_report, suffix, layers=_layers)


@st.cache_data(max_entries=64, show_spinner=False)
def render_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV."""
    return spreadsheets.render_csv(table)


@st.cache_data(max_entries=64, show_spinner=False)
def render_xlsx(table: pd.DataFrame, facts: Facts) -> bytes:
    """Return a table as a workbook."""
    return spreadsheets.render_xlsx(table, facts=facts)


@st.cache_data(max_entries=8, show_spinner=False)
def list_imports(_workspace: Workspace, stamp: Stamp) -> pd.DataFrame:
    """Return the history of imports."""
    return service.list_imports(_workspace)


@st.cache_data(max_entries=2, show_spinner=False)
def read_quarantine(
    _workspace: Workspace, stamp: Stamp
) -> tuple[tuple[str, pd.DataFrame, bytes], ...]:
    """Return the refused rows of each import: its file, the rows, and the rows as CSV."""
    refused = service.read_quarantine(_workspace)["import_id"].unique().tolist()
    # Rows of different files have different columns and are read back in different ways.
    imports = [service.export_quarantine(_workspace, import_id) for import_id in refused]
    return tuple(
        (str(rows["file"].iloc[0]), rows, spreadsheets.render_csv(rows)) for rows in imports
    )


@st.cache_data(max_entries=4, show_spinner="Bestand bekijken …")
def preview_import(
    _workspace: Workspace, stamp: Stamp, file_id: str, theme: str | None, *, _path: Path
) -> ImportPreview:
    """Return how an uploaded file would be read; its content goes by the upload's id."""
    return service.preview_import(_workspace, _path, ImportOptions(theme=theme))


def _files(workspace: Workspace) -> tuple[tuple[str, int, int], ...]:
    folders = (workspace.boundaries_dir, workspace.models_dir)
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    states = [(path, path.stat()) for path in (workspace.root / SETTINGS_FILE, *paths)]
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states)
