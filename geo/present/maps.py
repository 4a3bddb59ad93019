"""Maps for the screen: their base and the hotspots on it, in degrees."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from folium.plugins import FastMarkerCluster
from folium.template import Template

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.present import assets, wording
from geo.present.legend import colour_of
from geo.present.markup import escape
from geo.schema import Layer
from geo.service.answers import HotspotReport

SCREEN_CRS: Final = "EPSG:4326"

# More single incidents than this make a browser slow and a map no clearer.
MAX_POINTS: Final = 5000

# Names of more areas than this would lie over each other.
MAX_LABELS: Final = 40

_DECIMALS: Final = 6
_STYLE: Final = Path(__file__).with_name("map.css").read_text(encoding="utf-8")

_WIJK_STYLE: Final = {"color": "#8a98a5", "weight": 1, "fillColor": "#ffffff", "fillOpacity": 0.75}
_PARK_STYLE: Final = {
    "color": "#6a7fa0",
    "weight": 1,
    "dashArray": "4 3",
    "fillColor": "#b9c6db",
    "fillOpacity": 0.45,
}
_EDGE_STYLE: Final = {"color": "#45525e", "weight": 2, "fill": False}

_HOTSPOT_EDGE_STYLE: Final = {"color": "#154273", "weight": 2, "fill": False}


def draw_base(
    layers: Mapping[Layer, AreaLayer],
    *,
    around: gpd.GeoDataFrame | None = None,
    focus: gpd.GeoDataFrame | None = None,
) -> folium.Map:
    """Draw what stays still while people choose: areas, names and controls.

    Parameters
    ----------
    layers
        Area layers of the workspace; wijken and business parks are drawn.
    around
        Where to look when there is no layer: any frame with geometry.
    focus
        Where to look whatever layers there are.

    Returns
    -------
    folium.Map
        Its script is the same for the same layers, so that the screen keeps it. It loads its
        scripts from this machine only and has no background.
    """
    # Folium keeps max_zoom for a background; clusters need to know where zooming ends.
    base = folium.Map(tiles=None, zoom_control=False, zoom_snap=0.25, font_size="12px", maxZoom=19)
    base.default_js = assets.link_assets(assets.SCRIPTS)
    base.default_css = assets.link_assets(assets.STYLES)
    wijken, parks = (_drawable(layers.get(layer)) for layer in (Layer.WIJKEN, Layer.PARKS))
    if wijken is not None:
        _areas(wijken, _WIJK_STYLE).add_to(base)
    if parks is not None:
        _areas(parks, _PARK_STYLE).add_to(base)
    if wijken is not None:
        _edge(wijken).add_to(base)
        _labels(wijken).add_to(base)
    _Furniture(attribution=wording.say_attribution(layers)).add_to(base)
    shown = (wijken, parks) if focus is None else (focus,)
    _look_at(base, [areas for areas in shown if areas is not None], around)
    return base


def draw_hotspots(report: HotspotReport, *, selected: str | None = None) -> folium.FeatureGroup:
    """Draw what changes with every choice: incidents, outlines and their ranks.

    Parameters
    ----------
    report
        Answer of the hotspot search, in the workspace's CRS.
    selected
        ``id`` of the hotspot to stand out.

    Returns
    -------
    folium.FeatureGroup
        To be added to the base map. Outlines and ranks carry ``id`` in their properties. Of an
        incident only code, date and precision are shown.
    """
    group = folium.FeatureGroup(name="Hotspots")
    points = recent_points(report.incidents)
    if not points.empty:
        _incident_markers(points).add_to(group)
    if not report.hotspots.empty:
        _outlines(report.hotspots, selected).add_to(group)
        _ranks(report.hotspots, selected).add_to(group)
    return group


def say_left_out(report: HotspotReport) -> str:
    """Say that not every incident is drawn; empty where all of them are."""
    if int(_has_place(report.incidents).sum()) <= MAX_POINTS:
        return ""
    return f"Op de kaart staan alleen de laatste {wording.say_number(MAX_POINTS)} meldingen."


def _has_place(incidents: gpd.GeoDataFrame) -> "pd.Series[bool]":
    placed: pd.Series[bool] = ~(incidents.geometry.isna() | incidents.geometry.is_empty)
    return placed


def _drawable(layer: AreaLayer | None) -> gpd.GeoDataFrame | None:
    if layer is None:
        return None
    shapes = layer.areas.geometry
    areas = layer.areas[~(shapes.isna() | shapes.is_empty)].sort_values(schema.AREA_CODE)
    # A ring that crosses itself is taken in as it is; it has no union and no inside point.
    return None if areas.empty else areas.set_geometry(areas.geometry.make_valid())


def _areas(areas: gpd.GeoDataFrame, style: Mapping[str, object]) -> folium.GeoJson:
    return folium.GeoJson(
        _features(in_degrees(areas.geometry), [{} for _ in range(len(areas))]),
        style_function=lambda _: dict(style),
        interactive=False,
    )


def _edge(areas: gpd.GeoDataFrame) -> folium.GeoJson:
    outline = gpd.GeoSeries([areas.geometry.union_all()], crs=areas.crs)
    return folium.GeoJson(
        _features(in_degrees(outline), [{}]),
        style_function=lambda _: dict(_EDGE_STYLE),
        interactive=False,
    )


def _labels(areas: gpd.GeoDataFrame) -> folium.GeoJson:
    named = areas if len(areas) <= MAX_LABELS else areas.iloc[:0]
    texts = [
        {"html": f"<span>{escape(str(name))}</span>"} for name in named[schema.AREA_NAME].fillna("")
    ]
    # On a line through the widest part a name stays inside a bent area.
    places = in_degrees(named.geometry.representative_point())
    icon = folium.DivIcon(icon_size=(0, 0), class_name="hk-label")
    return folium.GeoJson(
        _features(places, texts),
        marker=folium.Marker(icon=icon, interactive=False, keyboard=False),
        style_function=lambda feature: {"html": feature["properties"]["html"]},
    )


def outline_edges(hotspots: gpd.GeoDataFrame) -> folium.GeoJson:
    """Draw no more than the edges of hotspots, so that what lies beneath stays in sight."""
    return folium.GeoJson(
        _features(in_degrees(hotspots.geometry), [{} for _ in range(len(hotspots))]),
        style_function=lambda _: dict(_HOTSPOT_EDGE_STYLE),
        interactive=False,
    )


def _outlines(hotspots: gpd.GeoDataFrame, selected: str | None) -> folium.GeoJson:
    return folium.GeoJson(
        _features(in_degrees(hotspots.geometry), _hotspot_properties(hotspots)),
        style_function=lambda feature: _outline_style(feature["properties"], selected),
        on_each_feature=folium.JsCode(
            "function (feature, layer) { layer.bindTooltip(feature.properties.label); }"
        ),
    )


def _outline_style(properties: Mapping[str, Any], selected: str | None) -> dict[str, object]:
    chosen = properties["id"] == selected
    return {
        "color": "#154273" if chosen else "#3b0716",
        "weight": 4 if chosen else 2,
        "fillColor": colour_of(properties["incidents"]),
        "fillOpacity": 0.6,
    }


def _ranks(hotspots: gpd.GeoDataFrame, selected: str | None) -> folium.GeoJson:
    def style(feature: Mapping[str, Any]) -> dict[str, object]:
        properties = feature["properties"]
        mark = ' class="hk-chosen"' if properties["id"] == selected else ""
        label = f'aria-label="{properties["label"]}"'
        return {"html": f"<b{mark} {label}>{properties['rank']}</b>"}

    icon = folium.DivIcon(icon_size=(24, 24), icon_anchor=(12, 24), class_name="hk-rank")
    # On top of the outline, which stays in sight.
    tops = shapely.points(
        shapely.get_x(hotspots[schema.CENTRE].to_numpy()), hotspots.geometry.bounds["maxy"]
    )
    places = gpd.GeoSeries(tops, crs=hotspots.crs)
    return folium.GeoJson(
        _features(in_degrees(places), _hotspot_properties(hotspots)),
        marker=folium.Marker(icon=icon, keyboard=False, z_index_offset=1000),
        style_function=style,
    )


def _hotspot_properties(hotspots: gpd.GeoDataFrame) -> list[dict[str, object]]:
    columns = (hotspots[schema.HOTSPOT_ID], hotspots[schema.RANK], hotspots[schema.INCIDENTS])
    return [
        {
            "id": str(hotspot_id),
            "rank": int(rank),
            "incidents": int(count),
            "label": escape(f"Hotspot {rank}: {wording.say_number(count)} meldingen"),
        }
        for hotspot_id, rank, count in zip(*columns, strict=True)
    ]


def recent_points(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the incidents that a map can show: those with a place, the latest first."""
    placed = incidents[_has_place(incidents)]
    order = [column for column in (schema.STARTED_AT, schema.INCIDENT_ID) if column in placed]
    return placed.sort_values(order, ascending=False, kind="stable").head(MAX_POINTS)


def _incident_markers(points: gpd.GeoDataFrame) -> FastMarkerCluster:
    places = in_degrees(points.geometry)
    texts = [escape(text) for text in wording.say_incidents(points)]
    rows = [
        [lat, lon, text]
        for lat, lon, text in zip(places.y.to_list(), places.x.to_list(), texts, strict=True)
    ]
    markers = FastMarkerCluster(  # type: ignore[no-untyped-call]
        rows,
        callback=(
            "function (row) { return L.circleMarker([row[0], row[1]], {radius: 3, weight: 1,"
            " color: '#26323c', fillColor: '#5b6b79', fillOpacity: 0.8}).bindTooltip(row[2]); }"
        ),
        icon_create_function=(
            "function (cluster) { var count = cluster.getChildCount();"
            " var size = count < 10 ? 18 : count < 100 ? 22 : 28;"
            " return L.divIcon({html: '<span>' + count + '</span>', className: 'hk-cluster',"
            " iconSize: [size, size]}); }"
        ),
        max_cluster_radius=40,
        show_coverage_on_hover=False,
    )
    # Its script comes with the base map: one that first arrives here would not be loaded.
    markers.default_js, markers.default_css = [], []
    return markers


def _look_at(
    base: folium.Map, frames: list[gpd.GeoDataFrame], around: gpd.GeoDataFrame | None
) -> None:
    shown = [frame for frame in frames if not frame.empty]
    if not shown and around is not None and not around.empty:
        shown = [around]
    corners = [
        gpd.GeoSeries(shapely.box(*frame.total_bounds), crs=frame.crs).to_crs(SCREEN_CRS)
        for frame in shown
    ]
    if not corners:
        return
    west, south, east, north = pd.concat(corners).total_bounds.round(3).tolist()
    base.fit_bounds([[south, west], [north, east]], padding=(8, 8))


def in_degrees(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return shapes in longitude and latitude, rounded to what a screen can show."""
    degrees = shapes.to_crs(SCREEN_CRS)
    rounded = shapely.transform(degrees.to_numpy(), lambda xy: np.round(xy, _DECIMALS))
    return gpd.GeoSeries(rounded, index=shapes.index, crs=SCREEN_CRS)


def _features(
    shapes: gpd.GeoSeries, properties: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    texts = shapely.to_geojson(shapes.to_numpy())
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(number),
                "properties": known,
                "geometry": json.loads(text),
            }
            for number, (text, known) in enumerate(zip(texts, properties, strict=True))
        ],
    }


class _Furniture(folium.MacroElement):
    """Zoom buttons, scale and source in Dutch, and the map's own looks."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}<style>{{ this.style }}</style>{% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map) {
            // Folium forbids a phone to enlarge the text of the map.
            document.querySelectorAll("meta[name=viewport]").forEach(function (meta) {
                meta.content = "width=device-width, initial-scale=1";
            });
            L.control.zoom({zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen"}).addTo(map);
            L.control.scale({imperial: false, position: "topright"}).addTo(map);
            map.attributionControl.setPrefix(false).addAttribution({{ this.attribution|tojson }});
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, *, attribution: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Furniture"
        self.style = _STYLE
        self.attribution = escape(attribution)
