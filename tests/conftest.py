from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from proving import Proof

from geo import cli

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

# How long an example takes says more about the machine than about the project.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="repeat each proof often")
    parser.addoption("--proof-seed", type=int, default=1, help="seed of the proofs")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "prove: repeats few times here, many with --prove")


@pytest.fixture
def proof(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Proof:
    options = request.config.option
    return Proof(at_length=options.prove, seed=options.proof_seed, record=record_property)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real data of shared/ is not beside the project")
    return SHARED


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The project's own command: exit code, output and complaints."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["hotspotkaart", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return call
