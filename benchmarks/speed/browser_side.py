"""How long it takes until the answer is on the screen of a real Chromium."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Browser, Frame, Page, WebSocket, sync_playwright
from playwright.sync_api import Error as BrowserError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.views.blocks.filters import Filter
from geo.views.pages import PAGES, PageEntry
from speed.figures import Series
from speed.serving import Server
from speed.session import PATIENCE_SECONDS, Run
from speed.sizes import Size
from speed.walks import address_of, start_of

_PERIODS: Final = ("Laatste 12 maanden", "Laatste 24 maanden", "Alle gegevens")
_ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_WINDOW: Final = {"width": 1366, "height": 900}
# As the filter of areas calls all of them together.
WHOLE: Final = "Hele gemeente"
# What is chosen on a page: its first filter that changes all that it shows.
_LABELS: Final = {Filter.THEME: "Thema", Filter.AREA: "Wijk of bedrijventerrein"}

# Each answer comes as a layer of its own, so that the last one on the map tells whose it is.
_MAP: Final = "streamlit_folium"
_MARK: Final = "() => { window.marked = (window.feature_group || []).at(-1); }"
_REDRAWN: Final = "() => (window.feature_group || []).at(-1) !== window.marked"
# Nothing of the answer before is left on the page, and the screen has been painted since.
_SETTLED: Final = """
    () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"]')
"""
_PAINTED: Final = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_ERRORS: Final = '[data-testid="stException"], [data-testid="stAlertContentError"]'


def measure_screen(
    server: Server, browser: Browser, page: PageEntry, *, size: Size, changes: int
) -> Series:
    """Choose one theme after the other in several periods, and wait for each answer.

    On a page without a choice of themes it is areas, and one without filters is left and opened
    again by the menu.

    Parameters
    ----------
    server
        Nobody asked it anything yet.
    browser
        Chromium.
    page
        Page of the app.
    size
        Of its store.
    changes
        How many answers are waited for.
    """
    context = browser.new_context(viewport=_WINDOW, locale="nl-NL")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    screen = _Screen(context.new_page(), server)
    try:
        runs = list(islice(_visit(screen, page), changes))
    finally:
        context.close()
    return Series(f"{page.title}: on the screen", size.incidents, runs, size.browser_seconds)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the machine's Chromium, else the one that came with Playwright."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


def _visit(screen: "_Screen", page: PageEntry) -> Iterator[Run]:
    label = next((name for part, name in _LABELS.items() if part in page.filters), None)
    if page.recommend is None or label is None:
        screen.open(page, {})
        while True:
            yield from _leave_and_return(screen, page)
    for period in _PERIODS:
        yield from _choose_all(screen, page, label, period)


def _choose_all(screen: "_Screen", page: PageEntry, label: str, period: str) -> Iterator[Run]:
    screen.open(page, {"periode": period})
    for option in screen.list_options(label):
        # Without an area the page has no map: there is no answer to wait for.
        if option != WHOLE:
            yield screen.choose(label, option)


def _leave_and_return(screen: "_Screen", page: PageEntry) -> Iterator[Run]:
    elsewhere = next(other for other in PAGES if other is not page)
    screen.turn_to(elsewhere)
    yield screen.turn_to(page)


class _Screen:
    """A window of the browser, and the connection of its page."""

    def __init__(self, view: Page, server: Server) -> None:
        self._view = view
        self._server = server
        self._socket: WebSocket | None = None

    def open(self, page: PageEntry, query: dict[str, str]) -> None:
        """Open a page by its link, and let it come to rest."""
        link = urlencode(start_of(page) | query)
        with self._view.expect_websocket() as waiting:
            self._view.goto(f"{self._server.address}/{address_of(page)}?{link}")
        self._socket = waiting.value
        self._view.locator("h1").first.wait_for()
        self._view.wait_for_function(_SETTLED)
        if frame := self._map():
            frame.wait_for_function("() => (window.feature_group || []).length > 0")
        self._view.wait_for_function(_SETTLED)

    def list_options(self, label: str) -> list[str]:
        """Return what a filter offers besides what it stands on."""
        box = self._view.get_by_role("combobox", name=label)
        now = box.input_value()
        box.click()
        offered = self._view.get_by_role("option")
        offered.first.wait_for()
        texts = offered.all_inner_texts()
        self._view.keyboard.press("Escape")
        return [text for text in texts if text != now]

    def choose(self, label: str, option: str) -> Run:
        """Choose by keyboard; the clock runs from the key that makes the choice."""
        self._view.get_by_role("combobox", name=label).fill(option)
        self._view.get_by_role("option", name=option, exact=True).first.wait_for()
        return self._time(lambda: self._view.keyboard.press("Enter"))

    def turn_to(self, page: PageEntry) -> Run:
        """Go to a page by the menu."""
        link = self._view.get_by_role("link", name=page.title, exact=True).first
        return self._time(link.click)

    def _time(self, act: Callable[[], None]) -> Run:
        if frame := self._map():
            frame.evaluate(_MARK)
        busy, start = self._server.cpu_seconds(), time.perf_counter()
        failure = ""
        try:
            self._await_answer(act)
        except BrowserError as problem:
            failure = problem.message.splitlines()[0]
        seconds = time.perf_counter() - start
        wrong = self._view.locator(_ERRORS).all_inner_texts()
        cpu = self._server.cpu_seconds() - busy
        return Run(seconds, 0, "; ".join([*filter(None, [failure]), *wrong]), cpu)

    def _await_answer(self, act: Callable[[], None]) -> None:
        if self._socket is None:
            message = "a page must be opened first"
            raise RuntimeError(message)
        with self._socket.expect_event("framereceived", _is_over):
            act()
        self._view.wait_for_function(_SETTLED)
        if frame := self._map():
            frame.wait_for_function(_REDRAWN)
        self._view.evaluate(_PAINTED)

    def _map(self) -> Frame | None:
        return next((frame for frame in self._view.frames if _MAP in frame.url), None)


def _is_over(data: str | bytes) -> bool:
    return (
        isinstance(data, bytes)
        and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"
    )
