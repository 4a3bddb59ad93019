"""Commands for patrols."""

from datetime import datetime
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.session import (
    Area,
    From,
    Json,
    Themes,
    To,
    open_session,
    period_of,
    read_harm,
    read_names,
)
from geo.errors import ParamsError
from geo.patrol_params import PatrolQuestion, PatrolTeam, VisitRules
from geo.present import patrols
from geo.schema import TravelMode

_MOMENT: Final = typer.Option(
    "--begins", formats=["%Y-%m-%dT%H:%M"], help="Local start of the shift, YYYY-MM-DDTHH:MM."
)
_TEAM: Final = typer.Option("--team", help="foot, bicycle or car, or bicycle=12 (km an hour).")


def plan(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    begins: Annotated[datetime, _MOMENT],
    team: Annotated[list[str], _TEAM],
    base: Annotated[str, typer.Option(help="Where teams begin and end: x,y in metres.")],
    minutes: Annotated[int, typer.Option(help="How long the shift lasts.")] = 480,
    dwell_minutes: Annotated[float, typer.Option(help="How long a visit lasts.")] = 15.0,
    least_gap_minutes: Annotated[float, typer.Option(help="Between two visits of a place.")] = 30.0,
    most_gap_minutes: Annotated[float, typer.Option(help="Between two visits of a place.")] = 120.0,
    area: Area = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same plan.")] = 1,
    as_json: Json = False,
) -> None:
    """Plan which hotspots each team visits in a shift, when, and why there."""
    session = open_session(context)
    workspace = session.workspace()
    question = PatrolQuestion(
        themes=read_names(theme),
        period=period_of(first, last),
        begins=begins.replace(tzinfo=workspace.timezone),
        minutes=minutes,
        teams=tuple(_read_team(each) for each in team),
        base=_read_base(base),
        harm=read_harm(theme),
        rules=VisitRules(
            dwell_minutes=dwell_minutes,
            least_gap_minutes=least_gap_minutes,
            most_gap_minutes=most_gap_minutes,
        ),
        areas=() if area is None else (area,),
        seed=seed,
    )
    advice = service.plan_patrol(workspace, question)
    session.answer(patrols.tell_patrol(advice), patrols.print_patrol, as_json=as_json)


def _read_team(words: str) -> PatrolTeam:
    mode, sign, kmh = words.partition("=")
    try:
        return PatrolTeam(mode=TravelMode(mode), kmh=float(kmh) if sign else None)
    except ValueError as error:
        raise ParamsError(
            "patrol-team",
            expected="foot, bicycle or car, with or without =SPEED",
            got=words,
            remedy="write for instance bicycle=12",
            team=words,
        ) from error


def _read_base(words: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in words.split(","))
    except ValueError as error:
        raise ParamsError(
            "patrol-base",
            expected="x,y in metres",
            got=words,
            remedy="write for instance 101500,431000",
            base=words,
        ) from error
    return x, y
