import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from watching import ENGLISH, MAP, choose, open_mailed_map, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

LINK = "wijk?gebied=Slikkerveer+%28wijk%29"
COOKIE = "hotspotkaart-bezoek"
LEAST_PIXELS = 44


def show_wijk(page, address, link=LINK):
    page.goto(f"{address}/{link}")
    frame = page.frame_locator(MAP)
    expect(frame.locator(".hk-incident, .hk-cluster").first).to_be_visible()
    expect(page.get_by_role("heading", name="Laatste meldingen")).to_be_visible()
    return frame


def visits(page):
    """What this browser remembers: link to its days, the last first."""
    found = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    return {
        part.split(".")[0]: part.split(".")[1:] for one in found for part in one["value"].split("_")
    }


def turn_back(page, days):
    """Let the visits that this browser remembers have been so many days earlier."""
    (cookie,) = [one for one in page.context.cookies() if one["name"] == COOKIE]
    day = datetime.strptime(cookie["value"].split(".")[1], "%Y%m%d").replace(tzinfo=UTC)
    earlier = (day - timedelta(days=days)).date()
    cookie["value"] = cookie["value"].replace(f"{day:%Y%m%d}", f"{earlier:%Y%m%d}")
    page.context.add_cookies([cookie])
    return earlier


@pytest.mark.parametrize("size", ["telefoon", "desktop"])
def test_wijk_shows_its_map_first_and_nothing_is_cut_off(
    open_page, address, keep_picture, check_accessibility, size
):
    page = open_page(size)
    frame = show_wijk(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Slikkerveer")
    expect(frame.locator(".hk-hotspot b").first).to_be_visible()
    map_box = page.locator(MAP).bounding_box()
    assert map_box["y"] < page.viewport_size["height"] / 2
    assert map_box["x"] + map_box["width"] <= page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    expect(page.get_by_text("Synthetische gegevens:")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    keep_picture(page, f"wijk-{size}")
    page.get_by_role("heading", name="Hoeveel per thema").scroll_into_view_if_needed()
    keep_picture(page, f"wijk-thema-{size}")
    page.get_by_role("heading", name="Laatste meldingen").scroll_into_view_if_needed()
    keep_picture(page, f"wijk-laatste-{size}")
    # What is not in the window is not held against the rules of contrast: show all of it.
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": 6000})
    expect(page.get_by_text("Meldingen en aangiften zijn niet hetzelfde")).to_be_in_viewport()
    check_accessibility(page)


def test_wet_fingers_find_what_must_be_tapped_and_eyes_what_must_be_read(open_page, address):
    page = open_page("telefoon")
    show_wijk(page, address)
    page_part = page.locator(".st-key-wijk")
    targets = page_part.locator("button:visible, summary:visible, [data-testid='stDateInputField']")
    assert targets.count() >= 5
    small = [
        (target.inner_text(), box["height"])
        for target in targets.all()
        # The sign within the field for a day is part of that field.
        if (box := target.bounding_box())["height"] < LEAST_PIXELS
        and not target.evaluate(
            "e => e.closest('[data-testid=stDateInput]') !== null && e.tagName === 'BUTTON'"
        )
    ]
    assert not small
    sizes = page_part.evaluate(
        """(part) => [...part.querySelectorAll('p, dd, dt, strong, span, li, summary')]
            .filter((e) => e.offsetParent && !e.closest('[aria-hidden=true], .hk-week')
                && !e.closest('[data-testid=stIconMaterial]')
                && [...e.childNodes].some((c) => c.nodeType === 3 && c.nodeValue.trim()))
            .map((e) => [parseFloat(getComputedStyle(e).fontSize), e.innerText])"""
    )
    assert len(sizes) > 30
    assert [(pixels, text) for pixels, text in sizes if pixels < 16] == []


def test_a_wijk_is_chosen_with_the_keyboard_and_lands_in_the_link(
    open_page, address, keep_picture, check_accessibility
):
    page = open_page("telefoon")
    page.goto(f"{address}/wijk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk")
    expect(page.get_by_role("button", name="Slikkerveer")).to_be_visible()
    keep_picture(page, "wijk-kiezen")
    check_accessibility(page)
    first = page.get_by_role("button", name="Centrum")
    first.focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Drievliet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Drievliet")
    expect(page).to_have_url(re.compile(r"/wijk\?gebied=Drievliet"))


def test_back_returns_to_the_wijk_before_and_then_to_the_choice(open_page, address):
    page = open_page()
    page.goto(f"{address}/wijk")
    page.get_by_role("button", name="Slikkerveer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Slikkerveer")
    page.get_by_role("link", name="Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Slikkerveer")
    expect(page.frame_locator(MAP).locator(".hk-incident").first).to_be_visible()


def test_a_kept_link_opened_again_starts_at_the_former_visit(open_page, address, keep_picture):
    page = open_page("telefoon")
    show_wijk(page, address)
    expect(page.get_by_text("Sinds 24 december 2018:")).to_be_visible()
    expect(page.get_by_text("Uw eerste dag hier")).to_be_visible()
    ((link, days),) = visits(page).items()
    assert len(days) == 1
    former = turn_back(page, 3)

    again = page.context.new_page()
    show_wijk(again, address)
    expect(again.get_by_text("Uw vorige bezoek hier was op")).to_contain_text(f"{former.day} ")
    expect(again.get_by_text("Niets nieuws sinds")).to_contain_text(f"{former.day} ")
    assert visits(again) == {link: [days[0], f"{former:%Y%m%d}"]}
    again.get_by_text("Uw vorige bezoek").scroll_into_view_if_needed()
    keep_picture(again, "wijk-vorig-bezoek")

    # Loaded anew on the same day, it keeps what it showed.
    again.reload()
    expect(again.get_by_text("Uw vorige bezoek hier was op")).to_contain_text(f"{former.day} ")
    assert visits(again) == {link: [days[0], f"{former:%Y%m%d}"]}


def test_each_link_is_remembered_by_itself(open_page, address):
    page = open_page()
    show_wijk(page, address)
    turn_back(page, 5)
    other = page.context.new_page()
    show_wijk(other, address, "wijk?gebied=Bolnes+%28wijk%29")
    expect(other.get_by_text("Uw eerste dag hier")).to_be_visible()
    assert sorted(len(days) for days in visits(other).values()) == [1, 1]


def test_the_cookie_holds_no_more_than_fifty_links_and_the_oldest_goes(open_page, address):
    page = open_page()
    old = [f"{number:010x}.20250101" for number in range(50)]
    page.context.add_cookies(
        [{"name": COOKIE, "value": "_".join(["junk", *old]), "url": address, "sameSite": "Strict"}]
    )
    show_wijk(page, address)
    expect(page.get_by_text("Uw eerste dag hier")).to_be_visible()
    kept = visits(page)
    assert len(kept) == 50
    assert "junk" not in kept
    assert f"{0:010x}" not in kept
    assert f"{49:010x}" in kept
    (cookie,) = [one for one in page.context.cookies() if one["name"] == COOKIE]
    assert cookie["sameSite"] == "Strict"
    assert re.fullmatch(r"[0-9a-f._]+", cookie["value"])


def test_another_day_lands_in_the_link_and_a_link_with_a_day_keeps_it(open_page, address):
    page = open_page()
    show_wijk(page, address, f"{LINK}&sinds=2018-12-10")
    expect(page.get_by_text("Sinds 10 december 2018:")).to_be_visible()
    page.get_by_role("button", name="Terug naar 24 december 2018").click()
    expect(page.get_by_text("Sinds 24 december 2018:")).to_be_visible()
    expect(page).not_to_have_url(re.compile("sinds="))
    day = page.get_by_test_id("stDateInputField").get_by_role("spinbutton").first
    day.click()
    page.keyboard.type("20")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sinds 20 december 2018:")).to_be_visible()
    expect(page).to_have_url(re.compile("sinds=2018-12-20"))


def test_a_filter_keeps_the_map_of_the_wijk(open_page, address):
    page = open_page()
    frame = show_wijk(page, address)
    expect(page.get_by_role("combobox", name="Thema")).to_be_hidden()
    mark = "document.querySelector('.leaflet-container').dataset.mark"
    handle = next(frame for frame in page.frames if "st_folium" in frame.url)
    handle.evaluate(f"{mark} = 'same'")
    page.get_by_role("combobox", name="Periode").fill("12 maanden")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 januari 2018 tot en met 31 december 2018 (365")).to_be_visible()
    expect(frame.locator(".hk-cluster").first).to_be_visible()
    assert handle.evaluate(mark) == "same"


def test_the_map_turns_to_another_wijk_without_being_made_anew(open_page, address):
    page = open_page()
    frame = show_wijk(page, address)
    handle = next(frame for frame in page.frames if "st_folium" in frame.url)
    handle.evaluate("map.getContainer().dataset.mark = 'same'")
    before = handle.evaluate("map.getCenter()")
    choose(page, "Wijk of bedrijventerrein", "Bolnes (wijk)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Bolnes")
    wait_for_rest(page)
    expect(frame.locator(".hk-incident, .hk-cluster").first).to_be_visible()
    assert handle.evaluate("map.getContainer().dataset.mark") == "same"
    bolnes = handle.evaluate("map.getCenter()")
    assert bolnes != before
    # What people look at is theirs, until they choose yet another wijk.
    near = handle.evaluate("map.getZoom()")
    frame.get_by_role("button", name="Inzoomen").click()
    # Not while the map is still on its way there.
    handle.wait_for_function("near => map.getZoom() > near && !map._animatingZoom", arg=near)
    zoomed = handle.evaluate("map.getZoom()")
    choose(page, "Periode", "Laatste 12 maanden")
    expect(page.get_by_text("1 januari 2018 tot en met 31 december 2018 (365")).to_be_visible()
    wait_for_rest(page)
    assert handle.evaluate("map.getZoom()") == zoomed
    choose(page, "Wijk of bedrijventerrein", "Slikkerveer (wijk)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijk Slikkerveer")
    wait_for_rest(page)
    assert handle.evaluate("map.getCenter()") == before


def test_the_theme_of_the_link_is_kept_out_of_sight(open_page, address):
    page = open_page()
    show_wijk(page, address, f"{LINK}&thema=Jeugdoverlast")
    expect(page).to_have_url(re.compile("thema=Jeugdoverlast"))
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hotspots jeugdoverlast")
    expect(page.get_by_role("combobox", name="Thema")).to_be_visible()


def test_an_empty_workspace_leads_to_gegevens(open_page, empty_address, keep_picture):
    page = open_page("telefoon")
    page.goto(f"{empty_address}/wijk")
    expect(page.get_by_text("nog geen meldingen of aangiften")).to_be_visible()
    keep_picture(page, "wijk-leeg")
    page.get_by_role("link", name="Naar Gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")


def test_a_link_with_an_unknown_area_says_so_where_a_phone_shows_it(open_page, address):
    page = open_page("telefoon")
    page.goto(f"{address}/wijk?gebied=Atlantis")
    expect(page.get_by_text("De link noemt een gebied dat hier niet bestaat")).to_be_visible()
    expect(page.get_by_role("button", name="Slikkerveer")).to_be_visible()


@pytest.mark.parametrize("size", ["telefoon", "desktop"])
def test_a_chosen_hotspot_shows_its_news(open_page, address, keep_picture, size):
    page = open_page(size)
    page.goto(f"{address}/hotspots?thema=Jeugdoverlast&periode=Laatste+12+maanden&sinds=2018-09-01")
    choose(page, "Hotspot bekijken", re.compile("^1 · "))
    heading = page.get_by_role("heading", name="Nieuw sinds")
    expect(heading).to_be_visible()
    expect(page.get_by_text("Sinds 1 september 2018:")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    heading.scroll_into_view_if_needed()
    keep_picture(page, f"hotspot-nieuw-sinds-{size}")


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_mailed_map_of_an_area_opens_from_disk_without_a_request(
    open_page, address, tmp_path, keep_picture, size
):
    page = open_page()
    show_wijk(page, address)
    mailed = open_mailed_map(page, open_page(size), tmp_path)
    expect(mailed.get_by_role("heading", level=1)).to_have_text("Wijk Slikkerveer")
    expect(mailed.locator(".hk-hotspot b").first).to_be_visible()
    expect(mailed.locator(".caption")).to_contain_text("bron: demo (verzonnen)")
    keep_picture(mailed, f"wijk-per-mail-{size}")


def test_tables_can_be_taken_along(open_page, address, tmp_path):
    page = open_page()
    show_wijk(page, address)
    for label, suffix in (("CSV", "csv"), ("Excel", "xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(f"{label}$")).click()
        assert waiting.value.suggested_filename.endswith(f".{suffix}")
        waiting.value.save_as(tmp_path / suffix)
    text = (tmp_path / "csv").read_text("utf-8-sig")
    assert text.startswith("Thema,Soort,Wanneer,Waar,Precisie van de plaats")
