"""Draw orienteering instances for `patrols.py`, so that plans are measured on more than is public.

Towns, stops, scores and windows are drawn by a seed; files are those that `patrols.py` reads. Of
each size there are four lengths of day, from 8 to 14 hours, and as many towns as asked. Run:
``python benchmarks/patrol_instances.py DIR [--sizes 60 80 100] [--towns 1] [--seed 1]``, then
``patrols.py DIR`` with few seconds and with many.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse.csgraph import shortest_path

MINUTE_MS: Final = 60_000
DAY_STARTS: Final = 6 * 60
LENGTHS: Final = (480, 600, 720, 840)
WIDTHS: Final = (120, 180, 240)


def main() -> None:
    """Write instances to a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 80, 100])
    parser.add_argument("--towns", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.folder is None:
        print("no folder is given: nothing is drawn")
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    for size in options.sizes:
        rng = np.random.default_rng([options.seed, size])
        write_travel(options.folder / f"titt{size}.TXT", draw_travel(rng, size))
        for length, minutes in enumerate(LENGTHS, start=1):
            for town in range(1, options.towns + 1):
                path = options.folder / f"{size}.{length}.{town}.TXT"
                path.write_text(draw_instance(rng, size, minutes), "utf-8")


def draw_travel(rng: np.random.Generator, size: int) -> np.ndarray:
    """Travel times of a town one and a half hours across, not the same both ways, no detour."""
    x, y = rng.uniform(0, 90, (2, size))
    straight = np.hypot(x[:, None] - x, y[:, None] - y) * rng.uniform(1, 1.3, (size, size))
    return np.ceil(shortest_path(straight) * MINUTE_MS).astype(np.int64)


def draw_instance(rng: np.random.Generator, size: int, minutes: int) -> str:
    """An instance: a start, stops, and an end without score or service."""
    rows = [[0, 0, 0, 0, DAY_STARTS, DAY_STARTS + minutes]]
    for stop in range(1, size - 1):
        opens = DAY_STARTS + 30 * int(rng.integers(0, minutes // 30 - 3))
        width = int(rng.choice(WIDTHS)) * int(rng.choice([1, 1, 2]))
        closes = min(opens + width, DAY_STARTS + minutes)
        rows.append([stop, int(rng.integers(2, 40)), 0, int(rng.integers(8, 20)), opens, closes])
    rows.append([size - 1, 0, 0, 0, DAY_STARTS, DAY_STARTS + minutes])
    lines = [
        ";".join(map(str, [*row[:3], *(part * MINUTE_MS for part in row[3:])])) for row in rows
    ]
    return "\n".join([str(size), str(minutes * MINUTE_MS), *lines]) + "\n"


def write_travel(path: Path, travel: np.ndarray) -> None:
    """Write travel times, a row a line."""
    lines = (";".join(map(str, row)) for row in travel)
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
