"""The page Camera, from choice to placement, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, open_mailed_map, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

ASKED = "thema=Jeugdoverlast&periode=Laatste+12+maanden&bereik=60&cameras=2"


def show_camera(page, address, query=ASKED):
    """Open the page and wait until the choice has been proven."""
    page.goto(f"{address}/camera?{query}")
    expect(page.get_by_text("Terugkijken vleit")).to_be_visible()
    frame = page.frame_locator(MAP)
    expect(frame.locator(".hk-rank").first).to_be_visible()
    wait_for_rest(page)
    return frame


def test_a_click_on_the_map_chooses_a_site(open_page, address, check_accessibility, keep_picture):
    page = open_page()
    frame = show_camera(page, address)
    frame.locator(".hk-rank").nth(1).click(force=True)
    expect(page).to_have_url(re.compile("plek=2"))
    expect(page.get_by_role("heading", name="Waarom plek 2 hier")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, "camera")


def test_from_choice_to_placement_fact_sheet_and_evaluation(own_app, open_page, keep_picture):
    page = open_page()
    show_camera(page, own_app.address)
    page.get_by_label("Waarvoor is de camera?").fill("Overlast bij de kade")
    page.get_by_role("spinbutton", name="Verwachte daling").fill("30")
    page.get_by_role("button", name="Doel doorrekenen").click()
    expect(page.get_by_text("Kleinste daling die te zien is")).to_be_visible()
    page.get_by_role("button", name="Plaatsing vastleggen").click()
    expect(page.get_by_text("Vastgelegd als plaatsing 1")).to_be_visible()
    # While a run goes on, what it moved may be there twice.
    wait_for_rest(page)
    expect(page.get_by_role("heading", name="Plaatsingen en evaluatie")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Informatieblad (PDF)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    keep_picture(page, "camera-plaatsing")


def test_a_phone_shows_the_map_first(open_page, address, check_accessibility, keep_picture):
    page = open_page("telefoon")
    show_camera(page, address)
    map_top = page.locator(MAP).bounding_box()["y"]
    why = page.get_by_role("heading", name="Waarom plek 1 hier").bounding_box()["y"]
    assert map_top < why
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    check_accessibility(page)
    keep_picture(page, "telefoon-camera-plekken")


def test_another_place_is_shown_beside_the_suggested_one(open_page, address, keep_picture):
    page = open_page()
    show_camera(page, address)
    choose(page, "Andere plek", "meldingen")
    expect(page.get_by_text("Uw keuze").first).to_be_visible()
    expect(page).to_have_url(re.compile("eigen-plek=k"))
    keep_picture(page, "camera-andere-plek")


def test_the_map_can_be_mailed(open_page, address, tmp_path):
    page = open_page()
    show_camera(page, address)
    open_mailed_map(page, open_page(), tmp_path)


def test_a_list_of_ones_own_is_narrowed_to_places_with_power(
    open_page, address, check_accessibility, tmp_path, keep_picture
):
    page = open_page()
    show_camera(page, address, ASKED.replace("cameras=2", "cameras=1"))
    path = tmp_path / "plekken.csv"
    path.write_text("x,y,stroom\n102296,430614,ja\n102300,430600,nee\n", "utf-8")
    page.get_by_text("Uw vraag aanpassen").click()
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("2 plekken van 2 uit plekken.csv")).to_be_visible()
    page.get_by_role("button", name="stroom").click()
    expect(page.get_by_text("1 plek van 2 uit plekken.csv")).to_be_visible()
    expect(page.get_by_text("1 uit uw eigen lijst")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, "camera-eigen-lijst")
