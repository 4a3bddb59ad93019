"""The page Hotspots with the cable out, and with its server gone."""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from running import SIZES, serve
from runs import ends_a_run
from watching import ENGLISH, MAP, pull_cable, show_hotspots, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

YEAR = "?thema=Jeugdoverlast&periode=Laatste+12+maanden"


def test_with_the_cable_out_all_of_it_works_and_nothing_is_asked_for(open_page, address, tmp_path):
    page = open_page()
    abroad = pull_cable(page)
    frame = show_hotspots(page, f"{address}/{YEAR}")
    frame.locator(".hk-rank").first.click()
    expect(frame.locator(".hk-chosen")).to_have_count(1)
    page.get_by_role("button", name="Warmte").click()
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_be_visible()
    page.get_by_role("radio", name="Per maand").click()
    expect(page.get_by_role("slider", name="Maand")).to_be_visible()
    page.get_by_role("radio", name="Twee periodes").click()
    expect(page.locator(MAP)).to_have_count(2)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("HTML")).click()
    waiting.value.save_as(tmp_path / "kaart.html")
    assert abroad == []


def test_a_server_that_stops_is_missed_in_dutch_and_found_again(own_app, chromium, keep_picture):
    width, height = SIZES["desktop"]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
    page = context.new_page()
    frame = show_hotspots(page, f"{own_app.address}/{YEAR}")
    frame.locator(".hk-rank").first.click()
    expect(frame.locator(".hk-chosen")).to_have_text("1")
    wait_for_rest(page)
    own_app.stop()
    expect(page.get_by_text("Geen verbinding").first).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, "geen-verbinding")
    with ExitStack() as again:
        with page.expect_websocket() as opened:
            again.enter_context(serve(own_app.root, int(own_app.address.rsplit(":", 1)[1])))
        # The page asks by itself, so that the first choice after this is not lost.
        with opened.value.expect_event("framereceived", ends_a_run):
            pass
        expect(page.get_by_text("Geen verbinding")).to_have_count(0)
        expect(frame.locator(".hk-chosen")).to_have_text("1")
        page.get_by_role("radio", name="Per maand").click()
        expect(page.get_by_role("slider", name="Maand")).to_be_visible()
        context.close()
