"""Commands that say whether incidents follow each other, or lie together."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.session import (
    Area,
    CellM,
    ForWhom,
    From,
    Json,
    Theme,
    To,
    open_session,
    period_of,
)
from geo.disclosure import Audience
from geo.params import CellParams
from geo.present import cell_files, hot_cells, patterns
from geo.present.audience_words import tell_audience

MADE_ON: Final = typer.Option(
    "--as-of", formats=["%Y-%m-%d"], help="Local day on which the list is made."
)
ANYWAY: Final = typer.Option("--anyway", help="Also where the data show no repeats.")


def repeats(
    context: typer.Context,
    *,
    theme: Theme,
    first: From,
    last: To,
    area: Area = None,
    as_json: Json = False,
) -> None:
    """Count how often incidents are followed by others nearby, and hold it against chance."""
    session = open_session(context)
    period = period_of(first, last)
    report = service.count_repeats(session.workspace(), theme, period, area=area)
    session.answer(patterns.tell_repeats(report), patterns.print_repeats, as_json=as_json)


def alerts(
    context: typer.Context,
    *,
    theme: Theme,
    as_of: Annotated[datetime, MADE_ON],
    anyway: Annotated[bool, ANYWAY] = False,
    as_json: Json = False,
) -> None:
    """List which streets to watch until when after the latest incidents, and on which ground."""
    session = open_session(context)
    report = service.list_alerts(session.workspace(), theme, as_of.date(), anyway=anyway)
    session.answer(patterns.tell_alerts(report), patterns.print_alerts, as_json=as_json)


def cells(
    context: typer.Context,
    *,
    theme: Theme,
    first: From,
    last: To,
    cell_m: CellM = 100.0,
    band_m: Annotated[
        float, typer.Option(help="How far around a cell to look, in metres.")
    ] = 250.0,
    out: Annotated[list[Path] | None, typer.Option(help="File: .csv or .geojson.")] = None,
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Find the cells in which more, or less, is reported than chance puts together (Gi*)."""
    session = open_session(context)
    for path in out or []:
        cell_files.check_suffix(path.suffix.lower())
    params = CellParams(cell_m=cell_m, band_m=band_m)
    workspace = session.workspace()
    report = service.find_hot_cells(workspace, theme, period_of(first, last), params)
    told = service.disclose_cells(workspace, report, audience)
    for path in out or []:
        hot_cells.write_hot_cells(told, path)
    answer = patterns.tell_cells(report) | tell_audience(told)
    session.answer(answer, patterns.print_cells, as_json=as_json)
