"""Places of incidents drawn by seed: tight clusters, stacked addresses and an even rest."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

# As dense as a town.
POINTS_PER_HA: Final = 4.0

Points = NDArray[np.float64]


def draw_points(count: int, seed: int = 1) -> Points:
    """Draw points: half in clusters, a fifth stacked on addresses, the rest evenly."""
    random = np.random.default_rng(seed)
    width_m = 100 * np.sqrt(count / POINTS_PER_HA)
    clustered, stacked = count // 2, count // 5
    centres = random.uniform(0, width_m, (max(count // 2_000, 1), 2))
    addresses = random.uniform(0, width_m, (max(stacked // 8, 1), 2))
    return np.concatenate(
        [
            centres[random.integers(0, len(centres), clustered)]
            + random.normal(0, 60, (clustered, 2)),
            addresses[random.integers(0, len(addresses), stacked)],
            random.uniform(0, width_m, (count - clustered - stacked, 2)),
        ]
    )
