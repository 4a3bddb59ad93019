import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect, sync_playwright
from running import BUNDLED, PATIENCE_MS, SIZES, find_chromium, launch, serve, set_up
from watching import wait_for_rest

from geo.workspace import create_workspace

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "build" / "screenshots"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SEARCH = re.compile(r"/\w+/_stcore/(health|host-config)$")

expect.set_options(timeout=PATIENCE_MS)


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
def start_chromium():
    """Start a Chromium, with arguments beside the usual ones."""
    browsers = []
    with sync_playwright() as playwright:
        program = find_chromium(playwright)
        if program is None:
            pytest.skip("no Chromium on this machine: `make test` installs one")

        def start(*arguments):
            browsers.append(launch(playwright, program, *arguments))
            return browsers[-1]

        yield start
        for browser in browsers:
            browser.close()


@pytest.fixture(scope="session")
def chromium(start_chromium):
    return start_chromium()


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
        page.set_default_timeout(PATIENCE_MS)
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

    def look(page):
        # What is being replaced is pale, and would be found to lack contrast.
        wait_for_rest(page)
        faults = set()
        for frame in page.frames:
            frame.evaluate(AXE)
            found = frame.evaluate(f"axe.run({{runOnly: {WCAG}}})")
            faults |= {
                f"{fault['id']}: {fault['help']} at {node['target']} ({node['html'][:150]})"
                for fault in found["violations"]
                for node in fault["nodes"]
            }
        return faults

    def check(page):
        faults = look(page)
        # A run that began meanwhile pales the page again: a real fault is found every time.
        for _ in range(3):
            if faults:
                faults &= look(page)
        assert not faults, "\n".join(sorted(faults))

    return check
