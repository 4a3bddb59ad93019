"""Commands that answer questions about incidents: hotspots, an overview, counts."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.point_options import (
    EngineOption,
    Points,
    Scheduler,
    TileRows,
    Work,
    WorkerMemory,
    Workers,
    open_work,
)
from geo.cli.point_sources import open_source
from geo.cli.session import (
    FIRST_DAY,
    LAST_DAY,
    Area,
    ForWhom,
    From,
    Json,
    Theme,
    To,
    open_session,
    period_of,
    read_period,
)
from geo.disclosure import Audience
from geo.engines.opening import EngineName
from geo.params import HotspotParams, HourSelection, PointQuestion, Question
from geo.present import exports, plain, terminal
from geo.present.audience_words import tell_audience
from geo.present.point_hotspots import print_point_hotspots, tell_point_hotspots
from geo.schema import DayPart
from geo.workspace import Workspace


class By(StrEnum):
    """What to count by."""

    WIJK = "wijk"
    PARK = "park"
    THEME = "theme"
    MONTH = "month"


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def hotspots(
    context: typer.Context,
    *,
    theme: Theme,
    first: Annotated[datetime | None, FIRST_DAY] = None,
    last: Annotated[datetime | None, LAST_DAY] = None,
    area: Area = None,
    weekday: Annotated[
        list[Weekday] | None, typer.Option(help="Only this day; may be repeated.")
    ] = None,
    day_part: Annotated[
        list[DayPart] | None, typer.Option(help="Only these six hours; may be repeated.")
    ] = None,
    eps_m: Annotated[float | None, typer.Option(help="Radius, in place of the card's.")] = None,
    min_samples: Annotated[int | None, typer.Option(help="In place of the card's.")] = None,
    out: Annotated[
        list[str] | None,
        typer.Option(help="File: .geojson, .gpkg, .csv or .html; with --points one folder."),
    ] = None,
    audience: ForWhom = Audience.INTERNAL,
    points: Points = None,
    tile_rows: TileRows = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    workers: Workers = None,
    worker_memory: WorkerMemory = None,
    as_json: Json = False,
) -> None:
    """Find the hotspots of a theme in a period, in the store or in a set of points."""
    session = open_session(context)
    workspace = session.workspace()
    paths = [Path(path) for path in out or []] if points is None else []
    for path in paths:
        exports.check_suffix(path.suffix.lower())
    params = service.list_themes(workspace).card(theme).params(eps_m=eps_m, min_samples=min_samples)
    period = read_period(first, last)
    hours = HourSelection(
        weekdays=tuple(list(Weekday).index(day) for day in weekday or []),
        day_parts=tuple(day_part or []),
    )
    work = Work(engine, scheduler, workers, worker_memory)
    if points is None:
        if period is None or work.is_chosen or tile_rows is not None:
            raise typer.BadParameter("give --from and --to; --engine and the like need --points")
        question = Question(theme=theme, period=period, area=area, hours=hours)
        answer = _find_in_store(workspace, question, params, paths, audience)
        session.answer(answer, terminal.print_hotspots, as_json=as_json)
        return
    if len(out or []) != 1 or area or not hours.is_all or audience is not Audience.INTERNAL:
        raise typer.BadParameter("--points takes one --out, and no area, hours or audience")
    size = {} if tile_rows is None else {"tile_rows": tile_rows}
    asked = PointQuestion(address=points, out=(out or [""])[0], theme=theme, period=period, **size)
    with open_work(work) as opened:
        report = service.find_point_hotspots(workspace, asked, engine=opened, params=params)
    session.answer(tell_point_hotspots(report), print_point_hotspots, as_json=as_json)


def _find_in_store(
    workspace: Workspace,
    question: Question,
    params: HotspotParams,
    paths: Sequence[Path],
    audience: Audience,
) -> plain.Plain:
    report = service.find_hotspots(workspace, question, params=params)
    report = service.time_hotspots(workspace, service.weigh_hotspots(workspace, report))
    told = service.disclose_hotspots(workspace, report, audience)
    for path in paths:
        layers, streets = service.list_layers(workspace), service.load_streets(workspace)
        exports.write_hotspots(told, path, layers=layers, streets=streets)
    return plain.tell_hotspots(report) | tell_audience(told)


def overview(
    context: typer.Context,
    *,
    first: From,
    last: To,
    area: Area = None,
    as_json: Json = False,
) -> None:
    """Count every theme against the period before: a calendar one, else as many days."""
    session = open_session(context)
    comparison = service.compare_themes(session.workspace(), period_of(first, last), area=area)
    session.answer(plain.tell_overview(comparison), terminal.print_overview, as_json=as_json)


def summarise(
    context: typer.Context,
    *,
    first: Annotated[datetime | None, FIRST_DAY] = None,
    last: Annotated[datetime | None, LAST_DAY] = None,
    by: Annotated[By, typer.Option(help="What to count by.")] = By.THEME,
    points: Points = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    workers: Workers = None,
    worker_memory: WorkerMemory = None,
    as_json: Json = False,
) -> None:
    """Count incidents, of the store or of a set of points."""
    period = read_period(first, last)
    session = open_session(context)
    with open_source(points, Work(engine, scheduler, workers, worker_memory)) as source:
        rows = service.summarise_incidents(
            session.workspace(), period=period, by=by.value, source=source
        )
    session.answer(plain.tell_summary(rows), terminal.print_summary, as_json=as_json)
