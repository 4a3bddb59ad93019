"""What the server must know before the first visitor: whether people sign in, and by https."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware

from geo.errors import HotspotkaartError
from geo.present.backgrounds import find_background
from geo.views.guard import Guard
from geo.workspace import default_workspace_dir, open_workspace

_AUTH: Final = "auth"


def list_guards() -> list[Middleware]:
    """Return what stands before the app."""
    return [
        Middleware(Guard, sign_in=asks_sign_in, is_secure=is_secure, tiles=_find_tiles()),
    ]


@asynccontextmanager
async def sweep_up(_: Any) -> AsyncIterator[None]:
    """Keep all temporary files in one folder, which goes when the app stops.

    A server that is told to stop ends without the clearing up that Python does by itself.
    """
    with TemporaryDirectory(prefix="hotspotkaart-") as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def asks_sign_in() -> bool:
    """Say whether people must sign in: whether ``secrets.toml`` names a provider."""
    return st.secrets.load_if_toml_exists() and _AUTH in st.secrets


def is_secure() -> bool:
    """Say whether people come by https, as the address says to which a sign-in leads back."""
    if not asks_sign_in():
        return False
    return str(st.secrets[_AUTH].get("redirect_uri", "")).startswith("https://")


def _find_tiles() -> str:
    try:
        background = find_background(open_workspace(default_workspace_dir()).settings)
    except HotspotkaartError:
        # The app itself says what is wrong with the workspace.
        return ""
    if background is None:
        return ""
    parts = urlsplit(background.url)
    return f"{parts.scheme}://{parts.netloc}"
