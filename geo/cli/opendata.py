"""Commands for the open figures of the police."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, Session, now, open_session
from geo.present import open_plain
from geo.schema import OpenTable
from geo.store import OpenImport

Tables = Annotated[
    list[OpenTable] | None,
    typer.Option("--table", help="Which table; may be repeated with --update."),
]


def import_figures(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Downloaded tables: OData (JSON) or CSV.")
    ] = None,
    *,
    update: Annotated[
        bool, typer.Option("--update", help="Fetch them where they are published, no files.")
    ] = False,
    table: Tables = None,
    as_json: Json = False,
) -> None:
    """Take in open figures of the police, from files or with --update from the internet."""
    if update == bool(files):
        raise typer.BadParameter("give files, or --update")
    if files and len(table or []) > 1:
        raise typer.BadParameter("files are of one table: give --table once, or not")
    session = open_session(context)
    if update:
        found = _fetch(session, table)
    else:
        told = table[0] if table else None
        found = service.import_open_figures(session.workspace(), files or [], now=now(), table=told)
    _answer(session, found, as_json=as_json)


def update_figures(context: typer.Context, *, table: Tables = None, as_json: Json = False) -> None:
    """Fetch open figures of the police where they are published."""
    session = open_session(context)
    _answer(session, _fetch(session, table), as_json=as_json)


def check_figures(context: typer.Context, *, as_json: Json = False) -> None:
    """Hold our data against the open figures, and those against the neighbours and the unit."""
    session = open_session(context)
    report = service.report_open_figures(session.workspace())
    session.answer(
        open_plain.tell_open_report(report), open_plain.print_open_report, as_json=as_json
    )


def _fetch(session: Session, tables: list[OpenTable] | None) -> list[OpenImport]:
    return service.update_open_figures(session.workspace(), now=now(), tables=tables)


def _answer(session: Session, found: list[OpenImport], *, as_json: bool) -> None:
    session.answer(
        open_plain.tell_open_imports(found), open_plain.print_open_imports, as_json=as_json
    )
