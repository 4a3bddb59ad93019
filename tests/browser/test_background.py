"""A background from another machine: only where it is turned on, and gone where it fails."""

import base64
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect
from running import SIZES, free_port, serve
from watching import MAP, show_hotspots

from geo.workspace import SETTINGS_FILE

pytestmark = pytest.mark.browser

YEAR = "?thema=Jeugdoverlast&periode=Laatste+12+maanden"
NO_INTERNET = "Geen internet: lokale ondergrond"
MAKER = "Kaartgegevens © Kadaster"
GREY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mO4fPnyfwAIMwOjMoKFVQAAAABJRU5ErkJg"
    "gg=="
)
# The white of the wijken: over a background they let it through.
WIJK = ".leaflet-hk-areas-pane path[fill='#ffffff']"


class Tiles(BaseHTTPRequestHandler):
    """Serves half of the tiles, and remembers what it was told."""

    asked: list

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        column = int(self.path.split("/")[-2])
        self.send_response(404 if column % 2 else 200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        if column % 2 == 0:
            self.wfile.write(GREY)

    def log_message(self, *words):
        pass


@pytest.fixture
def tiles():
    """A machine that serves tiles: its port, and what it was asked."""
    handler = type("Handler", (Tiles,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, handler.asked
        server.shutdown()


@pytest.fixture
def open_alone(chromium):
    """Open a window in which a request may fail, as it does without internet."""
    contexts = []

    def open_it():
        width, height = SIZES["desktop"]
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}))
        return contexts[-1].new_page()

    yield open_it
    for context in contexts:
        context.close()


def turn_on(demo, folder, port):
    root = shutil.copytree(demo, folder)
    address = f"http://localhost:{port}/{{style}}/{{z}}/{{x}}/{{y}}.png"
    with (root / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(f'\n[map]\nbackground = "pdok-grijs"\n[services]\npdok_tiles = "{address}"\n')
    return root


def test_background_lies_beneath_and_is_asked_for_without_a_trace(
    demo, tmp_path, tiles, open_alone, keep_picture
):
    port, asked = tiles
    with serve(turn_on(demo, tmp_path / "aan", port)) as app:
        page = open_alone()
        frame = show_hotspots(page, f"{app.address}/{YEAR}")
        expect(frame.locator("img.leaflet-tile-loaded").first).to_be_visible()
        expect(frame.get_by_text(MAKER)).to_be_visible()
        expect(frame.locator(WIJK).first).to_have_attribute("fill-opacity", "0")
        # Some tiles fail, others do not: the background stays.
        frame.get_by_role("button", name="Inzoomen").click()
        expect(frame.locator(".leaflet-tile-loaded").first).to_be_visible()
        expect(frame.get_by_text(NO_INTERNET)).to_have_count(0)
        keep_picture(page, "achtergrond")
        page.context.close()
    assert len(asked) > 4
    assert all(path.startswith("/grijs/") for path, _ in asked)
    assert not [headers for _, headers in asked if "Referer" in headers or "Cookie" in headers]


def test_without_internet_the_map_goes_on_without_and_says_so(
    demo, tmp_path, open_alone, keep_picture
):
    with serve(turn_on(demo, tmp_path / "uit", free_port())) as app:
        page = open_alone()
        frame = show_hotspots(page, f"{app.address}/{YEAR}")
        expect(frame.get_by_role("status")).to_have_text(NO_INTERNET)
        expect(frame.locator("img.leaflet-tile")).to_have_count(0)
        expect(frame.get_by_text(MAKER)).to_have_count(0)
        expect(frame.locator(WIJK).first).to_have_attribute("fill-opacity", "0.75")
        expect(frame.locator(".hk-rank").first).to_be_visible()
        keep_picture(page, "geen-internet")
        page.context.close()


def test_no_tile_is_asked_for_unless_it_is_turned_on(open_page, address):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    frame = show_hotspots(page, f"{address}/{YEAR}")
    expect(frame.locator(".hk-cluster").first).to_be_visible()
    assert not [url for url in asked if "{" in url or "wmts" in url]
    assert page.frame_locator(MAP).locator("img.leaflet-tile").count() == 0
