"""Texts from cards and area files on every part of every page: shown as written, never run."""

import json
import shutil

import pytest
from reading import in_order
from test_every_page import PARTS, named
from visit_drawings import BEGINS, draw_plan, draw_stop, draw_tick

from geo import service
from geo.store import Store
from geo.workspace import BUNDLED_DIR, SETTINGS_FILE, open_workspace

pytestmark = pytest.mark.usefixtures("settled")

# What Markdown, its formulas and signs, HTML and scripts would make something else of.
HOSTILE = "**v** [x](//k) $a$ :material/bolt: <script>a</script> ![](//k)"
# The same for fields in which a few words fit.
SHORT = "**v** [x](//k) $a$ <script>a</script> ![](//k)"
MARKS = ("**v**", "[x](", "$a$", "<script>a", "![](")
# Elements of which Streamlit reads the text as Markdown, or puts it on the page as HTML.
READ = {
    "title", "header", "subheader", "caption", "markdown", "info", "warning", "error", "success",
    "html", "toggle", "checkbox", "radio", "button_group", "button",
}  # fmt: skip


SHIFT = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "dag": "2019-01-04"}
# What people write themselves, into a link or a plan that was kept.
WRITTEN = [
    (
        "patrouille",
        SHIFT
        | {
            "extra": f"102300,430600~{SHORT}~{SHORT}",
            "afspraak": f"20:00~15~102400,430700~1~{SHORT}",
            "punt": "102350,430650",
        },
    ),
    ("patrouille", SHIFT | {"weg": f"{SHORT}~{SHORT}"}),
    ("patrouille", SHIFT | {"extra": SHORT, "afspraak": SHORT, "weg": SHORT, "punt": SHORT}),
    ("ronde", {"plan": SHORT}),
    ("ronde", {"plan": "kept", "team": SHORT}),
    ("ronde", {"plan": "kept", "team": "1"}),
    ("patrouille", {"onderdeel": "Gepland en gedaan"}),
]


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
    _set(root / SETTINGS_FILE)
    _keep_plan(workspace.store_path)
    return root


def _set(path):
    """Let the settings name a base and a purpose of cameras."""
    name = json.dumps(SHORT)
    base = f"[[patrol.bases]]\nname = {name}\nx = 102300.0\ny = 430500.0\n"
    purpose = f"[[camera_purposes]]\nname = {name}\nrange_m = 60\nsource = {name}\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{base}\n{purpose}", encoding="utf-8")


def _keep_plan(path):
    texts = {"label": HOSTILE, "area": HOSTILE, "why": HOSTILE}
    stop = draw_stop(x=102_298.3, y=430_585.6, **texts)
    with Store(path) as store:
        kept = store.patrols.add_plan(draw_plan(stops=[stop]), recorded_at=BEGINS)
        store.patrols.add_ticks([draw_tick(kept)])


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
    assert not list_harm(app)


def list_harm(app):
    """What a browser would make something else of."""
    return [
        (kind, mark, text[max(text.find(mark) - 80, 0) :][:200])
        for kind, text in read_texts(app)
        for mark in MARKS
        if mark in text
    ]


@pytest.mark.parametrize(("page", "query"), WRITTEN)
def test_hostile_texts_that_people_write_do_no_harm(hostile, open_app, page, query):
    (record,) = service.list_patrols(open_workspace(hostile))
    known = query | ({"plan": record.plan_id} if query.get("plan") == "kept" else {})
    app = open_app(hostile, f"geo/views/{page}.py", **known)
    assert not app.exception
    assert app.get("bidi_component") or any("&#42;&#42;v" in text for _, text in read_texts(app))
    assert not list_harm(app)
