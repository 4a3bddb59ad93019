"""The command that writes the fact sheet on a placement."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.present.placement import factsheet as sheets


def factsheet(
    context: typer.Context,
    placement: Annotated[int, typer.Argument(help="Number of the placement.")],
    *,
    out: Annotated[
        list[Path], typer.Option(help="File to make or replace: .pdf or .docx; may be repeated.")
    ],
    as_json: Json = False,
) -> None:
    """Write the draft fact sheet for the mayor's decision on a placement, in Dutch."""
    session = open_session(context)
    for path in out:
        sheets.check_factsheet_suffix(path.suffix.lower())
    sheet = service.gather_factsheet(session.workspace(), placement)
    for path in out:
        sheets.write_factsheet(sheet, path)
    session.answer(sheets.tell_factsheet(sheet, out), sheets.print_factsheet, as_json=as_json)
