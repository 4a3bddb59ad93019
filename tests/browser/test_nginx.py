"""nginx in front of the app, started with the configuration of the manual for operations."""

import shutil

import pytest
import urllib3
from playwright.sync_api import expect
from proxying import NAME, find_nginx, run_nginx
from running import PATIENCE_MS, free_port, serve
from signing import ROLES, ask_sign_in, run_provider, sign_in
from watching import wait_for_rest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_nginx() is None, reason="no nginx on this machine"),
]
HTTPS = f"https://{NAME}"
SAFE = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}
# Made by hand in the page: whether it opens or is closed.
SOCKET = """
() => new Promise((told) => {
    const socket = new WebSocket(`wss://${location.host}/_stcore/stream`);
    socket.onopen = () => { socket.close(); told("open"); };
    socket.onerror = () => told("refused");
})
"""


@pytest.fixture
def visit(start_chromium):
    """Open a window to which the name of the manual is the nginx of this test."""
    contexts = []

    def open_to(proxy):
        browser = start_chromium(proxy.rules)
        # The certificate is signed by nobody.
        context = browser.new_context(locale="nl-NL", ignore_https_errors=True)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_to
    for context in contexts:
        context.close()


def ask_health(proxy, folder, *, own_address):
    """Ask as a machine with an address of its own would, and check the certificate."""
    with urllib3.HTTPSConnectionPool(
        "127.0.0.1",
        proxy.https,
        ca_certs=str(folder / "own.pem"),
        server_hostname=NAME,
        source_address=(own_address, 0),
    ) as pool:
        return pool.request("GET", "/healthz", headers={"Host": NAME}).status


def test_without_a_sign_in_nobody_gets_through(demo, tmp_path, visit):
    port = free_port()
    with serve(demo, port) as app, run_nginx(tmp_path, port) as proxy:
        page = visit(proxy)
        answer = page.goto(HTTPS)
        assert answer.status == 403
        expect(page.get_by_role("heading", name="hier niet bereikbaar")).to_be_visible()
        assert page.evaluate(SOCKET) == "refused"
        assert page.goto(f"{HTTPS}/_stcore/health").status == 403
        # The machine itself goes on as before.
        assert page.goto(app.address).status == 200


def test_who_signs_in_works_through_it_as_without(demo, tmp_path, visit, keep_picture):
    root = shutil.copytree(demo, tmp_path / "eigen")
    with (root / "gemeente.toml").open("a", encoding="utf-8") as settings:
        settings.write(ROLES.format(hours=10))
    port = free_port()
    with run_provider() as provider:
        ask_sign_in(root, HTTPS, provider)
        with serve(root, port), run_nginx(tmp_path, port) as proxy:
            page = visit(proxy)
            answer = page.goto(f"http://{NAME}/hotspots?thema=woninginbraak")
            assert page.url == f"{HTTPS}/hotspots?thema=woninginbraak"
            assert answer.headers.keys() >= SAFE
            # Neither which nginx it is nor which server is behind it.
            assert answer.headers["server"] == "nginx"
            assert page.evaluate(SOCKET) == "open"
            expect(page.get_by_role("button", name="Aanmelden")).to_be_visible()
            expect(page.get_by_role("link", name="Overzicht")).to_have_count(0)

            sign_in(page, HTTPS, "agent@politie.example")
            expect(page.get_by_text("Aangemeld als wijkagent (Slikkerveer)")).to_be_visible()
            wait_for_rest(page)
            expect(page.get_by_role("link", name="Patrouille")).to_be_visible()
            keep_picture(page, "achter-nginx")
            cookies = {each["name"]: each for each in page.context.cookies(HTTPS)}
            assert all(each["secure"] for each in cookies.values()), cookies
            assert cookies["_streamlit_user"]["httpOnly"]
            assert cookies["_streamlit_user"]["sameSite"] == "Lax"

            # A filter changes over the socket alone.
            page.goto(f"{HTTPS}/gegevens")
            expect(page.get_by_text("hoort niet bij uw rol (wijkagent)")).to_be_visible()
            # Whoever monitors sits on this machine; all others nginx refuses itself.
            assert ask_health(proxy, tmp_path, own_address="127.0.0.1") == 200
            assert ask_health(proxy, tmp_path, own_address="127.0.0.2") == 403
