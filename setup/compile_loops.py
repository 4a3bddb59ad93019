"""Compile the loops of clustering and of the join with areas, so that nobody waits for them.

Python keeps them beside the module, or in the user's cache where that may not be written; they are
compiled anew by themselves where the module or the processor is another.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.areas import find_codes
from geo.analysis.dbscan import cluster_points


def main() -> None:
    """Cluster three points and find their area: that runs every loop."""
    places = np.array([0.0, 1.0, 3.0])
    cluster_points(places, places, eps_m=2.0, min_samples=2)
    area = gpd.GeoDataFrame({schema.AREA_CODE: ["A"]}, geometry=[shapely.box(0, 0, 2, 2)])
    find_codes(pd.DataFrame({"x": places, "y": places}), area)


if __name__ == "__main__":
    main()
