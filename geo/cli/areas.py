"""Commands for areas, streets, addresses, premises, schools, buildings and water."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.intake.boundaries import AreaReading
from geo.present import plain, terminal
from geo.schema import Layer, LineLayer, OutlineLayer, PointLayer


class AnyLayer(StrEnum):
    """Layers of areas, of lines, of places and of outlines."""

    WIJKEN = Layer.WIJKEN.value
    BUURTEN = Layer.BUURTEN.value
    PARKS = Layer.PARKS.value
    STREETS = LineLayer.STREETS.value
    ADDRESSES = PointLayer.ADDRESSES.value
    PREMISES = PointLayer.PREMISES.value
    SCHOOLS = PointLayer.SCHOOLS.value
    FOOTPRINTS = OutlineLayer.FOOTPRINTS.value
    WATER = OutlineLayer.WATER.value


def import_areas(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="GeoJSON, GeoPackage, GeoParquet; CSV of places.")],
    *,
    layer: Annotated[AnyLayer, typer.Option(help="Which layer the file takes the place of.")],
    code_column: Annotated[str | None, typer.Option(help="Column that holds the code.")] = None,
    name_column: Annotated[str | None, typer.Option(help="Column that holds the name.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=2100, help="Year of the codes.")] = None,
    source: Annotated[str | None, typer.Option(help="Who made it; shown on the map.")] = None,
    as_json: Json = False,
) -> None:
    """Take in areas, streets, addresses, schools, buildings or water in place of a layer."""
    session = open_session(context)
    workspace = session.workspace()
    if layer.value not in set(Layer) and (code_column or name_column or year):
        raise typer.BadParameter(f"{layer} have neither code, name nor year")
    if layer.value in set(Layer):
        reading = AreaReading(code_column, name_column, year, source)
        check = service.import_areas(workspace, file, Layer(layer), reading)
        session.answer(plain.tell_checks([check]), terminal.print_checks, as_json=as_json)
    elif layer is AnyLayer.STREETS:
        streets = service.import_streets(workspace, file, source=source)
        session.answer(plain.tell_streets(streets), terminal.print_streets, as_json=as_json)
    elif layer.value in set(OutlineLayer):
        shapes = service.import_outlines(workspace, file, OutlineLayer(layer), source=source)
        session.answer(plain.tell_outlines(shapes), terminal.print_places, as_json=as_json)
    else:
        kind = PointLayer(layer.value)
        places = service.import_opportunities(workspace, file, kind, source=source)
        session.answer(plain.tell_opportunities(places), terminal.print_places, as_json=as_json)


def drop_areas(
    context: typer.Context,
    *,
    layer: Annotated[Layer, typer.Option(help="Which imported layer to take away.")],
    as_json: Json = False,
) -> None:
    """Take an imported layer away; what the workspace came with holds again."""
    session = open_session(context)
    check = service.drop_areas(session.workspace(), layer)
    checks = [] if check is None else [check]
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)


def check_areas(context: typer.Context, *, as_json: Json = False) -> None:
    """Name what is wrong with each layer, and repair nothing."""
    session = open_session(context)
    checks = service.check_areas(session.workspace())
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)


def update_areas(
    context: typer.Context,
    *,
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Year of the official areas.")],
    as_json: Json = False,
) -> None:
    """Fetch the official wijken and buurten."""
    session = open_session(context)
    checks = service.update_areas(session.workspace(), year=year)
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)
