"""Commands that say what the store holds, and how far to trust it."""

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.present import plain, terminal


def check_data(context: typer.Context, *, as_json: Json = False) -> None:
    """Name what makes incidents less trustworthy than they look, and change nothing."""
    session = open_session(context)
    workspace = session.workspace()
    quality = service.check_data(workspace)
    synthetic = service.describe_data(workspace).synthetic
    session.answer(
        plain.tell_quality(quality, synthetic=synthetic), terminal.print_quality, as_json=as_json
    )


def list_sources(context: typer.Context, *, as_json: Json = False) -> None:
    """Count incidents by where they came from."""
    session = open_session(context)
    sources = service.list_sources(session.workspace())
    session.answer(plain.tell_sources(sources), terminal.print_sources, as_json=as_json)
