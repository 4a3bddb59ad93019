"""The map of a patrol plan as a file of its own, as somebody opens it from a message."""

import re

import pytest
from patrol_kits import make_kit, render_patrol
from playwright.sync_api import expect
from running import SIZES
from watching import ENGLISH, visible_words

pytestmark = pytest.mark.browser


@pytest.fixture
def mailed(open_page, tmp_path):
    def open_it(size, **plan):
        path = tmp_path / "patrouille.html"
        path.write_bytes(render_patrol(make_kit(6, teams=3, **plan), ".html"))
        page = open_page(size)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        expect(page.locator(".hk-stop b").first).to_be_visible()
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        return page

    return open_it


@pytest.mark.parametrize("size", SIZES)
def test_stops_stand_on_the_map_and_in_a_list_that_fits(mailed, keep_picture, size) -> None:
    page = mailed(size, order=[0, 1, 2, 0, 3, 4, 5])
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    # Six places, each with the numbers of three teams; the first one twice.
    expect(page.locator(".hk-stop")).to_have_count(6)
    expect(page.locator(".hk-stop b")).to_have_count(21)
    expect(page.locator("ol.stops > li")).to_have_count(21)
    words = visible_words(page)
    assert not ENGLISH.findall(words)
    assert "voorspel" not in words.replace("Niet te voorspellen", "")
    keep_picture(page, f"patrouille-per-mail-{size}")


def test_every_stop_lies_within_the_map(mailed) -> None:
    page = mailed("desktop")
    frame = page.locator(".map").bounding_box()
    for stop in page.locator(".hk-stop > span").all():
        box = stop.bounding_box()
        assert frame["x"] <= box["x"]
        assert frame["y"] <= box["y"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_a_finger_on_a_stop_shows_what_it_is_and_links_open_the_map_of_the_phone(mailed) -> None:
    page = mailed("telefoon")
    page.locator(".hk-stop b").first.hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text(re.compile(r"Jeugdoverlast \d"))
    links = page.get_by_role("link", name="Open de kaart")
    expect(links).to_have_count(18)
    assert links.first.get_attribute("href").startswith("geo:51.")
    assert links.first.bounding_box()["height"] >= 40
