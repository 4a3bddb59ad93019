"""Let every reader take in files that lie; print what came of it, and fail where one gave way.

Started with `make fuzz`. A case that shows a fault lies in build/fuzz and is read again with
`--replay FILE`; the same seed makes the same cases.
"""

import argparse
import sys
from pathlib import Path

from fuzz_readers import READERS, find_reader
from fuzzing import Outcome, Reader, attack, forget, replay

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "fuzz"
CASES = 100_000
_HEAD = ("reader", "cases", "refused", "seconds", "slowest", "largest", "memory", "faults")
_ROW = "{:<22}{:>8}{:>9}{:>9}{:>9}{:>11}{:>9}{:>8}"


def main() -> int:
    """Run the readers; 0 when none of them gave way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="in all; the readers share them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", action="append", help="only this one; may come more than once")
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder for what shows a fault")
    parser.add_argument("--replay", type=Path, nargs="+", help="read cases that were kept again")
    options = parser.parse_args()
    if options.replay:
        return read_again(options.replay)
    readers = [find_reader(name) for name in options.reader or ()] or list(READERS)
    forget(options.kept)
    print(_ROW.format(*_HEAD))
    total = Outcome()
    for reader, cases in share_out(readers, options.cases):
        outcome = attack(reader, cases, start=options.seed * 1_000_000, kept=options.kept)
        print(describe(reader.name, outcome), flush=True)
        for fault, path in outcome.faults.items():
            print(f"    {fault}: {path}", flush=True)
        total.add(outcome)
    print(describe("all", total))
    return int(bool(total.faults))


def read_again(paths: list[Path]) -> int:
    """Read files, of which the name begins with that of their reader; 0 when none shows a fault."""
    faults = 0
    for path in paths:
        outcome = replay(find_reader(path.name.partition("--")[0]), path)
        faults += outcome.startswith("fault")
        print(f"{path.name}\t{outcome}", flush=True)
    return int(faults > 0)


def share_out(readers: list[Reader], cases: int) -> list[tuple[Reader, int]]:
    """Say how many cases each reader gets: at least one."""
    whole = sum(reader.share for reader in readers)
    return [(reader, max(1, round(cases * reader.share / whole))) for reader in readers]


def describe(name: str, outcome: Outcome) -> str:
    """Write the row of a reader: seconds of the processor, kilobytes and megabytes."""
    return _ROW.format(
        name,
        outcome.cases,
        outcome.refused,
        f"{outcome.seconds:.1f}",
        f"{outcome.slowest:.2f}",
        f"{outcome.largest / 1024:.0f} kB",
        f"{outcome.grown / 2**20:.0f} MB",
        len(outcome.faults),
    )


if __name__ == "__main__":
    sys.exit(main())
