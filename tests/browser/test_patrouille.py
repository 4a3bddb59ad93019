"""The page Patrouille, from question to a round that is ticked off, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, open_mailed_map, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

ASKED = "thema=Jeugdoverlast&periode=Laatste+12+maanden&dag=2019-01-04"
STOPS = ".hk-stop b"


def show_plan(page, address, query=ASKED):
    """Open the page, and wait until no better plan is looked for."""
    page.goto(f"{address}/patrouille?{query}")
    frame = page.frame_locator(MAP)
    expect(frame.locator(STOPS).first).to_be_visible()
    expect(page.get_by_text("De kaart stelt")).to_be_visible()
    expect(page.get_by_role("button", name="Stoppen met zoeken")).to_have_count(0)
    wait_for_rest(page)
    return frame


def take_download(page, name):
    """Take a file along by the words on its button; return its bytes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.path().read_bytes()


def test_plan_change_a_stop_print_and_tick_off_on_a_phone(own_app, open_page, keep_picture):
    page = open_page()
    show_plan(page, own_app.address)
    choose(page, "Stop bekijken", "stop 1 ·")
    expect(page.get_by_role("heading", name="Waarom stop 1 van team 1 hier")).to_be_visible()
    page.get_by_text("Deze plek weglaten").click()
    page.get_by_label("Waarom?").fill("Vanavond is daar de kermis")
    page.get_by_role("button", name="Weglaten uit het plan").click()
    expect(page.get_by_text("Reden: Vanavond is daar de kermis")).to_be_visible()
    expect(page).to_have_url(re.compile("weg="))
    expect(page.get_by_role("button", name="Stoppen met zoeken")).to_have_count(0)
    wait_for_rest(page)
    assert take_download(page, re.compile("A4")).startswith(b"%PDF")
    page.get_by_role("button", name="Bewaar en neem mee").click()
    expect(page.get_by_text("Bewaard als plan")).to_be_visible()
    expect(page.get_by_role("img", name="Code voor de ronde van team 1")).to_be_visible()
    keep_picture(page, "patrouille-bewaard")
    link = page.get_by_role("link", name=re.compile("^Ronde van team 1")).get_attribute("href")
    phone = open_page("telefoon")
    phone.goto(f"{own_app.address}/{link}")
    expect(phone.get_by_role("heading", name="Ronde van team 1")).to_be_visible()
    for told in ("Aangekomen", "Vertrokken"):
        phone.get_by_role("button", name=told, exact=True).locator("visible=true").click()
    expect(phone.get_by_text(re.compile(r"^1 van \d+ bezocht$"))).to_be_visible()
    expect(phone.get_by_role("status").filter(has_text="Alles is bewaard.")).to_be_visible()
    keep_picture(phone, "telefoon-ronde-afgevinkt")


def test_map_and_list_choose_each_other(open_page, address, check_accessibility, keep_picture):
    page = open_page()
    frame = show_plan(page, address)
    frame.locator(STOPS).first.click(force=True)
    expect(page).to_have_url(re.compile(r"stop=1\.\d"))
    expect(page.get_by_role("heading", name=re.compile("Waarom stop"))).to_be_visible()
    wait_for_rest(page)
    expect(frame.locator(".hk-stop.hk-chosen")).to_have_count(1)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, "patrouille")


def test_a_stop_is_added_where_people_click(open_page, address, check_accessibility, keep_picture):
    page = open_page()
    frame = show_plan(page, address)
    page.get_by_role("radio", name="een plek aanwijzen").or_(
        page.get_by_role("button", name="een plek aanwijzen")
    ).first.click()
    wait_for_rest(page)
    box = page.locator(MAP).bounding_box()
    frame.locator(".leaflet-container").click(
        position={"x": box["width"] * 0.5, "y": box["height"] * 0.45}
    )
    expect(page).to_have_url(re.compile(r"punt=\d+"))
    page.get_by_label("Wat is daar?").fill("Speeltuin")
    page.get_by_label("Waarom erheen?").fill("Klachten over lawaai")
    check_accessibility(page)
    page.get_by_role("button", name="Stop toevoegen").click()
    expect(page.get_by_text("Toegevoegd: Speeltuin. Reden: Klachten over lawaai")).to_be_visible()
    keep_picture(page, "patrouille-stop-erbij")


def test_a_better_plan_comes_by_itself_and_can_be_waited_for_or_not(
    own_app, open_page, keep_picture
):
    page = open_page()
    page.goto(f"{own_app.address}/patrouille?{ASKED}&ook=Woninginbraak&hoe1=te+voet")
    stop = page.get_by_role("button", name="Stoppen met zoeken")
    expect(stop).to_be_visible()
    keep_picture(page, "patrouille-zoekt")
    stop.click()
    expect(page.get_by_text("dit is een tussenstand")).to_be_visible()
    page.get_by_role("button", name="Verder zoeken").click()
    expect(page.get_by_text("dit is een tussenstand")).to_have_count(0)
    expect(stop).to_have_count(0)


def test_a_phone_shows_the_map_first(open_page, address, check_accessibility, keep_picture):
    page = open_page("telefoon")
    show_plan(page, address)
    choose(page, "Stop bekijken", "stop 1 ·")
    heading = page.get_by_role("heading", name="Waarom stop 1 van team 1 hier")
    expect(heading).to_be_visible()
    assert page.locator(MAP).bounding_box()["y"] < heading.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    check_accessibility(page)
    keep_picture(page, "telefoon-patrouille-stop")


def test_the_plan_goes_along_as_route_calendar_and_map(open_page, address, tmp_path):
    page = open_page()
    show_plan(page, address)
    assert b"<gpx" in take_download(page, re.compile("GPX"))
    assert take_download(page, re.compile("iCal")).startswith(b"BEGIN:VCALENDAR")
    open_mailed_map(page, open_page(), tmp_path)


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_a_week_is_spread_and_one_of_its_shifts_shown(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    page.goto(f"{address}/patrouille?{ASKED}&onderdeel=Een+week")
    expect(page.get_by_text("in 7 diensten")).to_be_visible()
    expect(page.frame_locator(MAP).locator(STOPS).first).to_be_visible()
    wait_for_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    check_accessibility(page)
    keep_picture(page, f"{size}-patrouille-week")
