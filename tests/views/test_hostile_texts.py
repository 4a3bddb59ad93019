"""Texts from cards and area files on every part of every page: shown as written, never run."""

import json
import shutil

import pytest
from reading import in_order
from test_every_page import PARTS, named

from geo.workspace import BUNDLED_DIR, open_workspace

pytestmark = pytest.mark.usefixtures("settled")

# What Markdown, its formulas and signs, HTML and scripts would make something else of.
HOSTILE = "**v** [x](//k) $a$ :material/bolt: <script>a</script> ![](//k)"
MARKS = ("**v**", "[x](", "$a$", "<script>a", "![](")
# Elements of which Streamlit reads the text as Markdown, or puts it on the page as HTML.
READ = {
    "title", "header", "subheader", "caption", "markdown", "info", "warning", "error", "success",
    "html", "toggle", "checkbox", "radio", "button_group", "button",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(full, tmp_path_factory):
    """The demo with a card and wijken of which every text is hostile."""
    root = shutil.copytree(full, tmp_path_factory.mktemp("kwaad") / "werkmap")
    workspace = open_workspace(root)
    card = (BUNDLED_DIR.parent / "models" / "woninginbraak.toml").read_text(encoding="utf-8")
    title, explanation = (json.dumps(f"{word} {HOSTILE}") for word in ("Kaart", "Uitleg"))
    lines = [line for line in card.splitlines() if not line.startswith(("title", "explanation"))]
    workspace.models_dir.mkdir(exist_ok=True)
    (workspace.models_dir / "woninginbraak.toml").write_text(
        "\n".join([f"title = {title}", f"explanation = {explanation}", *lines]), encoding="utf-8"
    )
    path = workspace.boundaries_dir / "wijken.geojson"
    wijken = json.loads(path.read_text(encoding="utf-8"))
    for feature in wijken["features"]:
        known = feature["properties"]
        known |= {key: f"{value} {HOSTILE}" for key, value in known.items() if key == "name"}
    wijken["metadata"] = wijken.get("metadata", {})
    path.write_text(json.dumps(wijken), encoding="utf-8")
    return root


def read_texts(app):
    """Each text that is read as Markdown or HTML, with the kind of its element."""
    for block in (app.main, app.sidebar):
        for element in in_order(block):
            if element.type in READ:
                yield element.type, str(element.proto)


@pytest.mark.parametrize("part", PARTS, ids=named)
def test_hostile_texts_do_no_harm(hostile, open_app, part):
    page, query, *_ = part
    title = f"Kaart {HOSTILE}"
    known = query | ({"thema": title} if "thema" in query else {})
    if page in (None, "hotspots", "wijk"):
        known["gebied"] = f"Slikkerveer {HOSTILE} (wijk)"
    app = open_app(hostile, page and f"geo/views/{page}.py", **known)
    assert not app.exception
    if page != "gegevens":
        assert any("&#42;&#42;v&#42;" in text for _, text in read_texts(app))
    harm = [
        (kind, mark, text[max(text.find(mark) - 80, 0) :][:200])
        for kind, text in read_texts(app)
        for mark in MARKS
        if mark in text
    ]
    assert not harm
