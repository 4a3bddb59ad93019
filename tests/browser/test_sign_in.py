"""Sign-in at a real OpenID Connect provider: who gets in, who does not, and the way out."""

import re
import shutil

import pytest
from playwright.sync_api import expect
from running import PATIENCE_MS, SIZES, free_port, serve
from signing import ROLES, ask_sign_in, run_provider, sign_in
from watching import wait_for_rest

from geo.audit import Act, check_trail, read_uses

pytestmark = pytest.mark.browser


def set_hours(root, original, hours):
    """Say how long a sign-in lasts; the app reads its settings at each run of a page."""
    path = root / "gemeente.toml"
    path.write_text(original + ROLES.format(hours=hours), encoding="utf-8")


@pytest.fixture(scope="module")
def signed(demo, tmp_path_factory):
    """The running app on a copy of the demo, with people who must sign in."""
    root = shutil.copytree(demo, tmp_path_factory.mktemp("aanmelden") / "eigen")
    original = (root / "gemeente.toml").read_text(encoding="utf-8")
    set_hours(root, original, 10)
    port = free_port()
    with run_provider() as provider:
        ask_sign_in(root, f"http://127.0.0.1:{port}", provider)
        with serve(root, port) as app:
            yield app, original


@pytest.fixture
def visit(chromium):
    """Open a window of a named size. The provider's own page calls for styles from elsewhere."""
    contexts = []

    def open_at(size="desktop"):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.route(re.compile(r"https://"), lambda route: route.abort())
        return context.new_page()

    yield open_at
    for context in contexts:
        context.close()


def read_visits(root, *roles):
    """What was done in the app in these roles and no others, the latest first."""
    return [use for use in read_uses(root) if use.roles == roles]


def test_who_signs_in_gets_in_by_their_group_and_out_again(signed, visit, keep_picture):
    (app, original), page = signed, visit()
    page.goto(f"{app.address}/hotspots")
    # Without a sign-in there is neither a menu nor a figure.
    expect(page.get_by_role("button", name="Aanmelden")).to_be_visible()
    expect(page.get_by_role("link", name="Overzicht")).to_have_count(0)
    keep_picture(page, "aanmelden")

    sign_in(page, app.address, "agent@politie.example")
    expect(page.get_by_text("Aangemeld als wijkagent (Slikkerveer)")).to_be_visible()
    wait_for_rest(page)
    expect(page.get_by_role("link", name="Patrouille")).to_be_visible()
    expect(page.get_by_role("link", name="Camera")).to_have_count(0)
    expect(page.get_by_role("link", name="Gegevens")).to_have_count(0)
    keep_picture(page, "aangemeld")
    cookies = {each["name"]: each for each in page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"

    # A link to a page that is not theirs says so.
    page.goto(f"{app.address}/gegevens")
    expect(
        page.get_by_text("De pagina Gegevens hoort niet bij uw rol (wijkagent).")
    ).to_be_visible()
    keep_picture(page, "geen-rol-voor-pagina")

    # The same sign-in, later than it lasts.
    set_hours(app.root, original, 1e-6)
    page.reload()
    expect(page.get_by_text("Uw aanmelding is verlopen.")).to_be_visible()
    expect(page.get_by_role("button", name="Opnieuw aanmelden")).to_be_visible()
    keep_picture(page, "verlopen")
    set_hours(app.root, original, 10)
    page.reload()
    expect(page.get_by_text("Aangemeld als wijkagent")).to_be_visible()

    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/oauth2/end_session*")
    page.get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Aanmelden")).to_be_visible()
    assert "_streamlit_user" not in {each["name"] for each in page.context.cookies()}

    uses = read_visits(app.root, "wijkagent")
    assert check_trail(app.root).faults == ()
    assert uses[-1].act is Act.SIGN_IN
    assert (Act.REFUSED, "Gegevens") in {(use.act, use.what) for use in uses}
    written = (app.root / "audit" / "trail.jsonl").read_text(encoding="ascii")
    assert "agent@politie" not in written
    assert "Jansen" not in written


def test_who_has_no_group_here_reads_whom_to_ask(signed, visit, keep_picture):
    (app, _), page = signed, visit("telefoon")
    sign_in(page, app.address, "gast@gemeente.example")
    expect(page.get_by_role("heading", name="Geen toegang")).to_be_visible()
    expect(page.get_by_text("functioneel beheer, kamer 1.12")).to_be_visible()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()
    expect(page.get_by_role("link", name="Overzicht")).to_have_count(0)
    keep_picture(page, "geen-toegang")
    assert {use.act for use in read_visits(app.root)} == {Act.REFUSED}


def test_a_cookie_that_was_made_by_hand_lets_nobody_in(signed, visit):
    (app, _), page = signed, visit()
    forged = '"{\\"is_logged_in\\": true, \\"sub\\": \\"baas\\", \\"groups\\": [\\"hk-beleid\\"]}"'
    page.context.add_cookies(
        [{"name": "_streamlit_user", "value": forged, "url": app.address, "httpOnly": True}]
    )
    page.goto(app.address)
    expect(page.get_by_role("button", name="Aanmelden")).to_be_visible()
