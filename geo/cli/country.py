"""Commands for more than one municipality at once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.point_options import (
    EngineOption,
    Scheduler,
    Work,
    WorkerMemory,
    Workers,
    open_work,
)
from geo.cli.session import FIRST_DAY, LAST_DAY, Json, open_session, read_period
from geo.engines.opening import EngineName
from geo.intake.point_sets import open_point_set
from geo.params import HotspotParams
from geo.present import country
from geo.service.country_answers import CountryQuestion
from geo.service.rows import PointSource
from geo.workspace import Workspace

# Ranks go by counts: how fast incidents fade has no say in them.
_ANY_HALF_LIFE: Final = 365.0

PointsNeeded = Annotated[
    str, typer.Option("--points", help="Parquet file, folder of them or address such as s3://.")
]
AreasFile = Annotated[
    Path | None, typer.Option(help="File of wijken with inhabitants; else the workspace's own.")
]
Labelled = Annotated[
    str | None,
    typer.Option(help="Folder or address for the points with their hotspot; needed with dask."),
]
OutWijken = Annotated[Path | None, typer.Option("--out", help="Wijken: .csv or .parquet.")]
OutHotspots = Annotated[
    Path | None, typer.Option("--hotspots-out", help="Hotspots: .csv or .parquet.")
]


def rank(
    context: typer.Context,
    *,
    points: PointsNeeded,
    areas: AreasFile = None,
    theme: Annotated[str | None, typer.Option(help="Only this theme, and its card.")] = None,
    first: Annotated[datetime | None, FIRST_DAY] = None,
    last: Annotated[datetime | None, LAST_DAY] = None,
    eps_m: Annotated[float | None, typer.Option(help="Radius; needed without a theme.")] = None,
    min_samples: Annotated[int | None, typer.Option(help="Needed without a theme.")] = None,
    out: OutWijken = None,
    hotspots_out: OutHotspots = None,
    labelled: Labelled = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    workers: Workers = None,
    worker_memory: WorkerMemory = None,
    as_json: Json = False,
) -> None:
    """Find the hotspots of a whole country, and rank them and its wijken."""
    period = read_period(first, last)
    if labelled is None and engine is not EngineName.LOCAL:
        raise typer.BadParameter(f"give --labelled, in which the workers of {engine} write")
    for path in (out, hotspots_out):
        country.check_table(path)
    session = open_session(context)
    workspace = session.workspace()
    question = CountryQuestion(
        params=_choose_params(workspace, theme, eps_m, min_samples),
        areas=areas,
        theme=theme,
        period=period,
        labelled=labelled,
    )
    work = Work(engine, scheduler, workers, worker_memory)
    found = open_point_set(points)
    with open_work(work) as opened:
        ranking = service.rank_country(workspace, PointSource(found, opened), question)
    country.write_table(ranking.wijken, out)
    country.write_table(ranking.hotspots, hotspots_out)
    session.answer(country.tell_ranking(ranking), country.print_ranking, as_json=as_json)


def _choose_params(
    workspace: Workspace, theme: str | None, eps_m: float | None, min_samples: int | None
) -> HotspotParams:
    if theme is not None:
        card = service.list_themes(workspace).card(theme)
        return card.params(eps_m=eps_m, min_samples=min_samples)
    if eps_m is None or min_samples is None:
        raise typer.BadParameter("give --theme, or both --eps-m and --min-samples")
    return HotspotParams(eps_m=eps_m, min_samples=min_samples, half_life_days=_ANY_HALF_LIFE)
