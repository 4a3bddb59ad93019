"""Deck and report of twelve themes and twelve wijken: seconds and peak memory of the command.

Goal: within 60 seconds on two cores. The data are the demo's; beside the nine themes that ship
there are three of codes that no card has. The command runs as a process of its own. On a machine
that does other work too, the seconds of the processor say more than those of the clock.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from geo.themes import SHIPPED_CARDS_DIR

TOWN = ("--name", "Ridderkerk", "--code", "GM0597", "--crs", "28992")
ZONE = ("--timezone", "Europe/Amsterdam")
PERIOD = ("--from", "2018-01-01", "--to", "2018-12-31")
# Codes that stand in no card of their own in the demo's data.
MORE = {"mishandeling": "1.4.5", "bedreiging": "1.4.4", "zakkenrollerij": "1.2.4"}
LIMIT_S = 60
WIJKEN = 12


def main() -> None:
    """Set the town up, write deck and report for each audience, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "town"
        _run("workspace", "init", town, *TOWN, *ZONE)
        _run("-w", town, "setup")
        _add_themes(town / "models")
        print(f"{'for':<10} {'themes':>7} {'wijken':>7} {'seconds':>8} {'cpu s':>7} {'peak MB':>8}")
        for audience in ("driehoek", "council", "public"):
            _measure(town, audience, Path(folder))
        print(f"goal: {LIMIT_S} seconds")


def _add_themes(models: Path) -> None:
    """Write cards beside those that ship, each of one more crime code."""
    models.mkdir(exist_ok=True)
    shipped = (SHIPPED_CARDS_DIR / "winkeldiefstal.toml").read_text(encoding="utf-8")
    for name, code in MORE.items():
        card = re.sub(
            r"^title = .*$", f'title = "{name.capitalize()}"', shipped, flags=re.MULTILINE
        )
        card = re.sub(r"^codes = \[.*?\]", f'codes = ["{code}"]', card, flags=re.MULTILINE)
        (models / f"{name}.toml").write_text(card, encoding="utf-8")


def _measure(town: Path, audience: str, folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    files = (folder / f"{audience}.pptx", folder / f"{audience}.pdf")
    words = ("--audience", audience, "--out", files[0], "--out", files[1], "--json")
    answer = json.loads(_run("-w", town, "report", *PERIOD, *words))
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak_mb = after.ru_maxrss / 1024
    themes = len(answer["themes"])
    print(f"{audience:<10} {themes:>7} {WIJKEN:>7} {seconds:>8.1f} {cpu:>7.1f} {peak_mb:>8.0f}")


def _run(*words: object) -> str:
    command = [sys.executable, "-m", "geo.cli", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
