import re

import pytest
from playwright.sync_api import expect
from watching import MAP, show_hotspots

pytestmark = pytest.mark.browser

LINK = "?thema=Jeugdoverlast&periode=Laatste+12+maanden&gebied=Slikkerveer+%28wijk%29"


def expect_filters(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")
    expect(page.get_by_role("combobox", name="Periode")).to_have_value("Laatste 12 maanden")
    expect(page.get_by_role("combobox", name="Wijk of")).to_have_value("Slikkerveer (wijk)")


def test_a_link_opened_elsewhere_shows_the_same(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots{LINK}&dagdeel=Avond")
    expect_filters(page)
    elsewhere = open_page()
    elsewhere.goto(page.url)
    expect_filters(elsewhere)
    expect(elsewhere.get_by_text("alle dagen, avond", exact=True)).to_be_visible()


def test_filters_go_along_to_another_page_and_back(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots{LINK}")
    expect_filters(page)
    page.get_by_role("link", name="Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")
    page.get_by_role("link", name="Hotspots").click()
    expect_filters(page)
    expect(page).to_have_url(re.compile("gebied=Slikkerveer"))


def test_reload_keeps_the_filters_and_back_undoes_the_last_page(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots{LINK}")
    expect_filters(page)
    page.reload()
    expect_filters(page)
    page.get_by_role("link", name="Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")
    page.go_back()
    expect_filters(page)


def test_one_click_clears_the_filters_and_the_link(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots{LINK}&weekdag=Vrijdag")
    expect_filters(page)
    page.get_by_role("button", name="Filters wissen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots woninginbraak")
    expect(page).not_to_have_url(re.compile("thema|gebied|weekdag"))
    expect(page.locator(MAP)).to_be_visible()


def test_filters_meet_the_rules_of_access(open_page, address, check_accessibility, keep_picture):
    page = open_page()
    show_hotspots(page, f"{address}/{LINK}")
    keep_picture(page, "filters")
    check_accessibility(page)
