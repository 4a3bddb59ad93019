"""What the papers for those who run and answer for the app claim, held against what there is."""

import ast
import configparser
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.settings import RetentionRule

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
# Each claim in these names the test that carries it.
CLAIMING = [
    path
    for path in (DOCS / name for name in ("operations.md", "privacy.md", "security.md"))
    if path.exists()
]
OPERATIONS = DOCS / "operations.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def find_tests(name: str) -> set[str]:
    path = ROOT / name
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def block(language: str) -> str:
    """Return the first block of a language in the paper for operations."""
    text = OPERATIONS.read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", CLAIMING, ids=lambda path: path.name)
def test_every_test_that_a_paper_names_exists(path: Path) -> None:
    named = NAMED.findall(path.read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [f"{file}::{test}" for file, test in named if test not in find_tests(file)] == []
    assert all(test.startswith("test_") for _, test in named)


def test_a_test_that_is_not_there_would_be_found() -> None:
    assert "test_that_nobody_wrote" not in find_tests("tests/test_documents.py")
    assert find_tests("tests/test_that_is_not_there.py") == set()


def test_the_unit_starts_the_app_by_a_command_that_exists() -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(block("ini"))
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/.venv/bin/hotspotkaart")
    asked = CliRunner().invoke(app, [*words, "--help"])
    assert (asked.exit_code, "Open the app on this machine." in asked.output) == (0, True)
    assert CliRunner().invoke(app, [*words, "--no-such-option", "--help"]).exit_code == 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    program = re.compile(r"(?<=^ExecStart=)\S+", re.MULTILINE)
    unit = tmp_path / "hotspotkaart.service"
    # Where the paper installs it there is nothing here; whatever else it says is looked at.
    unit.write_text(program.sub(sys.executable, block("ini")), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_proxy_takes_files_as_large_as_the_app_does() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    most = re.search(r"client_max_body_size (\d+)m;", block("nginx"))
    assert most is not None
    assert int(most[1]) == config["server"]["maxUploadSize"]
    assert block("nginx").count(f"127.0.0.1:{config['server']['port']};") == 2


def test_the_retention_rule_of_the_paper_can_be_set() -> None:
    (rule,) = tomllib.loads(block("toml"))["retention"]
    assert RetentionRule.model_validate(rule).term == "60 months"
