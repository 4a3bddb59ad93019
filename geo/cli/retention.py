"""The command that removes what is past its term."""

from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, now, open_session
from geo.present import retention as told


def retention(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be removed.")] = False,
    drop_copies: Annotated[
        bool, typer.Option(help="Remove the copies of the whole store beside it too.")
    ] = False,
    log: Annotated[bool, typer.Option(help="Only say what was removed so far.")] = False,
    as_json: Json = False,
) -> None:
    """Remove incidents past the term of their source (`[[retention]]` of gemeente.toml)."""
    if dry_run + drop_copies + log > 1:
        raise typer.BadParameter("give one of --dry-run, --drop-copies and --log")
    session = open_session(context)
    workspace = session.workspace()
    if log:
        answer = told.tell_removals(service.read_removals(workspace))
        session.answer(answer, told.print_removals, as_json=as_json)
        return
    report = (
        service.preview_retention(workspace, now=now())
        if dry_run
        else service.apply_retention(workspace, now=now(), drop_copies=drop_copies)
    )
    answer = told.tell_retention(report, dry_run=dry_run)
    session.answer(answer, told.print_retention, as_json=as_json)
