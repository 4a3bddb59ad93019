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
AnyRangeM = Annotated[
    float | None,
    typer.Option(help="A unit covers what lies within so many metres; or name a --purpose."),
]
Purpose = Annotated[
    str | None, typer.Option(help="One of the camera_purposes of gemeente.toml, for its range.")
]
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
    range_m: float | None,
    units: int,
    half_life_days: float | None,
    day_part: list[DayPart] | None,
    area: str | None,
    keep_out: list[str] | None,
    sites: Path | None,
    having: list[str] | None,
    in_use: Path | None,
    weeks: int = 8,
    purpose: str | None = None,
) -> CameraQuestion:
    """Return the question that the options of a command ask.

    Raises
    ------
    ParamsError
        If a weight is no number, a value is out of range, or not one of range and purpose is given.
    IntakeError
        If a table cannot be read.
    """
    reach_m, source = _find_range(workspace, range_m, purpose)
    return CameraQuestion(
        themes=read_names(theme),
        period=period,
        units=units,
        weeks=weeks,
        range_m=reach_m,
        range_source=source,
        harm=read_harm(theme),
        half_life_days=half_life_days,
        hours=HourSelection(day_parts=tuple(day_part or ())),
        area=area,
        kept_out=tuple(keep_out or ()),
        in_use=_read_places(in_use),
        sites=_read_sites(workspace, sites, having or []),
    )


def _find_range(
    workspace: Workspace, range_m: float | None, purpose: str | None
) -> tuple[float, str]:
    """Return the range in metres, and whose it is: that of a purpose, or one that was given."""
    if (range_m is None) == (purpose is None):
        raise ParamsError(
            "camera-range-missing",
            expected="a range in metres, or a purpose of the settings that has one",
            got="neither" if range_m is None else "both",
            remedy="give --range-m or --purpose: no range is right of itself",
        )
    if purpose is None:
        return float(range_m or 0), ""
    found = workspace.camera_purpose(purpose)
    return found.range_m, found.told


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
