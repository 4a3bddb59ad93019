import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, show_hotspots, visible_words

pytestmark = pytest.mark.browser

YEAR = "?thema=Jeugdoverlast&periode=Laatste+12+maanden"
WARM = """
    (canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        .data.some((value, place) => place % 4 === 3 && value > 60)
"""


def choose_first(page):
    choose(page, "Hotspot bekijken", re.compile("^1 · "))
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_chosen_hotspot_says_why_it_is_there(open_page, address, keep_picture, size):
    page = open_page(size)
    show_hotspots(page, f"{address}/{YEAR}")
    choose_first(page)
    chart = page.get_by_role("img", name=re.compile("^Het meest op "))
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_text("Dezelfde cijfers als tabel").click()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    chart.scroll_into_view_if_needed()
    keep_picture(page, f"waarom-hier-{size}")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_heat_of_a_month_lies_on_the_map(open_page, address, keep_picture, size):
    page = open_page(size)
    frame = show_hotspots(page, f"{address}/{YEAR}")
    page.get_by_role("radio", name="Per maand").click()
    canvas = frame.locator("canvas.leaflet-heatmap-layer")
    expect(canvas).to_be_visible()
    expect(frame.locator(".hk-rank")).to_have_count(0)
    assert canvas.evaluate(WARM)
    slider = page.get_by_role("slider", name="Maand")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(re.compile("^November 2018: "))).to_be_visible()
    expect(canvas).to_be_visible()
    assert "kaartbeeld=Per+maand" in page.url
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, f"per-maand-{size}")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_two_periods_stand_side_by_side(open_page, address, keep_picture, size):
    page = open_page(size)
    page.goto(f"{address}/hotspots{YEAR}&kaartbeeld=Twee+periodes")
    maps = page.locator(MAP)
    expect(maps).to_have_count(2)
    for number in range(2):
        frame = page.frame_locator(MAP).nth(number)
        expect(frame.locator(".hk-rank").first).to_be_visible()
    first, second = (maps.nth(number).bounding_box() for number in range(2))
    if size == "desktop":
        assert first["y"] == second["y"]
        assert first["x"] < second["x"]
    expect(page.get_by_text("dezelfde kleuren en arcering voor dezelfde aantallen")).to_be_visible()
    expect(page.get_by_role("heading", name="Verdwenen hotspots")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, f"twee-periodes-{size}")
