import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, visible_words

pytestmark = pytest.mark.browser

PARTS = ("themas", "lezen", "gegevens", "rekenen", "grenzen")


def open_part(page, address, part="themas", **query):
    links = "".join(f"&{name}={value}" for name, value in query.items())
    page.goto(f"{address}/verantwoording?onderdeel={part}{links}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verantwoording")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_text("Meldingen en aangiften", exact=True)).to_be_visible()


def expect_theme(page, title):
    expect(page.get_by_role("heading", level=2).first).to_have_text(title)


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_every_part_is_dutch_accessible_and_whole(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    for part in PARTS:
        open_part(page, address, part, thema="Jeugdoverlast")
        check_accessibility(page)
        assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        keep_picture(page, f"verantwoording-{part}-{size}")


def test_the_drawing_of_a_card_is_seen_and_read_out(open_page, address):
    page = open_page()
    open_part(page, address, themakaart="jeugdoverlast")
    drawing = page.get_by_role("img", name="Een cirkel van 50 meter rond een melding")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.naturalWidth") > 100


def test_people_come_from_the_menu_and_back_leads_them_back(open_page, address):
    page = open_page()
    page.goto(f"{address}/hotspots?thema=Jeugdoverlast")
    expect(page.locator(MAP)).to_be_visible()
    page.get_by_role("link", name="Verantwoording").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verantwoording")
    expect_theme(page, "Jeugdoverlast")

    choose(page, "Themakaart", "Winkeldiefstal")
    expect_theme(page, "Winkeldiefstal")
    page.get_by_role("radio", name="Wat de kaart niet zegt").click()
    expect_theme(page, "Wat de kaart niet zegt")
    expect(page).to_have_url(re.compile("themakaart=winkeldiefstal.*onderdeel=grenzen"))

    page.go_back()
    expect_theme(page, "Winkeldiefstal")
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verantwoording")


def test_a_link_to_a_card_shows_the_same_elsewhere_and_after_a_reload(open_page, address):
    page = open_page()
    open_part(page, address, themakaart="vernieling")
    expect_theme(page, "Vernieling")
    page.reload()
    expect_theme(page, "Vernieling")
    elsewhere = open_page()
    elsewhere.goto(page.url)
    expect_theme(elsewhere, "Vernieling")


def test_an_empty_workspace_is_explained_too(
    open_page, empty_address, check_accessibility, keep_picture
):
    page = open_page()
    open_part(page, empty_address, themakaart="jeugdoverlast")
    expect(page.get_by_text(re.compile("binnen 50 meter ten minste 10 meldingen"))).to_be_visible()
    check_accessibility(page)
    open_part(page, empty_address, "gegevens")
    page.get_by_role("link", name="Naar Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")


def test_cards_can_be_taken_along(open_page, address, tmp_path):
    page = open_page()
    open_part(page, address)
    for label, name in (("CSV", "themakaarten.csv"), ("Excel", "themakaarten.xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(f"{label}$")).click()
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
    table = (tmp_path / "themakaarten.csv").read_text("utf-8-sig")
    assert table.splitlines()[0].startswith("Thema,Uitleg,Codes,")
    assert "nog niet getoetst" in table
