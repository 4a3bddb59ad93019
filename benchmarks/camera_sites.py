"""How long it takes to see past buildings, to choose camera sites, and to prove the choice.

2,000 sites and 5,000 incidents, 1 to 5 units: drawn at random, in a town of scattered incidents and
in one of hotspots with sites every 25 m around them, where many sites are almost alike. Each figure
is one run. Also which sites see which incidents past the buildings of such a town, and, of fewer
sites, the choice of spopt, which must cover as much.
Run: ``python benchmarks/camera_sites.py [--seed N] [--quick]``.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import shapely
from harness import (
    Goal,
    Scale,
    Section,
    Trial,
    Way,
    print_alone,
    race,
    say_seconds,
    set_out,
    tabulate,
    time_once,
    try_each,
)
from pulp import PULP_CBC_CMD
from spopt.locate import MCLP

from geo.advice.cameras import CameraParams, choose_sites, suggest_sites
from geo.advice.coverage import Coverage, cover_demand
from geo.advice.robustness import draw_choices
from geo.advice.sight import keep_in_sight
from geo.params import MonteCarlo

SITES, INCIDENTS = 2_000, 5_000
WIDTH_M, HEIGHT_M = 4_000, 2_500
RANGES_M = (100, 250, 500)
QUICK_RANGES_M = (100,)
UNITS = range(1, 6)
SAMPLES = 500
HALF_LIFE_DAYS = 180
SIGHT_M = 200
# Rows of houses of a city: their width with a gap, and from one row to the next.
HOUSE_M, ROW_M = 11.0, 45.0
# Against spopt: sites, incidents for each of them, and units.
PEER_SITES, PEER_SHARE, PEER_UNITS = (200, 400), 2.5, 3


class Case(NamedTuple):
    """A town, a range, and how many units are to be placed."""

    town: str
    is_weighed: bool
    range_m: int
    units: int


def measure(scale: Scale) -> Section:
    """Try sight, each case, many samples, and a few cases beside spopt."""
    cases = list_cases(QUICK_RANGES_M if scale.is_quick else RANGES_M)
    rows, slowest = [], [0.0, 0.0]
    for case in cases:
        row, seconds = choose(case, scale.seed)
        rows.append(row)
        slowest = list(map(max, slowest, seconds))
    tried, goals = try_each(TRIALS, scale)
    timings = race(
        PEERS, PEER_SITES[: 1 if scale.is_quick else 2], scale=scale, rounds=3, differ=differ
    )
    lines = [
        *tabulate(("town", "range m", "units", "at once s", "behind", "proven s", "proof"), rows),
        "",
        *tried,
        "",
        f"Beside spopt with CBC, {PEER_UNITS} units, a model built and solved, as much covered:",
        "",
        *set_out(timings, of="sites"),
    ]
    whole = f"{SITES:,} sites x {INCIDENTS:,} incidents"
    goals += [
        Goal(5, f"sites at once, slowest of {len(cases)} cases of {whole}", 1, "s", slowest[0]),
        Goal(5, f"sites proven, slowest of {len(cases)} cases of {whole}", 10, "s", slowest[1]),
    ]
    return Section("Camera sites", tuple(lines), tuple(goals))


def list_cases(ranges_m: Sequence[int]) -> list[Case]:
    """List every town with every range and number of units."""
    return [
        Case(town, is_weighed, range_m, units)
        for town in TOWNS
        for is_weighed in (False, True)
        for range_m in ranges_m
        for units in UNITS
    ]


def choose(case: Case, seed: int) -> tuple[tuple[object, ...], tuple[float, float]]:
    """Choose sites at once and with a proof; return a line of the table, and both times."""
    draw = TOWNS[case.town]
    coverage = draw(np.random.default_rng(seed), case.range_m, is_weighed=case.is_weighed)
    params = CameraParams(units=case.units)
    at_once, quick = time_once(lambda: suggest_sites(coverage, params))
    proven, best = time_once(lambda: choose_sites(coverage, params))
    town = f"{case.town}, weighed" if case.is_weighed else case.town
    behind = f"{1 - quick.covered / best.covered:.1%}"
    row = (town, case.range_m, case.units, say_seconds(at_once), behind, say_seconds(proven))
    return (*row, best.proof.value), (at_once, proven)


def see(incidents: int, seed: int) -> Callable[[], object]:
    """Leave out of many lines those that houses hide."""
    random = np.random.default_rng(seed)
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(5, WIDTH_M, HOUSE_M), np.arange(20, HEIGHT_M, ROW_M))
    )
    houses = shapely.box(x, y, x + random.uniform(6, 10.5, len(x)), y + 10)
    doors = random.integers(0, len(x), incidents)
    places = np.column_stack([x[doors] + random.uniform(0, 6, incidents), y[doors]])
    streets = random.choice(np.unique(y), SITES) - ROW_M / 4
    sites = np.column_stack([random.uniform(0, WIDTH_M, SITES), streets])
    coverage = cover_demand(sites, places, range_m=SIGHT_M)
    return lambda: keep_in_sight(coverage, houses)


def sample(samples: int, seed: int) -> Callable[[], object]:
    """Choose again and again from incidents that are drawn anew."""
    coverage = gather(np.random.default_rng(seed), RANGES_M[0], is_weighed=True)
    params = CameraParams(units=UNITS[-1])
    return partial(draw_choices, coverage, params, chance=MonteCarlo(repeats=samples))


def choose_ours(sites: int, seed: int) -> Callable[[], float]:
    """Cover as much as can be, and prove it."""
    coverage = draw_small(sites, seed)
    return lambda: choose_sites(coverage, CameraParams(units=PEER_UNITS)).covered


def choose_spopt(sites: int, seed: int) -> Callable[[], float]:
    """Cover as much as can be with spopt."""
    coverage = draw_small(sites, seed)
    apart = np.where(coverage.matrix.toarray().T > 0, 0.0, 9.0)

    def solve() -> float:
        model = MCLP.from_cost_matrix(
            apart, coverage.weights, service_radius=1, p_facilities=PEER_UNITS
        )
        model.solve(PULP_CBC_CMD(msg=False, threads=1))
        return float(model.problem.objective.value())

    return solve


def differ(ours: float, theirs: float) -> bool:
    """Say whether one covers more than the other."""
    return not math.isclose(ours, theirs, rel_tol=1e-6)


def draw_small(sites: int, seed: int) -> Coverage:
    """Sites and incidents anywhere, fewer of them."""
    random = np.random.default_rng(seed)
    incidents = int(PEER_SHARE * sites)
    return cover_demand(
        random.uniform(0, (WIDTH_M, HEIGHT_M), (sites, 2)),
        random.uniform(0, (WIDTH_M, HEIGHT_M), (incidents, 2)),
        range_m=RANGES_M[1],
        weights=np.ones(incidents),
    )


def scatter(random: np.random.Generator, range_m: int, *, is_weighed: bool) -> Coverage:
    """Sites and incidents anywhere."""
    return cover_demand(
        random.uniform(0, (WIDTH_M, HEIGHT_M), (SITES, 2)),
        random.uniform(0, (WIDTH_M, HEIGHT_M), (INCIDENTS, 2)),
        range_m=range_m,
        weights=weigh(random, is_weighed=is_weighed),
    )


def gather(random: np.random.Generator, range_m: int, *, is_weighed: bool) -> Coverage:
    """Incidents in hotspots of unequal size, sites on a lattice of 25 m around those."""
    centres = random.uniform(0, (WIDTH_M, HEIGHT_M), (60, 2))
    shares = random.pareto(1.2, 60) + 1
    hotspot = random.choice(60, INCIDENTS, p=shares / shares.sum())
    incidents = centres[hotspot] + random.normal(0, 120, (INCIDENTS, 2))
    lattice = np.stack(
        np.meshgrid(np.arange(0, WIDTH_M, 25.0), np.arange(0, HEIGHT_M, 25.0)), axis=-1
    ).reshape(-1, 2)
    busy = cover_demand(lattice, incidents, range_m=100).matrix.sum(axis=1)
    return cover_demand(
        lattice[np.argsort(-busy, kind="stable")[:SITES]],
        incidents,
        range_m=range_m,
        weights=weigh(random, is_weighed=is_weighed),
    )


def weigh(random: np.random.Generator, *, is_weighed: bool) -> np.ndarray:
    """One each, or harm of 1, 3 or 5 that halves with age."""
    ages = random.uniform(0, 730, INCIDENTS)
    harm = random.choice([1.0, 3.0, 5.0], INCIDENTS)
    return harm * np.exp2(-ages / HALF_LIFE_DAYS) if is_weighed else np.ones(INCIDENTS)


TOWNS: Final = {"scattered": scatter, "hotspots": gather}
TRIALS: Final = (
    # Goal of the project itself: an answer at once has a second for all of its parts.
    Trial(f"lines of sight of {SIGHT_M} m past 20,000 houses, incidents", see, 5_000, 5_000, 5, 1),
    Trial("choices of 5 units from incidents drawn anew", sample, SAMPLES, 100, 5, None),
)
PEERS: Final = (Way("ours", choose_ours), Way("spopt", choose_spopt, is_slow=True))

if __name__ == "__main__":
    print_alone(measure)
