import importlib.util
import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from running import serve

from geo.workspace import open_workspace

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).resolve().parents[2] / "setup" / "pictures.py"
SPEC = importlib.util.spec_from_file_location("pictures", SCRIPT)
script = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(script)


@pytest.fixture(scope="module")
def menu(chromium, demo, tmp_path_factory):
    # The steps to one of the pictures take a file in.
    root = shutil.copytree(demo, tmp_path_factory.mktemp("plaatjes") / "werkmap")
    workspace = open_workspace(root)
    script.keep_plan(workspace)
    script.keep_agreements(workspace)
    with serve(root) as app:
        yield script.read_menu(chromium, app.address)


@pytest.mark.parametrize("picture", script.PICTURES, ids=lambda picture: picture.name)
def test_the_steps_to_each_picture_of_the_manual_can_be_walked(chromium, menu, picture):
    drawn = script.take(chromium, menu, picture)
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size == picture.size
        # An empty page has hardly any colours.
        assert len(image.convert("RGB").getcolors(maxcolors=image.width * image.height)) > 100
