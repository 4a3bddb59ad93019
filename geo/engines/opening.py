"""An engine by its name."""

from enum import StrEnum

from geo.engines import Engine, Tell, tell_nobody
from geo.engines.local import LocalEngine
from geo.errors import EngineError


class EngineName(StrEnum):
    """Where work can be done."""

    LOCAL = "local"
    DASK = "dask"


def open_engine(
    name: EngineName,
    scheduler: str | None = None,
    *,
    workers: int | None = None,
    memory: str | None = None,
    tell: Tell = tell_nobody,
) -> Engine:
    """Open an engine; close it by using it in a ``with`` block.

    Parameters
    ----------
    name
        Which one.
    scheduler, workers, memory
        Of Dask alone: see `geo.engines.cluster.DaskEngine`.
    tell
        Told how far each piece of work is.

    Raises
    ------
    EngineError
        If Dask is asked for and not installed, its scheduler does not answer, or what is for Dask
        is given without it.
    """
    if name is EngineName.DASK:
        return _open_dask(scheduler, workers, memory, tell)
    if scheduler or workers or memory:
        raise EngineError(
            "engine-local",
            expected="a scheduler, workers or their memory with the engine dask alone",
            got=f"them with the engine {name}",
            remedy="leave them out, or choose the engine dask",
        )
    return LocalEngine(tell=tell)


def _open_dask(
    scheduler: str | None, workers: int | None, memory: str | None, tell: Tell
) -> Engine:
    try:
        # Dask is an extra, and takes a second to load.
        from geo.engines.cluster import DaskEngine  # noqa: PLC0415
    except ImportError as error:
        raise EngineError(
            "engine-missing",
            expected="Dask beside the project",
            got=f"{error}",
            remedy="install what setup/requirements/cluster.txt pins",
        ) from error
    return DaskEngine(scheduler, workers=workers, memory=memory, tell=tell)
