"""Commands that say what is expected, and how well that went before."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.point_options import EngineOption, Points, Scheduler, Work, WorkerMemory, Workers
from geo.cli.point_sources import open_source
from geo.cli.session import (
    CellM,
    ForWhom,
    Json,
    Theme,
    now,
    open_session,
    show_progress,
)
from geo.disclosure import Audience
from geo.engines.opening import EngineName
from geo.params import BacktestParams, ForecastParams
from geo.present import cell_files, forecasts, terminal
from geo.present.audience_words import tell_audience
from geo.service.disclosing import Inside

AS_OF: Final = typer.Option("--as-of", formats=["%Y-%m-%d"], help="First day that is expected.")
LAST_SCORED: Final = typer.Option(
    "--to", formats=["%Y-%m-%d"], help="Last day; else that of the data."
)


def forecast(
    context: typer.Context,
    *,
    theme: Theme,
    as_of: Annotated[datetime, AS_OF],
    weeks: Annotated[int, typer.Option(help="How many weeks from that day on.")] = 4,
    cell_m: CellM = 100.0,
    method: Annotated[str | None, typer.Option(help="One that `backtest` lists.")] = None,
    out: Annotated[list[Path], typer.Option(help="File: .csv or .geojson.")],
    points: Points = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    workers: Workers = None,
    worker_memory: WorkerMemory = None,
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Say how many incidents are expected in each cell of a grid; knows nothing after the day."""
    session = open_session(context)
    for path in out:
        cell_files.check_suffix(path.suffix.lower())
    workspace = session.workspace()
    service.check_inside(workspace, audience, Inside.FORECAST)
    params = ForecastParams(as_of=as_of.date(), weeks=weeks, cell_m=cell_m, method=method)
    with open_source(points, Work(engine, scheduler, workers, worker_memory)) as source:
        answer = service.forecast_cells(workspace, theme, params, source=source)
    told = service.keep_inside(workspace, answer, audience, Inside.FORECAST)
    for path in out:
        forecasts.write_forecast(told, path)
    plain = forecasts.tell_forecast(answer) | tell_audience(told)
    session.answer(plain, terminal.print_forecast, as_json=as_json)


def backtest(
    context: typer.Context,
    *,
    theme: Theme,
    weeks: Annotated[int, typer.Option(help="Length of each period that is scored.")] = 13,
    periods: Annotated[int, typer.Option(help="How many periods follow each other.")] = 4,
    cell_m: CellM = 100.0,
    last: Annotated[datetime | None, LAST_SCORED] = None,
    points: Points = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    workers: Workers = None,
    worker_memory: WorkerMemory = None,
    as_json: Json = False,
) -> None:
    """Hold every method against what came afterwards, beside the plain count."""
    session = open_session(context)
    params = _read_params(weeks, periods, cell_m, last)
    with open_source(points, Work(engine, scheduler, workers, worker_memory)) as source:
        report = service.backtest_theme(session.workspace(), theme, params, source=source)
    session.answer(forecasts.tell_backtest(report), terminal.print_backtest, as_json=as_json)


def models_tune(
    context: typer.Context,
    *,
    theme: Theme,
    weeks: Annotated[int, typer.Option(help="Length of each period.")] = 13,
    periods: Annotated[int, typer.Option(help="How many to keep apart and score.")] = 4,
    cell_m: CellM = 100.0,
    last: Annotated[datetime | None, LAST_SCORED] = None,
    ship: Annotated[bool, typer.Option("--ship", help="Write the project's own card.")] = False,
    as_json: Json = False,
) -> None:
    """Choose a theme's settings on earlier periods, score them later, write the card."""
    session = open_session(context)
    params = _read_params(weeks, periods, cell_m, last)
    with show_progress() as tell:
        tuned = service.tune_theme(
            session.workspace(),
            theme,
            params,
            today=now().date(),
            progress=lambda done: tell(done, "tuning"),
        )
    path = service.write_card(session.workspace(), tuned, ship=ship)
    session.answer(forecasts.tell_card(tuned, path), terminal.print_card, as_json=as_json)


def _read_params(weeks: int, periods: int, cell_m: float, last: datetime | None) -> BacktestParams:
    day = None if last is None else last.date()
    return BacktestParams(weeks=weeks, periods=periods, cell_m=cell_m, last=day)
