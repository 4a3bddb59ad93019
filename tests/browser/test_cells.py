"""Cells on the maps of page Bewijs: chosen on the map, in the table or the list; taken along."""

import re

import geopandas as gpd
import pytest
from playwright.sync_api import expect
from watching import MAP, choose, open_mailed_map, take_row, wait_for_rest

pytestmark = pytest.mark.browser

BURGLARY = "thema=Woninginbraak&periode=Alle+gegevens"
LINKS = {
    "De komende weken": f"bewijs?onderdeel=De+komende+weken&{BURGLARY}",
    "Warme vakken": f"bewijs?onderdeel=Warme+vakken&{BURGLARY}",
}
PARTS = list(LINKS)
CHOSEN = "path[stroke='#d55e00']"


def show_cells(page, address, part):
    page.goto(f"{address}/{LINKS[part]}")
    frame = page.frame_locator(MAP)
    expect(frame.locator("path.leaflet-interactive").first).to_be_attached()
    wait_for_rest(page)
    return frame


@pytest.mark.parametrize("part", PARTS)
def test_map_table_and_list_agree_whichever_is_used(open_page, address, keep_picture, part):
    page = open_page()
    frame = show_cells(page, address, part)
    handle = next(frame for frame in page.frames if "st_folium" in frame.url)
    handle.evaluate("map.getContainer().dataset.mark = 'same'")
    chosen = page.get_by_role("combobox", name="Vak bekijken")
    marked = page.get_by_test_id("stDataFrame").first.locator("tr[aria-selected=true]")

    def expect_chosen(number):
        expect(chosen).to_have_value(re.compile(rf"^{number}\. "))
        expect(frame.locator(CHOSEN)).to_have_count(1)
        expect(frame.locator(".hk-cell b")).to_have_text(f"Vak {number}")
        expect(marked).to_have_attribute("aria-rowindex", str(number + 1))

    choose(page, "Vak bekijken", re.compile(r"^2\. "))
    expect_chosen(2)
    take_row(page, 3)
    expect_chosen(3)
    # The cells are drawn in the order of the table.
    frame.locator("path.leaflet-interactive").first.dispatch_event("click")
    expect(page).to_have_url(re.compile(r"vakje=\d+_\d+"))
    expect_chosen(1)
    assert handle.evaluate("map.getContainer().dataset.mark") == "same"
    keep_picture(page, f"vak-gekozen-{part.lower().replace(' ', '-')}")

    elsewhere = open_page()
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_role("combobox", name="Vak bekijken")).to_have_value(
        re.compile(r"^1\. ")
    )
    expect(elsewhere.frame_locator(MAP).locator(".hk-cell b")).to_have_text("Vak 1")


@pytest.mark.parametrize("part", PARTS)
def test_a_cell_is_chosen_in_the_table_with_the_keys(open_page, address, part):
    page = open_page()
    frame = show_cells(page, address, part)
    page.get_by_test_id("stDataFrame").first.locator("canvas").first.focus()
    for key in ("ArrowDown", "Shift+Space"):
        page.keyboard.press(key)
    expect(frame.locator(".hk-cell b")).to_have_text("Vak 2")


@pytest.mark.parametrize("part", PARTS)
def test_mailed_map_opens_from_disk_without_a_request(
    open_page, address, tmp_path, keep_picture, part
):
    page = open_page()
    show_cells(page, address, part)
    for size in ("desktop", "telefoon"):
        mailed = open_mailed_map(page, open_page(size), tmp_path)
        heading = mailed.get_by_role("heading", level=1)
        expect(heading).to_have_text(f"{part}: woninginbraak", ignore_case=True)
        expect(mailed.locator("path.leaflet-interactive").first).to_be_attached()
        expect(mailed.locator(".caption")).to_contain_text("bron: demo (verzonnen)")
        expect(mailed.locator("ul.hk-legend")).to_be_visible()
        keep_picture(mailed, f"{part.lower().replace(' ', '-')}-per-mail-{size}")


@pytest.mark.parametrize("part", PARTS)
def test_outlines_of_all_cells_can_be_taken_along(open_page, address, tmp_path, part):
    page = open_page()
    show_cells(page, address, part)
    read = []
    for kind, suffix in (("GeoJSON", ".geojson"), ("GeoPackage", ".gpkg")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Alle vakken ({kind})").click()
        path = tmp_path / f"vakken{suffix}"
        waiting.value.save_as(path)
        read.append(gpd.read_file(path))
    assert len({len(cells) for cells in read}) == 1
    assert [str(cells.crs) for cells in read] == ["EPSG:4326", "EPSG:28992"]
