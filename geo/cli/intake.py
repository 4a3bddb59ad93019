"""Commands that take files in, undo that, and give refused rows back."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import Json, now, open_session, show_progress, warn
from geo.present import exports, plain, terminal
from geo.service.upkeep_answers import ImportOptions


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files; none takes what is new in incidents/.")
    ] = None,
    *,
    mapping: Annotated[Path | None, typer.Option(help="Mapping file (TOML).")] = None,
    source: Annotated[str | None, typer.Option(help="Name of a shipped mapping.")] = None,
    theme: Annotated[str | None, typer.Option(help="Theme for every row.")] = None,
    as_json: Json = False,
) -> None:
    """Take in files of incidents, every row accounted for."""
    if mapping is not None and source is not None:
        raise typer.BadParameter("give --mapping or --source, not both")
    session = open_session(context)
    options = ImportOptions(mapping, source, theme)
    with show_progress() as tell:
        report = service.import_incidents(
            session.workspace(), files or [], options, now=now(), progress=tell
        )
    session.answer(plain.tell_import(report), terminal.print_import, as_json=as_json)
    for file, error in report.failed:
        warn(f"error: {file}: {error}")
    if report.failed:
        raise typer.Exit(1)


def list_mappings(context: typer.Context, *, as_json: Json = False) -> None:
    """Say which mappings ship, each of which `import --source` takes."""
    answer = plain.tell_mappings(service.list_mappings())
    open_session(context).answer(answer, terminal.print_mappings, as_json=as_json)


def show_mapping(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of a mapping that ships.")],
    *,
    as_json: Json = False,
) -> None:
    """Write a mapping out, to make one's own from."""
    answer = {"name": name, "mapping": service.show_mapping(name)}
    open_session(context).answer(answer, lambda told: told["mapping"].splitlines(), as_json=as_json)


def list_imports(context: typer.Context, *, as_json: Json = False) -> None:
    """Say which files were imported, newest first."""
    session = open_session(context)
    imports = service.list_imports(session.workspace())
    session.answer(plain.tell_imports(imports), terminal.print_imports, as_json=as_json)


def undo_import(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be undone.")] = False,
    as_json: Json = False,
) -> None:
    """Undo the last import; once more undoes the one before."""
    session = open_session(context)
    undo = service.preview_undo if dry_run else service.undo_import
    report = undo(session.workspace())
    session.answer(plain.tell_undo(report), terminal.print_undo, as_json=as_json)


def export_quarantine(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    *,
    import_id: Annotated[int | None, typer.Option("--import", help="One import only.")] = None,
    as_json: Json = False,
) -> None:
    """Write refused rows to a file, to repair and import again."""
    session = open_session(context)
    rows = service.export_quarantine(session.workspace(), import_id)
    exports.write_csv(rows, file)
    answer = {"file": str(file), "rows": len(rows)}
    session.answer(answer, lambda told: [f"{told['rows']} in {told['file']}"], as_json=as_json)
