"""The heat layer: where incidents are dense."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.analysis.cell_levels import count_levels
from geo.analysis.points import read_points, stack_points
from geo.present.degrees import list_places
from geo.present.legend import HEAT_RAMP
from geo.present.steps import Steps, step

# So many incidents on one spot give the deepest colour, in every month and at every zoom level:
# a quiet month looks quiet. A whole period has a scale of its own, the same for each.
FULL_HEAT: Final = 5
FULL_HEAT_OF_PERIOD: Final = 25

# More places than this are taken together by cell, the smallest that give few enough: narrower
# than the glow of one incident wherever the whole of them is in sight.
MOST_SPOTS: Final = 4000
_FINEST_M: Final = 10.0

_RADIUS_PIXELS: Final = 22
_BLUR_PIXELS: Final = 16
_LEAST_OPACITY: Final = 0.25
_OPTIONS: Final = {
    "radius": _RADIUS_PIXELS,
    "blur": _BLUR_PIXELS,
    "minOpacity": _LEAST_OPACITY,
    # Below this zoom level the plugin would make the same incidents cooler.
    "maxZoom": 1,
    "gradient": {str(share): colour for share, colour in HEAT_RAMP},
}

Points = NDArray[np.float64]


def plan_heat(incidents: gpd.GeoDataFrame, *, full_heat: int = FULL_HEAT) -> Steps:
    """Plan the heat of some incidents.

    Parameters
    ----------
    incidents
        Those to show, all of them; the ones without a place are passed over.
    full_heat
        Incidents on one spot that give the deepest colour.
    """
    points = np.column_stack(read_points(incidents))
    placed = points[np.isfinite(points).all(axis=1)]
    if not len(placed):
        return ()
    spots, counts = _find_spots(placed)
    places = list_places(gpd.GeoSeries(shapely.points(spots), crs=incidents.crs))
    warmth = np.round(counts / full_heat, 3)
    rows = np.column_stack([places, warmth]).tolist()
    return (step("drawHeat", rows=rows, options=_OPTIONS),)


def _find_spots(points: Points) -> tuple[Points, NDArray[np.int64]]:
    """Return where incidents lie, each place once, and how many lie there."""
    places = stack_points(points)
    if len(places.xy) <= MOST_SPOTS:
        return places.xy, places.counts.astype(np.int64)
    finest = count_levels(*points.T, finest_m=_FINEST_M, most_cells=MOST_SPOTS)[-1]
    return np.column_stack([finest.x, finest.y]), finest.counts
