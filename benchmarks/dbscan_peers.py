"""How fast and how lean the density clustering is, beside scikit-learn and the package dbscan.

The points are drawn by a seed: tight clusters, stacked addresses and an even rest, as dense as a
town. Each size runs all ways in turn, so that a busy moment hits all alike, after a check that core
and noise points are equal. scikit-learn gets the collapsed points with their counts as weights.
Memory is the most that a process of its own held above what it held with the points alone.
Run: ``python benchmarks/dbscan_peers.py [SIZE ...]``.
"""

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import dbscan
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN
from speed.clouds import Points, draw_points

from geo.analysis.dbscan import cluster_points
from geo.analysis.points import stack_points

EPS_M, MIN_SAMPLES = 100.0, 10
SIZES = (100_000, 1_000_000)
# Beyond this scikit-learn takes minutes.
MOST_FOR_SKLEARN = 1_000_000
ROUNDS = 5


class Found(NamedTuple):
    """Which points are core points, and which belong to no cluster."""

    is_core: NDArray[np.bool_]
    is_noise: NDArray[np.bool_]


def run_ours(points: Points) -> Found:
    """Cluster with the project's own loops."""
    found = cluster_points(
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        eps_m=EPS_M,
        min_samples=MIN_SAMPLES,
    )
    return Found(found.is_core, found.labels == -1)


def run_peer(points: Points) -> Found:
    """Cluster with the package dbscan, which leaves a border point to any cluster."""
    labels, is_core = dbscan.DBSCAN(points, eps=EPS_M, min_samples=MIN_SAMPLES)
    return Found(is_core, labels == -1)


def run_sklearn(points: Points) -> Found:
    """Cluster with scikit-learn on collapsed points."""
    places = stack_points(points)
    model = DBSCAN(eps=EPS_M, min_samples=MIN_SAMPLES, algorithm="kd_tree")
    model.fit(places.xy, sample_weight=places.counts)
    is_core = np.zeros(len(places.xy), np.bool_)
    is_core[model.core_sample_indices_] = True
    return Found(is_core[places.place_of], model.labels_[places.place_of] == -1)


WAYS: dict[str, Callable[[Points], Found]] = {
    "ours": run_ours,
    "PyPI dbscan": run_peer,
    "scikit-learn, collapsed": run_sklearn,
}


def measure(names: list[str], points: Points) -> dict[str, float]:
    """Median seconds of each way, taken in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            start = time.perf_counter()
            WAYS[name](points)
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(spent) for name, spent in seconds.items()}


def weigh(name: str, count: int) -> float:
    """Most megabytes that a way holds above the points, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(weigh_here, (name, count))


def weigh_here(name: str, count: int) -> float:
    """Run one way and return how much higher the peak of this process is, in megabytes."""
    WAYS[name](draw_points(1_000))
    points = draw_points(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    WAYS[name](points)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    """Check that the answers are equal, then print seconds, ratios and memory of each size."""
    run_ours(draw_points(1_000))
    print(f"{'points':>12}  {'way':26}{'seconds':>9}{'ratio':>8}{'MB':>9}")
    for count in map(int, sys.argv[1:] or SIZES):
        points = draw_points(count)
        names = [name for name in WAYS if count <= MOST_FOR_SKLEARN or run_sklearn != WAYS[name]]
        ours = run_ours(points)
        for name in names:
            theirs = WAYS[name](points)
            if any(not np.array_equal(*pair) for pair in zip(ours, theirs, strict=True)):
                sys.exit(f"{name} finds other core or noise points among {count:,}")
        seconds = measure(names, points)
        for name in names:
            ratio = seconds[name] / seconds["ours"]
            held = weigh(name, count)
            print(f"{count:12,}  {name:26}{seconds[name]:9.3f}{ratio:8.1f}{held:9.0f}")


if __name__ == "__main__":
    main()
