"""All real files of incidents taken in, joined, searched for hotspots and put side by side.

Needs the folder ``shared/`` beside the project. Each town has a workspace of its own, and all of
them one set of Parquet files with points; `benchmarks/real/towns.py` says why. The theme beside a
town is the one of which hotspots are sought, over all days of its file and with the settings of the
card, which were chosen elsewhere: the counts say that the whole way works, not that they are right.
"""

import tempfile
import time
from pathlib import Path

from real.places import DATA_DIR
from real.towns import Taken, count_joined, take_all

_HEADER = (
    f"{'town':<12} {'theme':<22} {'read':>7} {'accepted':>9} {'refused':>8} {'in an area':>10}"
    f" {'hotspots':>8} {'in one':>7} {'points':>7}"
)


def main() -> None:
    """Take all files in and print a line for each of them."""
    if not DATA_DIR.is_dir():
        print("skipped: there is no shared/data beside the project")
        return
    with tempfile.TemporaryDirectory(prefix="hotspotkaart-real-") as name:
        folder = Path(name)
        start = time.perf_counter()
        taken = take_all(DATA_DIR.parent, folder)
        seconds = time.perf_counter() - start
        print(_HEADER)
        for town in taken:
            _print_town(town)
        joined = count_joined(folder / "points")
        print(
            f"{len(joined)} workspaces joined in one set: {sum(joined.values()):,} points, counted"
            f" in one question; {seconds:.1f} seconds in all"
        )


def _print_town(taken: Taken) -> None:
    report = taken.report
    joined = "no areas" if taken.joined is None else f"{taken.joined:,}"
    print(
        f"{taken.town.name:<12} {taken.town.theme:<22} {report.read:>7,} {report.accepted:>9,}"
        f" {report.refused:>8,} {joined:>10} {taken.hotspots:>8}"
        f" {taken.clustered:>7,} {taken.points:>7,}"
    )
    for reason, count in report.reasons.items():
        print(f"{'':<12} refused, {reason}: {count:,}")


if __name__ == "__main__":
    main()
