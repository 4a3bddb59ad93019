"""Make the pictures of the manual and the README from the running app, so that they never go stale.

Each picture is a row of `PICTURES`: what to open, what to do there, and how large the window is.
Run it with `make pictures`; its pictures are committed.
"""

import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running import BUNDLED, PATIENCE_MS, find_chromium, launch, serve
from watching import MAP, choose, wait_for_rest, write_day

from geo import service
from geo.agreements import ActionKind, AgreementPlan, Measure, Party, Status
from geo.params import Period
from geo.patrol_params import PatrolQuestion, PatrolTeam
from geo.schema import TravelMode
from geo.workspace import Workspace, create_workspace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"

# The day on which the demo incidents were taken in: it is on the pictures.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# That on which it was agreed what to do in the half year that followed.
AGREED = datetime(2018, 6, 25, 12, tzinfo=UTC)
DESK = (1366, 900)
TALL = (1366, 1500)
PHONE = (390, 844)
# Enough for what the app draws, and a third of the bytes; this way of choosing them keeps colours
# of which there is little, such as those of a legend.
COLOURS = 256
METHOD = Image.Quantize.MAXCOVERAGE

SHIFT = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "dag": "2019-01-04"}
YEAR = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden"}
# Learned from half a year, for a camera in the half year that followed.
HALF = {
    "thema": "Jeugdoverlast",
    "periode": "Eigen periode",
    "van": "2018-01-01",
    "tot": "2018-06-30",
    "bereik": "100",
    "gebruiksweken": "26",
}
USED_FROM = date(2018, 7, 1)
TO_THE_TOP = "part => part.scrollIntoView()"
UPLOAD = (
    "nummer;datum;tijd;x;y;code;melder\n"
    "1;01-12-2018;21:30;101010;433350;E35;Jansen\n"
    "2;;22:10;101020;433340;E35;De Vries\n"
)


def show_map(page: Page) -> None:
    """Wait for the ranks on the map."""
    expect(page.frame_locator(MAP).first.locator(".hk-rank").first).to_be_visible()


def choose_first(page: Page) -> None:
    """Choose the first hotspot and bring its explanation into sight."""
    show_map(page)
    choose(page, "Hotspot bekijken", "1 · ")
    heading = page.get_by_role("heading", name="Waarom hotspot 1 hier ligt")
    expect(heading).to_be_visible()


def compare(page: Page) -> None:
    """Wait for both maps."""
    expect(page.locator(MAP)).to_have_count(2)
    for number in range(2):
        frame = page.frame_locator(MAP).nth(number)
        expect(frame.locator(".hk-rank").first).to_be_visible()


def show_area(page: Page) -> None:
    """Wait for the map of an area and for what stands last on its page."""
    frame = page.frame_locator(MAP)
    expect(frame.locator(".hk-incident, .hk-cluster").first).to_be_visible()
    expect(page.get_by_role("heading", name="Laatste meldingen")).to_be_visible()


def prove(page: Page) -> None:
    """Wait for the chart, which is worked out in the background."""
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_be_visible()
    read(page)


def propose(page: Page) -> None:
    """Wait for the suggested sites and for what is worked out of them."""
    show_map(page)
    expect(page.get_by_text("Terugkijken vleit")).to_be_visible()


def patrol(page: Page) -> None:
    """Choose the first stop of a plan that has become as good as it gets."""
    frame = page.frame_locator(MAP).first
    expect(frame.locator(".hk-stop b").first).to_be_visible()
    expect(page.get_by_role("button", name="Stoppen met zoeken")).to_have_count(0)
    choose(page, "Stop bekijken", "stop 1 ·")
    expect(page.get_by_role("heading", name="Waarom stop 1 van team 1 hier")).to_be_visible()


def agree(page: Page) -> None:
    """Have the goal of a placement worked out; nothing is written down."""
    propose(page)
    page.get_by_label("Waarvoor is de camera?").fill("Minder overlast bij de kade")
    write_day(page, "Eerste dag", USED_FROM)
    page.get_by_role("spinbutton", name="Verwachte daling").fill("40")
    page.get_by_label("Kenbaarheid").fill("Borden aan elke toegang tot het gebied")
    page.get_by_role("button", name="Doel doorrekenen").click()
    expect(page.get_by_text("Kleinste daling die te zien is")).to_be_visible()
    page.get_by_role("heading", name="Vastleggen").evaluate(TO_THE_TOP)


def follow_up(page: Page) -> None:
    """Look at the agreement that was begun, and at what came of it."""
    choose(page, "Actie bekijken", "1. Jongerenwerk")
    expect(page.get_by_role("heading", name="Resultaat")).to_be_visible()
    expect(page.get_by_text("Versies: 1 keer gewijzigd")).to_be_visible()
    # The counts of the result, which are drawn last.
    expect(page.get_by_test_id("stDataFrame").last).to_be_visible()


def judge(page: Page) -> None:
    """Write a placement down, and look at what came of it."""
    agree(page)
    page.get_by_role("button", name="Plaatsing vastleggen").click()
    expect(page.get_by_text("Vastgelegd als plaatsing 1")).to_be_visible()
    expect(page.get_by_text("Alle cijfers")).to_be_visible()
    page.get_by_text("Alle cijfers").click()
    expect(page.get_by_text("Kans om de verwachte daling te zien", exact=True)).to_be_visible()
    page.get_by_role("heading", name="Plaatsingen en evaluatie").evaluate(TO_THE_TOP)


def hand_in(page: Page) -> None:
    """Hand in a small file and wait for its preview; nothing is taken in."""
    file = {"name": "meldingen.csv", "mimeType": "text/csv", "buffer": UPLOAD.encode()}
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("button", name="Bestand inlezen")).to_be_visible()


def take_in(page: Page) -> None:
    """Take the small file in, and look at the row of it that is refused."""
    hand_in(page)
    page.get_by_role("button", name="Bestand inlezen").click()
    page.get_by_role("button", name="Naar de geweigerde rijen").click()
    expect(page.get_by_text("Zo herstelt u ze")).to_be_visible()


def walk(page: Page) -> None:
    """Open the round of the first team of the plan that was kept."""
    page.get_by_role("link", name="Team 1").click()
    expect(page.get_by_role("button", name="Aangekomen").first).to_be_visible()


def preview(page: Page) -> None:
    """Wait for the messages of all pages, after which the deck can be made."""
    expect(page.get_by_role("button", name="Deck en verslag maken")).to_be_visible()


def read(page: Page) -> None:
    """Wait for the facts that end a page of words and figures."""
    expect(page.locator("dl.hk-facts").last).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """A picture and how it is made.

    Parameters
    ----------
    name
        Of the file, without its ending.
    page
        Title of the page in the menu.
    act
        What to do on the page, and what to wait for.
    query
        What the link says.
    size
        Width and height of the window, pixels.
    """

    name: str
    page: str
    act: Callable[[Page], None]
    query: Mapping[str, str] = field(default_factory=dict)
    size: tuple[int, int] = DESK


PICTURES = (
    Picture("overzicht", "Overzicht", read, {"thema": "Woninginbraak"}, TALL),
    Picture("hotspots", "Hotspots", show_map, YEAR),
    Picture("hotspot-gekozen", "Hotspots", choose_first, YEAR, TALL),
    Picture("wijk-op-de-telefoon", "Wijk", show_area, {"gebied": "Slikkerveer (wijk)"}, PHONE),
    Picture("twee-periodes", "Hotspots", compare, YEAR | {"kaartbeeld": "Twee periodes"}, TALL),
    Picture("camera", "Camera", propose, YEAR | {"cameras": "2", "bereik": "60"}, TALL),
    Picture("patrouille", "Patrouille", patrol, SHIFT | {"ook": "Woninginbraak"}, TALL),
    Picture("ronde", "Ronde", walk, size=PHONE),
    Picture("camera-vastleggen", "Camera", agree, HALF, TALL),
    Picture("acties", "Acties", follow_up, YEAR, TALL),
    Picture("driehoek", "Driehoek", preview, YEAR, TALL),
    Picture("bewijs", "Bewijs", prove, {"thema": "Woninginbraak"}, TALL),
    Picture("inlezen", "Gegevens", hand_in),
    Picture("themakaart", "Verantwoording", read, YEAR),
    Picture("zwakke-plekken", "Verantwoording", read, YEAR | {"onderdeel": "gegevens"}),
    # Writes a placement down: the page of the camera would show it from then on.
    Picture("camera-evaluatie", "Camera", judge, HALF, TALL),
    # Takes a file in: what comes after it would show other figures.
    Picture("geweigerde-rijen", "Gegevens", take_in),
)


def main() -> int:
    """Make every picture; 1 where there is no Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        program = find_chromium(playwright)
        if program is None:
            print("error: expected a Chromium, found none; run `make tools`", file=sys.stderr)
            return 1
        workspace = create_workspace(Path(folder) / "werkmap", BUNDLED)
        service.setup_workspace(workspace, now=NOW)
        keep_plan(workspace)
        keep_agreements(workspace)
        browser = launch(playwright, program)
        with serve(workspace.root) as app:
            links = read_menu(browser, app.address)
            for picture in PICTURES:
                keep(picture, take(browser, links, picture))
    for path in FOLDER.glob("*.png"):
        if path.stem not in {picture.name for picture in PICTURES}:
            path.unlink()
    return 0


def keep_plan(workspace: Workspace) -> None:
    """Keep the plan of an evening, for the page on which its stops are ticked off."""
    question = PatrolQuestion(
        themes=("jeugdoverlast", "woninginbraak"),
        period=Period(first=date(2018, 1, 1), last=date(2018, 12, 31)),
        begins=datetime(2019, 1, 4, 18, tzinfo=workspace.timezone),
        minutes=240,
        teams=(PatrolTeam(mode=TravelMode.BICYCLE),),
        base=(101_500.0, 431_000.0),
    )
    service.keep_patrol(workspace, service.plan_patrol(workspace, question), now=NOW)


def keep_agreements(workspace: Workspace) -> None:
    """Write two agreements down, of which one was begun, for the page that follows them up."""
    layers = service.list_layers(workspace)
    plan = AgreementPlan(
        kind=ActionKind.YOUTH_WORK,
        parties=(Party.YOUTH_WORK, Party.BOA),
        used=Period(first=date(2018, 7, 1), last=date(2018, 12, 31)),
        themes=("jeugdoverlast",),
        reduction=0.3,
        note="Drie avonden per week langs de vaste plekken",
    )
    youth = service.plan_agreement(
        workspace, service.freeze_area(workspace, "WK059704", layers), plan
    )
    agreed = service.record_agreement(workspace, youth, now=AGREED)
    busy = replace(youth, status=Status.BUSY)
    service.revise_agreement(workspace, agreed, busy, why="Begonnen na de briefing", now=AGREED)
    checks = replace(
        plan,
        kind=ActionKind.INSPECTION,
        parties=(Party.MUNICIPALITY, Party.ENTREPRENEURS),
        themes=("bedrijfsinbraak",),
        measure=Measure.ACTIONS,
        reduction=None,
        to=6,
        note="",
    )
    park = service.freeze_area(workspace, "PARK-DONKERSLOOT", layers)
    service.record_agreement(workspace, service.plan_agreement(workspace, park, checks), now=AGREED)


def read_menu(browser: Browser, address: str) -> dict[str, str]:
    """Return the title of each page in the menu, and its address."""
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    page.goto(address)
    links = page.get_by_role("navigation").get_by_role("link")
    expect(links.first).to_be_visible(timeout=PATIENCE_MS)
    # Before its title a link has the name of its icon.
    menu = {link.inner_text().split()[-1]: link.get_attribute("href") for link in links.all()}
    page.close()
    return {title: href for title, href in menu.items() if href}


def take(browser: Browser, links: Mapping[str, str], picture: Picture) -> bytes:
    """Open a picture's page, do what it asks, and return the window as PNG."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="nl-NL", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{links[picture.page]}?{urlencode(picture.query)}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    picture.act(page)
    drawn = wait_until_still(page)
    context.close()
    return drawn


def wait_until_still(page: Page) -> bytes:
    """Return the window once the app is at rest and two looks at it are the same."""
    wait_for_rest(page)
    before, now = b"", page.screenshot(animations="disabled")
    while now != before:
        before, now = now, page.screenshot(animations="disabled")
    return now


def keep(picture: Picture, drawn: bytes) -> None:
    """Write a picture with few colours and no trace of when it was made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{picture.name}.png"
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    image.quantize(COLOURS, METHOD, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"==> {path.relative_to(ROOT)} ({path.stat().st_size // 1024} kB)")


if __name__ == "__main__":
    sys.exit(main())
