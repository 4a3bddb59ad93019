"""Commands for a municipality's folder: make it, fill it, keep it, open the app on it."""

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.cli.session import (
    From,
    Json,
    To,
    now,
    open_session,
    period_of,
    show_progress,
    warn,
)
from geo.present import plain, terminal
from geo.workspace import PROJECT_DIR, SECRETS_FILE, WORKSPACE_VARIABLE, create_workspace

_STATIC_DIR: Final = PROJECT_DIR / "static"


def setup(context: typer.Context, *, as_json: Json = False) -> None:
    """Make the workspace usable; may be repeated."""
    session = open_session(context)
    with show_progress() as tell:
        report = service.setup_workspace(session.workspace(), now=now(), progress=tell)
    session.answer(plain.tell_setup(report), terminal.print_setup, as_json=as_json)


def demo(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    *,
    first: From,
    last: To,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    as_json: Json = False,
) -> None:
    """Write synthetic incidents and, beside them, the truth."""
    session = open_session(context)
    count = service.write_demo(session.workspace(), file, seed=seed, period=period_of(first, last))
    answer = {"file": str(file), "incidents": count, "seed": seed, "synthetic": True}
    session.answer(answer, lambda told: [f"{told['incidents']} in {told['file']}"], as_json=as_json)


def back_up(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File to write; an older one is replaced.")],
    *,
    as_json: Json = False,
) -> None:
    """Write all that the store holds to one file."""
    session = open_session(context)
    report = service.back_up_store(session.workspace(), file)
    session.answer(plain.tell_backup(report), terminal.print_backup, as_json=as_json)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File that `backup` wrote.")],
    *,
    as_json: Json = False,
) -> None:
    """Check a backup and put it in the place of all that the store holds."""
    session = open_session(context)
    report = service.restore_store(session.workspace(), file)
    session.answer(plain.tell_backup(report), terminal.print_backup, as_json=as_json)


def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Open the app on this machine."""
    workspace = open_session(context).workspace()
    # A card that is not valid stops the app at its start, not its first visitor.
    service.list_themes(workspace)
    if not _STATIC_DIR.is_dir():
        warn("the map's scripts are missing: run `make install` first")
    root = workspace.root.resolve()
    os.environ[WORKSPACE_VARIABLE] = str(root)
    # Each session has threads of its own, and glibc would keep free memory apart for each of them.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    # Streamlit reads its settings and serves static files from the working directory.
    os.chdir(PROJECT_DIR)
    words = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port)]
    if (secrets := root / SECRETS_FILE).is_file():
        words += ["--secrets.files", str(secrets)]
    os.execv(sys.executable, words)  # noqa: S606 - no shell, fixed words


def init_workspace(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    *,
    name: Annotated[str, typer.Option(help="Name of the municipality.")],
    code: Annotated[str, typer.Option(help="Its code, such as GM and four digits.")],
    crs: Annotated[str, typer.Option(help="EPSG code of a projected system in metres.")],
    timezone: Annotated[str, typer.Option(help="IANA time zone.")],
    as_json: Json = False,
) -> None:
    """Make a folder for a municipality."""
    settings = {
        "name": name,
        "code": code,
        "crs": crs.upper().removeprefix("EPSG:"),
        "timezone": timezone,
    }
    made = create_workspace(folder, settings)
    answer = {"workspace": str(folder), **settings, "crs": made.settings.crs}
    open_session(context).answer(
        answer, lambda told: [f"workspace {told['workspace']} is made"], as_json=as_json
    )
