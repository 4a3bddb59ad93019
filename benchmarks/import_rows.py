"""A million rows of CSV into an empty store: seconds and peak memory of the whole command.

Goal: within 60 seconds and 2 GB on two cores. The file is made by seed; the command runs as a
process of its own, so that its peak memory is its own too.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROWS = 1_000_000
SEED = 1
TOWN = ("--name", "Town", "--code", "T1", "--crs", "32631", "--timezone", "Europe/Paris")
CODES = ("1.1.1", "1.2.1", "1.2.3", "2.2.1", "2.5.2", "3.1.1")


def main() -> None:
    """Make the file, import it twice, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        town, file = Path(folder) / "town", Path(folder) / "rows.csv"
        _write_rows(file)
        _run("workspace", "init", town, *TOWN)
        print(f"{ROWS:,} rows, {file.stat().st_size / 1e6:.0f} MB, seed {SEED}")
        print(f"{'import':<8} {'seconds':>8} {'peak MB':>8} {'accepted':>10} {'duplicate':>10}")
        for name in ("first", "second"):
            start = time.perf_counter()
            answer = json.loads(_run("-w", town, "--json", "import", file))["files"][0]
            seconds = time.perf_counter() - start
            peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            counts = f"{answer['accepted']:>10,} {answer['duplicate']:>10,}"
            print(f"{name:<8} {seconds:>8.1f} {peak_mb:>8.0f} {counts}")


def _write_rows(file: Path) -> None:
    rng = np.random.default_rng(SEED)
    start = pd.Timestamp("2015-01-01") + pd.to_timedelta(
        rng.integers(0, 8 * 365 * 1440, ROWS), "min"
    )
    end = start + pd.to_timedelta(rng.integers(0, 2880, ROWS), "min")
    pd.DataFrame(
        {
            "id": np.arange(ROWS),
            "start": start.strftime("%Y-%m-%dT%H:%M"),
            "end": end.strftime("%Y-%m-%dT%H:%M"),
            "lon": np.round(rng.uniform(2.5, 2.7, ROWS), 6),
            "lat": np.round(rng.uniform(48.5, 48.7, ROWS), 6),
            "code": np.array(CODES)[rng.integers(0, len(CODES), ROWS)],
            "remark": "left behind",
        }
    ).to_csv(file, index=False)


def _run(*words: object) -> str:
    command = [sys.executable, "-m", "geo.cli", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
