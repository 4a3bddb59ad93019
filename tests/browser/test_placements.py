"""The block of placements in a real browser, on a page of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from placement_town import MOMENT, build_town, place_earlier, place_west
from playwright.sync_api import expect
from running import free_port
from watching import ENGLISH, visible_words, wait_for_rest

from geo import service
from geo.placements import Moment, Safeguards, SafetySurvey
from geo.workspace import WORKSPACE_VARIABLE

pytestmark = pytest.mark.browser

PAGE = Path(__file__).resolve().parents[1] / "views" / "placements_page.py"
PARTS = (
    "Zo wordt geoordeeld",
    "Alle cijfers",
    "Wat er is afgesproken",
    "Gevoel van veiligheid invullen",
    "Een wijziging vastleggen",
)


@contextmanager
def serve_page(root):
    """Run the page on a workspace."""
    port = free_port()
    options = {"server.port": port, "server.headless": "true", "server.address": "127.0.0.1"}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", PAGE, *words],
        env=os.environ | {WORKSPACE_VARIABLE: str(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert any("URL:" in line for line in process.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def page_address(tmp_path_factory):
    """The page on a town with two placements, one of them changed, and with both surveys."""
    town = build_town(tmp_path_factory.mktemp("plaatsingen"))
    service.record_placement(town, place_earlier(), now=MOMENT)
    first = service.record_placement(town, place_west(purpose="Minder overlast"), now=MOMENT)
    heard = replace(first.placement, safeguards=Safeguards(consulted_on=date(2026, 7, 20)))
    service.revise_placement(town, first, heard, why="De driehoek is gehoord", now=MOMENT)
    for moment, asked, safe in ((Moment.BEFORE, 80, 48), (Moment.AFTER, 70, 56)):
        service.record_survey(
            town,
            SafetySurvey(placement_id=2, moment=moment, asked=asked, safe=safe, recorded_at=MOMENT),
        )
    with serve_page(town.root) as address:
        yield address


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_placements_are_dutch_accessible_and_whole(
    open_page, page_address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    page.goto(page_address)
    expect(page.get_by_text("Werkzaam aangetoond.").first).to_be_visible()
    expect(page.get_by_text("2 plaatsingen samen")).to_be_visible()
    wait_for_rest(page)
    for part in PARTS:
        page.get_by_text(part).first.click()
    expect(page.get_by_text("Nieuwe versie vastleggen")).to_be_visible()
    check_accessibility(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_text("Alle cijfers").first.scroll_into_view_if_needed()
    keep_picture(page, f"plaatsingen-{size}")


def test_the_table_of_counts_is_whole_on_a_phone(open_page, page_address):
    page = open_page("telefoon")
    page.goto(page_address)
    table = page.get_by_role("region", name="Meldingen voor en na de plaatsing")
    expect(table).to_be_visible()
    assert table.evaluate("part => part.scrollWidth <= part.clientWidth")
