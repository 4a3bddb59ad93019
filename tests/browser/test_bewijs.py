import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, visible_words

pytestmark = pytest.mark.browser

HELPED = "Had het geholpen?"
COMING = "De komende weken"
CARD = "De themakaart"


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
    expect(page.frame_locator(MAP).locator("path[stroke='#d55e00']")).to_have_count(1)
    check_accessibility(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, f"bewijs-komende-weken-{size}")
    page.locator(MAP).scroll_into_view_if_needed()
    keep_picture(page, f"bewijs-komende-weken-kaart-{size}")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_the_card_is_dutch_accessible_and_whole(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    open_bewijs(page, address, thema="Woninginbraak", onderdeel=CARD)
    expect(page.get_by_role("button", name="Instellingen zoeken")).to_be_visible()
    check_accessibility(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, f"bewijs-themakaart-{size}")


def test_settings_are_sought_shown_and_only_written_when_agreed(own_app, open_page, keep_picture):
    page = open_page()
    open_bewijs(page, own_app.address, thema="Woninginbraak", onderdeel=CARD)
    page.get_by_role("button", name="Instellingen zoeken").click()
    agree = page.get_by_text("Ja, zet deze instellingen")
    expect(agree).to_be_visible(timeout=120_000)
    keep_picture(page, "bewijs-gevonden")
    write = page.get_by_role("button", name="Op de kaart zetten")
    expect(write).to_be_disabled()
    agree.click()
    expect(write).to_be_enabled()
    write.click()
    expect(page.get_by_text("De instellingen staan nu op de eigen kaart")).to_be_visible()
    expect(page.get_by_text("(van deze gegevens)")).to_be_visible()
    keep_picture(page, "bewijs-geschreven")
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_text("oude meldingen").first).to_be_visible()
    expect(page.get_by_text("Nog niet getoetst")).to_have_count(0)
    keep_picture(page, "bewijs-hotspots")
