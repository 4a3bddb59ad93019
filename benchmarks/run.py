"""Run every benchmark and write what came of it to RESULTS.md.

Each section is a process of its own and is kept as soon as it is measured, so that one can be
measured anew without the others. A new benchmark is a line in `SECTIONS`.
Run: ``python benchmarks/run.py [--seed N ...] [--only NAME ...] [--quick | --all]``.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

import areas_join
import camera_sites
import dbscan_peers
import evidence
import patrols
from harness import Goal, Scale, Section, UnequalAnswersError, time_once
from machine import describe_load, describe_machine
from results import Measured, keep, read_kept, write_paper
from scripts import Aim, Paper, Script
from speed.sizes import SIZES, Crowd

from geo.workspace import PROJECT_DIR

PAPER: Final = PROJECT_DIR / "benchmarks" / "RESULTS.md"
KEPT: Final = PROJECT_DIR / "benchmarks" / "measured"
PACKAGES: Final = (
    "numpy", "numba", "pandas", "shapely", "geopandas", "scikit-learn", "scipy", "duckdb",
    "streamlit", "dbscan", "sedonadb", "esda", "spopt", "pyvroom",
)  # fmt: skip


_COUNTRY: Final = "10,000,000 points in 3,340 wijken, hotspots ranked"
_CSV: Final = "1,000,000 CSV rows into the store"
_ROWS: Final = "10,000,000 rows into the store"
_ANALYSIS: Final = "each analysis of 1,000,000 incidents"
# Where figures stand in what the programs print.
_IMPORTED: Final = r"^(?:csv|parquet) +\d+ first"
_WORKER: Final = r"^ +50,000,000 +tiles, Dask.* (\d+)$"


class Entry(NamedTuple):
    """A benchmark of the list: a short name, and what is measured.

    ``has_quick`` says whether it has a small size. ``is_long`` takes up to an hour, and is run only
    where everything is asked for. ``is_seeded`` is measured for each seed, else for the first.
    """

    name: str
    measure: Callable[[Scale], Section]
    has_quick: bool = False
    is_long: bool = False
    is_seeded: bool = False


def list_elsewhere(scale: Scale) -> Section:
    """List the speeds that were asked for and that no benchmark measures."""
    del scale
    goals = (
        Goal(2, "first `make run` until the app answers, on a fresh machine", 240, "s", None),
        Goal(2, "`make test`", 600, "s", None),
        Goal(8, "one case of `make fuzz`", 5, "s", None),
        Goal(8, "memory of one case of `make fuzz`", 1_000, "MB", None),
    )
    lines = (
        "They need a machine that was just set up, or stand in the output of the target itself.",
    )
    return Section("Speeds that no benchmark measures", lines, goals)


SECTIONS: Final = (
    Entry("dbscan", dbscan_peers.measure, has_quick=True, is_seeded=True),
    Entry("join", areas_join.measure, has_quick=True, is_seeded=True),
    Entry("evidence", evidence.measure, has_quick=True, is_seeded=True),
    Entry("cameras", camera_sites.measure, has_quick=True, is_seeded=True),
    Entry("patrols", patrols.measure, has_quick=True),
    Entry(
        "import",
        Script(
            "Import of CSV",
            "import_rows.py",
            (
                Aim(2, _CSV, 60, "s", rf"{_IMPORTED} +([\d.]+)"),
                Aim(2, _CSV, 2_000, "MB", rf"{_IMPORTED} +[\d.]+ +[\d.]+ +[\d,]+ +(\d+)"),
            ),
            words=("1000000", "csv"),
        ).measure,
    ),
    Entry(
        "import-large",
        Script(
            "Import of ten million rows",
            "import_rows.py",
            (
                Aim(9, _ROWS, 300, "s", rf"{_IMPORTED} +([\d.]+)"),
                Aim(9, _ROWS, 3_000, "MB", rf"{_IMPORTED} +[\d.]+ +[\d.]+ +[\d,]+ +(\d+)"),
                Aim(9, "a summary question of them", 1, "s", r"^\D.{39} +[\d.]+ +([\d.]+)$"),
            ),
            words=("10000000", "csv", "parquet"),
        ).measure,
        is_long=True,
    ),
    Entry("real", Script("All real files, a workspace each", "real_files.py").measure),
    Entry(
        "million",
        Script(
            "A million incidents",
            "million.py",
            (Aim(9, _ANALYSIS, 30, "s", r"^.{36} +\d+ +[\d.]+ s +([\d.]+) s"),),
            words=("--seeds", "1", "2"),
        ).measure,
    ),
    Entry(
        "tiles",
        Script(
            "Tiles, in one process and on Dask",
            "tiles.py",
            (Aim(9, "memory of a Dask worker at 50,000,000 points", 2_000, "MB", _WORKER),),
            words=("1000000", "10000000", "50000000"),
        ).measure,
        is_long=True,
    ),
    Entry(
        "country",
        Script(
            "A country in one command",
            "country.py",
            (
                Aim(9, _COUNTRY, 60, "s", r"^([\d.]+) s \("),
                Aim(9, _COUNTRY, 4_000, "MB", r"peak ([\d,]+) MB"),
            ),
            takes_seed=True,
        ).measure,
        is_seeded=True,
    ),
    Entry(
        "report",
        Script(
            "Deck and report",
            "report.py",
            (
                Aim(
                    7,
                    "deck and report of 12 themes x 12 wijken",
                    60,
                    "s",
                    r"^\w+ +12 +12 +([\d.]+)",
                ),
            ),
        ).measure,
    ),
    Entry(
        "soak",
        Paper(
            "Twenty sessions for ten minutes (`make soak`)",
            "docs/reliability.md",
            (
                Aim(8, "median answer", 2, "s", r"^\| median answer \| ([\d.]+) s"),
                Aim(8, "growth of memory", 10, "%", r"^\| growth after.* \| (-?[\d.]+)%"),
                Aim(8, "errors", 0, "", r"^\| errors \| (\d+)"),
            ),
        ).measure,
    ),
    Entry("recall", Script("Planted hotspots", "demo_recall.py").measure, is_long=True),
    Entry("backtests", Script("Back-tests", "backtests.py").measure, is_long=True),
    Entry(
        "app",
        Script(
            "The app",
            "app_speed.py",
            tuple(
                Aim(
                    3,
                    f"{what}, slowest page, {size.incidents:,} incidents",
                    limit_s,
                    "s",
                    rf"^\| {size.incidents:,} +\|[^|]*{what} *\|[^|]+\| ([\d.]+)",
                )
                for size in SIZES
                for what, limit_s in (
                    ("new question", size.server_seconds),
                    ("on the screen", size.browser_seconds),
                    ("sessions side by side", Crowd.target_seconds),
                )
            ),
        ).measure,
        is_long=True,
    ),
    Entry("elsewhere", list_elsewhere),
)


def main() -> None:
    """Measure what is asked for, keep it, and write the paper; end with an error where one did."""
    options = _read_options()
    entries = [entry for entry in SECTIONS if _is_asked(entry, options)]
    seeds = options.seed[:1] if options.quick else options.seed
    failed = []
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing) if options.quick else KEPT
        for entry in entries:
            for seed in seeds if entry.is_seeded else seeds[:1]:
                told = f"{entry.name}, seed {seed}"
                print(f"==> {told}", file=sys.stderr, flush=True)
                try:
                    seconds, measured = time_once(
                        partial(_measure, entry, Scale(seed, options.quick))
                    )
                except (UnequalAnswersError, RuntimeError) as problem:
                    print(f"==> {told} FAILED: {problem}", file=sys.stderr, flush=True)
                    failed.append(entry.name)
                else:
                    print(f"    took {seconds:.0f} s", file=sys.stderr, flush=True)
                    keep(folder, entry.name, measured)
        paper = write_paper({entry.name: read_kept(folder, entry.name) for entry in SECTIONS})
    if options.quick:
        print(paper)
    else:
        PAPER.write_text(paper, encoding="utf-8")
        print(f"==> Wrote {PAPER.relative_to(PROJECT_DIR)}")
    sys.exit(bool(failed))


def _is_asked(entry: Entry, options: argparse.Namespace) -> bool:
    if options.only:
        return entry.name in options.only
    return entry.has_quick if options.quick else options.all or not entry.is_long


def _measure(entry: Entry, scale: Scale) -> Measured:
    load, now = describe_load(), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        section = alone.submit(entry.measure, scale).result()
    return Measured(scale.seed, now, load, describe_machine(PACKAGES), section)


def _read_options() -> argparse.Namespace:
    names = [entry.name for entry in SECTIONS]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="one or more")
    parser.add_argument("--only", nargs="+", choices=names, default=[], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="small sizes, printed only")
    parser.add_argument("--all", action="store_true", help="those that take an hour as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
