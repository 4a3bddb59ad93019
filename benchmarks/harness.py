"""What benchmarks are made of: ways that are held beside each other, goals, and what came of them.

A benchmark is a file with a function ``measure(scale) -> Section`` that also runs alone. Ways to
the same answer are held beside each other by `race`: in turns, so that a busy moment hits all
alike, and only where the answers are equal.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

# What a way is made warm with: loops compiled, packages read in.
_LEAST: Final = 1_000
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")

# Makes ready what a way needs, by size and seed, and hands back what is timed.
Prepare = Callable[[int, int], Callable[[], Any]]


class UnequalAnswersError(Exception):
    """Two ways do not come to the same answer: what they take is then no comparison."""


@dataclass(frozen=True)
class Scale:
    """How much is measured.

    Parameters
    ----------
    seed
        Of everything that is drawn.
    is_quick
        Whether only small sizes are.
    """

    seed: int = 1
    is_quick: bool = False


@dataclass(frozen=True)
class Goal:
    """What was asked for, and what was measured.

    Parameters
    ----------
    issue
        Number of the issue that asks for it.
    what
        In words, such as "1 million points".
    limit, unit
        At most so much, or at least so much where ``is_least``.
    measured
        In the same unit; None where nothing was.
    is_least
        Whether more is better.
    """

    issue: int
    what: str
    limit: float
    unit: str
    measured: float | None
    is_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether it is; None where nothing was measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.is_least else self.measured <= self.limit


@dataclass(frozen=True)
class Section:
    """What a benchmark found: a title, lines of Markdown, and goals."""

    title: str
    lines: tuple[str, ...]
    goals: tuple[Goal, ...] = ()


class Way(NamedTuple):
    """One way to an answer.

    ``most`` is the largest size at which it is tried; ``is_slow`` lets the run that is checked be
    the only one.
    """

    name: str
    prepare: Prepare
    most: float = np.inf
    is_slow: bool = False


class Timing(NamedTuple):
    """What one way took at one size, beside the first one: ``ratio`` is theirs over ours."""

    size: int
    way: str
    seconds: float
    ratio: float
    peak_mb: float | None


class Trial(NamedTuple):
    """One way by itself, held against a limit.

    ``quick`` is the size at which it is tried where only small ones are; ``limit_s`` is None where
    nobody set a limit, ``limit_mb`` likewise. A limit holds for ``size`` alone.
    """

    what: str
    prepare: Prepare
    size: int
    quick: int
    issue: int
    limit_s: float | None
    limit_mb: float | None = None
    rounds: int = 3


def race(
    ways: Sequence[Way],
    sizes: Sequence[int],
    *,
    scale: Scale,
    rounds: int,
    differ: Callable[[Any, Any], bool],
) -> list[Timing]:
    """Hold ways beside each other at each size.

    Parameters
    ----------
    ways
        The first is the one that the others are held against.
    sizes
        In ascending order.
    scale
        Seed of what is drawn; what is quick is not weighed.
    rounds
        How often each way is timed; the median counts.
    differ
        Says whether two answers differ.

    Raises
    ------
    UnequalAnswersError
        If a way answers otherwise than the first; nothing is timed then.
    """
    found = []
    for size in sizes:
        here = [way for way in ways if size <= way.most]
        seconds = _time(here, size, scale.seed, rounds, differ)
        for way, spent in zip(here, seconds, strict=True):
            peak_mb = None if scale.is_quick else weigh(way.prepare, size, scale.seed)
            found.append(Timing(size, way.name, spent, spent / seconds[0], peak_mb))
    return found


def try_each(trials: Sequence[Trial], scale: Scale) -> tuple[list[str], list[Goal]]:
    """Time and weigh each trial: a table, and the goals."""
    rows, goals = [], []
    for trial in trials:
        size = trial.quick if scale.is_quick else trial.size
        seconds = time_median(trial.prepare(size, scale.seed), trial.rounds)
        peak_mb = None if scale.is_quick else weigh(trial.prepare, size, scale.seed)
        rows.append((trial.what, f"{size:,}", say_seconds(seconds), _say_memory(peak_mb)))
        if size == trial.size:
            whole = f"{trial.what}, {size:,}"
            if trial.limit_s is not None:
                goals.append(Goal(trial.issue, whole, trial.limit_s, "s", seconds))
            if trial.limit_mb is not None and peak_mb is not None:
                goals.append(Goal(trial.issue, whole, trial.limit_mb, "MB", peak_mb))
    return list(tabulate(("what", "size", "median s", "peak MB"), rows)), goals


def time_once(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that one run takes, and its answer."""
    start = time.perf_counter()
    answer = run()
    return time.perf_counter() - start, answer


def time_median(run: Callable[[], Any], rounds: int) -> float:
    """Return the median seconds of a number of runs."""
    return statistics.median(time_once(run)[0] for _ in range(rounds))


def weigh(prepare: Prepare, size: int, seed: int) -> float | None:
    """Return the most megabytes that a way holds above what it was given, in its own process.

    None where the system does not tell.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(_weigh_here, prepare, size, seed).result()


def fit_growth(sizes: Sequence[float], seconds: Sequence[float]) -> float | None:
    """Fit the power of the size with which time grows, 1 for a line; None for a single size."""
    if len(set(sizes)) < len(("small", "large")):
        return None
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def tabulate(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Set out a table in Markdown, figures to the right: every column but the first."""
    cells = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for line in ([*header], rule, *cells):
        first, *others = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield f"| {' | '.join([first, *others])} |"


def set_out(timings: Sequence[Timing], *, of: str) -> Iterator[str]:
    """Set out what ways took, a line a size and way, and below how time grows."""
    rows = [
        (
            timing.way,
            f"{timing.size:,}",
            say_seconds(timing.seconds),
            f"{timing.ratio:.1f}",
            _say_memory(timing.peak_mb),
        )
        for timing in timings
    ]
    yield from tabulate(("way", of, "median s", "ratio", "peak MB"), rows)
    for way in dict.fromkeys(timing.way for timing in timings):
        own = [timing for timing in timings if timing.way == way]
        growth = fit_growth([each.size for each in own], [each.seconds for each in own])
        if growth is not None:
            yield f"\nGrowth of {way}: {of} to the power {growth:.2f}."


def say_seconds(seconds: float) -> str:
    """Write seconds with three digits that count, or a whole number of them."""
    return f"{seconds:.3g}" if seconds < 100 else f"{seconds:.0f}"  # noqa: PLR2004


def pick(timings: Sequence[Timing], way: str, size: int) -> Timing | None:
    """Find what a way took at a size; None where it was not tried."""
    return next((each for each in timings if (each.way, each.size) == (way, size)), None)


def print_alone(measure: Callable[[Scale], Section]) -> None:
    """Run one benchmark by itself and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=Scale.seed)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    options = parser.parse_args()
    section = measure(Scale(options.seed, options.quick))
    print(f"## {section.title}\n")
    print("\n".join(section.lines))
    print("\n" + "\n".join(tabulate_goals(section.goals)))


def tabulate_goals(goals: Sequence[Goal]) -> Iterator[str]:
    """Set out goals, a line each."""
    header = ("goal", "issue", "limit", "measured", "met")
    yield from tabulate(header, [(goal.what, goal.issue, *say_goal(goal)) for goal in goals])


def say_goal(goal: Goal) -> tuple[str, str, str]:
    """Write a goal's limit, what was measured, and whether that meets it."""
    sign = "at least" if goal.is_least else "at most"
    measured = "-" if goal.measured is None else f"{say_seconds(goal.measured)} {goal.unit}"
    met = {True: "yes", False: "NO", None: ""}[goal.is_met]
    return f"{sign} {goal.limit:g} {goal.unit}", measured, met


def _say_memory(megabytes: float | None) -> str:
    return "-" if megabytes is None else f"{megabytes:,.0f}"


def _time(
    ways: Sequence[Way],
    size: int,
    seed: int,
    rounds: int,
    differ: Callable[[Any, Any], bool],
) -> list[float]:
    runs = [way.prepare(size, seed) for way in ways]
    checked = [time_once(run) for run in runs]
    for way, (_, answer) in zip(ways, checked, strict=True):
        if differ(checked[0][1], answer):
            message = f"{way.name} does not answer as {ways[0].name} does, at {size:,}"
            raise UnequalAnswersError(message)
    first = [seconds for seconds, _ in checked]
    # The answers go: they would weigh on what follows.
    checked.clear()
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for spent, way, run in zip(seconds, ways, runs, strict=True):
            if not way.is_slow:
                spent.append(time_once(run)[0])
    return [statistics.median(spent or [once]) for spent, once in zip(seconds, first, strict=True)]


def _weigh_here(prepare: Prepare, size: int, seed: int) -> float | None:
    prepare(min(_LEAST, size), seed)()
    run = prepare(size, seed)
    if not _CLEAR.exists():
        return None
    # Sets the peak back to what is held now: drawing took more for a moment.
    _CLEAR.write_text("5", encoding="ascii")
    before = read_status("VmRSS")
    run()
    return (read_status("VmHWM") - before) / 1024


def read_status(name: str) -> int:
    """Read of this process what Linux tells under a name, such as ``VmHWM``: kilobytes."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
