"""Work in processes that can be killed, without the start of Python before each of them."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

# Everything is loaded once; each piece of work runs in a process of its own that is forked off.
_NURSERY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from geo import service
from geo.workspace import open_workspace

MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
WORK = {
    "import": lambda town, file: service.import_incidents(town, [file], now=MOMENT),
    "restore": service.restore_store,
    "undo": lambda town, _: service.undo_import(town),
    "retention": lambda town, _: service.apply_retention(town, now=MOMENT),
}

for line in sys.stdin:
    child = os.fork()
    if not child:
        name, folder, file = line.rstrip("\\n").split("\\t")
        WORK[name](open_workspace(Path(folder)), Path(file))
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass(frozen=True)
class Worker:
    """Does a piece of work on a workspace, and kills it on the way.

    ``name`` is one of import, restore (both of a file), undo and retention.
    """

    process: subprocess.Popen[bytes]

    def finish(self, name: str, folder: Path, file: Path) -> float:
        """Do it and return the seconds that it took."""
        self._begin(name, folder, file)
        started = perf_counter()
        assert self._read_number() == 0
        return perf_counter() - started

    def kill(self, name: str, folder: Path, file: Path, *, after_seconds: float) -> bool:
        """Begin and kill it; tell whether it was still at work."""
        child = self._begin(name, folder, file)
        if not select.select([self.process.stdout], [], [], after_seconds)[0]:
            os.kill(child, signal.SIGKILL)
        return self._read_number() == signal.SIGKILL

    def _begin(self, name: str, folder: Path, file: Path) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\t{folder}\t{file}\n".encode())
        return self._read_number()

    def _read_number(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@contextmanager
def open_worker() -> Iterator[Worker]:
    """Have a worker at hand for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-c", _NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    try:
        yield Worker(process)
    finally:
        process.communicate()
