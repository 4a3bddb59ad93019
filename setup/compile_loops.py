"""Compile the loops of the clustering once, so that nobody waits for that on a page.

Python keeps them beside the module, or in the user's cache where that may not be written; they are
compiled anew by themselves where the module or the processor is another.
"""

import numpy as np

from geo.analysis.dbscan import cluster_points


def main() -> None:
    """Cluster three points: that runs every loop."""
    places = np.array([0.0, 1.0, 3.0])
    cluster_points(places, places, eps_m=2.0, min_samples=2)


if __name__ == "__main__":
    main()
