"""The heat layer: where the incidents of one month are dense."""

from typing import Final

import folium
import geopandas as gpd
from folium.plugins import HeatMap

from geo.present.legend import HEAT_RAMP
from geo.present.maps import in_degrees, outline_edges, recent_points

# So many incidents on one spot give the deepest colour, in every month and at every zoom level:
# a quiet month looks quiet.
FULL_HEAT: Final = 5

_RADIUS_PIXELS: Final = 22
_BLUR_PIXELS: Final = 16
_LEAST_OPACITY: Final = 0.25


def draw_heat(incidents: gpd.GeoDataFrame, hotspots: gpd.GeoDataFrame) -> folium.FeatureGroup:
    """Draw the heat of some incidents, and the edges of hotspots over it.

    Parameters
    ----------
    incidents
        Those to show; the ones without a place are passed over.
    hotspots
        Hotspots of the whole period, to find them back.

    Returns
    -------
    folium.FeatureGroup
        To be added to the base map, which brings the script of the layer.
    """
    group = folium.FeatureGroup(name="Warmte")
    points = recent_points(incidents)
    if not points.empty:
        _heat(points).add_to(group)
    if not hotspots.empty:
        outline_edges(hotspots).add_to(group)
    return group


def _heat(points: gpd.GeoDataFrame) -> HeatMap:
    places = in_degrees(points.geometry)
    rows = [
        [lat, lon, 1 / FULL_HEAT]
        for lat, lon in zip(places.y.to_list(), places.x.to_list(), strict=True)
    ]
    heat = HeatMap(  # type: ignore[no-untyped-call]
        rows,
        radius=_RADIUS_PIXELS,
        blur=_BLUR_PIXELS,
        min_opacity=_LEAST_OPACITY,
        # Below this zoom level the plugin would make the same incidents cooler.
        max_zoom=1,
        gradient={str(share): colour for share, colour in HEAT_RAMP},
    )
    # Its script comes with the base map: one that first arrives here would not be loaded.
    heat.default_js = []
    return heat
