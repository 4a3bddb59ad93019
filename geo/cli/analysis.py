"""Commands that answer questions about incidents: hotspots, an overview, counts."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo import service
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
from geo.params import HourSelection, Question
from geo.present import exports, plain, terminal
from geo.present.audience_words import tell_audience
from geo.schema import DayPart


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
    first: From,
    last: To,
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
        list[Path] | None, typer.Option(help="File: .geojson, .gpkg, .csv or .html.")
    ] = None,
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Find the hotspots of a theme in a period."""
    session = open_session(context)
    workspace = session.workspace()
    for path in out or []:
        exports.check_suffix(path.suffix.lower())
    params = service.list_themes(workspace).card(theme).params(eps_m=eps_m, min_samples=min_samples)
    hours = HourSelection(
        weekdays=tuple(list(Weekday).index(day) for day in weekday or []),
        day_parts=tuple(day_part or []),
    )
    question = Question(theme=theme, period=period_of(first, last), area=area, hours=hours)
    report = service.find_hotspots(workspace, question, params=params)
    report = service.time_hotspots(workspace, service.weigh_hotspots(workspace, report))
    told = service.disclose_hotspots(workspace, report, audience)
    for path in out or []:
        layers, streets = service.list_layers(workspace), service.load_streets(workspace)
        exports.write_hotspots(told, path, layers=layers, streets=streets)
    answer = plain.tell_hotspots(report) | tell_audience(told)
    session.answer(answer, terminal.print_hotspots, as_json=as_json)


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
    as_json: Json = False,
) -> None:
    """Count incidents."""
    period = read_period(first, last)
    session = open_session(context)
    rows = service.summarise_incidents(session.workspace(), period=period, by=by.value)
    session.answer(plain.tell_summary(rows), terminal.print_summary, as_json=as_json)
