import csv
import io
import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, visible_words

pytestmark = pytest.mark.browser

LINK = "?thema=Jeugdoverlast&periode=Laatste+3+maanden&gebied=Slikkerveer+%28wijk%29"
CHART = '[data-testid="stVegaLiteChart"]'


def show_overview(page, address):
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overzicht")
    expect(page.get_by_role("heading", name="Meenemen")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("hotspots$"))).to_be_visible()
    expect(page.locator(f"{CHART} svg")).to_be_visible()


def row(page, name):
    return page.get_by_role("row", name=re.compile(f"^{name}"))


def test_the_app_opens_on_figures_that_are_in_the_published_table(open_page, address, keep_picture):
    page = open_page()
    show_overview(page, address)
    burglary = row(page, "Woninginbraak")
    expect(burglary).to_contain_text("gekozen")
    expect(burglary.get_by_role("cell")).to_have_text(
        ["88", "118", "-30", "-25%", "tussen -60 en -1", "meer dan toeval verklaart"]
    )
    expect(row(page, "Verenambacht").get_by_role("cell").nth(1)).to_have_text("-")
    expect(page.get_by_text("Synthetische gegevens:")).to_be_visible()
    keep_picture(page, "overzicht")
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))


def test_the_line_is_painted_with_its_words_beside_it(open_page, address, keep_picture):
    page = open_page()
    show_overview(page, address)
    chart = page.locator(CHART)
    chart.scroll_into_view_if_needed()
    words = "van januari 2016 tot en met december 2018: van 2 tot 21 meldingen"
    expect(chart).to_have_attribute("aria-label", re.compile(words))
    expect(chart.locator(".mark-symbol path")).to_have_count(36)
    expect(chart.locator(".mark-rect path")).to_be_visible()
    expect(chart.get_by_text("okt").first).to_be_visible()
    chart.locator(".mark-symbol path").last.hover()
    expect(page.get_by_text("december 2018: 10 meldingen")).to_be_visible()
    page.get_by_text("Dezelfde cijfers als tabel").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    keep_picture(page, "overzicht-maanden")
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))


def test_every_rule_of_access_is_met(open_page, address, check_accessibility):
    page = open_page()
    show_overview(page, address)
    check_accessibility(page)


def test_a_hotspot_leads_to_its_page_and_back(open_page, address):
    page = open_page()
    show_overview(page, f"{address}/{LINK}")
    page.get_by_role("link", name=re.compile("^1 · ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")
    expect(page.frame_locator(MAP).locator(".hk-chosen").first).to_be_visible()
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()
    expect(page.get_by_role("combobox", name="Periode")).to_have_value("Aanbevolen")
    expect(page.get_by_role("combobox", name="Wijk of")).to_have_value("Slikkerveer (wijk)")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overzicht")
    expect(page.get_by_role("combobox", name="Periode")).to_have_value("Laatste 3 maanden")
    expect(row(page, "Jeugdoverlast")).to_contain_text("gekozen")


def test_reload_keeps_what_the_link_says(open_page, address):
    page = open_page()
    show_overview(page, f"{address}/{LINK}")
    expect(page.get_by_text("Slikkerveer (wijk)").first).to_be_visible()
    page.reload()
    expect(row(page, "Jeugdoverlast")).to_contain_text("gekozen")
    said = re.compile(r"^1 oktober 2018 .* 31 december 2018 · Slikkerveer \(wijk\)")
    expect(page.get_by_text(said)).to_be_visible()


def test_one_click_leads_to_a_period_that_can_be_compared(open_page, address, keep_picture):
    page = open_page()
    show_overview(page, f"{address}/?periode=Laatste+36+maanden")
    expect(page.get_by_text("aantallen zonder verschil")).to_be_visible()
    keep_picture(page, "overzicht-zonder-ervoor")
    page.get_by_role("button", name="Bekijk: laatste 12 maanden").click()
    expect(row(page, "Woninginbraak gekozen 88 118 -30")).to_be_visible()
    expect(page).to_have_url(re.compile(r"periode=Laatste\+12\+maanden"))


def test_a_period_without_incidents_says_what_there_is(open_page, address, keep_picture):
    page = open_page()
    show_overview(page, f"{address}/?periode=Eigen+periode&van=2020-01-01&tot=2020-12-31")
    expect(page.get_by_text("In deze periode zijn er geen meldingen")).to_be_visible()
    keep_picture(page, "overzicht-niets")
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))


def test_an_empty_workspace_leads_to_gegevens(
    open_page, empty_address, keep_picture, check_accessibility
):
    page = open_page()
    page.goto(empty_address)
    expect(page.get_by_text("nog geen meldingen of aangiften ingelezen")).to_be_visible()
    check_accessibility(page)
    keep_picture(page, "overzicht-leeg")
    page.get_by_role("link", name="Naar Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")


def test_a_phone_shows_the_figures_with_nothing_cut_off(
    open_page, address, keep_picture, check_accessibility
):
    page = open_page("telefoon")
    show_overview(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    figures = page.locator(".hk-figures > div")
    boxes = [figures.nth(number).bounding_box() for number in range(4)]
    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"] == boxes[3]["y"]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    chart = page.locator(CHART).bounding_box()
    assert chart["x"] + chart["width"] <= 390
    # The table scrolls inside itself, its first column staying where it is.
    table = page.locator(".hk-table").first
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    table.evaluate("box => box.scrollLeft = 200")
    name = row(page, "Fietsdiefstal").get_by_role("rowheader").bounding_box()
    assert name["x"] >= 0
    table.evaluate("box => box.scrollLeft = 0")
    check_accessibility(page)
    keep_picture(page, "overzicht-telefoon")
    page.locator(CHART).scroll_into_view_if_needed()
    keep_picture(page, "overzicht-telefoon-maanden")


def test_tables_can_be_taken_along(open_page, address, tmp_path):
    page = open_page()
    show_overview(page, address)
    for label in ("Thema's (CSV)", "Wijken (CSV)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Wijken (Excel)").click()
    assert waiting.value.suggested_filename == "wijken_woninginbraak_2018-01-01_2018-12-31.xlsx"
    text = (tmp_path / "themas_2018-01-01_2018-12-31.csv").read_text("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)))
    assert (first["Thema"], first["Meldingen"], first["Ervoor"]) == ("Woninginbraak", "88", "118")


def test_another_theme_is_chosen_with_the_keyboard_alone(open_page, address):
    page = open_page()
    show_overview(page, address)
    choose(page, "Thema", "Vernieling")
    expect(row(page, "Vernieling")).to_contain_text("gekozen")
    expect(page.get_by_role("heading", name="Vernieling per maand")).to_be_visible()
    expect(page).to_have_url(re.compile("thema=Vernieling"))
    table = page.get_by_role("region", name="Alle thema's")
    table.focus()
    expect(table).to_be_focused()
