"""Run every proof at length and write docs/proofs.md: when, where, from which seed, what came out.

A proof is a test with the marker ``prove``; `make test` runs a short version of each.
"""

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPER = ROOT / "docs" / "proofs.md"
PACKAGES = ("duckdb", "geopandas", "numpy", "pandas", "scikit-learn", "shapely")


@dataclass(frozen=True)
class Outcome:
    """How one proof ended."""

    name: str
    passed: bool
    seconds: float
    figures: tuple[tuple[str, object], ...]


class Collector:
    """Gathers the outcomes while pytest runs."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a proof reported, or that it could not start."""
        if report.when == "call" or not report.passed:
            name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            figures = tuple(report.user_properties)
            self.outcomes.append(Outcome(name, report.passed, report.duration, figures))


def main() -> int:
    """Run the proofs; 0 when all hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    collector = Collector()
    arguments = ["-m", "prove", "--prove", "--proof-seed", str(seed), str(ROOT / "tests")]
    status = pytest.main(["-q", *arguments], plugins=[collector])
    if not collector.outcomes:
        return int(status) or 1
    PAPER.parent.mkdir(exist_ok=True)
    PAPER.write_text(write_paper(collector.outcomes, seed=seed), encoding="utf-8")
    print(f"==> Wrote {PAPER.relative_to(ROOT)}")
    return int(status)


def write_paper(outcomes: list[Outcome], *, seed: int) -> str:
    """Compose the report, one section a proof."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    head = (
        "# Proofs\n\n"
        "Written by `make prove`; not edited by hand. `make test` runs a short version of each.\n\n"
        f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
        f"- Machine: {describe_machine()}\n"
        f"- Versions: Python {platform.python_version()}, {versions}\n"
        f"- Seed: {seed}\n"
    )
    return head + "".join(describe_outcome(outcome) for outcome in outcomes)


def describe_machine() -> str:
    """Name the system, the processors and the memory."""
    pages, page_size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * page_size / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB"


def describe_outcome(outcome: Outcome) -> str:
    """Write a section with the verdict and a table of figures."""
    verdict = "Holds" if outcome.passed else "**Does not hold**"
    rows = "".join(f"| {name.replace('_', ' ')} | {value} |\n" for name, value in outcome.figures)
    table = f"\n| figure | value |\n| --- | --- |\n{rows}" if rows else ""
    title = outcome.name[:1].upper() + outcome.name[1:]
    return f"\n## {title}\n\n{verdict}; took {outcome.seconds:.0f} s.\n{table}"


if __name__ == "__main__":
    sys.exit(main())
