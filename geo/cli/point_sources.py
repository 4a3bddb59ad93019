"""Points in place of the store's, for commands that answer from either."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from geo.cli.point_options import Work, open_work
from geo.intake.point_sets import open_point_set
from geo.service.rows import PointSource


@contextmanager
def open_source(points: str | None, work: Work) -> Iterator[PointSource | None]:
    """Hold a set of points and its engine for the block; None where the store is meant."""
    if points is None:
        if work.is_chosen:
            raise typer.BadParameter("an engine works on --points; the store needs none")
        yield None
        return
    found = open_point_set(points)
    with open_work(work) as engine:
        yield PointSource(found, engine)
