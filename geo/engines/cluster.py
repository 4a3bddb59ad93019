"""The engine of many processes or machines: Dask, known to this module alone."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

from distributed import Client, KilledWorker, LocalCluster
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError

from geo.engines import Part, Result, Tell, tell_nobody
from geo.errors import EngineError

# Seconds that a scheduler may take to answer.
_PATIENCE: Final = 15
# Seconds in which its first worker may come, on a cluster that grows when it is asked for work.
_WAIT_FOR_WORKER: Final = 120
# Seconds after which it is asked whether any worker is left.
_LOOK: Final = 5
# Parts that wait at each thread of a worker, so that none is idle and none holds all.
_AHEAD: Final = 2
# Workers that may be lost over one part before it is given up: parts share the fate of a worker.
_MOST_LOSSES: Final = 5


class DaskEngine:
    """Does parts on the workers of a Dask cluster, a few of them at a time.

    A part of which the worker is lost is done again by another.

    Parameters
    ----------
    scheduler
        Address such as ``tcp://host:8786``; None starts worker processes here, which end with the
        engine and cannot be reached from other machines.
    workers
        How many processes to start here; None takes one a core.
    memory
        What each of those may hold, such as ``"2GB"``; None shares out that of the machine. Dask
        puts another process in the place of one that holds more.
    tell
        Told after each part how far the piece of work is.

    Raises
    ------
    EngineError
        If the scheduler does not answer, or has no worker.
    """

    def __init__(
        self,
        scheduler: str | None = None,
        *,
        workers: int | None = None,
        memory: str | None = None,
        tell: Tell = tell_nobody,
    ) -> None:
        self._tell = tell
        self._cluster = None if scheduler else _start_workers(workers, memory)
        self._client = _reach(scheduler or self._cluster)

    def run(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, what: str
    ) -> Iterator[Result]:
        """Do a piece of work for each part; see `geo.engines.Engine`.

        Raises
        ------
        EngineError
            If a part loses its worker time and again, no worker is left, or the scheduler is gone.
        """
        coming = iter(parts)
        ahead = _AHEAD * max(1, sum(self._client.nthreads().values()))
        waiting = deque(self._send(function, part, what) for part in islice(coming, ahead))
        done = 0
        try:
            while waiting:
                result: Result = self._wait_for(waiting.popleft(), what)
                waiting.extend(self._send(function, part, what) for part in islice(coming, 1))
                done += 1
                self._tell(done / len(parts), what)
                yield result
        finally:
            self._client.cancel(list(waiting))

    def _send(self, function: Callable[[Part], Result], part: Part, what: str) -> Any:
        # The beginning of the key is the name that Dask's own dashboard shows.
        key = f"{what.replace(' ', '-')}-{uuid4().hex}"
        return self._client.submit(function, part, key=key, pure=False)

    def _wait_for(self, future: Any, what: str) -> Any:
        try:
            return self._watch(future)
        except KilledWorker as error:
            raise EngineError(
                "worker-lost",
                expected=f"a worker that lives through a part of: {what}",
                got="several that were ended one after the other",
                remedy="give each worker more memory, or make the parts smaller",
                what=what,
            ) from error
        except (FutureCancelledError, CommClosedError) as error:
            raise EngineError(
                "scheduler-lost",
                expected=f"a scheduler until the end of: {what}",
                got=f"{error}",
                remedy="look at the scheduler, then run it again",
                what=what,
            ) from error

    def _watch(self, future: Any) -> Any:
        """Return what came of a part; a cluster on which no worker is left is not waited for."""
        alone = 0
        while not future.done():
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                alone = 0 if self._client.nthreads() else alone + _LOOK
            if alone >= _WAIT_FOR_WORKER:
                raise _miss_workers(self._client.scheduler.address)
        return future.result()

    def __enter__(self) -> Self:
        """Hold the workers for the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the scheduler, and end the workers that were started here."""
        with closing(self._cluster) if self._cluster else closing(self._client):
            self._client.close()


def _start_workers(workers: int | None, memory: str | None) -> Any:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=memory or "auto",
        # Nothing listens but on this machine, at ports that are free.
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"allowed_failures": _MOST_LOSSES},
    )


def _reach(scheduler: Any) -> Any:
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineError(
            "scheduler-unreachable",
            expected=f"a Dask scheduler that answers at {scheduler}",
            got=f"{error}",
            remedy="start it with `dask scheduler`, or correct the address",
            scheduler=scheduler,
        ) from error
    try:
        client.wait_for_workers(1, timeout=_WAIT_FOR_WORKER)
    except TimeoutError as error:
        client.close()
        raise _miss_workers(scheduler) from error
    return client


def _miss_workers(scheduler: Any) -> EngineError:
    return EngineError(
        "scheduler-without-workers",
        expected=f"a worker at {scheduler} that has the same packages as this program",
        got="none",
        remedy="start some with `dask worker`, or look why they end",
        scheduler=scheduler,
    )
