"""Points clustered tile by tile, in memory and in order, as the engines do it with files."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.cell_counts import add_counts, count_points
from geo.analysis.dbscan import Clustering
from geo.analysis.tiles import (
    Merged,
    Tile,
    cluster_tile,
    cut_tiles,
    deal_points,
    merge_tiles,
    tell_tile,
)


def cut(
    points: NDArray[np.float64], eps_m: float, tiles: int, *, most: int = 99
) -> tuple[Tile, ...]:
    halves = np.array_split(points, 2)
    counts = [count_points(*half.T, eps_m=eps_m, most=most) for half in halves]
    return cut_tiles(add_counts(counts, most=most), tiles)


def cluster_in_tiles(
    points: NDArray[np.float64], tiles: Sequence[Tile], eps_m: float, min_samples: int
) -> tuple[Clustering, Merged]:
    frame = pd.DataFrame(points, columns=["x", "y"], dtype=np.float64).assign(weight=1.0)
    dealt = deal_points(*points.astype(np.float64).T, tiles, eps_m=eps_m)
    done = [
        cluster_tile(frame.iloc[held], tile, eps_m=eps_m, min_samples=min_samples)
        for held, tile in zip(dealt, tiles, strict=True)
    ]
    merged = merge_tiles(
        [tell_tile(one, tile, eps_m=eps_m) for one, tile in zip(done, tiles, strict=True)]
    )
    labels, is_core = np.full(len(points), -9), np.zeros(len(points), np.bool_)
    for one, numbers in zip(done, merged.numbers, strict=True):
        own = one[one["is_owned"]]
        assert (labels[own.index] == -9).all()
        labels[own.index] = np.append(numbers, -1)[own["cluster"]]
        is_core[own.index] = own["is_core"]
    return Clustering(labels, is_core), merged
