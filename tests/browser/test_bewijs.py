import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, visible_words

pytestmark = pytest.mark.browser

HELPED = "Had het geholpen?"
COMING = "De komende weken"


def open_bewijs(page, address, **query):
    links = "&".join(f"{name}={value}" for name, value in query.items())
    page.goto(f"{address}/bewijs?{links}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewijs")


def expect_report(page):
    expect(page.get_by_text("Verwachtingskaart.", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="CSV")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_what_was_caught_is_dutch_accessible_and_whole(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    open_bewijs(page, address, thema="Woninginbraak")
    expect_report(page)
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_be_visible()
    check_accessibility(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, f"bewijs-geholpen-{size}")
    chart.scroll_into_view_if_needed()
    keep_picture(page, f"bewijs-grafiek-{size}")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_what_is_expected_is_dutch_accessible_and_whole(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    open_bewijs(page, address, thema="Woninginbraak", onderdeel=COMING, vakje=1)
    expect(page.frame_locator(MAP).locator("path[stroke='#154273']")).to_have_count(1)
    check_accessibility(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, f"bewijs-komende-weken-{size}")
    page.locator(MAP).scroll_into_view_if_needed()
    keep_picture(page, f"bewijs-komende-weken-kaart-{size}")
