"""The page Camera, from choice to placement, on a desk and on a phone."""

import re
from datetime import date, timedelta

import pytest
from papers import open_pdf, read_pages
from playwright.sync_api import expect
from watching import (
    ENGLISH,
    MAP,
    choose,
    open_mailed_map,
    visible_words,
    wait_for_rest,
    write_day,
)

from geo import service
from geo.workspace import open_workspace

pytestmark = pytest.mark.browser

ASKED = "thema=Jeugdoverlast&periode=Laatste+12+maanden&bereik=60&cameras=2"
# Learned from what was known at the end of October, for a camera that stood there in November.
LEARNED = (
    "thema=Jeugdoverlast&periode=Eigen+periode&van=2018-01-01&tot=2018-10-31&bereik=60"
    "&gebruiksweken=4"
)
FIRST_DAY = date(2018, 11, 1)


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


def take_along(page, name):
    """Return the bytes of the file that a button hands out."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.path().read_bytes()


def read_placement(app):
    (record,) = service.list_placements(open_workspace(app.root))
    return record


def test_from_choice_to_placement_fact_sheet_and_evaluation(
    own_app, open_page, check_accessibility, keep_picture
):
    """The camera stood there in November; the data run on until the day of the evaluation."""
    page = open_page()
    show_camera(page, own_app.address, LEARNED)
    page.get_by_label("Waarvoor is de camera?").fill("Overlast bij de kade")
    write_day(page, "Eerste dag", FIRST_DAY)
    page.get_by_role("spinbutton", name="Verwachte daling").fill("30")
    page.get_by_label("Kenbaarheid").fill("Borden bij elke toegang")
    page.get_by_role("button", name="Doel doorrekenen").click()
    expect(page.get_by_text("Kleinste daling die te zien is")).to_be_visible()
    page.get_by_role("button", name="Plaatsing vastleggen").click()
    expect(page.get_by_text("Vastgelegd als plaatsing 1")).to_be_visible()
    # While a run goes on, what it moved may be there twice.
    wait_for_rest(page)
    agreed = read_placement(own_app).last
    assert (agreed.used.first, agreed.used.days) == (FIRST_DAY, 28)
    assert agreed.goal.evaluated_on == agreed.used.last + timedelta(days=28)

    paper = take_along(page, "Informatieblad (PDF)")
    assert open_pdf(paper).trailer["/Root"]["/MarkInfo"]["/Marked"]
    told = " ".join(read_pages(paper))
    assert "Overlast bij de kade" in told
    assert "Borden bij elke toegang" in told
    assert "Wat de keuze zou veranderen" in told
    assert "Niet ingevuld: welke lichtere maatregelen zijn geprobeerd?" in told

    page.goto(f"{own_app.address}/camera?{LEARNED}&peildatum={agreed.goal.evaluated_on}")
    expect(page.get_by_role("heading", name="Plaatsingen en evaluatie")).to_be_visible()
    expect(page.get_by_text("Onvoldoende gegevens.").first).to_be_visible()
    expect(page.get_by_role("region", name="Meldingen voor en na de plaatsing")).to_be_visible()
    page.get_by_text("Alle cijfers").click()
    expect(page.get_by_text("4 oktober 2018 tot en met 31 oktober 2018")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    page.get_by_role("heading", name="Plaatsingen en evaluatie").scroll_into_view_if_needed()
    keep_picture(page, "camera-plaatsing")


def test_another_place_is_chosen_and_written_down_with_the_keyboard_alone(own_app, open_page):
    page = open_page()
    show_camera(page, own_app.address, LEARNED)
    page.get_by_role("combobox", name="Andere plek").focus()
    page.keyboard.type("Centrum")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("eigen-plek=k"))
    expect(page.get_by_role("region", name="Uw keuze naast het voorstel")).to_be_visible()
    page.get_by_label("Waarvoor is de camera?").focus()
    page.keyboard.type("Overlast bij het plein")
    page.keyboard.press("Tab")
    page.keyboard.type("Daar is stroom")
    page.get_by_role("spinbutton", name="Verwachte daling").focus()
    page.keyboard.type("30")
    page.get_by_role("button", name="Doel doorrekenen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Andere plek dan voorgesteld")).to_be_visible()
    page.get_by_role("button", name="Plaatsing vastleggen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vastgelegd als plaatsing 1")).to_be_visible()
    siting = read_placement(own_app).last.siting
    assert siting.is_override
    assert siting.reason == "Daar is stroom"
    assert siting.incidents_lost == siting.suggested.incidents - siting.chosen.incidents


def test_a_unit_under_way_is_on_the_map_and_can_be_let_go(
    own_app, open_page, check_accessibility, keep_picture
):
    page = open_page()
    show_camera(page, own_app.address, LEARNED)
    page.get_by_label("Waarvoor is de camera?").fill("Overlast bij de kade")
    page.get_by_role("spinbutton", name="Verwachte daling").fill("30")
    page.get_by_role("button", name="Doel doorrekenen").click()
    page.get_by_role("button", name="Plaatsing vastleggen").click()
    expect(page.get_by_text("Vastgelegd als plaatsing 1")).to_be_visible()
    frame = show_camera(page, own_app.address, LEARNED)
    expect(frame.locator(".hk-stays b")).to_be_visible()
    expect(page.get_by_text("naast 1 camera die blijft staan")).to_be_visible()
    check_accessibility(page)
    keep_picture(page, "camera-blijft-staan")
    page.get_by_text("Uw vraag aanpassen").click()
    page.get_by_role("button", name=re.compile("Clear|wissen", re.IGNORECASE)).last.click()
    expect(page.get_by_text("naast 1 camera die blijft staan")).to_have_count(0)
    expect(frame.locator(".hk-stays b")).to_have_count(0)


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
