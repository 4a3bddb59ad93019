"""The command that says whether the store can do its work."""

import typer

from geo import service
from geo.cli.session import Json, open_session
from geo.present import health as told


def health(context: typer.Context, *, as_json: Json = False) -> None:
    """Read the store from beginning to end and look for room on the disk; 1 if one fails."""
    session = open_session(context)
    report = service.check_health(session.workspace(), thorough=True)
    session.answer(told.tell_health(report), told.print_health, as_json=as_json)
