import os
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
import typer

from geo.cli import app

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = sorted((ROOT / "setup" / "requirements").glob("*.txt"))
BUNDLED = tomllib.loads((ROOT / "data" / "gemeente.toml").read_text(encoding="utf-8"))
# Written in parts, so that this file is not its own finding.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("anaconda", "org"),
        ("debian", "org"),
    )
)
# A test may speak of "someone", who has no machine.
HOME_PATH = re.compile(r"(?:/home|/Users|/root|[A-Z]:\\Users)[/\\](?!someone\b)\w+")
THIRD_PARTY_SUFFIXES = {
    ".whl", ".tgz", ".woff", ".woff2", ".ttf", ".otf", ".pkl", ".pickle", ".joblib", ".map",
}  # fmt: skip


@cache
def tracked_files() -> tuple[Path, ...]:
    git = shutil.which("git")
    listing = git and subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not listing or listing.returncode != 0:
        pytest.skip("which files are committed is only known in a git checkout")
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def tracked_texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in tracked_files()]


def command_names(command: object, prefix: tuple[str, ...] = ()) -> list[str]:
    children = getattr(command, "commands", None)
    if not children:
        return [" ".join(prefix)]
    return [
        name for key, child in children.items() for name in command_names(child, (*prefix, key))
    ]


def make_targets(text: str) -> set[str]:
    commands = re.findall(r"(?:^|`)make ([a-z -]+?) *(?:#.*)?(?:`|$)", text, flags=re.MULTILINE)
    return {target for command in commands for target in command.split()}


def run_script(copy: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "setup/python.sh"],
        cwd=copy,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def script_copy(tmp_path: Path) -> Path:
    (tmp_path / "setup").mkdir()
    for name in ("python.sh", "apt.sh"):
        shutil.copy(ROOT / "setup" / name, tmp_path / "setup")
    return tmp_path


def test_no_tracked_file_names_a_package_registry() -> None:
    findings = [
        (path.name, host) for path, text in tracked_texts() for host in REGISTRIES if host in text
    ]
    assert findings == []


def test_no_tracked_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    here = str(ROOT) if len(ROOT.parts) > 2 else str(Path.home())
    findings = [
        path.name
        for path, text in tracked_texts()
        if HOME_PATH.search(text) or re.search(rf"{re.escape(here)}\b", text)
    ]
    assert findings == []


def test_npm_lock_pins_by_hash_and_holds_no_download_address() -> None:
    lock = (ROOT / "setup" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_third_party_files_are_installed_and_never_committed() -> None:
    findings = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path.suffix in THIRD_PARTY_SUFFIXES
        or ".min." in path.name
        or {"node_modules", "vendor"} & set(path.relative_to(ROOT).parts)
    ]
    assert findings == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_every_requirement_is_pinned_with_a_hash(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [line for line in lines if re.match(r"\w", line)]
    unpinned = [line for line in requirements if not re.search(r"==.*--hash=sha256:", line)]
    assert requirements
    assert unpinned == []


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=]", name)[0] for name in project["dependencies"]}
    lock = (ROOT / "setup" / "requirements" / "run.txt").read_text(encoding="utf-8")
    assert wanted <= set(re.findall(r"^([\w.-]+)==", lock, flags=re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_places_that_the_papers_name_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:benchmarks|data|docs|geo|models|setup|tests)/[\w./-]*)`", text)
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_that_the_papers_name_exist(document: str) -> None:
    named = make_targets((ROOT / document).read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_readme_gives_the_two_commands() -> None:
    assert {"run", "test"} <= make_targets((ROOT / "README.md").read_text(encoding="utf-8"))


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-1] == "make test"


@pytest.mark.parametrize("command", command_names(typer.main.get_command(app)))
def test_every_command_is_documented_with_an_example(command: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`hotspotkaart {command}" in readme


@pytest.mark.parametrize("setting", ["name", "code", "crs", "timezone"])
def test_code_does_not_name_the_bundled_municipality(setting: str) -> None:
    value = str(BUNDLED[setting]).rpartition("/")[2]
    word = re.compile(rf"(?<![\w.]){re.escape(value)}(?!\w)", re.IGNORECASE)
    code = [ROOT / "app.py", *(ROOT / "geo").rglob("*.py"), *(ROOT / "geo").rglob("*.toml")]
    findings = [path.name for path in code if word.search(path.read_text(encoding="utf-8"))]
    assert findings == []


def test_set_up_without_a_new_enough_python_says_so(script_copy: Path) -> None:
    result = run_script(script_copy, PYTHON="/nowhere/python3")
    assert result.returncode == 1
    assert result.stderr.startswith("error: expected Python 3.11 or newer, got none at /nowhere")
    assert not (script_copy / ".venv").exists()


def test_half_made_environment_is_made_anew_and_a_whole_one_is_kept(script_copy: Path) -> None:
    leftover = script_copy / ".venv" / "leftover"
    leftover.parent.mkdir()
    leftover.touch()
    first = run_script(script_copy)
    second = run_script(script_copy)
    assert first.returncode == 0, first.stderr
    assert not leftover.exists()
    assert "Making .venv" in first.stdout
    assert (second.returncode, second.stdout) == (0, "")
