"""Commands for the sites of camera units."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.advice.cameras import CameraParams, choose_sites
from geo.advice.coverage import Distance, cover_demand
from geo.advice_params import CameraQuestion
from geo.cli.session import From, Json, To, open_session, period_of
from geo.errors import ParamsError
from geo.intake.camera_files import DEGREES, METRES, read_weighted_places
from geo.params import HourSelection
from geo.present import camera_advice, cameras
from geo.schema import DayPart

_COLUMNS: Final = {Distance.EUCLIDEAN: METRES, Distance.HAVERSINE: DEGREES}

Themes = Annotated[
    list[str],
    typer.Option("--theme", help="Name of a theme card, or NAME=WEIGHT; may be repeated."),
]


def advise(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    range_m: Annotated[float, typer.Option(help="A unit covers what lies within so many metres.")],
    units: Annotated[int, typer.Option(help="How many sites to suggest.")] = 1,
    half_life_days: Annotated[
        float | None, typer.Option(help="In place of those of the cards.")
    ] = None,
    day_part: Annotated[
        list[DayPart] | None, typer.Option(help="Part of the day of use; may be repeated.")
    ] = None,
    area: Annotated[str | None, typer.Option(help="Code of an area to stay in.")] = None,
    keep_out: Annotated[
        list[str] | None, typer.Option(help="Code of an area to keep out; may be repeated.")
    ] = None,
    sites: Annotated[
        Path | None, typer.Option(help="CSV with x, y: the only places to choose from.")
    ] = None,
    in_use: Annotated[
        Path | None, typer.Option(help="CSV with x, y: units that stay where they are.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Suggest sites for camera units with their reasons, or say that there is none."""
    session = open_session(context)
    question = CameraQuestion(
        themes=tuple(name.partition("=")[0] for name in theme),
        period=period_of(first, last),
        units=units,
        range_m=range_m,
        harm=read_harm(theme),
        half_life_days=half_life_days,
        hours=HourSelection(day_parts=tuple(day_part or ())),
        area=area,
        kept_out=tuple(keep_out or ()),
        in_use=_read_places(in_use),
        sites=_read_places(sites),
    )
    advice = service.advise_cameras(session.workspace(), question)
    session.answer(camera_advice.tell_advice(advice), camera_advice.print_advice, as_json=as_json)


def solve(
    context: typer.Context,
    sites: Annotated[Path, typer.Argument(help="CSV with x, y or lon, lat: a site a row.")],
    demand: Annotated[Path, typer.Argument(help="CSV with the same columns: an incident a row.")],
    *,
    range_m: Annotated[float, typer.Option(help="Covered is what lies within so many metres.")],
    units: Annotated[int, typer.Option(help="How many sites to choose.")],
    weight_column: Annotated[
        str | None, typer.Option(help="Column of DEMAND that says how much a row counts.")
    ] = None,
    distance: Annotated[
        Distance, typer.Option(help="Of x, y in metres, or of lon, lat in degrees.")
    ] = Distance.EUCLIDEAN,
    time_limit_s: Annotated[float, typer.Option(help="Most seconds for the proof.")] = 30.0,
    as_json: Json = False,
) -> None:
    """Choose the sites that cover most, and prove it; needs no workspace. Sites count from 0."""
    params = CameraParams(units=units, time_limit_s=time_limit_s)
    columns = _COLUMNS[distance]
    places = read_weighted_places(sites, columns=columns)
    incidents = read_weighted_places(demand, columns=columns, weight_column=weight_column)
    started = time.perf_counter()
    coverage = cover_demand(
        places.xy,
        incidents.xy,
        range_m=range_m,
        weights=incidents.weights,
        distance=distance,
    )
    choice = choose_sites(coverage, params)
    answer = cameras.tell_choice(choice, seconds=time.perf_counter() - started)
    open_session(context).answer(answer, cameras.print_choice, as_json=as_json)


def read_harm(themes: list[str]) -> dict[str, float]:
    """Read the weights of ``NAME=WEIGHT``; a name alone has none.

    Raises
    ------
    ParamsError
        If a weight is no number.
    """
    given = [(name, weight) for name, sign, weight in (t.partition("=") for t in themes) if sign]
    try:
        return {name: float(weight) for name, weight in given}
    except ValueError as error:
        raise ParamsError(
            "camera-harm",
            expected="a number of zero or more behind the name of a theme",
            got=", ".join(f"{weight} for {name}" for name, weight in given),
            remedy="write NAME=WEIGHT, such as jeugdoverlast=2.5",
            theme=given[0][0],
            weight=given[0][1],
        ) from error


def _read_places(path: Path | None) -> tuple[tuple[float, float], ...]:
    if path is None:
        return ()
    return tuple((float(x), float(y)) for x, y in read_weighted_places(path).xy)
