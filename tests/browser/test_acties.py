"""The page Acties, from a hotspot to an agreement, its result and the deck of the meeting."""

import re
import subprocess
from datetime import date

import pytest
from playwright.sync_api import expect
from pptx import Presentation
from running import COMMAND
from watching import ENGLISH, choose, visible_words, wait_for_rest, write_day

pytestmark = pytest.mark.browser


def open_first_hotspot(page, address):
    """Open the page Hotspots with the first hotspot of a theme chosen."""
    page.goto(f"{address}/hotspots?thema=Jeugdoverlast")
    choose(page, "Hotspot bekijken", re.compile("^1"))
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()
    wait_for_rest(page)


def test_agree_on_a_hotspot_say_that_it_is_done_and_find_it_in_the_deck(
    own_app, open_page, check_accessibility, keep_picture, tmp_path
):
    page = open_page()
    open_first_hotspot(page, own_app.address)
    page.get_by_role("link", name="Actie afspreken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acties")
    # The place is chosen already, and the theme that it is about.
    expect(page).to_have_url(re.compile("plek=hotspot-"))
    expect(page.get_by_text("Waarin telt het doel?")).to_be_visible()
    wait_for_rest(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    choose(page, "Wie doet het", "Jongerenwerk")
    page.keyboard.press("Escape")
    write_day(page, "Van", date(2018, 7, 1))
    write_day(page, "Tot en met", date(2018, 12, 31))
    page.get_by_role("button", name="Actie vastleggen").click()
    expect(page.get_by_text("Vastgelegd als actie 1.")).to_be_visible()
    expect(page.get_by_text("niemand heeft vastgelegd dat er begonnen is")).to_be_visible()
    check_accessibility(page)
    page.get_by_text("Stand bijwerken of iets wijzigen").click()
    choose(page, "Stand", "Gedaan")
    page.get_by_role("textbox", name="Waarom?").fill("Alle avonden gehouden")
    page.get_by_role("button", name="Nieuwe versie vastleggen").click()
    expect(page.get_by_text("Actie 1 is bijgewerkt (versie 2).")).to_be_visible()
    expect(page.get_by_text(re.compile("Tegenover de vergelijking")).first).to_be_visible()
    wait_for_rest(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, "acties")
    deck = tmp_path / "driehoek.pptx"
    asked = ("--from", "2018-07-01", "--to", "2018-12-31", "--theme", "jeugdoverlast")
    words = [COMMAND, "-w", own_app.root, "report", *asked, "--audience", "driehoek", "--out", deck]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    opening = Presentation(deck).slides[1]
    told = " ".join(shape.text_frame.text for shape in opening.shapes if shape.has_text_frame)
    assert "1 actie afgesproken: 1 gedaan" in told


def test_a_phone_shows_agreements_without_cutting_off(own_app, open_page, check_accessibility):
    words = ("--kind", "patrol", "--who", "police", "--begin", "2018-10-01", "--end", "2018-12-31")
    goal = ("--theme", "woninginbraak", "--area", "WK059706", "--times", "12")
    agree = [COMMAND, "-w", own_app.root, "action", "agree", *words, *goal]
    subprocess.run(agree, check=True, capture_output=True, timeout=120)
    page = open_page("telefoon")
    page.goto(f"{own_app.address}/acties")
    expect(page.get_by_text("1. Surveillance door politie").first).to_be_visible()
    wait_for_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    check_accessibility(page)
