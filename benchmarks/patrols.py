"""How good patrol plans are: orienteering instances with time windows, against their optimum.

Reads a folder of instances: a file ``N.x.y.TXT`` has the number of points, the length of the day in
milliseconds, then a point a line: id, score, (unused), service in milliseconds, and when it opens
and closes. The first is where the day starts. It ends at the last where that has neither score nor
service, else at the first. ``tittN.TXT`` has the travel times in milliseconds. Scores in
``optima.csv`` (``instance,score``) are shown beside what was found, where that file is there. Run:
``python benchmarks/patrols.py DIR [--seconds S] [--json]``.
"""

import argparse
import csv
import json
import math
import time
from pathlib import Path
from typing import Final, TypedDict

import numpy as np

from geo.advice.orienteering import PatrolPlan, PatrolProblem, Stops, Team
from geo.advice.patrols import plan_patrols
from geo.advice.plan_checks import find_faults
from geo.patrol_params import PatrolParams

# The time limit ends the search, never this.
ENDLESS: Final = 1_000_000_000
# Of the seconds that are asked for, what reading the answer and checking it may take.
SPARE: Final = 0.9


class Score(TypedDict):
    """What was found for one instance."""

    instance: str
    score: int
    seconds: float


def main() -> None:
    """Solve each instance of a folder and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each instance")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    if options.folder is None:
        print("no folder of instances is given: nothing is measured")
        return
    scores = [measure(path, seconds=options.seconds) for path in list_instances(options.folder)]
    if options.json:
        print(json.dumps({"instances": scores}))
    else:
        print_scores(scores, read_optima(options.folder))


def list_instances(folder: Path) -> list[Path]:
    """List the instances, by size and name."""
    found = [path for path in folder.iterdir() if is_instance(path)]
    return sorted(found, key=lambda path: [int(part) for part in path.stem.split(".")])


def is_instance(path: Path) -> bool:
    """Tell by its name whether a file holds an instance."""
    parts = path.stem.split(".")
    return path.suffix.upper() == ".TXT" and len(parts) > 1 and all(map(str.isdigit, parts))


def measure(path: Path, *, seconds: float) -> Score:
    """Solve one instance, check the plan, and say what it scores."""
    problem = read_instance(path)
    begun = time.perf_counter()
    params = PatrolParams(iterations=ENDLESS, time_limit_s=SPARE * seconds)
    plan = plan_patrols(problem, params)
    taken = time.perf_counter() - begun
    check(path, problem, plan)
    return {"instance": path.stem, "score": round(plan.prize), "seconds": round(taken, 3)}


def check(path: Path, problem: PatrolProblem, plan: PatrolPlan) -> None:
    """Refuse a plan that cannot be done."""
    faults = find_faults(problem, plan)
    if faults:
        raise SystemExit(f"{path.name}: {faults}")


def read_instance(path: Path) -> PatrolProblem:
    """Read an instance and its travel times."""
    lines = path.read_text("utf-8").splitlines()
    points = read_table(lines[2:])
    travel = read_table((path.parent / f"titt{int(lines[0])}.TXT").read_text("utf-8").splitlines())
    _, score, _, service, opens, closes = points.T
    end = len(points) - 1 if score[-1] == service[-1] == 0 else 0
    begins = int(opens[0])
    team = Team(
        start=0,
        end=end,
        begins_ms=begins,
        ends_ms=min(int(closes[end]), begins + int(lines[1])),
    )
    stops = np.flatnonzero(score > 0)
    return PatrolProblem(
        Stops(
            stops,
            score[stops].astype(np.float64),
            service[stops],
            opens[stops],
            closes[stops],
            np.zeros(len(stops), np.bool_),
        ),
        (team,),
        (travel,),
    )


def read_table(lines: list[str]) -> np.ndarray:
    """Read whole numbers between semicolons."""
    rows = (line.strip().strip(";").split(";") for line in lines)
    return np.array([[int(cell) for cell in row] for row in rows if row != [""]], np.int64)


def read_optima(folder: Path) -> dict[str, int]:
    """Read what is known of the instances."""
    path = folder / "optima.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: int(row["score"]) for row in csv.DictReader(file)}


def print_scores(scores: list[Score], optima: dict[str, int]) -> None:
    """Print a line an instance, and the mean gap."""
    gaps = []
    for score in scores:
        known = optima.get(score["instance"], 0)
        gap = 1 - score["score"] / known if known else math.nan
        gaps.append(gap)
        print(
            f"{score['instance']:10} {score['score']:5} of {known or '?':>5} "
            f"{gap:7.2%} {score['seconds']:6.2f} s"
        )
    known_gaps = [gap for gap in gaps if not math.isnan(gap)]
    mean = f", mean gap {np.mean(known_gaps):.2%}" if known_gaps else ""
    print(f"{len(scores)} instances{mean}")


if __name__ == "__main__":
    main()
