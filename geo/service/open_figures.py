"""The police's open figures: taken in, held against those of others, and against our own data."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.open_years import TOTAL_TOPIC, list_years, sum_years
from geo.analysis.shared_trends import Change, Expected, Shared, expect_year, judge_change
from geo.intake.opendata import read_open_figures
from geo.intake.opendata_service import DEFAULT_LIMITS, DEFAULT_TABLES, download_open_figures
from geo.intake.web_pages import DownloadLimits
from geo.schema import OpenTable
from geo.service.contents import read_status
from geo.service.counting import WITHOUT_PLACE, count_codes, covers_year
from geo.service.open_answers import CheckRow, OpenReport, OpenTheme, Side
from geo.store import OpenImport, Store
from geo.themes import Themes, read_themes
from geo.workspace import Workspace

_TOTAL_TITLE: Final = "Alle misdrijven"
_MUNICIPALITY: Final = "GM"
_WIJK: Final = "WK"

Years = Mapping[Side, Mapping[int, int]]


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
    with Store(workspace.store_path) as store:
        return store.open_figures.add(found, imported_at=now)


def update_open_figures(
    workspace: Workspace,
    *,
    now: datetime,
    tables: Sequence[OpenTable] = DEFAULT_TABLES,
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
        Which ones.
    limits
        When to give up.

    Raises
    ------
    PublicServiceError
        If the service does not answer as documented.
    """
    themes = read_themes(workspace)
    topics = [code for card in themes.cards.values() for code in card.codes if code in themes.titles]
    found = download_open_figures(workspace, topics, tables=tables, limits=limits)
    with Store(workspace.store_path) as store:
        return store.open_figures.add(found, imported_at=now)


def report_open_figures(workspace: Workspace) -> OpenReport | None:
    """Hold the open figures against those of others and against our own data.

    Returns
    -------
    OpenReport or None
        None as long as there are no figures of the municipality.
    """
    with Store(workspace.store_path) as store:
        figures, imports = store.open_figures.read(), store.open_figures.list_imports()
        revisions, data = store.open_figures.read_revisions(), read_status(store, workspace)
    years = list_years(figures)
    if workspace.settings.code not in set(years[schema.AREA]):
        return None
    sides = _choose_sides(workspace, set(years[schema.AREA]))
    themes = read_themes(workspace)
    told = [_tell(years, sides, *named) for named in _list_themes(themes, years)]
    ours = range(0) if data.first is None or data.last is None else range(
        data.first.year, data.last.year + 1
    )
    own = _Own(
        counts=count_codes(workspace, [year for year in ours if covers_year(data, year)]),
        whole=frozenset(year for year in ours if covers_year(data, year)),
        touched=frozenset(ours),
        revisions=revisions,
        years=years,
        sides=sides,
    )
    return OpenReport(
        municipality=workspace.settings.name,
        neighbours=tuple(_name(workspace, code) for code in sides.neighbours),
        unit=tuple(_name(workspace, code) for code in sides.unit),
        absent=sides.absent,
        themes=tuple(told),
        checks=tuple(row for theme in told if theme.theme for row in _check(theme, own)),
        imports=tuple(imports),
        synthetic=data.synthetic,
    )
