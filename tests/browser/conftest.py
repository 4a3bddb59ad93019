import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect, sync_playwright

from geo.workspace import create_workspace

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "build" / "screenshots"
COMMAND = Path(sys.executable).with_name("hotspotkaart")
BUNDLED = {"name": "Proef", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A slow machine takes its time for a first paint.
_PATIENCE_MS = 60_000
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SEARCH = re.compile(r"/\w+/_stcore/(health|host-config)$")
SIZES = {"desktop": (1366, 900), "telefoon": (390, 844)}


expect.set_options(timeout=_PATIENCE_MS)


@dataclass
class Watch:
    """What a page did that it should not."""

    abroad: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page):
        page.on("request", lambda request: self._request(request.url))
        page.on("console", self._message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, url):
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|file:|about:", url):
            self.abroad.append(url)

    def _message(self, message):
        # Opened at a page, Streamlit looks for its server below that page first.
        if message.type == "error" and not SEARCH.search(message.location["url"]):
            self.errors.append(message.text)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome", "chrome")
        found = next(filter(None, map(shutil.which, names)), None)
        program = found or playwright.chromium.executable_path
        if not Path(program).exists():
            pytest.skip("no Chromium on this machine: `make test` installs one")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class App:
    """A running app."""

    address: str
    root: Path
    process: subprocess.Popen
    said: list[str]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(root, port=None):
    """The app on a workspace; it may say nothing about an error."""
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
        assert str(port) in next(line for line in process.stdout if "URL:" in line)
        # A pipe that nobody empties would stop the app.
        reader = threading.Thread(target=app.said.extend, args=(process.stdout,))
        reader.start()
        yield app
    finally:
        app.stop()
    reader.join()
    assert not [line for line in app.said if "Error" in line], "".join(app.said)


def set_up(root):
    """Make a workspace of the municipality that ships, with its demo incidents."""
    create_workspace(root, BUNDLED)
    subprocess.run([COMMAND, "-w", root, "setup"], check=True, capture_output=True, timeout=240)
    return root


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A workspace with demo incidents, to be copied."""
    return set_up(tmp_path_factory.mktemp("demo") / "werkmap")


@pytest.fixture(scope="session")
def address(demo):
    """The running app on demo incidents; what a test changes in it, the next one finds."""
    with serve(demo) as app:
        yield app.address


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory):
    """The running app on a workspace with neither areas nor incidents."""
    root = tmp_path_factory.mktemp("leeg") / "werkmap"
    create_workspace(root, BUNDLED)
    with serve(root) as app:
        yield app.address


@pytest.fixture
def own_app(demo, tmp_path):
    """The running app on a copy of the demo, for a test that changes or stops it."""
    with serve(shutil.copytree(demo, tmp_path / "eigen")) as app:
        yield app


@pytest.fixture
def open_page(chromium):
    """Open a window of a named size; it may call nobody and report no error."""
    watch = Watch()
    contexts = []

    def open_at(size="desktop"):
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="nl-NL", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        watch.follow(page)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert watch.abroad == []
    assert watch.errors == []


@pytest.fixture
def keep_picture():
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def check_accessibility():
    """Hold every frame of a page against WCAG 2.1 A and AA with axe-core."""

    def check(page):
        faults = []
        for frame in page.frames:
            frame.evaluate(AXE)
            found = frame.evaluate(
                "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
            )
            faults += [
                f"{fault['id']}: {fault['help']} at {node['target']} ({node['html'][:150]})"
                for fault in found["violations"]
                for node in fault["nodes"]
            ]
        assert not faults, "\n".join(faults)

    return check
