"""Which visits come from this machine alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from geo.views.guard import Guard
from geo.views.locality import is_local_address, is_local_visit

HERE = {"Host": "127.0.0.1:8501"}


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST", "[::1]"]
)
def test_a_browser_on_this_machine_is_local(host):
    assert is_local_visit({"Host": host}, "127.0.0.1")
    assert is_local_visit({"host": host}, "::1")
    assert is_local_visit({"HOST": host}, None)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "hotspotkaart.gemeente.nl",
        "localhost.evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "localhost:8501@evil.example",
        "localhost:",
        "localhost:80:80",
        "localhost:\uff18\uff15",
        "0.0.0.0:8501",
        "192.168.1.4",
        " localhost",
        "127.0.0.1, evil.example",
    ],
)
def test_another_name_is_not(host):
    assert not is_local_visit({"Host": host}, "127.0.0.1")


@pytest.mark.parametrize(
    "name",
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "x-forwarded-anything",
        "X-Real-IP",
        "Via",
        "X-Original-Host",
    ],
)
@pytest.mark.parametrize("value", ["127.0.0.1", "", "for=localhost"])
def test_what_comes_through_another_machine_is_not(name, value):
    assert not is_local_visit(HERE | {name: value}, "127.0.0.1")


@pytest.mark.parametrize("client", ["192.168.1.4", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", ""])
def test_another_machine_is_not(client):
    assert not is_local_visit(HERE, client)


def test_addresses_of_this_machine():
    assert all(map(is_local_address, ("127.0.0.1", "127.1.2.3", "::1", "localhost")))
    assert is_local_address("::ffff:127.0.0.1")
    anywhere = "0.0.0.0"  # noqa: S104 - an address to be refused
    assert not any(map(is_local_address, (anywhere, "::", "", "10.0.0.1", "evil.example")))


@given(st.text(), st.text())
def test_whatever_is_sent_is_answered(host, client):
    assert is_local_visit({"Host": host}, client) in (True, False)


async def _answer(_):
    answer = PlainTextResponse("figures")
    answer.set_cookie("session", "1", httponly=True, samesite="lax")
    return answer


async def _talk(socket):
    await socket.accept()
    await socket.send_text("figures")
    await socket.close()


def guarded(*, sign_in=False, is_secure=False, tiles="", client="127.0.0.1"):
    inner = Starlette(routes=[Route("/media/x", _answer), WebSocketRoute("/stream", _talk)])
    guard = Guard(inner, sign_in=lambda: sign_in, is_secure=lambda: is_secure, tiles=tiles)
    return TestClient(guard, base_url="http://127.0.0.1:8501", client=(client, 50000))


def test_a_local_visit_is_answered_with_safe_headers():
    answer = guarded().get("/media/x")
    assert answer.text == "figures"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["referrer-policy"] == "same-origin"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "http" not in policy
    assert "strict-transport-security" not in answer.headers


def test_tiles_are_the_one_thing_that_may_come_from_elsewhere():
    policy = (
        guarded(tiles="https://tiles.example").get("/media/x").headers["content-security-policy"]
    )
    assert "img-src 'self' data: blob: https://tiles.example;" in policy
    assert policy.count("https://") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "hotspotkaart.gemeente.nl"},
        {"X-Forwarded-For": "10.0.0.1"},
        {"Forwarded": "for=10.0.0.1"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "10.0.0.1"},
    ],
)
def test_without_a_sign_in_who_comes_from_elsewhere_gets_a_dutch_page_and_no_socket(headers):
    answer = guarded().get("/media/x", headers=headers)
    assert answer.status_code == 403
    assert "figures" not in answer.text
    assert 'lang="nl"' in answer.text
    assert "secrets.toml" in answer.text
    assert "x-content-type-options" in answer.headers
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        guarded().websocket_connect("/stream", headers=HERE | headers) as socket,
    ):
        socket.receive_text()
    assert refused.value.code == 1008


def test_without_a_sign_in_another_machine_gets_nothing():
    assert guarded(client="10.0.0.7").get("/media/x").status_code == 403


def test_a_host_that_is_named_twice_gets_nothing():
    answer = guarded().get("/media/x", headers=[("Host", "localhost"), ("Host", "evil.example")])
    assert answer.status_code == 403


def test_with_a_sign_in_it_is_the_sign_in_that_decides():
    answer = guarded(sign_in=True, client="10.0.0.7").get(
        "/media/x", headers={"Host": "hotspotkaart.gemeente.nl", "X-Forwarded-For": "10.0.0.1"}
    )
    assert answer.text == "figures"


def test_over_https_no_cookie_goes_by_http():
    answer = guarded(sign_in=True, is_secure=True).get("/media/x")
    cookie = answer.headers["set-cookie"]
    assert "; Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_a_socket_of_this_machine_is_let_through():
    with guarded().websocket_connect("/stream", headers=HERE) as socket:
        assert socket.receive_text() == "figures"
