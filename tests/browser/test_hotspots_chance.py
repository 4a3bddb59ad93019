"""Whether a hotspot may be chance: grey on the map, said in the list, out of the advice."""

import re

import pytest
from playwright.sync_api import expect
from runs import Runs
from watching import ENGLISH, choose, show_hotspots, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

# With this theme the demo has a hotspot that may be chance.
ALL = "?thema=Woninginbraak&periode=Alle+gegevens"
# More incidents than are weighed at once.
MANY = "?thema=Voertuigcriminaliteit&periode=Alle+gegevens"
BOLNES = "?gebied=Bolnes+(wijk)"
WAITING = re.compile("De toets op toeval loopt")
BASIS = re.compile("999 willekeurige patronen")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_what_may_be_chance_is_grey_with_dashes_and_says_so(
    open_page, address, keep_picture, check_accessibility, size
):
    page = open_page(size)
    frame = show_hotspots(page, f"{address}/{ALL}")
    grey = frame.locator("path[stroke='#5b6670']")
    expect(grey).to_have_count(1)
    assert grey.get_attribute("stroke-dasharray") == "3 5"
    marked = frame.locator(".hk-rank.hk-chance")
    expect(marked).to_have_count(1)
    assert "kan toeval zijn (p = 0," in marked.locator("b").get_attribute("aria-label")
    assert frame.locator(".hk-rank:not(.hk-chance)").count() == 3
    legend = page.locator("ul.hk-legend")
    expect(legend.get_by_text("hotspot die toeval kan zijn")).to_be_visible()
    expect(page.get_by_text("1 van de 4 hotspots kan toeval zijn")).to_be_visible()
    wait_for_rest(page)
    keep_picture(page, f"hotspots-toeval-{size}")
    choose(page, "Hotspot bekijken", re.compile("^4 · .* · kan toeval zijn$"))
    expect(frame.locator(".hk-chosen")).to_have_text("4")
    expect(page.get_by_text(re.compile(r"^kan toeval zijn \(p = 0,"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, f"hotspot-toeval-gekozen-{size}")
    check_accessibility(page)


def test_the_page_takes_in_what_is_weighed_beside_it_in_one_run_more(own_app, open_page):
    page = open_page()
    runs = Runs.count(page)
    show_hotspots(page, f"{own_app.address}/{MANY}")
    expect(page.get_by_text(BASIS)).to_be_visible()
    expect(page.get_by_text(WAITING)).to_have_count(0)
    wait_for_rest(page)
    # The browser asks once; the answer that comes later is a run that the page begins by itself,
    # allowed once and only where nobody asked the same before.
    assert runs.asked == 1
    assert runs.whole <= 2
    again = open_page()
    runs = Runs.count(again)
    show_hotspots(again, f"{own_app.address}/{MANY}")
    expect(again.get_by_text(BASIS)).to_be_visible()
    wait_for_rest(again)
    assert (runs.asked, runs.whole) == (1, 1)


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_a_wijk_leaves_it_out_unless_people_ask(open_page, address, keep_picture, size):
    page = open_page(size)
    page.goto(f"{address}/wijk{BOLNES}")
    expect(page.get_by_text("1 hotspot die toeval kan zijn, is hier weggelaten.")).to_be_visible()
    frame = page.frame_locator("iframe[src*='streamlit_folium']")
    expect(frame.locator(".leaflet-container")).to_be_visible()
    expect(frame.locator(".hk-hotspot b.hk-chance")).to_have_count(0)
    page.get_by_text("Toon ook hotspots die toeval kunnen zijn").click()
    expect(frame.locator(".hk-hotspot b.hk-chance")).to_have_count(1)
    expect(page.get_by_text(re.compile("meldingen in 36 maanden.*kan toeval zijn"))).to_be_visible()
    expect(page).to_have_url(re.compile("toeval=tonen"))
    page.reload()
    expect(frame.locator(".hk-hotspot b.hk-chance")).to_have_count(1)
    wait_for_rest(page)
    keep_picture(page, f"wijk-toeval-{size}")
