"""The map of one area: its incidents by theme, and the hotspots that lie in it or touch it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
import geopandas as gpd
import pandas as pd
import shapely
from folium.plugins import FastMarkerCluster

from geo import schema
from geo.present import wording
from geo.present.degrees import SCREEN_CRS, in_degrees
from geo.present.maps import outline_edges
from geo.present.marks import Mark, mark_html, theme_marks
from geo.present.markup import escape
from geo.present.overlays import recent_points
from geo.service.answers import TimedHotspots

_MARK_PIXELS: Final = 24
# Marks that would lie over each other become one; those beside each other stay apart.
_CLUSTER_PIXELS: Final = 22


def draw_area(
    incidents: gpd.GeoDataFrame,
    near: Sequence[TimedHotspots],
    marks: Mapping[str, Mark],
    *,
    edge: gpd.GeoDataFrame,
) -> folium.FeatureGroup:
    """Draw what changes with every choice: incidents and hotspots, each in the mark of its theme.

    Parameters
    ----------
    incidents
        Incidents of the area; those without a place are passed over, and so are all but the
        latest of very many.
    near
        Hotspots to show, a search a theme.
    marks
        Mark of each theme.
    edge
        The area itself, to stand out.

    Returns
    -------
    folium.FeatureGroup
        To be added to the base map. Of an incident only theme, code, date and precision are
        shown.
    """
    group = folium.FeatureGroup(name="Gebied")
    outline_edges(edge).add_to(group)
    for search in near:
        _outlines(search, marks[search.theme]).add_to(group)
    points = recent_points(incidents)
    if not points.empty:
        _incident_marks(points, marks).add_to(group)
    for search in near:
        _names(search, marks[search.theme]).add_to(group)
    return group


def _outlines(search: TimedHotspots, mark: Mark) -> folium.GeoJson:
    style = {"color": mark.colour, "weight": 3, "fillColor": mark.colour, "fillOpacity": 0.15}
    return folium.GeoJson(
        _features(search.hotspots.geometry, search),
        style_function=lambda _: dict(style),
        on_each_feature=folium.JsCode(
            "function (feature, layer) { layer.bindTooltip(feature.properties.label); }"
        ),
    )


def _names(search: TimedHotspots, mark: Mark) -> folium.GeoJson:
    hotspots = search.hotspots
    # On top of the outline, which stays in sight.
    tops = shapely.points(
        shapely.get_x(hotspots[schema.CENTRE].to_numpy()), hotspots.geometry.bounds["maxy"]
    )
    start = f'<b style="border-color:{mark.colour}">{escape(mark.letters)}'
    icon = folium.DivIcon(icon_size=(0, 0), class_name="hk-hotspot")
    return folium.GeoJson(
        _features(gpd.GeoSeries(tops, crs=hotspots.crs), search),
        marker=folium.Marker(icon=icon, interactive=False, keyboard=False),
        style_function=lambda feature: {"html": f"{start} {feature['properties']['rank']}</b>"},
    )


def _features(shapes: gpd.GeoSeries, search: TimedHotspots) -> dict[str, Any]:
    ranks, counts = search.hotspots[schema.RANK], search.hotspots[schema.INCIDENTS]
    labels = [
        escape(
            f"{search.title}, hotspot {rank}: {wording.say_count(count, 'melding', 'meldingen')}"
        )
        for rank, count in zip(ranks, counts, strict=True)
    ]
    known = {"rank": ranks.to_list(), "label": labels}
    # By place: shapes of some of the hotspots come with an index of their own.
    frame = gpd.GeoDataFrame(known, geometry=in_degrees(shapes).to_list(), crs=SCREEN_CRS)
    drawn: dict[str, Any] = frame.to_geo_dict()
    return drawn


def _incident_marks(points: gpd.GeoDataFrame, marks: Mapping[str, Mark]) -> FastMarkerCluster:
    looks = json.dumps([mark_html(mark) for mark in marks.values()])
    size = f"[{_MARK_PIXELS}, {_MARK_PIXELS}]"
    markers = FastMarkerCluster(  # type: ignore[no-untyped-call]
        _rows(points, marks),
        callback=(
            f"function (row) {{ var looks = {looks}; return L.marker([row[0], row[1]],"
            f" {{keyboard: false, icon: L.divIcon({{html: looks[row[2]], iconSize: {size},"
            " className: 'hk-incident'})}).bindTooltip(row[3]); }"
        ),
        icon_create_function=(
            "function (cluster) { return L.divIcon({html: '<span>' + cluster.getChildCount() +"
            f" '</span>', className: 'hk-cluster', iconSize: {size}}}); }}"
        ),
        max_cluster_radius=_CLUSTER_PIXELS,
        show_coverage_on_hover=False,
    )
    # Its script comes with the base map: one that first arrives here would not be loaded.
    markers.default_js, markers.default_css = [], []
    return markers


def _rows(points: gpd.GeoDataFrame, marks: Mapping[str, Mark]) -> list[list[object]]:
    """List latitude, longitude, number of the mark and words of each incident."""
    places = in_degrees(points.geometry)
    themes = theme_marks(points[schema.THEME], marks)
    texts = [
        escape(f"{marks[theme].title}: {text}")
        for theme, text in zip(themes, wording.say_incidents(points), strict=True)
    ]
    numbers = pd.Categorical(themes, list(marks)).codes.tolist()
    columns = (places.y.to_list(), places.x.to_list(), numbers, texts)
    return [list(row) for row in zip(*columns, strict=True)]
