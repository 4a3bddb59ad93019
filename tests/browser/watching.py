"""What a person sees of a page."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError as TakesTooLong
from playwright.sync_api import expect

from geo.views.pages import PAGES

MAP = 'iframe[src*="streamlit_folium"]'
# How long a list that was opened may take to show what is in it.
_LIST_MS = 15_000
LOCAL = re.compile(r"https?://127\.0\.0\.1[:/]")

# Words of Streamlit and Leaflet that would show that a text was not put into Dutch.
ENGLISH = re.compile(
    r"\b(Upload|Browse|Drag and drop|per file|required|Choose an option|Zoom in|Sort ascending"
    r"|Download as|Running|Skip to|available|Deploy|Rerun|Choose|Previous|Next|Help for|Link to"
    r"|Fullscreen|Search|columns|pages|Sidebar|month|year|heading|Remove"
    r"|file upload|smaller|Error|icon|Increment|Decrement)\b"
)


def open_entry(page, address, entry, query=""):
    """Open a page of the menu by its address, and wait until it has come to rest."""
    page.goto(f"{address}/{'' if entry is PAGES[0] else Path(entry.file).stem}?{query}")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(entry.title)
    wait_for_rest(page)
    # The fixed texts of the app are put into Dutch by a script that comes with the page.
    expect(page.get_by_role("link", name="Naar de inhoud")).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return heading


def show_hotspots(page, address):
    """Open the page Hotspots; the address may hold filters."""
    parts = urlsplit(address)
    page.goto(parts._replace(path="/hotspots").geturl())
    frame = page.frame_locator(MAP)
    expect(frame.locator(".hk-rank").first).to_be_visible()
    return frame


def wait_for_rest(page):
    """Wait until nothing on the page of the app is left from an earlier run, paled meanwhile."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def visible_words(page):
    attributes = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap(e =>"
        " ['aria-label', 'title', 'placeholder'].map(n => e.getAttribute(n) || '')).join('\\n')"
    )
    return page.locator("body").inner_text() + attributes


def scroll_to(page, element):
    """Bring an element into sight, and wait until the page has told itself that it scrolled.

    A list that is open closes when the page scrolls: one that is opened in the same moment would.
    """
    element.scroll_into_view_if_needed()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def choose(page, label, option):
    """Choose an option of a list by its words.

    A list closes where the page is made again under it: then it is opened once more.
    """
    box, found = page.get_by_role("combobox", name=label), page.get_by_role("option", name=option)
    scroll_to(page, box)
    box.click()
    try:
        found.first.click(timeout=_LIST_MS)
    except TakesTooLong:
        box.click()
        found.first.click()


def write_day(page, label, day):
    """Type a day into a field, as somebody does who has no mouse."""
    field = page.get_by_test_id("stDateInput").filter(has_text=label)
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{day:%d%m%Y}")


def take_row(page, number):
    """Click in the box of a row of the first table, as a person with a mouse does."""
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 12, box["y"] + 35 * number + 17)


def open_mailed_map(page, fresh, folder):
    """Take the map of a page along, and open the file in a fresh window of its own.

    Nothing but the file is asked for, nothing is cut off, and the map stands in the upper half.
    """
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("HTML")).click()
    path = folder / "kaart.html"
    waiting.value.save_as(path)
    asked = []
    fresh.on("request", lambda request: asked.append(request.url))
    fresh.goto(path.as_uri())
    expect(fresh.locator(".leaflet-container")).to_be_visible()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert fresh.evaluate("document.documentElement.scrollWidth") <= fresh.viewport_size["width"]
    assert fresh.locator(".map").bounding_box()["y"] < fresh.viewport_size["height"] / 2
    return fresh


def pull_cable(page):
    """Let nothing out of this machine; return the list of what was asked for all the same."""
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    page.context.route(lambda url: url.startswith("http") and not LOCAL.match(url), refuse)
    return asked
