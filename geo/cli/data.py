"""Commands that say what the store holds, and how far to trust it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.session import FIRST_DAY, LAST_DAY, ForWhom, Json, open_session, read_period
from geo.disclosure import Audience
from geo.present import plain, terminal
from geo.present.point_parts import write_point_parts


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


def export_points(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="Folder to make, of Parquet files.")],
    theme: Annotated[str | None, typer.Option(help="Of one theme only.")] = None,
    first: Annotated[datetime | None, FIRST_DAY] = None,
    last: Annotated[datetime | None, LAST_DAY] = None,
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Write where incidents were, and when, as a set of files that other programs read."""
    session = open_session(context)
    done = service.export_points(
        session.workspace(),
        lambda told: write_point_parts(told, out),
        audience,
        theme=theme,
        period=read_period(first, last),
    )
    answer = {"folder": str(out), "points": done.points, "without_place": done.without_place}
    session.answer(answer, terminal.print_points, as_json=as_json)
