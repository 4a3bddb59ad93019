import json
import re
import socket

import openpyxl
import pytest
from playwright.sync_api import expect
from watching import ENGLISH, choose, visible_words, wait_for_rest

pytestmark = pytest.mark.browser

SECTIONS = (
    "Inlezen", "Geweigerde rijen", "Geschiedenis", "Zwakke plekken", "Grenzen",
    "Officiële cijfers", "Bewaren en terugzetten",
)  # fmt: skip
HEADER = "id;start;x;y;code;naam\n"
ROWS = (
    "1;2018-05-01 21:30;100700;431700;1.1.1;Jansen\n"
    "2;;100700;431700;1.1.1;Jansen\n"
    "3;2018-05-02 10:00;100700;431700;9.9.9;Jansen\n"
)


def open_gegevens(page, address, section=None):
    link = "" if section is None else f"?onderdeel={section.replace(' ', '+')}"
    page.goto(f"{address}/gegevens{link}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    wait_for_rest(page)
    return page


def go_to(page, section):
    page.get_by_role("radio", name=section).click()
    heading = "Bestanden inlezen" if section == "Inlezen" else section
    expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()
    wait_for_rest(page)


def choose_file(page, name, content, number=0):
    """Choose a file made of bytes, or one that lies on the disk."""
    content = content.encode() if isinstance(content, str) else content
    chosen = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").nth(number).set_input_files([chosen])


def take_in(page, name, content):
    choose_file(page, name, content)
    page.get_by_role("button", name="Bestand inlezen").click()
    expect(page.get_by_role("heading", name=f"Ingelezen: {name}")).to_be_visible()


def held(page):
    return page.get_by_text(re.compile(r"^[\d.]+ meldingen: "))


def incidents(page, address):
    """How many incidents the page Hotspots counts over all days."""
    page.goto(f"{address}/hotspots?thema=Woninginbraak&periode=Alle+gegevens")
    fact = page.locator("dt:text-is('Meldingen en aangiften') + dd")
    expect(fact).to_be_visible()
    return int(fact.inner_text().split(",")[0].replace(".", ""))


def expect_dutch(page):
    wait_for_rest(page)
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_first_visit_to_an_empty_workspace(
    open_page, empty_address, check_accessibility, keep_picture, size
):
    page = open_gegevens(open_page(size), empty_address)
    expect(page.get_by_text("Begin hier: kies hierboven een bestand")).to_be_visible()
    keep_picture(page, f"gegevens-leeg-{size}")
    for section in SECTIONS:
        go_to(page, section)
        check_accessibility(page)
        expect_dutch(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_each_section_meets_the_rules_of_access(
    open_page, address, check_accessibility, keep_picture, size
):
    page = open_page(size)
    for section in SECTIONS:
        open_gegevens(page, address, section)
        check_accessibility(page)
        expect_dutch(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        keep_picture(page, f"gegevens-{section.split()[0].lower()}-{size}")


def test_menu_is_within_reach_on_a_phone(open_page, address):
    page = open_gegevens(open_page("telefoon"), address)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hotspots")


def test_file_is_looked_at_taken_in_and_counted_on_every_page(
    own_app, open_page, check_accessibility, keep_picture
):
    page = open_page()
    before = incidents(page, own_app.address)
    open_gegevens(page, own_app.address)
    choose_file(page, "meldingen.csv", HEADER + ROWS)
    expect(page.get_by_text("Zo wordt het bestand gelezen")).to_be_visible()
    expect(page.get_by_text("Deze kolommen blijven achter")).to_contain_text("naam")
    check_accessibility(page)
    expect_dutch(page)
    keep_picture(page, "gegevens-voorbeeld")
    page.get_by_role("button", name="Bestand inlezen").click()
    expect(page.get_by_role("heading", name="Ingelezen: meldingen.csv")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue")).to_have_text(["3", "1", "0", "2"])
    expect(page.get_by_text("Zo wordt het bestand gelezen")).to_have_count(0)
    check_accessibility(page)
    expect_dutch(page)
    keep_picture(page, "gegevens-verslag")
    page.reload()
    expect(page.get_by_role("heading", name="Ingelezen: meldingen.csv")).to_be_visible()
    assert incidents(page, own_app.address) == before + 1


def test_wrong_files_are_explained_and_the_field_can_still_be_used(
    own_app, open_page, keep_picture, tmp_path
):
    page = open_gegevens(open_page(), own_app.address)
    error = page.get_by_test_id("stAlertContentError")
    choose_file(page, "brief.csv", b"%PDF-1.7 een brief")
    expect(error).to_contain_text("brief.csv is geen bestand dat hier gelezen wordt")
    keep_picture(page, "gegevens-fout")
    choose_file(page, "leeg.csv", b"")
    expect(error.nth(1)).to_contain_text("leeg.csv is leeg")
    choose_file(page, "foto.png", b"\x89PNG")
    expect(page.get_by_text("Dit soort bestand kan niet worden gelezen")).to_be_visible()
    large = tmp_path / "groot.csv"
    with large.open("wb") as stream:
        stream.truncate(201 << 20)
    page.locator("input[type=file]").first.set_input_files([large])
    expect(page.get_by_text("Een bestand mag niet groter zijn dan 200 MB")).to_be_visible()
    expect_dutch(page)
    take_in(page, "goed.csv", HEADER + ROWS)


def test_refused_rows_are_taken_along_mended_and_brought_back(
    own_app, open_page, keep_picture, tmp_path
):
    page = open_gegevens(open_page(), own_app.address)
    take_in(page, "meldingen.csv", HEADER + ROWS)
    page.get_by_role("button", name="Naar de geweigerde rijen").click()
    expect(page.get_by_text("Er staan nog 2 geweigerde rijen.")).to_be_visible()
    expect_dutch(page)
    keep_picture(page, "gegevens-geweigerd-rijen")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("Excel$")).click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    mend(path)
    page.get_by_role("button", name="Verbeterd bestand inlezen").click()
    choose_file(page, path.name, path.read_bytes())
    expect(page.get_by_text("Dit zijn eerder geweigerde rijen van meldingen.csv")).to_be_visible()
    keep_picture(page, "gegevens-hersteld-voorbeeld")
    page.get_by_role("button", name="Bestand inlezen").click()
    expect(page.get_by_text("2 geweigerde rijen hersteld.")).to_be_visible()
    keep_picture(page, "gegevens-hersteld")
    go_to(page, "Geweigerde rijen")
    expect(page.get_by_text("Er staan geen geweigerde rijen.")).to_be_visible()


def mend(path):
    """Mend the rows as somebody with a spreadsheet would."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 3
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, column["Geweigerd omdat"]).value in ("geen datum", "onbekende code")
        sheet.cell(row, column["start"]).value = "2018-06-01"
        sheet.cell(row, column["code"]).value = "1.1.1"
    book.save(path)


def test_last_import_is_undone_after_a_yes(own_app, open_page, keep_picture):
    page = open_page()
    before = incidents(page, own_app.address)
    open_gegevens(page, own_app.address)
    take_in(page, "meldingen.csv", HEADER + ROWS)
    go_to(page, "Geschiedenis")
    expect(page.get_by_text("Ongedaan maken haalt 1 melding weg.")).to_be_visible()
    undo = page.get_by_role("button", name="Ongedaan maken")
    expect(undo).to_be_disabled()
    page.get_by_text("Ja, maak het inlezen van meldingen.csv ongedaan").click()
    expect(undo).to_be_enabled()
    keep_picture(page, "gegevens-ongedaan")
    undo.click()
    expect(page.get_by_text("meldingen.csv is ongedaan gemaakt")).to_be_visible()
    expect(page.get_by_text("De laatste import is demo.csv")).to_be_visible()
    expect_dutch(page)
    assert incidents(page, own_app.address) == before


def test_backup_is_taken_along_and_put_back(own_app, open_page, keep_picture, tmp_path):
    page = open_gegevens(open_page(), own_app.address, "Bewaren en terugzetten")
    told = held(page).inner_text()
    page.get_by_role("button", name="Reservekopie maken").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Reservekopie downloaden").click()
    kept = tmp_path / "kopie.duckdb"
    waiting.value.save_as(kept)
    assert re.fullmatch(r"hotspotkaart_[\d_-]+\.duckdb", waiting.value.suggested_filename)
    keep_picture(page, "gegevens-reservekopie")
    go_to(page, "Inlezen")
    take_in(page, "meldingen.csv", HEADER + ROWS)
    assert held(page).inner_text() != told
    go_to(page, "Bewaren en terugzetten")
    choose_file(page, "kapot.duckdb", kept.read_bytes()[:200_000])
    expect(page.get_by_text("kapot.duckdb is geen bruikbare reservekopie")).to_be_visible()
    page.get_by_role("button", name="kapot.duckdb weghalen").click()
    page.locator("input[type=file]").set_input_files(kept)
    page.get_by_text("Ja, zet dit in de plaats van alles wat er nu is").click()
    expect_dutch(page)
    keep_picture(page, "gegevens-terugzetten")
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_text("De reservekopie is teruggezet.")).to_be_visible()
    expect(held(page)).to_have_text(told)


def test_areas_of_a_file_take_the_place_of_what_ships_and_go_again(
    own_app, open_page, check_accessibility, keep_picture
):
    page = open_gegevens(open_page(), own_app.address, "Grenzen")
    corners = [[98_000, 429_000], [104_000, 429_000], [104_000, 436_000], [98_000, 436_000]]
    area = {
        "type": "Feature",
        "properties": {"nummer": "WK059701", "streek": "Alles bij elkaar"},
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
    }
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    content = {"type": "FeatureCollection", "crs": system, "features": [area]}
    choose_file(page, "wijken.geojson", json.dumps(content))
    expect(page.get_by_text("Aan de kolommen is niet te zien")).to_be_visible()
    for label, column in (("Kolom met de code", "nummer"), ("Kolom met de naam", "streek")):
        choose(page, label, column)
    expect(page.get_by_text("Zo worden de gebieden gelezen; klopt dit?")).to_be_visible()
    check_accessibility(page)
    expect_dutch(page)
    keep_picture(page, "gegevens-grenzen-voorbeeld")
    page.get_by_role("button", name="Inlezen als wijken").click()
    expect(page.get_by_text("Vanaf nu gelden: 1 wijk (wijken.geojson).")).to_be_visible()
    keep_picture(page, "gegevens-grenzen-ingelezen")
    page.goto(f"{own_app.address}/hotspots?thema=Jeugdoverlast&gebied=Alles+bij+elkaar+%28wijk%29")
    expect(page.get_by_role("combobox", name="Wijk of")).to_have_value("Alles bij elkaar (wijk)")
    open_gegevens(page, own_app.address, "Grenzen")
    page.get_by_text("Ja, haal de ingelezen wijken weg").click()
    page.get_by_role("button", name="Ingelezen wijken weghalen").click()
    expect(page.get_by_text("Nu gelden weer: 12 wijken")).to_be_visible()


def test_work_that_takes_long_shows_that_it_goes_on_and_ends_in_a_sentence(
    own_app, open_page, check_accessibility, keep_picture
):
    page = open_page()
    # A service that takes the call and does not answer.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/{{year}}"
        with (own_app.root / "gemeente.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[services]\npdok_areas = "{address}"\n')
        open_gegevens(page, own_app.address, "Grenzen")
        page.get_by_role("button", name="ophalen bij pdok.nl").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        check_accessibility(page)
        expect_dutch(page)
        keep_picture(page, "gegevens-bezig")
        go_to(page, "Bewaren en terugzetten")
        expect(page.get_by_text("Bezig sinds")).to_be_visible()
        expect(page.get_by_role("button", name="Reservekopie maken")).to_be_disabled()
        go_to(page, "Grenzen")
    error = page.get_by_test_id("stAlertContentError")
    expect(error).to_contain_text("niet te bereiken; er is niets vervangen")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    keep_picture(page, "gegevens-zonder-internet")


def test_large_import_goes_on_while_the_page_is_left(
    own_app, open_page, check_accessibility, keep_picture, tmp_path
):
    path = tmp_path / "groot.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,start,x,y,code\n")
        for number in range(150_000):
            day = f"201{6 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}"
            stream.write(f"G{number},{day} 12:00,{100_000 + number % 3000},431700,1.1.1\n")
    page, other = open_page(), open_page()
    open_gegevens(page, own_app.address)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("meer dan 1.000 rijen")).to_be_visible()
    open_gegevens(other, own_app.address)
    page.get_by_role("button", name="Bestand inlezen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hotspots")
    # Somebody else sees it too, at once or at the next look.
    other.reload()
    running = other.get_by_text("Bezig sinds")
    expect(running.or_(other.get_by_role("heading", name="Ingelezen: groot.csv"))).to_be_visible()
    page.get_by_role("link", name="Gegevens").click()
    expect(page.get_by_role("heading", name="Ingelezen: groot.csv")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("150.000")
    expect(other.get_by_role("heading", name="Ingelezen: groot.csv")).to_be_visible()
    expect(held(other)).to_have_text(held(page).inner_text())


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """The folder for temporary files of an app that is started from here on."""
    folder = tmp_path / "tijdelijk"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_upload_that_nobody_confirmed_is_gone_when_the_app_stops(temporary, own_app, open_page):
    page = open_gegevens(open_page(), own_app.address)
    choose_file(page, "meldingen.csv", HEADER + ROWS)
    expect(page.get_by_text("Zo wordt het bestand gelezen")).to_be_visible()
    (kept,) = temporary.glob("hotspotkaart-*")
    assert kept.stat().st_mode & 0o077 == 0
    page.close()
    own_app.stop()
    assert not list(temporary.glob("hotspotkaart-*"))


def test_sections_have_links_and_the_back_button_knows_them(open_page, address):
    page = open_gegevens(open_page(), address)
    go_to(page, "Grenzen")
    expect(page).to_have_url(re.compile("onderdeel=Grenzen"))
    page.reload()
    expect(page.get_by_role("heading", level=2)).to_have_text("Grenzen")
    go_to(page, "Geschiedenis")
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text("Grenzen")
    page.get_by_role("link", name="Hotspots").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hotspots")
