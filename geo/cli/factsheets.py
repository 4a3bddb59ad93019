"""The command that writes the fact sheet on a placement."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import ForWhom, Json, open_session
from geo.disclosure import Audience
from geo.present.audience_words import tell_audience
from geo.present.placement import factsheet as sheets
from geo.service.disclosing import Inside


def factsheet(
    context: typer.Context,
    placement: Annotated[int, typer.Argument(help="Number of the placement.")],
    *,
    out: Annotated[
        list[Path], typer.Option(help="File to make or replace: .pdf or .docx; may be repeated.")
    ],
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Write the draft fact sheet for the mayor's decision on a placement, in Dutch."""
    session = open_session(context)
    for path in out:
        sheets.check_factsheet_suffix(path.suffix.lower())
    workspace = session.workspace()
    service.check_inside(workspace, audience, Inside.FACTSHEET)
    sheet = service.gather_factsheet(workspace, placement)
    told = service.keep_inside(workspace, sheet, audience, Inside.FACTSHEET)
    for path in out:
        sheets.write_factsheet(told, path)
    answer = sheets.tell_factsheet(told, out) | tell_audience(told)
    session.answer(answer, sheets.print_factsheet, as_json=as_json)
