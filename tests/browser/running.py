"""The app started, and a Chromium to look at it: for the tests and the manual's pictures."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from geo.workspace import create_workspace

COMMAND = Path(sys.executable).with_name("hotspotkaart")
BUNDLED = {"name": "Proef", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
SIZES = {"desktop": (1366, 900), "telefoon": (390, 844)}
# A slow machine takes its time for a first paint.
PATIENCE_MS = 60_000

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class App:
    """A running app."""

    address: str
    root: Path
    process: subprocess.Popen[str]
    said: list[str]

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


def find_chromium(playwright: Playwright) -> Path | None:
    """Return the Chromium of this machine, else Playwright's own; None where there is neither."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    program = Path(found or playwright.chromium.executable_path)
    return program if program.exists() else None


def launch(playwright: Playwright, program: Path, *arguments: str) -> Browser:
    """Start a Chromium that calls nobody by itself."""
    return playwright.chromium.launch(executable_path=program, args=[*_ARGUMENTS, *arguments])


def set_up(root: Path) -> Path:
    """Make a workspace of the municipality that ships, with its demo incidents."""
    create_workspace(root, BUNDLED)
    subprocess.run([COMMAND, "-w", root, "setup"], check=True, capture_output=True, timeout=240)
    return root


@contextmanager
def serve(root: Path, port: int | None = None) -> Iterator[App]:
    """Run the app on a workspace; it may say nothing about an error."""
    port = port or free_port()
    process = subprocess.Popen(
        [COMMAND, "-w", root, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    app = App(f"http://127.0.0.1:{port}", Path(root), process, [])
    try:
        assert str(port) in next(line for line in process.stdout or () if "URL:" in line)
        # A pipe that nobody empties would stop the app.
        reader = threading.Thread(target=app.said.extend, args=(process.stdout,))
        reader.start()
        yield app
    finally:
        app.stop()
    reader.join()
    assert not [line for line in app.said if "Error" in line], "".join(app.said)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
