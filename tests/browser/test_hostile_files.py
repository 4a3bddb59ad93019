"""A workspace of which every text came from files that were made to run something."""

import json
import re
import shutil
import subprocess

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect
from running import COMMAND, serve
from watching import open_entry, pull_cable, show_hotspots, wait_for_rest

from geo.views.pages import PAGES

pytestmark = pytest.mark.browser

RUN = "window.ranByFile=1"
HOSTILE = (
    f'<img src=x onerror="{RUN}"> <script>{RUN}</script> ${{7*7}} {{{{7*7}}}} '
    f"[x](javascript:{RUN}) ![](https://example.org/x.png)"
)
QUESTION = "thema=Jeugdoverlast&periode=Alle+gegevens"
# What a browser makes of the text where it is taken for more than a text.
TRACES = (
    "img[src='x']", "img[src*='example.org']", "a[href^='javascript']", "script:text('ranByFile')",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(demo, tmp_path_factory):
    """The demo with wijken, parks, streets and incidents of which every text is hostile."""
    root = shutil.copytree(demo, tmp_path_factory.mktemp("kwaad") / "werkmap")
    folder = tmp_path_factory.mktemp("bestanden")
    for layer in ("wijken", "parks"):
        source = root / "boundaries" / f"{layer}.geojson"
        if source.exists():
            path = _spoil(source, folder / f"{layer}.geojson")
            _run(root, "areas", "import", path, "--layer", layer, "--source", HOSTILE)
    _run(root, "streets", "import", _draw_streets(folder), "--source", HOSTILE)
    path = folder / "melding.csv"
    text = HOSTILE.replace('"', '""')
    rows = [
        f'"{number} {text}";2018-12-{10 + number} 21:30;102300;430500;"E35";"{text}"'
        for number in range(9)
    ]
    wrong = f'"{text}";"{text}";"{text}";"{text}";"{text}";"{text}"'
    path.write_text("\n".join([f'id;start;x;y;code;"{text}"', *rows, wrong]), encoding="utf-8")
    _run(root, "import", path, "--theme", "jeugdoverlast")
    return root


def _run(root, *words):
    done = subprocess.run(
        [COMMAND, "-w", root, *words], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr


def _spoil(source, path):
    content = json.loads(source.read_text(encoding="utf-8"))
    for feature in content["features"]:
        feature["properties"] |= {
            "name": f"{feature['properties']['name']} {HOSTILE}",
            "contact": HOSTILE,
        }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _draw_streets(folder):
    lines = [shapely.LineString([(102_100, y), (102_600, y)]) for y in (430_400, 430_600)]
    frame = gpd.GeoDataFrame(
        {"highway": [HOSTILE] * 2, "name": [HOSTILE] * 2}, geometry=lines, crs=28992
    )
    frame.to_file(folder / "wegen.gpkg")
    return folder / "wegen.gpkg"


def expect_harmless(page):
    """Nothing ran in any frame, and the text stands there as it was written."""
    wait_for_rest(page)
    for frame in page.frames:
        assert frame.evaluate("window.ranByFile") is None
        for trace in TRACES:
            assert frame.locator(trace).count() == 0, (frame.url, trace)


def test_nothing_in_a_file_runs_on_any_page(open_page, hostile, keep_picture):
    with serve(hostile) as app:
        page = open_page()
        abroad = pull_cable(page)
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        for entry in PAGES:
            open_entry(page, app.address, entry, QUESTION)
            expect_harmless(page)
            keep_picture(page, f"kwaad-{entry.title.lower()}")
        for section in ("Geweigerde rijen", "Grenzen", "Geschiedenis"):
            open_entry(page, app.address, PAGES[-2], f"onderdeel={section.replace(' ', '+')}")
            expect_harmless(page)
            # The cells of a table are drawn, and are no text of the page.
            if section != "Geweigerde rijen":
                expect(page.locator("body")).to_contain_text("onerror")
        _look_at_map(page, app.address)
        # Before the app stops: what it still asks would get no answer.
        page.goto("about:blank")
    assert asked == []
    assert abroad == []


def _look_at_map(page, address):
    """Point at the wijk beneath a hotspot, and open what the map says of a hotspot."""
    frame = show_hotspots(page, f"{address}/?{QUESTION}")
    frame.locator(".hk-rank").first.click()
    expect_harmless(page)
    frame.locator("path.leaflet-interactive").first.dispatch_event("mouseover")
    expect(page.get_by_test_id("stApp")).to_contain_text(re.compile(r"\{\{7\*7\}\}"))
    expect_harmless(page)
