"""The folder that is served without a sign-in: nothing of incidents is ever in it."""

import ast
from pathlib import Path

import pytest

from geo.workspace import PROJECT_DIR

STATIC = PROJECT_DIR / "static"
CODE = PROJECT_DIR / "geo"
HARMLESS = {".js", ".css", ".map", ".png", ".svg", ".gif", ".txt", ".md"}
LOCK = "package-lock.json"


def test_the_static_folder_holds_scripts_and_styles_alone():
    if not STATIC.is_dir():
        pytest.skip("the map's scripts are not installed here: `make install` does it")
    files = [path for path in STATIC.resolve().rglob("*") if path.is_file()]
    assert files
    others = {path.name for path in files if path.suffix not in HARMLESS}
    assert others <= {LOCK, "LICENSE"}


def test_no_code_of_ours_writes_to_the_static_folder():
    """The one place that names it asks whether it is there."""
    named = [
        path.relative_to(PROJECT_DIR).as_posix()
        for path in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "static" in Path(node.value).parts
    ]
    assert set(named) <= {"geo/cli/folders.py", "geo/present/assets.py"}
