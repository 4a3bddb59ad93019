"""The command that writes the deck and the report for the driehoek, the council or the public."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import From, Json, To, open_session, period_of, show_progress
from geo.disclosure import Audience
from geo.present.driehoek import files as meeting_files
from geo.schema import Against
from geo.service.driehoek.answers import MeetingQuestion


def report(
    context: typer.Context,
    *,
    first: From,
    last: To,
    audience: Annotated[
        Audience, typer.Option(help="Who will see it; others than the driehoek get no few.")
    ],
    out: Annotated[
        list[Path], typer.Option(help="File to make or replace: .pptx or .pdf; may be repeated.")
    ],
    theme: Annotated[
        list[str] | None,
        typer.Option(help="Name of a theme card; may be repeated. All by default."),
    ] = None,
    wijk: Annotated[
        list[str] | None, typer.Option(help="Code of a wijk to tell apart; may be repeated.")
    ] = None,
    against: Annotated[
        Against,
        typer.Option(help="Compare with the period before, or with that of a year earlier."),
    ] = Against.BEFORE,
    as_json: Json = False,
) -> None:
    """Write the deck and the report for a meeting on safety, in Dutch."""
    session = open_session(context)
    for path in out:
        meeting_files.check_meeting_suffix(path.suffix.lower())
    question = MeetingQuestion(
        period=period_of(first, last),
        audience=audience,
        themes=tuple(theme or ()),
        wijken=tuple(wijk or ()),
        against=against,
    )
    with show_progress() as tell:
        meeting = service.prepare_meeting(
            session.workspace(), question, progress=lambda done: tell(done, "gathering")
        )
        for number, path in enumerate(out, start=1):
            tell((number - 1) / len(out), "writing")
            meeting_files.write_meeting(meeting, path)
    answer = meeting_files.tell_meeting(meeting, out)
    session.answer(answer, meeting_files.print_meeting, as_json=as_json)
