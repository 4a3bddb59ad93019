"""Commands for the streets along which teams travel."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.present import travel


def import_streets(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(help="OpenStreetMap (PBF, XML), GraphML, GeoJSON, GeoPackage, GeoParquet."),
    ],
    *,
    source: Annotated[str | None, typer.Option(help="Who made it; shown on the map.")] = None,
    as_json: Json = False,
) -> None:
    """Take in streets, and say how much of them can be travelled on foot, by bicycle and by car."""
    session = open_session(context)
    streets = service.import_streets(session.workspace(), file, source=source)
    answer = travel.tell_network(streets, service.build_graphs(streets))
    session.answer(answer, travel.print_network, as_json=as_json)
