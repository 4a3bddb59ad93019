"""Commands for the sites of camera units."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.advice.cameras import CameraParams, choose_sites
from geo.advice.coverage import Distance, cover_demand
from geo.cli.camera_options import (
    AnyRangeM,
    DayParts,
    HalfLife,
    Having,
    InUse,
    KeepOut,
    Purpose,
    Sites,
    StayIn,
    Units,
    Weeks,
    read_question,
)
from geo.cli.session import From, Json, Themes, To, open_session, period_of
from geo.intake.camera_files import DEGREES, METRES, read_weighted_places
from geo.present.camera import advice as camera_advice
from geo.present.camera import plain as cameras

_COLUMNS: Final = {Distance.EUCLIDEAN: METRES, Distance.HAVERSINE: DEGREES}


def advise(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    range_m: AnyRangeM = None,
    purpose: Purpose = None,
    units: Units = 1,
    weeks: Weeks = 8,
    half_life_days: HalfLife = None,
    day_part: DayParts = None,
    area: StayIn = None,
    keep_out: KeepOut = None,
    sites: Sites = None,
    having: Having = None,
    in_use: InUse = None,
    as_json: Json = False,
) -> None:
    """Suggest sites for camera units with their reasons, or say that there is none."""
    session = open_session(context)
    workspace = session.workspace()
    question = read_question(
        workspace,
        theme=theme,
        period=period_of(first, last),
        range_m=range_m,
        units=units,
        half_life_days=half_life_days,
        day_part=day_part,
        area=area,
        keep_out=keep_out,
        sites=sites,
        having=having,
        in_use=in_use,
        weeks=weeks,
        purpose=purpose,
    )
    advice = service.advise_cameras(workspace, question)
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
