"""How good patrol plans are: orienteering instances with time windows, against their optimum.

Beside that, what VROOM makes of them, and how long travel times on a lattice of streets and the
visits of a week take. Reads a folder of instances: a file ``N.x.y.TXT`` has the number of points,
the length of the day in milliseconds, then a point a line: id, score, (unused), service in
milliseconds, and when it opens and closes. The first is where the day starts. It ends at the last
where that has neither score nor service, else at the first. ``tittN.TXT`` has the travel times in
milliseconds. Scores in ``optima.csv`` (``instance,score``) are shown beside what was found, where
that file is there. Run:
``python benchmarks/patrols.py DIR [--seconds S] [--json]``; `make bench` runs the folder of the
real data, where that lies beside the project.
"""

import argparse
import csv
import json
import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypedDict

import numpy as np
import shapely
from harness import Goal, Scale, Section, Trial, tabulate, try_each
from patrol_instances import draw_instance, draw_travel, write_travel

from geo.advice.orienteering import PatrolPlan, PatrolProblem, Stops, Team
from geo.advice.patrols import plan_patrols, suggest_patrols
from geo.advice.plan_checks import find_faults
from geo.advice.spread import WeekDemand, spread_visits
from geo.analysis.street_graph import Streets, build_graph, measure_travel
from geo.patrol_params import PatrolParams
from geo.patrol_week_params import SpreadRules
from geo.schema import TravelMode
from geo.workspace import PROJECT_DIR

# The time limit ends the search, never this.
ENDLESS: Final = 1_000_000_000
# Of the seconds that are asked for, what reading the answer and checking it may take.
SPARE: Final = 0.9
SECONDS: Final = 2.0
INSTANCES: Final = PROJECT_DIR.parent / "shared" / "data" / "patrol_benchmark"
QUICK_INSTANCES: Final = 3
STREET_M, SHIFTS = 80.0, 21


class Score(TypedDict):
    """What was found for one instance."""

    instance: str
    score: int
    seconds: float


def main() -> None:
    """Solve each instance of a folder and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each instance")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    if options.folder is None:
        print("no folder of instances is given: nothing is measured")
        return
    scores = [solve(path, seconds=options.seconds) for path in list_instances(options.folder)]
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


def measure(scale: Scale) -> Section:
    """Solve the instances of the real data where they are, and time what a plan is made of."""
    # A peer, of the extra for benchmarks: instances are solved without it.
    from vroom_peer import plan_by_vroom  # noqa: PLC0415

    lines, goals = try_each(TRIALS, scale)
    if INSTANCES.is_dir():
        paths = list_instances(INSTANCES)[: QUICK_INSTANCES if scale.is_quick else None]
        scores = [solve(path, seconds=SECONDS) for path in paths]
        gaps = list_gaps(scores, read_optima(INSTANCES))
        peer = [solve(path, seconds=SECONDS, planned_by=plan_by_vroom) for path in paths]
        lines += ["", *tabulate_scores({"ours": scores, "VROOM": peer})]
        slowest = max(score["seconds"] for score in scores)
        what = f"{len(scores)} instances of the literature"
        goals += [
            Goal(6, f"{what}, furthest from the optimum", 0, "%", 100 * max(gaps)),
            Goal(6, f"{what}, slowest", SECONDS, "s", slowest),
        ]
    return Section("Patrols", tuple(lines), tuple(goals))


def tabulate_scores(found: dict[str, list[Score]]) -> list[str]:
    """Tabulate how far from what is known each way stays, and how long it takes."""
    optima = read_optima(INSTANCES)
    ways = list(found)
    header = ["instance", *(f"{way}: short" for way in ways), *(f"{way}: s" for way in ways)]
    rows = []
    for scores in zip(*found.values(), strict=True):
        gaps = [f"{gap:.2%}" for gap in list_gaps(list(scores), optima)]
        seconds = [f"{score['seconds']:.2f}" for score in scores]
        rows.append((scores[0]["instance"], *gaps, *seconds))
    return tabulate(header, rows)


def plan_at_once(stops: int, seed: int) -> Callable[[], object]:
    """Make a plan for a drawn day of twelve hours, without making it better."""
    random = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stops}.1.1.TXT"
        write_travel(path.parent / f"titt{stops}.TXT", draw_travel(random, stops))
        path.write_text(draw_instance(random, stops, 720), "utf-8")
        problem = read_instance(path)
    return lambda: suggest_patrols(problem)


def find_ways(nodes: int, seed: int) -> Callable[[], object]:
    """Travel times between 60 stops on a lattice of streets."""
    side = round(math.sqrt(nodes))
    ends = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1) * STREET_M
    across = np.stack([ends[:, :-1], ends[:, 1:]], axis=2).reshape(-1, 2, 2)
    along = np.stack([ends[:-1], ends[1:]], axis=2).reshape(-1, 2, 2)
    lines = shapely.linestrings(np.concatenate([across, along]))
    streets = Streets(lines, np.full(len(lines), None), np.zeros(len(lines), np.int8))
    graph = build_graph(streets, TravelMode.FOOT)
    places = np.random.default_rng(seed).uniform(0, side * STREET_M, (60, 2))
    return lambda: measure_travel(graph, places)


def spread_week(places: int, seed: int) -> Callable[[], object]:
    """Spread the visits of a week over places and shifts."""
    random = np.random.default_rng(seed)
    week = WeekDemand(
        keys=tuple(f"place {row:03}" for row in range(places)),
        wijken=tuple(random.choice(["WK01", "WK02", "WK03"], places)),
        expected=random.gamma(1.0, 0.2, (places, SHIFTS)),
        room=np.full(SHIFTS, 8),
        most_visits=np.full((places, SHIFTS), 3),
        is_floored=np.ones(places, np.bool_),
    )
    return lambda: spread_visits(week, SpreadRules())


def plan_by_search(problem: PatrolProblem, *, seconds: float) -> PatrolPlan:
    """Plan by our own search, which goes on for as long as it may."""
    return plan_patrols(problem, PatrolParams(iterations=ENDLESS, time_limit_s=seconds))


def solve(
    path: Path, *, seconds: float, planned_by: Callable[..., PatrolPlan] = plan_by_search
) -> Score:
    """Solve one instance, check the plan, and say what it scores."""
    problem = read_instance(path)
    begun = time.perf_counter()
    plan = planned_by(problem, seconds=SPARE * seconds)
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


def list_gaps(scores: list[Score], optima: dict[str, int]) -> list[float]:
    """Say by which share each score stays under what is known; not a number where nothing is."""
    known = [optima.get(score["instance"], 0) for score in scores]
    pairs = zip(scores, known, strict=True)
    return [1 - score["score"] / best if best else math.nan for score, best in pairs]


def print_scores(scores: list[Score], optima: dict[str, int]) -> None:
    """Print a line an instance, and the mean gap."""
    gaps = list_gaps(scores, optima)
    for score, gap in zip(scores, gaps, strict=True):
        known = optima.get(score["instance"], "?")
        print(
            f"{score['instance']:10} {score['score']:5} of {known:>5} "
            f"{gap:7.2%} {score['seconds']:6.2f} s"
        )
    known_gaps = [gap for gap in gaps if not math.isnan(gap)]
    mean = f", mean gap {np.mean(known_gaps):.2%}" if known_gaps else ""
    print(f"{len(scores)} instances{mean}")


TRIALS: Final = (
    Trial("a plan at once, stops", plan_at_once, 100, 100, 6, 1),
    Trial("travel times of 60 stops, nodes", find_ways, 8_100, 8_100, 6, 1),
    Trial(f"visits of a week of {SHIFTS} shifts, places", spread_week, 30, 30, 6, None),
)

if __name__ == "__main__":
    main()
