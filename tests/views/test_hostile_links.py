"""Links that somebody wrote to do harm: each page stands on its usual values, and runs nothing."""

import ast
from pathlib import Path

import pytest
from reading import facts, said

from geo.views.pages import PAGES

pytestmark = pytest.mark.usefixtures("settled")

VIEWS = Path(__file__).resolve().parents[2] / "geo" / "views"
# Every name that some page reads from its link.
NAMES = [
    "thema",
    "periode",
    "van",
    "tot",
    "gebied",
    "dagdeel",
    "weekdag",
    "hotspot",
    "onderdeel",
    "import",
    "methoden",
    "maand",
    "plan",
    "team",
    "lagen",
    "cameralagen",
    "patrouillelagen",
    "afspraak",
    "extra",
    "weg",
    "punt",
    "stop",
    "basis",
    "einde",
    "soorten",
    "wie1",
    "hoe1",
    "aantal1",
    "snelheid1",
    "dag",
    "dagen",
    "dienst",
    "diensten",
    "begint",
    "eindigt",
    "weekdienst",
    "weken",
    "themakaart",
    "vak",
    "vooruit",
    "halfwaarde",
    "kaartbeeld",
    "samen",
    "toeval",
    "vergelijking",
    "sinds",
    "peildatum",
    "dosering-tot",
    "dosering-weken",
    "toevalsgetal",
    "camera",
    "cameras",
    "doel",
    "bereik",
    "gebruiksweken",
    "eigen-plek",
    "blijft-staan",
    "plaatsing",
    "plek",
    "vakje",
    "ook",
    "ook-in",
    "niet-in",
    "minst-per-plek",
    "meest-per-wijk",
    "tonen",
]
HOSTILE = {
    "markup": "<script>alert(1)</script>![](//k)[x](javascript:alert(1))${alert(1)}",
    "query": "' OR 1=1; DROP TABLE incidents; --",
    "path": "../../../../etc/passwd\x00.csv",
    "digits": "9" * 5000,
    "signs": "\u202e\ufeff\U0001f4a3-1e999",
}


def read_names():
    """Every text by which a view asks for a part of the link, as far as it is said plainly."""
    found = set()
    for path in VIEWS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in {"linked", "linked_many", "linked_day", "linked_number"} or called in {
                "st.query_params.get", "st.query_params.get_all",
            }:  # fmt: skip
                found |= {
                    each.value
                    for each in node.args[:1]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_every_name_that_a_page_reads_is_tried():
    assert read_names() <= set(NAMES)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.title)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_link_leaves_a_page_on_its_usual_values(open_app, full, entry, kind):
    app = open_app(full, f"geo/views/{entry.file}", **dict.fromkeys(NAMES, HOSTILE[kind]))
    assert not app.exception
    shown = facts(app) + said(app.markdown) + said(app.caption) + said(app.warning)
    assert "<script>alert" not in shown
    assert "](javascript" not in shown
    assert "![](//k" not in shown
    assert "root:" not in shown + said(app.error)
