"""Open figures of the police taken in, from files or from where they are published."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from geo.intake.opendata import read_open_figures
from geo.intake.opendata_service import DEFAULT_LIMITS, DEFAULT_TABLES, download_open_figures
from geo.intake.web_pages import DownloadLimits
from geo.schema import OpenTable
from geo.service.opening import open_store
from geo.store import OpenImport
from geo.themes import read_themes
from geo.workspace import Workspace


def import_open_figures(
    workspace: Workspace, files: Sequence[Path], *, now: datetime, table: OpenTable | None = None
) -> list[OpenImport]:
    """Take files of open figures in: all of them or none.

    Parameters
    ----------
    workspace
        The municipality.
    files
        As downloaded.
    now
        This moment, with its time zone.
    table
        Which table they are, where they do not say so.

    Raises
    ------
    IntakeError
        If one of them is no such table.
    """
    found = [read_open_figures(workspace, path, table=table) for path in files]
    with open_store(workspace, to_write=True) as store:
        return store.open_figures.add(found, imported_at=now)


def update_open_figures(
    workspace: Workspace,
    *,
    now: datetime,
    tables: Sequence[OpenTable] | None = None,
    limits: DownloadLimits = DEFAULT_LIMITS,
) -> list[OpenImport]:
    """Fetch open figures where they are published; all are fetched before any is kept.

    Parameters
    ----------
    workspace
        The municipality.
    now
        This moment, with its time zone.
    tables
        Which ones; those by wijk where none are named.
    limits
        When to give up.

    Raises
    ------
    PublicServiceError
        If the service does not answer as documented.
    """
    themes = read_themes(workspace)
    topics = [
        code for card in themes.cards.values() for code in card.codes if code in themes.titles
    ]
    found = download_open_figures(workspace, topics, tables=tables or DEFAULT_TABLES, limits=limits)
    with open_store(workspace, to_write=True) as store:
        return store.open_figures.add(found, imported_at=now)
