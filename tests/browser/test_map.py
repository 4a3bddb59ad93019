"""The map of page Hotspots: what a click does, what lies on it, and what it leaves alone."""

import re
import shutil
import subprocess

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect
from running import COMMAND, serve
from runs import Runs
from watching import MAP, choose, scroll_to, show_hotspots, take_row, wait_for_rest

pytestmark = pytest.mark.browser

YEAR = "?thema=Jeugdoverlast&periode=Laatste+12+maanden"
YEARS = YEAR.replace("12", "24")
# An incident of a hotspot that stands by itself at some zoom level, and where on the screen.
FIND_POINT = """
    () => {
        const points = [];
        const search = (layer) => {
            if (layer.getRadius && layer.feature?.properties?.id) points.push(layer);
            layer.getLayers?.().forEach(search);
        };
        window.feature_group.forEach(search);
        for (const zoom of [16, 17, 18, 19]) {
            for (const point of points) {
                map.setView(point.getLatLng(), zoom, { animate: false });
                if (!map.hasLayer(point)) continue;
                const { x, y } = map.latLngToContainerPoint(point.getLatLng());
                return { id: point.feature.properties.id, place: { x, y } };
            }
        }
    }
"""
CHOSEN_AREA = "path[stroke='#0072b2']"
VIEW = "[map.getZoom(), map.getCenter().lat, map.getCenter().lng]"


def inside(page):
    """The frame of the map, to ask its script."""
    return next(frame for frame in page.frames if "st_folium" in frame.url)


def rank(frame, number):
    return frame.locator(".hk-rank", has_text=re.compile(f"^{number}$"))


def test_each_action_runs_the_page_once(open_page, address):
    page = open_page()
    runs = Runs.count(page)
    frame = show_hotspots(page, f"{address}/{YEARS}")
    choice = page.get_by_role("combobox", name="Hotspot bekijken")
    wait_for_rest(page)
    assert runs.asked == 1

    rank(frame, 1).click()
    expect(choice).to_have_value(re.compile(r"^1 · "))
    wait_for_rest(page)
    assert runs.asked == 2

    take_row(page, 2)
    expect(choice).to_have_value(re.compile(r"^2 · "))
    expect(frame.locator(".hk-chosen")).to_have_text("2")
    wait_for_rest(page)
    assert runs.asked == 3

    # To look around is no question to the app.
    frame.get_by_role("button", name="Inzoomen").click()
    expect(rank(frame, 2)).to_be_visible()

    choose(page, "Periode", "Laatste 12 maanden")
    expect(page.get_by_text("1 januari 2018 tot en met 31 december 2018").first).to_be_visible()
    wait_for_rest(page)
    assert runs.asked == 4

    page.get_by_role("button", name="Warmte").click()
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_be_visible()
    wait_for_rest(page)
    assert runs.asked == 5

    page.get_by_role("radio", name="Per maand").click()
    slider = page.get_by_role("slider", name="Maand")
    slider.focus()
    wait_for_rest(page)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(re.compile("^November 2018: "))).to_be_visible()
    wait_for_rest(page)
    assert runs.asked == 7

    page.get_by_role("radio", name="Twee periodes").click()
    expect(page.locator(MAP)).to_have_count(2)
    wait_for_rest(page)
    page.get_by_role("radio", name="Hotspots").click()
    expect(page.locator(MAP)).to_have_count(1)
    expect(rank(frame, 1)).to_be_visible()
    wait_for_rest(page)
    assert runs.asked == 9


def test_a_list_opened_at_once_stays_open_on_a_phone(open_page, address):
    page = open_page("telefoon")
    show_hotspots(page, f"{address}/{YEAR}")
    box = page.get_by_role("combobox", name="Hotspot bekijken")
    scroll_to(page, box)
    box.click()
    first = page.get_by_role("option", name=re.compile("^1 · "))
    expect(first).to_be_visible()
    wait_for_rest(page)
    expect(first).to_be_visible()
    first.click()
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()


def test_a_list_opened_before_the_map_has_come_stays_open(open_page, address):
    page = open_page("telefoon")
    held = []
    page.route("**/leaflet.js", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/leaflet.js"):
        page.goto(f"{address}/hotspots{YEAR}")
    box = page.get_by_role("combobox", name="Hotspot bekijken")
    scroll_to(page, box)
    box.click()
    first = page.get_by_role("option", name=re.compile("^1 · "))
    expect(first).to_be_visible()
    (route,) = held
    route.continue_()
    expect(page.frame_locator(MAP).locator(".hk-rank").first).to_be_attached()
    wait_for_rest(page)
    first.click()
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()


def test_map_table_and_list_agree_whichever_is_used(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    choice = page.get_by_role("combobox", name="Hotspot bekijken")
    marked = page.get_by_test_id("stDataFrame").first.locator("tr[aria-selected=true]")

    def expect_chosen(number):
        expect(frame.locator(".hk-chosen")).to_have_text(str(number))
        expect(choice).to_have_value(re.compile(rf"^{number} · "))
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("aria-rowindex", str(number + 1))

    rank(frame, 2).click()
    expect_chosen(2)
    take_row(page, 3)
    expect_chosen(3)
    choose(page, "Hotspot bekijken", re.compile("^1 · "))
    expect_chosen(1)
    # Once more on the one that was clicked last.
    rank(frame, 2).click()
    expect_chosen(2)


def test_a_map_partly_out_of_sight_stays_where_it_is_when_clicked(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    wait_for_rest(page)
    page.get_by_role("button", name=re.compile("HTML")).scroll_into_view_if_needed()
    rank(frame, 1).click()
    expect(frame.locator(".hk-chosen")).to_have_text("1")


def test_an_incident_leads_to_its_hotspot(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    wait_for_rest(page)
    # Incidents far enough apart to be drawn one by one are in hotspots too; look for such a one.
    wanted = inside(page).evaluate(FIND_POINT)
    # Clusters glide apart, and one that still lies on top would take the click.
    expect(frame.locator(".leaflet-cluster-anim")).to_have_count(0)
    frame.locator(".leaflet-container").click(position=wanted["place"])
    expect(page).to_have_url(re.compile(f"hotspot={wanted['id']}"))
    expect(frame.locator(".hk-chosen")).to_have_count(1)


def test_a_link_with_a_hotspot_opens_it_elsewhere_and_after_a_reload(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    rank(frame, 2).click()
    expect(page).to_have_url(re.compile(r"hotspot=\w{10}"))
    page.reload()
    expect(frame.locator(".hk-chosen")).to_have_text("2")
    elsewhere = open_page()
    elsewhere.goto(page.url)
    expect(elsewhere.frame_locator(MAP).locator(".hk-chosen")).to_have_text("2")
    expect(elsewhere.get_by_role("heading", name="Waarom hotspot 2 hier ligt")).to_be_visible()
    elsewhere.goto(re.sub(r"hotspot=\w+", "hotspot=0000000000", page.url))
    expect(elsewhere.get_by_text("De hotspot die u koos, is er niet")).to_be_visible()
    expect(elsewhere.get_by_test_id("stDataFrame").first).to_be_visible()


def test_a_chosen_area_is_edged_and_the_view_stays_where_people_left_it(
    open_page, address, keep_picture
):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    frame.get_by_role("button", name="Inzoomen").click()
    handle = inside(page)
    handle.evaluate("map.panBy([40, -30], { animate: false })")
    before = handle.evaluate(VIEW)
    expect(frame.locator(CHOSEN_AREA)).to_have_count(0)
    choose(page, "Wijk of bedrijventerrein", "Slikkerveer (wijk)")
    expect(frame.locator(CHOSEN_AREA)).to_have_count(1)
    wait_for_rest(page)
    assert handle.evaluate(VIEW) == before
    keep_picture(page, "gebied-gekozen")
    choose(page, "Wijk of bedrijventerrein", "Hele gemeente")
    expect(frame.locator(CHOSEN_AREA)).to_have_count(0)
    assert handle.evaluate(VIEW) == before


def test_classes_are_told_apart_without_colour(open_page, address):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    fills = frame.locator("path[fill^='url(#hk-fill-']")
    expect(fills.first).to_be_attached()
    known = inside(page).evaluate(
        "[...document.querySelectorAll('pattern')].map((p) => [p.id, p.innerHTML])"
    )
    assert len({drawn for _, drawn in known}) == len(known) == 4
    names = {f"url(#{name})" for name, _ in known}
    assert {fill.get_attribute("fill") for fill in fills.all()} <= names
    swatches = page.locator("ul.hk-legend b.hk-class")
    looks = swatches.evaluate_all("(all) => all.map((b) => getComputedStyle(b).backgroundImage)")
    assert len(set(looks)) == 4


def test_parts_are_put_on_the_map_and_taken_off_by_keyboard(open_page, address, keep_picture):
    page = open_page()
    frame = show_hotspots(page, f"{address}/{YEAR}")
    handle = inside(page)
    handle.evaluate("map.getContainer().dataset.mark = 'same'")
    part = page.get_by_role("button", name="Meldingen")
    expect(frame.locator(".hk-cluster").first).to_be_visible()
    part.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".hk-cluster")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"lagen=Omtrekken"))
    page.get_by_role("button", name="Warmte").click()
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_be_visible()
    expect(frame.locator("path[fill-opacity='0']").first).to_be_attached()
    keep_picture(page, "hotspots-warmte")
    page.reload()
    expect(frame.locator("canvas.leaflet-heatmap-layer")).to_be_visible()
    expect(frame.locator(".hk-cluster")).to_have_count(0)


@pytest.fixture
def street_app(demo, tmp_path):
    """The running app on a copy of the demo that has a handful of streets."""
    root = shutil.copytree(demo, tmp_path / "straten")
    lines = [
        shapely.LineString([(98000, y), (101000, y + 300), (103500, y)])
        for y in range(430000, 434000, 400)
    ]
    kinds = ["primary", "residential", "footway", "cycleway", "service"] * 2
    streets = gpd.GeoDataFrame({"highway": kinds}, geometry=lines, crs=28992)
    streets.to_file(tmp_path / "straten.gpkg")
    words = ["areas", "import", tmp_path / "straten.gpkg", "--layer", "streets"]
    made_by = ["--source", "© OpenStreetMap contributors, ODbL"]
    subprocess.run([COMMAND, "-w", root, *words, *made_by], check=True, capture_output=True)
    with serve(root) as app:
        yield app


def test_streets_lie_beneath_and_come_and_go_without_being_sent_again(
    street_app, open_page, keep_picture
):
    page = open_page()
    frame = show_hotspots(page, f"{street_app.address}/{YEAR}")
    streets = frame.locator(".leaflet-hk-streets-pane path")
    expect(streets).to_have_count(3)
    expect(frame.get_by_text("Straten: © OpenStreetMap contributors, ODbL")).to_be_visible()
    expect(page.locator("ul.hk-legend").get_by_text("straat")).to_be_visible()
    keep_picture(page, "straten")
    handle = inside(page)
    handle.evaluate("map.getContainer().dataset.mark = 'same'")
    page.get_by_role("button", name="Straten").click()
    expect(streets).to_have_count(0)
    page.get_by_role("button", name="Straten").click()
    expect(streets).to_have_count(3)
    assert handle.evaluate("map.getContainer().dataset.mark") == "same"
    order = handle.evaluate(
        """['hk-areas', 'hk-streets', 'overlayPane'].map(
            (name) => Number(getComputedStyle(map.getPane(name)).zIndex))"""
    )
    assert order == sorted(order)


def test_map_and_all_around_it_meet_the_rules_of_access(street_app, open_page, check_accessibility):
    page = open_page()
    frame = show_hotspots(page, f"{street_app.address}/{YEAR}")
    rank(frame, 1).click()
    expect(page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")).to_be_visible()
    check_accessibility(page)


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(open_page, address):
    page = open_page()
    show_hotspots(page, f"{address}/{YEAR}")
    wait_for_rest(page)
    page.get_by_role("radio", name="Hotspots").focus()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached += page.evaluate(
            """() => {
                const at = document.activeElement;
                return [at.tagName === 'IFRAME' ? 'kaart'
                    : at.closest('[data-testid=stDataFrame]') ? 'tabel'
                    : at.getAttribute('aria-label') || at.innerText];
            }"""
        )
    order = [
        "kaart", "Omtrekken en rang", "tabel", "Hotspot bekijken", "CSV", "Excel", "GeoJSON",
        "GeoPackage", "Kaart om te mailen (HTML)",
    ]  # fmt: skip
    places = [next(n for n, name in enumerate(reached) if wanted in name) for wanted in order]
    assert places == sorted(places)
