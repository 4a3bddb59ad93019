"""The command that writes the entry in the algorithm register."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.present import register as entries


def register(
    context: typer.Context,
    *,
    out: Annotated[
        list[Path], typer.Option(help="File to make or replace: .json or .txt; may be repeated.")
    ],
    as_json: Json = False,
) -> None:
    """Write the entry in the Dutch algorithm register, as far as cards and settings know it."""
    session = open_session(context)
    for path in out:
        entries.check_register_suffix(path.suffix.lower())
    facts = service.gather_register(session.workspace())
    for path in out:
        entries.write_register(facts, path)
    told = entries.tell_register(facts, out)
    session.answer(told, entries.print_register, as_json=as_json)
