"""What benchmarks found, kept a file a section and seed, and put together in one paper."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from harness import Goal, Section, say_goal, tabulate

_HEAD: Final = """\
# What was measured

Written by `make bench`; not edited by hand. Times are medians; ratio is theirs over ours (over 1:
ours is faster); peak MB is what a way holds above what it was given, in a process of its own. Ways
beside each other are run in turns in one run, and no time is told where their answers differ. A
section can be measured anew by itself: `python benchmarks/run.py --only NAME`.
"""


@dataclass(frozen=True)
class Measured:
    """A section as it was measured: of which seed, when, and on what."""

    seed: int
    day: str
    load: str
    machine: str
    section: Section


def keep(folder: Path, name: str, measured: Measured) -> None:
    """Write one section down, in place of the one before of its seed."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(measured), indent=1, ensure_ascii=False)
    (folder / f"{name}.{measured.seed}.json").write_text(text + "\n", encoding="utf-8")


def read_kept(folder: Path, name: str) -> list[Measured]:
    """Read what was kept of a section, a seed each."""
    found = (_read(path) for path in folder.glob(f"{name}.*.json"))
    return sorted(found, key=lambda measured: measured.seed)


def write_paper(kept: Mapping[str, Sequence[Measured]]) -> str:
    """Put sections together: first all goals, then a chapter a section."""
    machines = {each.machine: None for sections in kept.values() for each in sections}
    lines = [_HEAD, *(f"- {machine}" for machine in machines)]
    lines += ["", "## Goals", "", *_tabulate_goals(kept)]
    for name, all_measured in kept.items():
        for measured in all_measured:
            lines += ["", f"## {measured.section.title} (seed {measured.seed})", ""]
            lines += [f"`{name}`, {measured.day}, {measured.load} at its start.", ""]
            lines += measured.section.lines
    return "\n".join(lines) + "\n"


def _tabulate_goals(kept: Mapping[str, Sequence[Measured]]) -> Iterator[str]:
    seeds = sorted({each.seed for sections in kept.values() for each in sections})
    rows = []
    for name, sections in kept.items():
        by_seed = {each.seed: each.section.goals for each in sections}
        for place, goal in enumerate(next(iter(by_seed.values()), ())):
            told = [_find(by_seed.get(seed, ()), place) for seed in seeds]
            rows.append((goal.what, goal.issue, say_goal(goal)[0], *told, name))
    header = ("goal", "issue", "limit", *(f"seed {seed}" for seed in seeds), "section")
    yield from tabulate(header, sorted(rows, key=lambda row: row[1]))


def _find(goals: Sequence[Goal], place: int) -> str:
    if place >= len(goals):
        return "-"
    _, measured, met = say_goal(goals[place])
    return f"{measured} {'**NO**' if met == 'NO' else met}".strip()


def _read(path: Path) -> Measured:
    found = json.loads(path.read_text(encoding="utf-8"))
    section = found.pop("section")
    goals = tuple(Goal(**goal) for goal in section["goals"])
    return Measured(**found, section=Section(section["title"], tuple(section["lines"]), goals))
