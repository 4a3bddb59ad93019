"""What commands for camera units are asked in the same way."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.advice_params import CameraQuestion
from geo.cli.session import read_harm, read_names
from geo.errors import ParamsError
from geo.intake.camera_files import read_weighted_places
from geo.params import HourSelection, Period
from geo.schema import DayPart
from geo.workspace import Workspace

RangeM = Annotated[float, typer.Option(help="A unit covers what lies within so many metres.")]
Units = Annotated[int, typer.Option(help="How many sites to suggest.")]
Weeks = Annotated[int, typer.Option(help="How many weeks they will be used.")]
HalfLife = Annotated[float | None, typer.Option(help="In place of those of the cards.")]
DayParts = Annotated[
    list[DayPart] | None, typer.Option(help="Part of the day of use; may be repeated.")
]
StayIn = Annotated[str | None, typer.Option(help="Code of an area to stay in.")]
KeepOut = Annotated[
    list[str] | None, typer.Option(help="Code of an area to keep out; may be repeated.")
]
Sites = Annotated[
    Path | None,
    typer.Option(help="CSV with x, y or a file of points: the only places to choose from."),
]
Having = Annotated[
    list[str] | None,
    typer.Option(help="Column of SITES that must say yes, such as power; may be repeated."),
]
InUse = Annotated[Path | None, typer.Option(help="CSV with x, y: units that stay where they are.")]


def read_question(
    workspace: Workspace,
    *,
    theme: list[str],
    period: Period,
    range_m: float,
    units: int,
    half_life_days: float | None,
    day_part: list[DayPart] | None,
    area: str | None,
    keep_out: list[str] | None,
    sites: Path | None,
    having: list[str] | None,
    in_use: Path | None,
    weeks: int = 8,
) -> CameraQuestion:
    """Return the question that the options of a command ask.

    Raises
    ------
    ParamsError
        If a weight is no number, or a value is out of range.
    IntakeError
        If a table cannot be read.
    """
    return CameraQuestion(
        themes=read_names(theme),
        period=period,
        units=units,
        weeks=weeks,
        range_m=range_m,
        harm=read_harm(theme),
        half_life_days=half_life_days,
        hours=HourSelection(day_parts=tuple(day_part or ())),
        area=area,
        kept_out=tuple(keep_out or ()),
        in_use=_read_places(in_use),
        sites=_read_sites(workspace, sites, having or []),
    )


def _read_sites(
    workspace: Workspace, path: Path | None, having: list[str]
) -> tuple[tuple[float, float], ...]:
    if path is None:
        return ()
    places = service.read_site_list(workspace, path).keep(having)
    if not len(places):
        raise ParamsError(
            "camera-no-sites",
            expected=f"a place with {' and '.join(having)} in {path.name}",
            got="none",
            remedy="ask for less, or add places",
        )
    return tuple((float(x), float(y)) for x, y in places)


def _read_places(path: Path | None) -> tuple[tuple[float, float], ...]:
    if path is None:
        return ()
    return tuple((float(x), float(y)) for x, y in read_weighted_places(path).xy)
