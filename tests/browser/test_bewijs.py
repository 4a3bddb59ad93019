import re

import pandas as pd
import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, visible_words

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
    open_bewijs(page, address, thema="Woninginbraak", onderdeel=COMING)
    choose(page, "Vak bekijken", re.compile(r"^1\. "))
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


def test_a_first_visit_without_incidents_leads_to_where_to_begin(
    open_page, empty_address, check_accessibility, keep_picture
):
    page = open_page()
    open_bewijs(page, empty_address)
    check_accessibility(page)
    keep_picture(page, "bewijs-leeg")
    page.get_by_role("link", name="Naar Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")


def test_choices_stay_in_the_link_after_a_reload_and_elsewhere(open_page, address):
    page = open_page()
    open_bewijs(page, address, thema="Fietsdiefstal")
    expect_report(page)
    page.get_by_role("radio", name="150", exact=True).click()
    expect(page.get_by_text("van 150 bij 150 meter")).to_be_visible()
    page.get_by_role("radio", name="26", exact=True).click()
    expect(page.get_by_text(re.compile("4 perioden van 26 weken"))).to_be_visible()
    expect(page).to_have_url(re.compile("vak=150.*weken=26"))
    page.reload()
    expect(page.get_by_text(re.compile("4 perioden van 26 weken"))).to_be_visible()
    elsewhere = open_page()
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_text("van 150 bij 150 meter")).to_be_visible()
    expect(elsewhere.get_by_role("combobox", name="Thema")).to_have_value("Fietsdiefstal")


def test_back_leads_back_to_the_page_that_people_came_from(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots?thema=Jeugdoverlast")
    page.get_by_role("link", name="Bekijk het bewijs").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Had het geholpen? Jeugdoverlast"
    )
    page.get_by_role("radio", name=COMING).click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "De komende weken: Jeugdoverlast"
    )
    page.go_back()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Had het geholpen? Jeugdoverlast"
    )
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")


@pytest.mark.parametrize("part", [HELPED, COMING])
def test_a_period_with_nothing_in_it_says_what_to_do(
    open_page, address, check_accessibility, keep_picture, part
):
    page = open_page()
    early = {"periode": "Eigen periode", "van": "2016-01-01", "tot": "2016-01-05"}
    open_bewijs(page, address, thema="Woninginbraak", onderdeel=part, **early)
    advice = page.get_by_test_id("stAlert").filter(has_text=re.compile("Kies|Lees"))
    expect(advice).to_be_visible()
    check_accessibility(page)
    keep_picture(page, f"bewijs-niets-{'geholpen' if part == HELPED else 'komende'}")


def test_with_the_cable_out_figures_map_and_files_are_all_there(open_page, address, tmp_path):
    page = open_page()
    page.context.route(
        lambda url: url.startswith("http") and "127.0.0.1" not in url, lambda route: route.abort()
    )
    open_bewijs(page, address, thema="Woninginbraak")
    expect_report(page)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    waiting.value.save_as(tmp_path / "toets.csv")
    table = pd.read_csv(tmp_path / "toets.csv")
    assert len(table) == 8 * 3
    page.get_by_role("radio", name=COMING).click()
    frame = page.frame_locator(MAP)
    expect(frame.locator("path[fill='#00224e']")).to_have_count(27)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Alle vakken (CSV)").click()
    waiting.value.save_as(tmp_path / "vakken.csv")
    cells = pd.read_csv(tmp_path / "vakken.csv")
    assert sorted(cells["rank"]) == list(range(1, len(cells) + 1))


def test_the_table_below_the_chart_is_reached_with_the_keys(open_page, address):
    page = open_page()
    open_bewijs(page, address, thema="Woninginbraak")
    expect_report(page)
    fold = page.get_by_text("Alle cijfers, en wat ze betekenen")
    page.locator("summary").filter(has=fold).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("hoeveel keer meer dan wie blindelings")).to_be_visible()
