"""What the papers on security and privacy claim, held against the tests that they name."""

import ast
import re
from pathlib import Path

import pytest
from towns import TOWN

from geo.access import Role, Viewer
from geo.views.reception import list_open
from geo.workspace import SETTINGS_FILE, create_workspace, open_workspace

ROOT = Path(__file__).resolve().parents[1]
PAPERS = [ROOT / "docs" / name for name in ("security.md", "privacy.md")]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def find_tests(name):
    path = ROOT / name
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_test_that_a_paper_names_exists(path):
    named = NAMED.findall(path.read_text(encoding="utf-8"))
    assert named
    missing = [f"{file}::{test}" for file, test in named if test not in find_tests(file)]
    assert missing == []
    assert all(test.startswith("test_") for _, test in named)


def test_the_settings_in_the_paper_can_be_read(tmp_path):
    text = PAPERS[0].read_text(encoding="utf-8")
    (settings,) = [
        block
        for block in re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
        if "[access]" in block
    ]
    workspace = create_workspace(tmp_path / "town", TOWN)
    path = workspace.root / SETTINGS_FILE
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
    access = open_workspace(workspace.root).settings.access
    assert [each.role for each in access.roles] == ["wijkagent", "openbare_orde"]
    assert "signalen" in access.open_sources
    assert "politie" not in access.open_sources


def test_the_roles_in_the_paper_are_the_pages_of_the_app():
    rows = re.findall(r"^\| (\w+) \| (.*?) \| .*? \|$", PAPERS[0].read_text("utf-8"), re.MULTILINE)
    told = {role: text.split(";")[0] for role, text in rows if role in set(Role)}
    assert set(told) == set(Role) - {Role.LOCAL}
    for role, text in told.items():
        titles = [title.split(" (")[0] for title in text.split(", ")]
        assert titles == [entry.title for entry in list_open(Viewer(frozenset({Role(role)})))]
