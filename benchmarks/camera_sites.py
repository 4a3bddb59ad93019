"""How long it takes to choose camera sites at once, and to prove which choice covers most.

2,000 sites and 5,000 incidents, 1 to 5 units: drawn at random, in a town of scattered incidents and
in one of hotspots with sites every 25 m around them, where many sites are almost alike. Each figure
is one run. Limits: 1 s for the answer at once, 10 s for the proof. Run:
``python benchmarks/camera_sites.py``.
"""

import time
from collections.abc import Callable

import numpy as np

from geo.advice.cameras import CameraParams, Choice, choose_sites, suggest_sites
from geo.advice.coverage import Coverage, cover_demand

SITES, INCIDENTS = 2_000, 5_000
WIDTH_M, HEIGHT_M = 4_000, 2_500
RANGES_M = (100, 250, 500)
UNITS = range(1, 6)
HALF_LIFE_DAYS = 180


def main() -> None:
    """Print one line a case and number of units: seconds, proof and gap."""
    print(
        f"{'incidents':22} {'range':>6} {'units':>5} {'at once':>9} {'behind':>7} "
        f"{'proven':>9}  {'proof':10} {'gap':>6}"
    )
    slowest = [0.0, 0.0]
    for name, draw in (("scattered", scatter), ("hotspots", gather)):
        for is_weighed in (False, True):
            for range_m in RANGES_M:
                coverage = draw(np.random.default_rng(1), range_m, is_weighed=is_weighed)
                title = f"{name}, weighed" if is_weighed else name
                for units in UNITS:
                    seconds = report(title, range_m, coverage, CameraParams(units=units))
                    slowest = np.maximum(slowest, seconds).tolist()
    print(
        f"slowest: {slowest[0]:.2f} s at once (limit 1 s), {slowest[1]:.2f} s proven (limit 10 s)"
    )


def report(title: str, range_m: int, coverage: Coverage, params: CameraParams) -> list[float]:
    """Print one line; return both times."""
    (quick, at_once), (best, proven) = (
        measure(lambda choose=choose: choose(coverage, params))
        for choose in (suggest_sites, choose_sites)
    )
    behind = 1 - quick.covered / best.covered
    print(
        f"{title:22} {range_m:4} m {params.units:5} {at_once:7.2f} s {behind:7.1%} "
        f"{proven:7.2f} s  {best.proof.value:10} {best.gap:6.1%}",
        flush=True,
    )
    return [at_once, proven]


def measure(run: Callable[[], Choice]) -> tuple[Choice, float]:
    """Return a choice, and the seconds that it takes."""
    started = time.perf_counter()
    answer = run()
    return answer, time.perf_counter() - started


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
