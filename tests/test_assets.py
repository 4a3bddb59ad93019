import json
from pathlib import Path

import pytest

from geo.errors import HotspotkaartError
from geo.present import assets

BROWSER = Path(__file__).resolve().parents[1] / "setup" / "browser"


def test_scripts_are_linked_on_this_machine_only():
    for name, address in assets.link_assets((*assets.SCRIPTS, *assets.STYLES)):
        assert address == f"../../app/static/vendor/{name}"
        assert (assets.VENDOR_DIR / name).is_file()


def test_styles_carry_their_images():
    styles = "".join(assets.read_styles())
    assert "url(images/" not in styles
    assert "url(data:image/png;base64," in styles


def test_missing_scripts_are_a_failure_that_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "VENDOR_DIR", tmp_path)
    with pytest.raises(HotspotkaartError) as caught:
        assets.read_scripts()
    assert caught.value.key == "assets-missing"
    assert "make install" in str(caught.value)


def test_lock_pins_what_is_asked_for_and_names_no_address():
    wanted = json.loads((BROWSER / "package.json").read_text())["dependencies"]
    text = (BROWSER / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert "://" not in text
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
        assert packages[f"node_modules/{name}"]["integrity"].startswith("sha512-")
