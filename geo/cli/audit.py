"""Commands for the audit trail: who used what and when, and whether that is whole."""

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.errors import ParamsError
from geo.present import audit_tables
from geo.present.files import write_file
from geo.present.spreadsheets import render_csv

_NOTE: Final = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})")


def show(
    context: typer.Context,
    *,
    most: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 50,
    as_json: Json = False,
) -> None:
    """Say who used what, the latest first."""
    session = open_session(context)
    uses = service.list_uses(session.workspace(), most=most)
    session.answer(audit_tables.tell_uses(uses), audit_tables.print_uses, as_json=as_json)


def verify(
    context: typer.Context,
    *,
    noted: Annotated[
        str | None, typer.Option(help="What an earlier `verify` said to note elsewhere.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check that no line was changed, removed or moved; exit code 1 if one was."""
    session = open_session(context)
    note = None if noted is None else _read_note(noted)
    check = service.check_audit(session.workspace(), noted=note)
    session.answer(audit_tables.tell_trail(check), audit_tables.print_trail, as_json=as_json)
    if check.faults:
        raise typer.Exit(1)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file to write; an older one is replaced.")],
    *,
    as_json: Json = False,
) -> None:
    """Write all uses to a file for a spreadsheet."""
    session = open_session(context)
    workspace = session.workspace()
    uses = service.list_uses(workspace)
    write_file(file, render_csv(audit_tables.tabulate_uses(uses, workspace.timezone)))
    answer = {"file": str(file), "uses": len(uses)}
    session.answer(answer, lambda told: [f"{told['uses']} in {told['file']}"], as_json=as_json)


def _read_note(text: str) -> tuple[int, str]:
    match = _NOTE.fullmatch(text.strip())
    if match is None:
        raise ParamsError(
            "audit-note",
            expected="a number of lines, a colon and a hash of 64 characters",
            got=repr(text[:100]),
            remedy="give what an earlier `audit verify` said to note",
        )
    return int(match[1]), match[2]
