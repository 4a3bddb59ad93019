"""How the app holds out: 20 sessions that change filters for 10 minutes, and its memory meanwhile.

A store of 60,000 incidents is made by seed (and kept for the next time); the app runs on a copy.
Sessions are those of ``app_speed.py``: each changes the filters of a page at random, with pauses
of up to 2 seconds. Memory is what the server holds, looked at every few seconds: the first third
of the time is warm-up, and its growth is the median of the last third held against that of the
third in between.

What must hold: no error, memory grows by less than 10%, the median answer comes within 2 seconds.
The table is printed and written to docs/reliability.md, whether it holds or not. Run:
``python benchmarks/soak.py [--seconds S] [--sessions N] [--incidents N] [--no-paper]``.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from machine import describe_load, describe_machine
from speed.figures import PACKAGES, Series
from speed.server_side import measure_crowd
from speed.serving import Server, serve
from speed.sizes import SIZES, Crowd, Size
from speed.stores import copy_store, make_store

from geo.workspace import PROJECT_DIR

SEED: Final = 1
MOST_GROWTH: Final = 0.10
MEDIAN_SECONDS: Final = 2.0
PAPER: Final = PROJECT_DIR / "docs" / "reliability.md"

_LOOK_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Soak:
    """What came of it.

    Parameters
    ----------
    crowd
        How many sessions, and for how long.
    asked
        Their answers.
    memory_mb
        What the server held, at equal distances in time from beginning to end.
    """

    crowd: Crowd
    asked: Series
    memory_mb: Sequence[float]

    @property
    def settled_mb(self) -> float:
        """Memory after the warm-up: the median of the second third."""
        third = len(self.memory_mb) // 3
        return statistics.median(self.memory_mb[third : 2 * third])

    @property
    def ended_mb(self) -> float:
        """Memory at the end: the median of the last third."""
        third = len(self.memory_mb) // 3
        return statistics.median(self.memory_mb[2 * third :])

    @property
    def growth(self) -> float:
        """By which share memory grew after the warm-up."""
        return self.ended_mb / self.settled_mb - 1

    @property
    def verdicts(self) -> dict[str, bool]:
        """What must hold, and whether it does."""
        return {
            "no error": not self.asked.failures,
            f"memory grows by less than {MOST_GROWTH:.0%}": self.growth < MOST_GROWTH,
            f"median answer within {MEDIAN_SECONDS:g} s": (
                self.asked.median_seconds < MEDIAN_SECONDS
            ),
        }


def main() -> None:
    """Measure, print and write down; end with an error where something does not hold."""
    options = _read_options()
    size = replace(SIZES[0], incidents=options.incidents)
    soak = run_soak(size, Crowd(options.sessions, options.seconds), seed=SEED)
    text = write_paper(
        soak,
        machine=f"{describe_machine(PACKAGES)}; {describe_load()}",
        day=f"{datetime.now(UTC):%Y-%m-%d}",
    )
    print(text)
    if options.paper:
        PAPER.write_text(text, encoding="utf-8")
    sys.exit(not all(soak.verdicts.values()))


def run_soak(size: Size, crowd: Crowd, *, seed: int) -> Soak:
    """Let sessions use the app on a made store, and look at the memory of the server."""
    store = make_store(size.incidents, years=size.years, seed=seed)
    with copy_store(store) as root, serve(root) as server:
        asked, memory = asyncio.run(_watch(server, crowd, size, seed))
    if len(memory) < len(("warm-up", "settled", "end")):
        message = "memory can only be looked at on Linux, for a few seconds at least"
        raise RuntimeError(message)
    return Soak(crowd, asked, memory)


def write_paper(soak: Soak, *, machine: str, day: str) -> str:
    """Compose the report: what held, the figures, the command and the machine."""
    lines = [
        "# Reliability",
        "",
        "Written by `make soak`; not edited by hand. `benchmarks/soak.py` says what is counted.",
        "",
        f"- Date: {day}",
        f"- Machine: {machine}",
        f"- Command: `{_command(soak)}`",
        "",
        *_tabulate("must hold", "holds", _say_verdicts(soak)),
        "",
        *_tabulate("figure", "value", _list_figures(soak)),
        *_list_faults(soak.asked),
    ]
    return "\n".join(lines) + "\n"


async def _watch(
    server: Server, crowd: Crowd, size: Size, seed: int
) -> tuple[Series, Sequence[float]]:
    memory: list[float] = []
    looking = asyncio.create_task(_look(server, memory))
    asked = await measure_crowd(server, crowd, size=size, seed=seed)
    looking.cancel()
    return asked, memory


async def _look(server: Server, memory: list[float]) -> None:
    began = time.perf_counter()
    while held := server.memory_mb():
        memory.append(held["now"])
        # Held to the clock: a busy machine must not stretch the time between two looks.
        await asyncio.sleep(max(0.0, began + len(memory) * _LOOK_SECONDS - time.perf_counter()))


def _command(soak: Soak) -> str:
    crowd, incidents = soak.crowd, soak.asked.incidents
    return (
        f"python benchmarks/soak.py --sessions {crowd.sessions} --seconds {crowd.seconds:.0f}"
        f" --incidents {incidents}"
    )


def _say_verdicts(soak: Soak) -> dict[str, str]:
    return {what: "yes" if holds else "NO" for what, holds in soak.verdicts.items()}


def _list_figures(soak: Soak) -> dict[str, str]:
    asked, crowd = soak.asked, soak.crowd
    return {
        "sessions": f"{crowd.sessions}",
        "seconds": f"{crowd.seconds:.0f}",
        "incidents": f"{asked.incidents:,}",
        "answers": f"{len(asked.runs):,}",
        "errors": f"{asked.failures.total()}",
        "median answer": f"{asked.median_seconds:.2f} s",
        "95 of 100 answers within": f"{asked.p95_seconds:.2f} s",
        "memory after the warm-up": f"{soak.settled_mb:.0f} MB",
        "memory at the end": f"{soak.ended_mb:.0f} MB",
        "most memory seen": f"{max(soak.memory_mb):.0f} MB",
        "growth after the warm-up": f"{soak.growth:.1%}",
    }


def _tabulate(left: str, right: str, rows: dict[str, str]) -> list[str]:
    head = [f"| {left} | {right} |", "| --- | --- |"]
    return head + [f"| {name} | {value} |" for name, value in rows.items()]


def _list_faults(asked: Series) -> list[str]:
    return [f"\nFailed {count} times: {text}" for text, count in asked.failures.most_common()]


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=20, help="sessions side by side")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long they go on")
    parser.add_argument("--incidents", type=int, default=SIZES[0].incidents)
    parser.add_argument(
        "--no-paper", dest="paper", action="store_false", help="leave docs/reliability.md alone"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
