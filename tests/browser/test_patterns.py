"""Repeats and hot cells on page Bewijs, and where to look now on page Wijk."""

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

BURGLARY = "thema=Woninginbraak&periode=Alle+gegevens"
REPEATS = f"bewijs?onderdeel=Herhaling&{BURGLARY}"
CELLS = f"bewijs?onderdeel=Warme+vakken&{BURGLARY}"
WIJK = "wijk?gebied=Slikkerveer+%28wijk%29"
# A whole page at once: what is not in the window is not held against the rules of contrast.
WHOLE_PX = 4000


def look_over(page, check_accessibility, last):
    """Hold the whole page against the rules: nothing cut off, nothing English, all to be read."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    page.set_viewport_size({"width": page.viewport_size["width"], "height": WHOLE_PX})
    expect(last).to_be_in_viewport()
    check_accessibility(page)


@pytest.mark.parametrize("size", ["telefoon", "desktop"])
def test_repeats_are_a_picture_that_is_heard_as_a_table(
    open_page, address, keep_picture, check_accessibility, size
):
    page = open_page(size)
    page.goto(f"{address}/{REPEATS}")
    expect(page.get_by_role("heading", name="Herhaling: woninginbraak")).to_be_visible()
    expect(page.get_by_text("kwamen er 1,4 keer zo veel andere")).to_be_visible()
    picture = page.get_by_role("region", name="Hoe veel vaker dan verwacht")
    expect(picture.get_by_role("rowheader", name="100 tot 200 meter")).to_be_visible()
    expect(picture.get_by_role("cell")).to_have_count(20)
    wait_for_rest(page)
    keep_picture(page, f"herhaling-{size}")
    look_over(page, check_accessibility, page.get_by_text("Meldingen en aangiften zijn niet"))
    keep_picture(page, f"herhaling-heel-{size}")


@pytest.mark.parametrize("size", ["telefoon", "desktop"])
def test_hot_cells_lie_on_the_map_and_in_a_table(
    open_page, address, keep_picture, check_accessibility, size
):
    page = open_page(size)
    page.goto(f"{address}/{CELLS}")
    expect(page.get_by_text("vakken van 100 meter zijn warm")).to_be_visible()
    cells = page.frame_locator(MAP).locator('path[fill^="url(#hk-fill-"]')
    expect(cells.first).to_be_attached()
    assert cells.count() > 50
    expect(page.get_by_role("region", name="Warme vakken per wijk")).to_be_visible()
    wait_for_rest(page)
    keep_picture(page, f"warme-vakken-{size}")
    look_over(page, check_accessibility, page.get_by_text("Meldingen en aangiften zijn niet"))
    keep_picture(page, f"warme-vakken-heel-{size}")


def test_size_of_cells_is_chosen_with_the_keyboard_and_the_link_brings_it_back(open_page, address):
    page = open_page("desktop")
    page.goto(f"{address}/{CELLS}")
    expect(page.get_by_text("vakken van 100 meter zijn warm")).to_be_visible()
    page.get_by_role("radio", name="150").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("vakken van 150 meter zijn warm")).to_be_visible()
    assert "vak=150" in page.url
    page.reload()
    expect(page.get_by_text("vakken van 150 meter zijn warm")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("vakken van 100 meter zijn warm")).to_be_visible()


@pytest.mark.parametrize("size", ["telefoon", "desktop"])
def test_a_wijkagent_sees_where_to_look_until_when_and_why(
    open_page, address, keep_picture, check_accessibility, size
):
    page = open_page(size)
    page.goto(f"{address}/{WIJK}")
    watch = page.locator(".st-key-letop")
    expect(watch.get_by_role("heading", name="Waar nu op letten")).to_be_visible()
    expect(watch.get_by_text("tot en met 11 januari 2019")).to_be_visible()
    expect(page.locator("ul.hk-legend").get_by_text("waar nu op te letten")).to_be_visible()
    dotted = page.frame_locator(MAP).locator('path[stroke="#d55e00"]')
    expect(dotted.first).to_be_attached()
    watch.locator("summary", has_text="Waarom deze plekken en dagen?").focus()
    page.keyboard.press("Enter")
    expect(watch.get_by_text("Woninginbraak: binnen 200 meter en 14 dagen")).to_be_visible()
    wait_for_rest(page)
    watch.scroll_into_view_if_needed()
    keep_picture(page, f"letop-{size}")
    # It stands above what is counted, on a phone too.
    counts = page.get_by_role("heading", name="Hoeveel per thema").bounding_box()
    assert watch.bounding_box()["y"] < counts["y"]
    check_accessibility(page)


def test_without_anything_read_in_the_parts_lead_to_gegevens(open_page, empty_address):
    page = open_page("desktop")
    page.goto(f"{empty_address}/{REPEATS}")
    expect(page.get_by_text("Er zijn nog geen meldingen of aangiften ingelezen")).to_be_visible()
