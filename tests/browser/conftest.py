import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

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
SIZES = {"desktop": (1366, 900), "telefoon": (390, 844)}


expect.set_options(timeout=_PATIENCE_MS)


@dataclass
class Watch:
    """What a page did that it should not."""

    abroad: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page):
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda message: self._message(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, url):
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|file:|about:", url):
            self.abroad.append(url)

    def _message(self, kind, text):
        if kind == "error":
            self.errors.append(text)


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


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The running app, on a workspace that was empty before set-up."""
    root = create_workspace(tmp_path_factory.mktemp("app") / "werkmap", BUNDLED).root
    subprocess.run([COMMAND, "-w", root, "setup"], check=True, capture_output=True, timeout=240)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = subprocess.Popen(
        [COMMAND, "-w", root, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    said = []
    try:
        assert str(port) in next(line for line in app.stdout if "URL:" in line)
        # A pipe that nobody empties would stop the app.
        reader = threading.Thread(target=said.extend, args=(app.stdout,))
        reader.start()
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.wait(timeout=20)
    reader.join()
    assert not [line for line in said if "Error" in line], "".join(said)


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
