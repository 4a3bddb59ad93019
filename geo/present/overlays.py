"""What lies over the base of a map and changes with every choice: hotspots and incidents."""

from typing import Any, Final

import geopandas as gpd
import shapely

from geo import schema
from geo.present import wording
from geo.present.degrees import list_features, list_places
from geo.present.legend import fill_of
from geo.present.markup import escape
from geo.present.steps import Steps, step
from geo.service.answers import HotspotReport

# More single incidents than this make a browser slow and a map no clearer.
MAX_POINTS: Final = 5000

_FILLED: Final = 0.6
_CHOSEN_STYLE: Final = {"color": "#154273", "weight": 4}
_HOTSPOT_EDGE_STYLE: Final = {"color": "#154273", "weight": 2, "fill": False}


def plan_outlines(report: HotspotReport, *, filled: bool = True) -> Steps:
    """Plan the outlines of hotspots, in the fill of their class.

    Parameters
    ----------
    report
        Answer of the hotspot search, in the workspace's coordinate system.
    filled
        Whether the fill is drawn; without it what lies beneath stays in sight.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. Each outline carries ``id`` in its properties.
    """
    if report.hotspots.empty:
        return ()
    known = [
        {**properties, "style": _outline_style(properties["incidents"], filled=filled)}
        for properties in _hotspot_properties(report.hotspots)
    ]
    return (step("drawOutlines", shapes=list_features(report.hotspots.geometry, known)),)


def plan_ranks(report: HotspotReport) -> Steps:
    """Plan the ranks of hotspots, each on top of its outline and with the same properties."""
    hotspots = report.hotspots
    if hotspots.empty:
        return ()
    # On top of the outline, which stays in sight.
    tops = shapely.points(
        shapely.get_x(hotspots[schema.CENTRE].to_numpy()), hotspots.geometry.bounds["maxy"]
    )
    places = gpd.GeoSeries(tops, crs=hotspots.crs)
    return (step("drawRanks", shapes=list_features(places, _hotspot_properties(hotspots))),)


def plan_choice(hotspot_id: str | None) -> Steps:
    """Plan to let one of the hotspots that were planned before stand out; none for no choice."""
    if hotspot_id is None:
        return ()
    return (step("markChosen", id=hotspot_id, style=_CHOSEN_STYLE),)


def plan_points(report: HotspotReport) -> Steps:
    """Plan the incidents of a report: of each no more than code, date and precision.

    A click on one is a click on the hotspot in which it lies.
    """
    points = recent_points(report.incidents)
    if points.empty:
        return ()
    columns = (
        list_places(points.geometry).tolist(),
        [escape(text) for text in wording.say_incidents(points)],
        points[schema.CLUSTER].tolist(),
    )
    rows = [[*place, text, cluster] for place, text, cluster in zip(*columns, strict=True)]
    return (step("drawPoints", rows=rows, ids=report.hotspots[schema.HOTSPOT_ID].tolist()),)


def plan_edges(hotspots: gpd.GeoDataFrame) -> Steps:
    """Plan no more than the edges of hotspots, so that what lies beneath stays in sight."""
    if hotspots.empty:
        return ()
    return (step("drawEdges", shapes=list_features(hotspots.geometry), style=_HOTSPOT_EDGE_STYLE),)


def plan_streets() -> Steps:
    """Plan to show the streets that the base map holds ready."""
    return (step("showStreets"),)


def say_left_out(report: HotspotReport) -> str:
    """Say that not every incident is drawn; empty where all of them are."""
    if len(report.incidents) - report.without_place <= MAX_POINTS:
        return ""
    return f"Op de kaart staan alleen de laatste {wording.say_number(MAX_POINTS)} meldingen."


def recent_points(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the incidents that a map can show: those with a place, the latest first."""
    placed = incidents[~(incidents.geometry.isna() | incidents.geometry.is_empty).to_numpy()]
    order = [column for column in (schema.STARTED_AT, schema.INCIDENT_ID) if column in placed]
    return placed.sort_values(order, ascending=False, kind="stable").head(MAX_POINTS)


def _outline_style(incidents: int, *, filled: bool) -> dict[str, object]:
    return {
        "color": "#3b0716",
        "weight": 2,
        "fillColor": f"url(#{fill_of(incidents)})",
        # Without a fill a click inside it still has to hit.
        "fillOpacity": _FILLED if filled else 0.0,
    }


def _hotspot_properties(hotspots: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = (hotspots[schema.HOTSPOT_ID], hotspots[schema.RANK], hotspots[schema.INCIDENTS])
    return [
        {
            "id": str(hotspot_id),
            "rank": int(rank),
            "incidents": int(count),
            "label": escape(f"Hotspot {rank}: {wording.say_count(count, 'melding', 'meldingen')}"),
        }
        for hotspot_id, rank, count in zip(*columns, strict=True)
    ]
