"""Compile the loops of the analyses once, so that nobody waits for them on a page.

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
from geo.analysis.opportunities import Opportunities
from geo.analysis.pairs import RepeatBands, count_pairs
from geo.analysis.patterns import lay_places, score_patterns
from geo.params import MonteCarlo


def main() -> None:
    """Work on three points: that runs every loop."""
    places = np.array([0.0, 1.0, 3.0])
    cluster_points(places, places, eps_m=2.0, min_samples=2)
    offered = Opportunities(np.column_stack([places, places]), np.ones(3), None)
    laid = lay_places(offered, eps_m=2.0)
    score_patterns(np.array([[0.1, 0.4, 0.7]]), np.ones(3), laid, min_samples=2)
    count_pairs(places, places, places, RepeatBands(), draws=MonteCarlo(repeats=1))
    area = gpd.GeoDataFrame({schema.AREA_CODE: ["A"]}, geometry=[shapely.box(0, 0, 2, 2)])
    find_codes(pd.DataFrame({"x": places, "y": places}), area)


if __name__ == "__main__":
    main()
