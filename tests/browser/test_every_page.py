"""What holds for each page: nothing there yet, nothing found, phone, link, cable out."""

import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, open_entry, pull_cable, visible_words, wait_for_rest

from geo.views.blocks.filters import Filter
from geo.views.pages import PAGES

pytestmark = pytest.mark.browser

# Without the filter of hours the question below has an answer after all.
FILTERED = [entry for entry in PAGES if entry.recommend and Filter.HOURS in entry.filters]
# A Sunday of which only the Monday is asked: nothing can be found.
NOTHING = "periode=Eigen+periode&van=2018-12-30&tot=2018-12-30&weekdag=Maandag"
AREA = "gebied=Slikkerveer+%28wijk%29"


def named(entry):
    return entry.title


@pytest.mark.parametrize("entry", PAGES, ids=named)
def test_an_empty_workspace_says_what_to_do_next(
    open_page, empty_address, entry, check_accessibility, keep_picture
):
    page = open_page()
    open_entry(page, empty_address, entry)
    main = page.get_by_test_id("stMain")
    if entry.title == "Gegevens":
        expect(main.locator("input[type=file]").first).to_be_attached()
    elif entry.recommend is not None:
        expect(main.get_by_text("Lees eerst een bestand in").first).to_be_visible()
        expect(main.get_by_role("link", name="Naar Gegevens")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, f"leeg-{entry.title.lower()}")


@pytest.mark.parametrize("entry", FILTERED, ids=named)
def test_a_question_without_an_answer_gives_advice(
    open_page, address, entry, check_accessibility, keep_picture
):
    page = open_page()
    open_entry(page, address, entry, f"{NOTHING}&{AREA}")
    advice = page.get_by_test_id("stMain").get_by_test_id("stAlert")
    expect(advice.filter(has_text=re.compile("[Kk]ies")).first).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, f"niets-gevonden-{entry.title.lower()}")


@pytest.mark.parametrize("entry", PAGES, ids=named)
def test_a_phone_shows_the_page_first_and_nothing_is_cut_off(
    open_page, address, entry, keep_picture
):
    page = open_page("telefoon")
    heading = open_entry(page, address, entry, AREA)
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("button", name="Filters wissen")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, f"telefoon-{entry.title.lower()}")


@pytest.mark.parametrize("entry", PAGES, ids=named)
def test_a_link_outlives_a_reload_and_the_way_back(open_page, address, entry):
    page = open_page()
    heading = open_entry(page, address, entry, f"thema=Jeugdoverlast&{AREA}")
    words = heading.inner_text()
    page.reload()
    expect(heading).to_have_text(words)
    expect(page).to_have_url(re.compile("thema=Jeugdoverlast"))
    other = next(one for one in PAGES if one is not entry)
    wait_for_rest(page)
    page.get_by_role("link", name=other.title, exact=True).first.click()
    expect(heading).to_contain_text(other.title)
    wait_for_rest(page)
    page.go_back()
    expect(heading).to_have_text(words)
    expect(page).to_have_url(re.compile("gebied=Slikkerveer"))


@pytest.mark.parametrize("entry", PAGES, ids=named)
def test_with_the_cable_out_the_page_is_whole(open_page, address, entry):
    page = open_page()
    abroad = pull_cable(page)
    open_entry(page, address, entry, AREA)
    expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    assert abroad == []


def test_an_address_that_is_no_page_leads_to_the_first_and_says_so(chromium, address):
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(f"{address}/bestaat-niet")
    expect(page.get_by_text("Deze pagina is er niet")).to_be_visible()
    expect(page.get_by_text("U ziet daarom de eerste pagina")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[0].title)
    context.close()


def test_the_menu_names_every_page_beside_the_filters(open_page, address):
    page = open_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    open_entry(page, address, PAGES[0])
    links = page.get_by_test_id("stTopNavLink")
    for entry in PAGES:
        expect(links.get_by_text(entry.title, exact=True)).to_be_in_viewport()
