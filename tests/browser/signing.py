"""A provider of sign-ins with three people, and an app that asks for one."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Page
from requests.adapters import HTTPAdapter
from running import free_port
from urllib3.util import Retry

ROLES = """
[access]
contact = "functioneel beheer, kamer 1.12"
session_hours = {hours}
roles = [
    {{ role = "wijkagent", groups = ["hk-slikkerveer"], wijken = ["WK059706"] }},
    {{ role = "beleid", groups = ["hk-beleid"] }},
]
"""
_SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "only for this test, and long enough"
client_id = "hotspotkaart"
client_secret = "only for this test"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
_USERS = {
    "agent@politie.example": ["hk-slikkerveer", "iedereen"],
    "beleid@gemeente.example": ["hk-beleid"],
    "gast@gemeente.example": ["iedereen"],
}


@contextmanager
def run_provider() -> Iterator[str]:
    """Run an OpenID Connect provider in a process of its own, and hand out its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with requests.Session() as session:
            session.mount(address, HTTPAdapter(max_retries=Retry(connect=12, backoff_factor=0.1)))
            for name, groups in _USERS.items():
                claims = {"groups": groups, "name": "Jansen"}
                session.put(f"{address}/users/{name}", json=claims).raise_for_status()
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask_sign_in(root: Path, address: str, provider: str) -> None:
    """Let the app of a workspace, which people come to at an address, ask for a sign-in."""
    secrets = _SECRETS.format(address=address, provider=provider)
    (root / "secrets.toml").write_text(secrets, encoding="utf-8")


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in as one of the three."""
    page.goto(address)
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_placeholder("sub").fill(name)
    page.get_by_role("button", name="Authorize", exact=True).click()
