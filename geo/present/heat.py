"""The heat layer: where incidents are dense."""

from typing import Final

import geopandas as gpd
import numpy as np

from geo.present.degrees import list_places
from geo.present.legend import HEAT_RAMP
from geo.present.steps import Steps, step

# So many incidents on one spot give the deepest colour, in every month and at every zoom level:
# a quiet month looks quiet. A whole period has a scale of its own, the same for each.
FULL_HEAT: Final = 5
FULL_HEAT_OF_PERIOD: Final = 25

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


def plan_heat(incidents: gpd.GeoDataFrame, *, full_heat: int = FULL_HEAT) -> Steps:
    """Plan the heat of some incidents.

    Parameters
    ----------
    incidents
        Those to show, all of them; the ones without a place are passed over.
    full_heat
        Incidents on one spot that give the deepest colour.
    """
    placed = incidents[~(incidents.geometry.isna() | incidents.geometry.is_empty).to_numpy()]
    if placed.empty:
        return ()
    # Many incidents share an address: each place is sent once.
    places, counts = np.unique(list_places(placed.geometry), axis=0, return_counts=True)
    warmth = np.round(counts / full_heat, 3)
    rows = np.column_stack([places, warmth]).tolist()
    return (step("drawHeat", rows=rows, options=_OPTIONS),)
