import numpy as np
import pytest
from conftest import Proof
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from geo.analysis.dbscan import cluster_points


def draw_pattern(random: np.random.Generator) -> NDArray[np.float64]:
    """Clumps over noise; a grid makes repeated places and distances of exactly eps common."""
    spread = random.uniform(5, 300)
    centres = random.uniform(0, 3_000, (random.integers(1, 12), 2))
    clumps = [random.normal(c, spread, (random.integers(1, 60), 2)) for c in centres]
    noise = random.uniform(0, 3_000, (random.integers(0, 300), 2))
    points = np.concatenate([*clumps, noise])
    grid = random.choice([0, 1, 25, 100])
    return np.round(points / grid) * grid if grid else points


@pytest.mark.prove
def test_clusters_equal_those_of_scikit_learn(proof: Proof) -> None:
    random = np.random.default_rng(proof.seed)
    patterns = proof.runs(25, 500)
    points, clusters, borders = 0, 0, 0
    for _ in range(patterns):
        places = draw_pattern(random)
        eps_m, min_samples = float(random.choice([25, 50, 100, 150])), int(random.integers(2, 15))
        ours = cluster_points(places[:, 0], places[:, 1], eps_m=eps_m, min_samples=min_samples)
        theirs = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm="kd_tree").fit(places)
        is_core = np.zeros(len(places), bool)
        is_core[theirs.core_sample_indices_] = True
        pairs = np.unique(np.column_stack([ours.labels, theirs.labels_])[is_core], axis=0)
        found = len(np.unique(theirs.labels_[is_core]))

        assert np.array_equal(ours.is_core, is_core)
        assert np.array_equal(ours.labels == -1, theirs.labels_ == -1)
        assert len(pairs) == len(np.unique(pairs[:, 0])) == found
        points += len(places)
        clusters += found
        borders += int((~is_core & (ours.labels != -1)).sum())
    proof.note(patterns=patterns, points=points, clusters=clusters, border_points=borders)
