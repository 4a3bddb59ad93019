from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="repeat each proof often")
    parser.addoption("--proof-seed", type=int, default=1, help="seed of the proofs")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "prove: repeats few times here, many with --prove")


@dataclass(frozen=True)
class Proof:
    """How often a proof repeats, from which seed, and where its figures go."""

    at_length: bool
    seed: int
    record: Callable[[str, object], None]

    def runs(self, few: int, many: int) -> int:
        return many if self.at_length else few

    def note(self, **figures: object) -> None:
        for name, figure in figures.items():
            self.record(name, figure)


@pytest.fixture
def proof(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Proof:
    options = request.config.option
    return Proof(at_length=options.prove, seed=options.proof_seed, record=record_property)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real data of shared/ is not beside the project")
    return SHARED
