"""Measurements of one kind, and the table that they are printed in."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from speed.session import Run

# What the app's speed hangs on.
PACKAGES: Final = ("streamlit", "duckdb", "pandas", "geopandas", "folium")


@dataclass(frozen=True)
class Series:
    """Runs of one kind.

    Parameters
    ----------
    what
        What was done each time.
    incidents
        How many the store holds.
    runs
        One each time.
    target_seconds
        What the median may be; None where nobody set a target.
    """

    what: str
    incidents: int
    runs: Sequence[Run]
    target_seconds: float | None = None

    @property
    def failures(self) -> Counter[str]:
        """What went wrong, and how often."""
        return Counter(run.failure for run in self.runs if run.failure)

    @property
    def median_seconds(self) -> float:
        """The middle one."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def p95_seconds(self) -> float:
        """The one that 95 of 100 stay within."""
        ordered = sorted(run.seconds for run in self.runs)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]

    @property
    def cpu_seconds(self) -> float:
        """How long a run kept a core of the server busy, on average."""
        return statistics.fmean(run.cpu_seconds for run in self.runs)

    @property
    def is_met(self) -> bool | None:
        """Whether nothing failed and the median is within its target; None without one."""
        if self.target_seconds is None:
            return None
        return not self.failures and self.median_seconds <= self.target_seconds


def tabulate(series: Sequence[Series]) -> str:
    """Return measurements as a table in Markdown, and below it what went wrong."""
    header = (
        "incidents", "what", "runs", "median s", "p95 s", "target s", "met", "cpu s", "kB",
        "failed",
    )  # fmt: skip
    rows = [header, tuple("-" * len(name) for name in header), *map(_row, series)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(header))]
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in rows
    ]
    faults = sum((each.failures for each in series), Counter())
    return "\n".join([*lines, *(f"failed {count} times: {text}" for text, count in faults.items())])


def _row(series: Series) -> tuple[str, ...]:
    size = statistics.median(run.received_bytes for run in series.runs)
    target = "" if series.target_seconds is None else f"{series.target_seconds:g}"
    cpu = f"{series.cpu_seconds:.2f}" if series.cpu_seconds else ""
    return (
        f"{series.incidents:,}",
        series.what,
        str(len(series.runs)),
        f"{series.median_seconds:.2f}",
        f"{series.p95_seconds:.2f}",
        target,
        {True: "yes", False: "NO", None: ""}[series.is_met],
        cpu,
        f"{size / 1000:.0f}",
        str(series.failures.total()),
    )
