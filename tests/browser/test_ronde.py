"""The round of a team on a phone: ticked off, with the connection gone, and read by everybody."""

from contextlib import ExitStack
from datetime import datetime

import pytest
from playwright.sync_api import Error, expect
from running import PATIENCE_MS, SIZES, serve
from visit_drawings import SQUARE, ZONE, draw_plan, draw_stop
from watching import ENGLISH, visible_words, wait_for_rest

from geo.patrol_ticks import Finding, TickKind
from geo.store import Store
from geo.workspace import open_workspace

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='binnen'\"> ${7*7} {{7*7}}"
SAVED = "Alles is bewaard."
GONE = "Geen verbinding"
# What Streamlit says to the developer when it opens its notice.
NOTICE = "Streamlit server is not responding"
# How many ticks the phone still holds.
HELD = "Object.keys(localStorage).filter((name) => name.startsWith('hotspotkaart-')).length"
# A thumb needs 44 pixels.
LEAST_PX = 44


def keep(root, plan=None):
    """Keep a plan in the workspace of a running app; return its id."""
    with Store(open_workspace(root).store_path) as store:
        return store.patrols.add_plan(
            plan or draw_plan(), recorded_at=datetime.now(tz=ZONE)
        ).plan_id


def read_ticks(root, plan_id):
    with Store(open_workspace(root).store_path) as store:
        return store.patrols.read_ticks(plan_id)


def tell(root, plan_id):
    """What the store holds of a plan, in the order of ticking."""
    return [(tick.team, tick.stop, tick.kind) for tick in read_ticks(root, plan_id)]


@pytest.fixture
def phone(chromium):
    """A phone of which the connection may go: what its browser says of that is no fault."""
    width, height = SIZES["telefoon"]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def open_round(page, address, plan_id, team=1):
    page.goto(f"{address}/ronde?plan={plan_id}&team={team}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ronde van team {team}")
    expect(page.get_by_role("status")).to_contain_text(SAVED)


def tick(page, label):
    page.get_by_role("button", name=label, exact=True).locator("visible=true").click()


def head(page, number, label):
    return page.get_by_role("button", name=f"{number} {label}")


def test_a_team_ticks_its_round_off_and_the_next_stop_opens(demo, address, open_page, keep_picture):
    page = open_page("telefoon")
    plan_id = keep(demo)
    open_round(page, address, plan_id)
    expect(head(page, 1, "Jeugdoverlast 1")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("12 meldingen in de laatste 28 dagen").first).to_be_visible()
    tick(page, "Aangekomen")
    expect(page.get_by_text("ter plaatse, van 15 minuten")).to_be_visible()
    keep_picture(page, "ronde-ter-plaatse")
    tick(page, "Bijzonderheid")
    tick(page, "Verlichting kapot")
    tick(page, "Vertrokken")
    expect(head(page, 2, "Jeugdoverlast 2")).to_have_attribute("aria-expanded", "true")
    expect(head(page, 2, "Jeugdoverlast 2")).to_be_focused()
    tick(page, "Niets aangetroffen")
    expect(page.get_by_text("2 van 3 bezocht")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(SAVED)
    assert tell(demo, plan_id) == [
        (1, 1, TickKind.ARRIVED),
        (1, 1, TickKind.PARTICULAR),
        (1, 1, TickKind.LEFT),
        (1, 2, TickKind.NOTHING_FOUND),
    ]
    assert read_ticks(demo, plan_id)[1].finding is Finding.LIGHTING
    assert page.evaluate(HELD) == 0
    # Another phone of the team sees the same.
    other = open_page("telefoon")
    open_round(other, address, plan_id)
    expect(other.get_by_text("2 van 3 bezocht")).to_be_visible()


def test_with_the_server_gone_the_round_goes_on_and_no_tick_is_lost_or_kept_twice(
    own_app, phone, keep_picture
):
    said = []
    phone.on("console", lambda message: said.append(message.text))
    plan_id = keep(own_app.root)
    open_round(phone, own_app.address, plan_id)
    tick(phone, "Aangekomen")
    own_app.stop()
    expect(phone.get_by_role("status")).to_contain_text("1 vinkje staat op deze telefoon")
    # The app's own notice comes after a few seconds, and must not lie over the buttons.
    if not any(NOTICE in text for text in said):
        phone.wait_for_event("console", lambda message: NOTICE in message.text)
    tick(phone, "Vertrokken")
    tick(phone, "Aangekomen")
    tick(phone, "Niets aangetroffen")
    expect(phone.get_by_role("status")).to_contain_text("4 vinkjes staan op deze telefoon")
    expect(phone.get_by_text("2 van 3 bezocht")).to_be_visible()
    assert phone.get_by_role("dialog").count() == 0
    assert not ENGLISH.search(visible_words(phone)), ENGLISH.search(visible_words(phone))
    keep_picture(phone, "ronde-zonder-verbinding")
    with ExitStack() as again:
        again.enter_context(serve(own_app.root, int(own_app.address.rsplit(":", 1)[1])))
        expect(phone.get_by_role("status")).to_contain_text(SAVED)
        assert tell(own_app.root, plan_id) == [
            (1, 1, TickKind.ARRIVED),
            (1, 1, TickKind.LEFT),
            (1, 2, TickKind.ARRIVED),
            (1, 2, TickKind.NOTHING_FOUND),
        ]
        assert phone.evaluate(HELD) == 0
        phone.context.close()


def test_ticks_outlive_a_page_that_is_loaded_anew_with_the_cable_out(demo, address, phone):
    plan_id = keep(demo)
    open_round(phone, address, plan_id)
    phone.context.set_offline(offline=True)
    expect(phone.get_by_role("status")).to_contain_text(GONE)
    tick(phone, "Aangekomen")
    tick(phone, "Vertrokken")
    expect(phone.get_by_role("status")).to_contain_text("2 vinkjes staan op deze telefoon")
    with pytest.raises(Error):
        phone.reload()
    phone.context.set_offline(offline=False)
    open_round(phone, address, plan_id)
    assert tell(demo, plan_id) == [(1, 1, TickKind.ARRIVED), (1, 1, TickKind.LEFT)]
    expect(phone.get_by_text("1 van 3 bezocht")).to_be_visible()


def test_a_tick_that_was_made_by_mistake_is_taken_back_before_it_is_sent(demo, address, open_page):
    page = open_page("telefoon")
    plan_id = keep(demo)
    open_round(page, address, plan_id)
    tick(page, "Vertrokken")
    head(page, 1, "Jeugdoverlast 1").click()
    tick(page, "Ongedaan maken")
    expect(page.get_by_text("0 van 3 bezocht")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(SAVED)
    tick(page, "Aangekomen")
    expect(page.get_by_role("button", name="Ongedaan maken")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text(SAVED)
    assert tell(demo, plan_id) == [(1, 1, TickKind.ARRIVED)]


def test_whoever_puts_the_phone_away_has_sent_what_was_ticked(demo, address, open_page):
    page = open_page("telefoon")
    plan_id = keep(demo)
    open_round(page, address, plan_id)
    tick(page, "Aangekomen")
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()
    # What a browser says when another app comes in front.
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(page.get_by_role("button", name="Ongedaan maken")).to_have_count(0, timeout=4000)
    assert tell(demo, plan_id) == [(1, 1, TickKind.ARRIVED)]


def test_the_round_is_for_keyboards_thumbs_and_everybody(
    demo, address, open_page, check_accessibility, keep_picture
):
    page = open_page("telefoon")
    plan_id = keep(demo)
    open_round(page, address, plan_id)
    head(page, 1, "Jeugdoverlast 1").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bijzonderheid").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Wat is er bijzonder?")).to_be_visible()
    check_accessibility(page)
    for button in page.locator(".round :is(button, a)").all():
        if button.is_visible():
            assert button.bounding_box()["height"] >= LEAST_PX, button.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bijzonderheid: Overlast gaande")).to_be_visible()
    assert not ENGLISH.search(visible_words(page)), ENGLISH.search(visible_words(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    keep_picture(page, "ronde-bijzonderheid")


def test_the_next_stop_opens_in_the_map_app_of_the_phone(demo, address, open_page):
    page = open_page("telefoon")
    plan_id = keep(demo)
    open_round(page, address, plan_id)
    link = page.get_by_role("link", name="Route op de kaart").first
    # Of the drawn square, within a few metres by the formula of Schreutelkamp (2001) too.
    expect(link).to_have_attribute(
        "href", "geo:51.85585,4.58885?q=51.85585,4.58885(1.%20Jeugdoverlast%201)"
    )
    expect(page.get_by_text("51.85585, 4.58885").first).to_be_visible()


def test_what_people_wrote_is_shown_as_text_and_nothing_else(demo, address, open_page):
    page = open_page("telefoon")
    stop = draw_stop(place=SQUARE, label=HOSTILE, area=HOSTILE, why=HOSTILE)
    plan_id = keep(demo, draw_plan(stops=[stop], contacts={SQUARE: HOSTILE}))
    open_round(page, address, plan_id)
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    expect(page.get_by_text(f"Contactpunt: {HOSTILE}")).to_be_visible()
    assert page.locator(".round img").count() == 0
    assert page.title() != "binnen"


def test_without_a_plan_in_the_link_people_choose_a_round(
    demo, address, open_page, check_accessibility, keep_picture
):
    page = open_page("telefoon")
    plan_id = keep(demo)
    page.goto(f"{address}/ronde")
    # The one that was kept last comes first.
    expect(page.get_by_text("0 van 4 stops bezocht").first).to_be_visible()
    wait_for_rest(page)
    check_accessibility(page)
    keep_picture(page, "ronde-kiezen")
    page.get_by_role("link", name="Team 2: boa's, op de fiets").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ronde van team 2")
    assert plan_id in page.url
