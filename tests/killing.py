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

# Everything is loaded once; each import runs in a process of its own that is forked off.
_NURSERY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from geo import service
from geo.workspace import open_workspace

def take_in(folder, file):
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    service.import_incidents(open_workspace(Path(folder)), [Path(file)], now=moment)

for line in sys.stdin:
    child = os.fork()
    if not child:
        take_in(*line.rstrip("\\n").split("\\t"))
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass(frozen=True)
class Importer:
    """Imports files, and kills an import on the way."""

    process: subprocess.Popen[bytes]

    def finish(self, folder: Path, file: Path) -> float:
        """Import a file and return the seconds that it took."""
        self._begin(folder, file)
        started = perf_counter()
        assert self._read_number() == 0
        return perf_counter() - started

    def kill(self, folder: Path, file: Path, *, after_seconds: float) -> bool:
        """Begin an import and kill it; tell whether it was still at work."""
        child = self._begin(folder, file)
        if not select.select([self.process.stdout], [], [], after_seconds)[0]:
            os.kill(child, signal.SIGKILL)
        return self._read_number() == signal.SIGKILL

    def _begin(self, folder: Path, file: Path) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder}\t{file}\n".encode())
        return self._read_number()

    def _read_number(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@contextmanager
def open_importer() -> Iterator[Importer]:
    """Have an importer at hand for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-c", _NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    try:
        yield Importer(process)
    finally:
        process.communicate()
