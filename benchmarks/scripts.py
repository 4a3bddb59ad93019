"""Benchmarks that are whole programs: run as a process, or told from what they wrote down before.

What they print is kept as it is; goals are held against the figures in it.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from harness import Goal, Scale, Section, say_seconds, time_once

from geo.workspace import PROJECT_DIR

_FOLDER: Final = "benchmarks"


class Aim(NamedTuple):
    """A goal, and where in the text its figure stands.

    ``pattern`` has one group; of several that are found the largest counts (the smallest, where
    more is better), without commas for thousands.
    """

    issue: int
    what: str
    limit: float
    unit: str
    pattern: str
    is_least: bool = False


@dataclass(frozen=True)
class Script:
    """A program of this folder.

    Parameters
    ----------
    title
        Of its section.
    file
        Its name.
    aims
        What is asked of what it prints.
    words, quick
        What is asked of it, whole and where only small sizes are; None leaves it out then.
    takes_seed
        Whether it has an option ``--seed``.
    """

    title: str
    file: str
    aims: tuple[Aim, ...] = ()
    words: tuple[str, ...] = ()
    quick: tuple[str, ...] | None = None
    takes_seed: bool = False

    def measure(self, scale: Scale) -> Section:
        """Run it as a process; its table becomes the section.

        Raises
        ------
        RuntimeError
            If it ends with an error, with the last that it said.
        """
        words = (self.quick or ()) if scale.is_quick else self.words
        seed = ("--seed", str(scale.seed)) if self.takes_seed else ()
        command = [f"{_FOLDER}/{self.file}", *words, *seed]
        seconds, ended = time_once(
            lambda: subprocess.run(
                [sys.executable, *command],
                check=False,
                capture_output=True,
                text=True,
                cwd=PROJECT_DIR,
            )
        )
        if ended.returncode:
            said = (ended.stderr or ended.stdout).strip()
            message = f"{self.file} ended with {ended.returncode}: {said[-500:]}"
            raise RuntimeError(message)
        lines = (
            f"`python {' '.join(command)}`, {say_seconds(seconds)} s in all:",
            "",
            *frame(ended.stdout),
        )
        goals = () if scale.is_quick else tuple(read_goals(self.aims, ended.stdout))
        return Section(self.title, lines, goals)


@dataclass(frozen=True)
class Paper:
    """What a long benchmark wrote down when it was last run by itself."""

    title: str
    file: str
    aims: tuple[Aim, ...] = ()

    def measure(self, scale: Scale) -> Section:
        """Read the goals out of it; of the seed it is not asked."""
        del scale
        path = PROJECT_DIR / self.file
        if not path.exists():
            lines: tuple[str, ...] = (f"`{self.file}` is not there: it was not run here.",)
            return Section(self.title, lines, tuple(read_goals(self.aims, "")))
        text = path.read_text(encoding="utf-8")
        lines = (f"As `{self.file}` says, which tells when and where.",)
        return Section(self.title, lines, tuple(read_goals(self.aims, text)))


def read_goals(aims: tuple[Aim, ...], text: str) -> Iterator[Goal]:
    """Find the figure of each goal; one that does not stand there was not measured."""
    for aim in aims:
        found = [
            float(figure.replace(",", ""))
            for figure in re.findall(aim.pattern, text, flags=re.MULTILINE)
        ]
        worst = min if aim.is_least else max
        measured = worst(found, default=None)
        yield Goal(aim.issue, aim.what, aim.limit, aim.unit, measured, is_least=aim.is_least)


def frame(text: str) -> Iterator[str]:
    """Keep Markdown as it is, and put anything else in a frame."""
    lines = text.strip().splitlines()
    if any(line.startswith("| ---") for line in lines):
        yield from (re.sub(r"^(#+ )", r"##\1", line) for line in lines)
        return
    yield from ("```text", *lines, "```")
