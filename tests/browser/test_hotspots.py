import csv
import io
import json
import re

import geopandas as gpd
import openpyxl
import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, open_mailed_map, show_hotspots, visible_words

pytestmark = pytest.mark.browser


def test_a_fresh_workspace_ends_in_a_map_with_outlines(open_page, address, keep_picture):
    page = open_page()
    frame = show_hotspots(page, address)
    expect(frame.locator(".leaflet-container")).to_be_visible()
    outlines = frame.locator("path.leaflet-interactive[fill-opacity='0.6']")
    assert outlines.count() >= 1
    box = outlines.first.bounding_box()
    assert box["width"] > 1
    assert box["height"] > 1
    expect(page.get_by_text("Synthetische gegevens:")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"
    keep_picture(page, "hotspots")


def test_map_click_and_keyboard_choose_the_same_hotspot(open_page, address, keep_picture):
    page = open_page()
    frame = show_hotspots(page, address)
    choice = page.get_by_role("combobox", name="Hotspot bekijken")

    frame.locator(".hk-rank", has_text=re.compile("^1$")).click()
    expect(choice).to_have_value(re.compile(r"^1 · "))
    expect(frame.locator(".hk-chosen")).to_have_text("1")

    choice.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choice).not_to_have_value(re.compile(r"^1 · "))
    rank = choice.input_value().split(" · ")[0]
    expect(frame.locator(".hk-chosen")).to_have_text(rank)
    expect(page.get_by_text(re.compile(rf"^{rank} van \d+$"))).to_be_visible()
    keep_picture(page, "hotspot-gekozen")


def test_another_theme_keeps_the_map_and_its_zoom(open_page, address):
    page = open_page()
    frame = show_hotspots(page, address)
    frame.get_by_role("button", name="Inzoomen").click()
    mark = "document.querySelector('.leaflet-container').dataset.mark"
    handle = next(frame for frame in page.frames if "st_folium" in frame.url)
    handle.evaluate(f"{mark} = 'same'")
    theme = page.get_by_role("combobox", name="Thema")
    theme.fill("jeugd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")
    expect(frame.locator(".leaflet-container")).to_be_visible()
    assert handle.evaluate(mark) == "same"
    assert "thema=Jeugdoverlast" in page.url


def test_each_file_can_be_taken_along(open_page, address, tmp_path):
    page = open_page()
    show_hotspots(page, address)
    kinds = (("CSV", "csv"), ("Excel", "xlsx"), ("GeoJSON", "geojson"), ("GeoPackage", "gpkg"))
    for label, suffix in kinds:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(f"{label}$")).click()
        assert waiting.value.suggested_filename.endswith(f".{suffix}")
        waiting.value.save_as(tmp_path / suffix)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text("utf-8-sig"))))
    assert rows[0]["Rang"] == "1"
    assert rows[0]["Synthetisch"] == "ja"
    outlines = gpd.read_file(tmp_path / "gpkg", layer="hotspots")
    assert len(outlines) == len(rows)
    collection = json.loads((tmp_path / "geojson").read_text("utf-8"))
    assert len(collection["features"]) == len(rows)
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "xlsx").read_bytes()))
    assert [row[0] for row in book["Tabel"].values][1:] == list(range(1, len(rows) + 1))
    assert "Bron" in [row[0] for row in book["Verantwoording"].values]


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_mailed_map_opens_from_disk_without_a_request(
    open_page, address, tmp_path, keep_picture, size
):
    page = open_page()
    show_hotspots(page, address)
    mailed = open_mailed_map(page, open_page(size), tmp_path)
    expect(mailed.locator(".hk-rank").first).to_be_visible()
    expect(mailed.locator(".caption")).to_contain_text("bron: demo (verzonnen)")
    keep_picture(mailed, f"kaart-per-mail-{size}")


def test_phone_shows_the_map_with_nothing_cut_off(open_page, address, keep_picture):
    page = open_page("telefoon")
    frame = show_hotspots(page, address)
    box = page.locator(MAP).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    # The map is in sight at once, the filters are folded away.
    assert box["y"] < 844 / 2
    expect(page.get_by_role("combobox", name="Thema")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(frame.locator(".leaflet-container")).to_be_visible()
    keep_picture(page, "telefoon")


def test_no_english_is_left_on_the_hotspots_page(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/?periode=Eigen+periode")
    page.get_by_role("button", name=re.compile("^Kies een dag")).first.click()
    expect(page.get_by_role("button", name="Volgende maand")).to_be_visible()
    shown = visible_words(page) + frame.locator("body").inner_text()
    assert not ENGLISH.search(shown), ENGLISH.search(shown)
