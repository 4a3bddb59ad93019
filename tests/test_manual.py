import ast
import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image

from geo.themes import read_themes
from geo.views.pages import PAGES
from geo.workspace import BUNDLED_DIR, open_workspace

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MANUAL = DOCS / "handleiding.md"
LIMITS = DOCS / "wat-de-kaart-niet-zegt.md"
PAPERS = (ROOT / "README.md", MANUAL, LIMITS)
PICTURES = DOCS / "pictures"
USERS = ("Wijkagent:", "Openbare Orde:", "Beleid:")
# A picture of the whole window that is larger than this makes the manual slow to open.
MOST_BYTES = 200_000


def load_script():
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "setup" / "pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown_pictures(paper):
    """Return the text in place of each picture of a paper, and its file."""
    found = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", paper.read_text(encoding="utf-8"))
    return [(text, (paper.parent / target).resolve()) for text, target in found]


def links(paper):
    return re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", paper.read_text(encoding="utf-8"))


def anchors(paper):
    headings = re.findall(r"^#+ (.+)$", paper.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def bold_words(paper):
    return set(re.findall(r"\*\*([^*]+)\*\*", paper.read_text(encoding="utf-8")))


def screen_words():
    """Every text that the code of the app can show as it is, and the titles of the cards."""
    files = [ROOT / "app.py", *(ROOT / "geo" / "views").rglob("*.py")]
    files += (ROOT / "geo" / "present").rglob("*.py")
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    texts = {
        node.value.strip("*")
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    cards = read_themes(open_workspace(BUNDLED_DIR)).cards
    return texts | {card.title for card in cards.values()}


def test_every_picture_is_made_by_the_script_and_shown_in_a_paper():
    shown = [path for paper in PAPERS for _, path in shown_pictures(paper)]
    files = {path.resolve() for path in PICTURES.iterdir()}
    made = [picture.name for picture in load_script().PICTURES]
    assert set(shown) == files
    assert {path.name for path in files} == {f"{name}.png" for name in made}
    assert len(made) == len(set(made))


def test_every_picture_can_be_read_out():
    for paper in PAPERS:
        for text, path in shown_pictures(paper):
            assert len(text) > 20, path


def test_pictures_are_as_large_as_the_script_says_and_small_files():
    for picture in load_script().PICTURES:
        path = PICTURES / f"{picture.name}.png"
        with Image.open(path) as image:
            assert image.size == picture.size
        assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_links_lead_somewhere(paper):
    for link in links(paper):
        file, _, anchor = link.partition("#")
        target = (paper.parent / file) if file else paper
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_bold_words_of_the_manual_are_on_the_screen():
    assert bold_words(MANUAL) - screen_words() == set()
    assert len(bold_words(MANUAL)) > 20


def test_manual_names_every_page_of_the_menu():
    source = (ROOT / "geo" / "views" / "pages.py").read_text(encoding="utf-8")
    titles = re.findall(r'PageEntry\(\s*"\w+\.py",\s*"([^"]+)"', source)
    assert "Verantwoording" in titles
    assert set(titles) <= bold_words(MANUAL)


def test_manual_has_a_part_for_each_user_and_leads_to_the_limits():
    headings = re.findall(r"^## (.+)$", MANUAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for user in USERS:
        assert any(heading.startswith(user) for heading in headings)
    assert LIMITS.name in links(MANUAL)
    assert f"docs/{LIMITS.name}" in links(PAPERS[0])
    assert "voorspel" not in MANUAL.read_text(encoding="utf-8").lower()


def test_every_page_of_the_menu_has_a_picture_and_a_name_in_the_manual():
    titles = {entry.title for entry in PAGES}
    assert {picture.page for picture in load_script().PICTURES} == titles
    assert titles <= bold_words(MANUAL)
