"""The guard before the app: local visits alone without a sign-in, and safe headers on all."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.present.access_pages import render_outside_page
from geo.views.locality import is_local_visit

# The component of the map needs eval, and Streamlit itself styles and scripts of its own page.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: {tiles}; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_REFUSED: Final = 403
# Policy violation (RFC 6455, section 7.4.1).
_CLOSED: Final = 1008


class Guard:
    """Stand before every request: pages, the socket, downloads, uploads and static files.

    Parameters
    ----------
    app
        What is guarded.
    sign_in
        Says whether people must sign in: then the sign-in decides who enters, and not the machine.
    is_secure
        Says whether people come by https, so that no cookie may go by http.
    tiles
        Where the map's background comes from; empty for none.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        sign_in: Callable[[], bool],
        is_secure: Callable[[], bool],
        tiles: str = "",
    ) -> None:
        self._app = app
        self._sign_in = sign_in
        self._is_secure = is_secure
        self._headers = {name: text.format(tiles=tiles) for name, text in _HEADERS.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with safe headers on its answer, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif not self._sign_in() and not _is_local(scope):
            await _refuse(scope, receive, self._harden(send))
        else:
            await self._app(scope, receive, self._harden(send))

    def _harden(self, send: Send) -> Send:
        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, text in self._headers.items():
                    headers[name] = text
                if self._is_secure():
                    headers["Strict-Transport-Security"] = "max-age=31536000"
                    _secure_cookies(message)
            await send(message)

        return send_hardened


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    headers = Headers(scope=scope)
    # A name that comes twice may say one thing to us and another to who reads the first.
    once = len(headers.getlist("host")) == 1
    return once and is_local_visit(dict(headers), client[0] if client else "")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _CLOSED})
        return
    page = HTMLResponse(render_outside_page(), status_code=_REFUSED)
    await page(scope, receive, send)


def _secure_cookies(message: Message) -> None:
    message["headers"] = [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in message["headers"]
    ]
