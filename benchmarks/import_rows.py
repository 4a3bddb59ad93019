"""Many rows of CSV and of Parquet into an empty store, and how fast it answers after that.

Goals on two cores: ten million rows within 300 seconds and 3,000 MB, and each summary question
within a second. The files are made by seed: moments over eight years, places all over Ridderkerk
(some of them outside it, which are refused), now and then an id that comes back. Each import runs
as a process of its own, so that its peak memory is its own too; up to a million rows come in a
second time, as duplicates. A question is asked five times, and the median counts.

Run: ``python benchmarks/import_rows.py [ROWS ...] [csv] [parquet]``, a million of both by default.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from geo import service
from geo.params import Period, Question
from geo.workspace import BUNDLED_DIR, Workspace, create_workspace, open_workspace

ROWS: Final = 1_000_000
SEED: Final = 1
ROUNDS: Final = 5
_PART: Final = 1_000_000
_TOWN: Final = {
    "name": "Ridderkerk",
    "code": "GM0597",
    "crs": 28992,
    "timezone": "Europe/Amsterdam",
}
_CODES: Final = ("1.1.1", "1.2.1", "1.2.3", "2.2.1", "2.5.2", "3.1.1")
_MINUTES: Final = 8 * 365 * 1440
_YEAR: Final = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))


@dataclass(frozen=True)
class Run:
    """What an import answered, and what it took."""

    answer: dict[str, Any]
    seconds: float
    cpu_seconds: float
    peak_mb: float


def main() -> None:
    """Make the files, import each of them twice, ask, and print what it took."""
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or [ROWS]
    kinds = [word for word in sys.argv[1:] if not word.isdigit()] or ["csv", "parquet"]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, seed {SEED}")
    for rows in sizes:
        with tempfile.TemporaryDirectory(prefix="hotspotkaart-import-") as folder:
            _measure(Path(folder), rows, kinds)


def _measure(folder: Path, rows: int, kinds: Sequence[str]) -> None:
    files = [file for file in _write_rows(folder, rows) if file.suffix[1:] in kinds]
    print(f"\n{rows:,} rows")
    print(
        f"{'file':<8} {'MB':>6} {'import':<7} {'seconds':>8} {'cpu s':>7} {'rows/s':>8}"
        f" {'peak MB':>8} {'accepted':>11} {'duplicate':>11} {'refused':>8}"
    )
    for file in files:
        town = _lay_town(folder / f"town-{file.suffix[1:]}")
        for name in ("first", "second")[: 2 if rows <= ROWS else 1]:
            run = _import(town, file)
            told = run.answer
            print(
                f"{file.suffix[1:]:<8} {file.stat().st_size / 1e6:>6.0f} {name:<7}"
                f" {run.seconds:>8.1f} {run.cpu_seconds:>7.1f} {rows / run.seconds:>8,.0f}"
                f" {run.peak_mb:>8.0f} {told['accepted']:>11,} {told['duplicate']:>11,}"
                f" {told['refused']:>8,}",
                flush=True,
            )
        file.unlink()
    _ask_all(open_workspace(town.root))


def _ask_all(workspace: Workspace) -> None:
    print(f"\n{'question':<40} {'first s':>8} {'median s':>9}")
    for what, ask in _questions(workspace).items():
        seconds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ask()
            seconds.append(time.perf_counter() - start)
        print(f"{what:<40} {seconds[0]:>8.2f} {statistics.median(seconds):>9.2f}", flush=True)


def _questions(workspace: Workspace) -> dict[str, Callable[[], object]]:
    layers = service.list_layers(workspace)
    question = Question(theme="woninginbraak", period=_YEAR)
    return {
        "what the store holds": lambda: service.describe_data(workspace),
        "sources": lambda: service.list_sources(workspace),
        "imports": lambda: service.list_imports(workspace),
        **{
            f"summary by {by}": lambda by=by: service.summarise_incidents(workspace, by=by)
            for by in ("theme", "month", "wijk", "park")
        },
        "summary by wijk of a year": lambda: service.summarise_incidents(
            workspace, period=_YEAR, by="wijk"
        ),
        "themes of a year against the one before": lambda: service.compare_themes(
            workspace, _YEAR, layers=layers
        ),
        "one theme of a year": lambda: service.summarise_theme(workspace, question, layers=layers),
    }


def _lay_town(root: Path) -> Workspace:
    workspace = create_workspace(root, _TOWN)
    bundled = open_workspace(BUNDLED_DIR).boundaries_dir
    shutil.copytree(bundled, workspace.boundaries_dir, dirs_exist_ok=True)
    return workspace


def _write_rows(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the same rows as text, and with the types of a database."""
    text, typed = folder / "rows.csv", folder / "rows.parquet"
    parts = _draw(rows)
    first = next(parts)
    with (
        pa.csv.CSVWriter(text, _spell(first).schema) as text_writer,
        pa.parquet.ParquetWriter(typed, first.schema) as typed_writer,
    ):
        while first is not None:
            text_writer.write(_spell(first))
            typed_writer.write(first)
            first = next(parts, None)
    return text, typed


def _draw(rows: int) -> Iterator[pa.Table]:
    rng = np.random.default_rng(SEED)
    codes = np.array(_CODES)
    for first in range(0, rows, _PART):
        count = min(_PART, rows - first)
        start = np.datetime64("2015-01-01", "s") + 60 * rng.integers(0, _MINUTES, count)
        ids = np.arange(first, first + count)
        # Each thousandth row corrects the one before it.
        ids[1::1000] = ids[::1000][: len(ids[1::1000])]
        yield pa.table(
            {
                "id": ids,
                "start": start,
                "end": start + 60 * rng.integers(0, 2880, count),
                "lon": np.round(rng.uniform(4.55, 4.66, count), 6),
                "lat": np.round(rng.uniform(51.84, 51.90, count), 6),
                "code": codes[rng.integers(0, len(codes), count)],
                "remark": pa.repeat("left behind", count),
            }
        )


def _spell(part: pa.Table) -> pa.Table:
    for place, name in ((1, "start"), (2, "end")):
        texts = pc.strftime(part.column(name).cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M")
        part = part.set_column(place, name, texts)
    return part


def _import(town: Workspace, file: Path) -> Run:
    command = [sys.executable, "-m", "geo.cli", "-w", town.root, "--json", "import", file]
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as process:
        told = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = used.ru_utime + used.ru_stime
    return Run(json.loads(told)["files"][0], seconds, cpu, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
