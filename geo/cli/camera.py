"""Commands for the sites of camera units."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from geo.advice.cameras import CameraParams, choose_sites
from geo.advice.coverage import Distance, cover_demand
from geo.cli.session import Json, open_session
from geo.intake.camera_files import DEGREES, METRES, read_weighted_places
from geo.present import cameras

_COLUMNS: Final = {Distance.EUCLIDEAN: METRES, Distance.HAVERSINE: DEGREES}


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
