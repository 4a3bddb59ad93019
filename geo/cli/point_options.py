"""What commands on sets of points share: where the points are, and where the work is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from geo.cli.session import show_progress
from geo.engines import Engine
from geo.engines.opening import EngineName, open_engine

Points = Annotated[
    str | None,
    typer.Option(help="Parquet file, folder of them or address such as s3://: not the store."),
]
EngineOption = Annotated[
    EngineName, typer.Option("--engine", help="Where the work on points is done.")
]
Scheduler = Annotated[
    str | None, typer.Option(help="Of Dask, such as tcp://host:8786; none starts workers here.")
]
Workers = Annotated[int | None, typer.Option(min=1, help="Dask workers to start here.")]
WorkerMemory = Annotated[
    str | None, typer.Option(help="What a worker started here may hold, such as 2GB.")
]
TileRows = Annotated[
    int | None, typer.Option(min=1, help="Points that a worker clusters at a time, about.")
]


@dataclass(frozen=True)
class Work:
    """Where the work is done."""

    engine: EngineName = EngineName.LOCAL
    scheduler: str | None = None
    workers: int | None = None
    memory: str | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether anything is set that only means something for a set of points."""
        return self != Work()


@contextmanager
def open_work(work: Work) -> Iterator[Engine]:
    """Hold the engine for the block, and draw how far its work is."""
    with show_progress() as tell:
        engine = open_engine(
            work.engine, work.scheduler, workers=work.workers, memory=work.memory, tell=tell
        )
        with engine:
            yield engine
