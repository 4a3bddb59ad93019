"""How long it takes to see past buildings, to choose camera sites, and to prove the choice.

2,000 sites and 5,000 incidents, 1 to 5 units: drawn at random, in a town of scattered incidents and
in one of hotspots with sites every 25 m around them, where many sites are almost alike. Each figure
is one run. Limits: 1 s for the answer at once, 10 s for the proof. Before it, which sites see which
incidents past the buildings of such a town. Run:
``python benchmarks/camera_sites.py``.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import shapely

from geo.advice.cameras import CameraParams, choose_sites, suggest_sites
from geo.advice.coverage import Coverage, cover_demand
from geo.advice.robustness import draw_choices
from geo.advice.sight import keep_in_sight
from geo.params import MonteCarlo

SITES, INCIDENTS = 2_000, 5_000
WIDTH_M, HEIGHT_M = 4_000, 2_500
RANGES_M = (100, 250, 500)
UNITS = range(1, 6)
SAMPLES = 500
HALF_LIFE_DAYS = 180
SIGHT_M = 200
# Rows of houses of a city: their width with a gap, and from one row to the next.
HOUSE_M, ROW_M = 11.0, 45.0


def main() -> None:
    """Print what sight takes; then one line a case and number of units: seconds, proof and gap."""
    report_sight()
    print(
        f"{'incidents':18} {'range':>6} {'units':>5} {'at once':>9} {'behind':>7} "
        f"{'proven':>9} {'processor':>9}  {'proof':10} {'gap':>6}"
    )
    slowest = np.zeros(2)
    for name, draw in (("scattered", scatter), ("hotspots", gather)):
        for is_weighed in (False, True):
            for range_m in RANGES_M:
                coverage = draw(np.random.default_rng(1), range_m, is_weighed=is_weighed)
                title = f"{name}, weighed" if is_weighed else name
                for units in UNITS:
                    times = report(title, range_m, coverage, CameraParams(units=units))
                    slowest = np.maximum(slowest, times)
    print(f"slowest: {slowest[0]:.2f} s at once (limit 1 s), {slowest[1]:.2f} s proven (10 s)")
    report_samples()


def report_sight() -> None:
    """Print how long it takes to leave out what houses hide."""
    random = np.random.default_rng(1)
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(5, WIDTH_M, HOUSE_M), np.arange(20, HEIGHT_M, ROW_M))
    )
    houses = shapely.box(x, y, x + random.uniform(6, 10.5, len(x)), y + 10)
    doors = random.integers(0, len(x), INCIDENTS)
    incidents = np.column_stack([x[doors] + random.uniform(0, 6, INCIDENTS), y[doors]])
    streets = random.choice(np.unique(y), SITES) - ROW_M / 4
    sites = np.column_stack([random.uniform(0, WIDTH_M, SITES), streets])
    coverage = cover_demand(sites, incidents, range_m=SIGHT_M)
    seen, seconds, busy = measure(lambda: keep_in_sight(coverage, houses))
    print(
        f"{coverage.matrix.nnz:,} lines of up to {SIGHT_M} m past {len(houses):,} houses: "
        f"{seen.matrix.nnz:,} see, {seconds:.2f} s, processor {busy:.2f} s",
        flush=True,
    )


def report(
    title: str, range_m: int, coverage: Coverage, params: CameraParams
) -> tuple[float, float]:
    """Print one line; return both times."""
    quick, at_once, _ = measure(lambda: suggest_sites(coverage, params))
    best, proven, busy = measure(lambda: choose_sites(coverage, params))
    behind = 1 - quick.covered / best.covered
    print(
        f"{title:18} {range_m:4} m {params.units:5} {at_once:7.2f} s {behind:7.1%} "
        f"{proven:7.2f} s {busy:7.2f} s  {best.proof.value:10} {best.gap:6.1%}",
        flush=True,
    )
    return at_once, proven


def report_samples() -> None:
    """Print how long it takes to choose again and again from incidents that are drawn anew."""
    coverage = gather(np.random.default_rng(1), RANGES_M[0], is_weighed=True)
    for units in UNITS:
        params, chance = CameraParams(units=units), MonteCarlo(repeats=SAMPLES)
        seconds = measure(partial(draw_choices, coverage, params, chance=chance))[1]
        print(f"{SAMPLES} samples, hotspots, weighed, {RANGES_M[0]} m, {units}: {seconds:.2f} s")


def measure(run: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return an answer, the seconds that it takes, and those of the processor."""
    started, busy = time.perf_counter(), time.process_time()
    answer = run()
    return answer, time.perf_counter() - started, time.process_time() - busy


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


if __name__ == "__main__":
    main()
