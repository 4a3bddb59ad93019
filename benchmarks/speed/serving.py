"""The app as its users run it: `hotspotkaart serve`, a process of its own."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running app: where it listens, and its process."""

    address: str
    process_id: int

    def memory_mb(self) -> dict[str, float]:
        """Return what it holds in memory now and held at most; empty where Linux is not there."""
        status = Path(f"/proc/{self.process_id}/status")
        if not status.exists():
            return {}
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        names = {"now": "VmRSS", "peak": "VmHWM"}
        return {name: int(lines[key].split()[0]) / 1024 for name, key in names.items()}

    def cpu_seconds(self) -> float:
        """Return how long it has kept a core busy; 0 where Linux is not there."""
        stat = Path(f"/proc/{self.process_id}/stat")
        if not stat.exists():
            return 0.0
        # After the name, which may hold anything, in brackets: user and system time.
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serve(root: Path) -> Iterator[Server]:
    """Run the app on a workspace, for as long as the block lasts."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "geo.cli", "-w", root, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        _wait_until_ready(process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    said = process.stdout or ()
    for line in said:
        if "URL:" in line:
            # A pipe that nobody empties would stop the app.
            threading.Thread(target=lambda: [None for _ in said], daemon=True).start()
            return
    message = "the app did not start"
    raise RuntimeError(message)
