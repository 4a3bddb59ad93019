"""How fast and how lean the density clustering is, beside scikit-learn and the package dbscan.

The points are drawn by a seed: tight clusters, stacked addresses and an even rest, as dense as a
town. Times count where core and noise points are equal. scikit-learn gets the points as they are,
as far as its memory goes, and collapsed to places with their counts as weights.
Run: ``python benchmarks/dbscan_peers.py [--seed N] [--quick]``.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

import dbscan
import numpy as np
from harness import Goal, Scale, Section, Timing, Way, pick, print_alone, race, set_out
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN
from speed.clouds import Points, draw_points

from geo.analysis.dbscan import cluster_points
from geo.analysis.points import stack_points

EPS_M, MIN_SAMPLES = 100.0, 10
SIZES: Final = (100_000, 1_000_000, 10_000_000)
QUICK: Final = (100_000,)
ROUNDS: Final = 5
# Beyond this scikit-learn takes minutes; on points as they are it takes 10 GB already.
MOST_FOR_SKLEARN: Final = 1_000_000
OURS, PEER, SKLEARN = "ours", "PyPI dbscan", "scikit-learn"
COLLAPSED: Final = f"{SKLEARN}, collapsed"


class Found(NamedTuple):
    """Which points are core points, and which belong to no cluster."""

    is_core: NDArray[np.bool_]
    is_noise: NDArray[np.bool_]


def measure(scale: Scale) -> Section:
    """Hold the ways beside each other, and the goals against what they take."""
    # Compiled before the clock runs: how long that takes is another question.
    cluster_ours(draw(1_000, scale.seed))
    timings = race(
        WAYS, QUICK if scale.is_quick else SIZES, scale=scale, rounds=ROUNDS, differ=differ
    )
    goals = [goal for goal in list_goals(timings) if not scale.is_quick or goal.is_met is not None]
    return Section("Density clustering", tuple(set_out(timings, of="points")), tuple(goals))


def differ(ours: Found, theirs: Found) -> bool:
    """Say whether core or noise points differ; border points may go to another cluster."""
    return not all(np.array_equal(*pair) for pair in zip(ours, theirs, strict=True))


def list_goals(timings: list[Timing]) -> list[Goal]:
    """Hold the goals against what was measured."""
    goals = []
    for size, limit_s in ((1_000_000, 0.25), (10_000_000, 4.0)):
        found = pick(timings, OURS, size)
        seconds = found and found.seconds
        goals.append(Goal(9, f"clusters of {size:,} points", limit_s, "s", seconds))
    found = pick(timings, OURS, SIZES[-1])
    peak = found and found.peak_mb
    goals.append(Goal(9, f"memory for {SIZES[-1]:,} points", 1_700, "MB", peak))
    for way, size, least in (*((PEER, size, 1.5) for size in SIZES), (SKLEARN, SIZES[1], 100)):
        found = pick(timings, way, size)
        ratio = found and found.ratio
        goals.append(Goal(9, f"{size:,} points, beside {way}", least, "x", ratio, is_least=True))
    return goals


@lru_cache(maxsize=1)
def draw(count: int, seed: int) -> Points:
    """Draw points once for all ways."""
    return draw_points(count, seed)


def cluster_ours(points: Points) -> Found:
    """Cluster with the project's own loops."""
    found = cluster_points(
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        eps_m=EPS_M,
        min_samples=MIN_SAMPLES,
    )
    return Found(found.is_core, found.labels == -1)


def cluster_peer(points: Points) -> Found:
    """Cluster with the package dbscan, which leaves a border point to any cluster."""
    labels, is_core = dbscan.DBSCAN(points, eps=EPS_M, min_samples=MIN_SAMPLES)
    return Found(is_core, labels == -1)


def cluster_plainly(points: Points) -> Found:
    """Cluster with scikit-learn on points as they are."""
    model = DBSCAN(eps=EPS_M, min_samples=MIN_SAMPLES, algorithm="kd_tree").fit(points)
    is_core = np.zeros(len(points), np.bool_)
    is_core[model.core_sample_indices_] = True
    return Found(is_core, model.labels_ == -1)


def cluster_collapsed(points: Points) -> Found:
    """Cluster with scikit-learn on collapsed points."""
    places = stack_points(points)
    model = DBSCAN(eps=EPS_M, min_samples=MIN_SAMPLES, algorithm="kd_tree")
    model.fit(places.xy, sample_weight=places.counts)
    is_core = np.zeros(len(places.xy), np.bool_)
    is_core[model.core_sample_indices_] = True
    return Found(is_core[places.place_of], model.labels_[places.place_of] == -1)


class Clusters(NamedTuple):
    """Makes ready one way to cluster; a plain function could not go to another process."""

    cluster: Callable[[Points], Found]

    def __call__(self, size: int, seed: int) -> Callable[[], Found]:
        """Draw the points, which all ways share."""
        points = draw(size, seed)
        return lambda: self.cluster(points)


WAYS: Final = (
    Way(OURS, Clusters(cluster_ours)),
    Way(PEER, Clusters(cluster_peer)),
    Way(COLLAPSED, Clusters(cluster_collapsed), most=MOST_FOR_SKLEARN, is_slow=True),
    Way(SKLEARN, Clusters(cluster_plainly), most=MOST_FOR_SKLEARN, is_slow=True),
)

if __name__ == "__main__":
    print_alone(measure)
