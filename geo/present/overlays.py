"""What lies over the base of a map and changes with every choice: hotspots and incidents."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import shapely

from geo import schema
from geo.present import wording
from geo.present.degrees import list_features, list_places
from geo.present.legend import CHANCE_COLOUR, fill_of
from geo.present.markup import escape
from geo.present.significance import NOT_TESTABLE, say_chance
from geo.present.steps import Steps, step
from geo.service.answers import HotspotReport

# More single incidents than this make a browser slow and a map no clearer.
MAX_POINTS: Final = 5000

_FILLED: Final = 0.6
_FAINT: Final = 0.25
# What may be chance is grey and edged with dashes, so that it is known without seeing colours.
CHANCE_EDGE: Final = {"color": CHANCE_COLOUR, "dashArray": "3 5"}
_CHOSEN_STYLE: Final = {"color": "#154273", "weight": 4}
_HOTSPOT_EDGE_STYLE: Final = {"color": "#154273", "weight": 2, "fill": False}


def plan_outlines(report: HotspotReport, *, filled: bool = True) -> Steps:
    """Plan the outlines of hotspots, in the fill of their class; grey for what may be chance.

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
        {**properties, "style": _outline_style(properties, filled=filled)}
        for properties in _hotspot_properties(report)
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
    return (step("drawRanks", shapes=list_features(places, _hotspot_properties(report))),)


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


def plan_edges(shapes: gpd.GeoDataFrame, *, chance: bool = False) -> Steps:
    """Plan no more than the edges of hotspots, so that what lies beneath stays in sight.

    Parameters
    ----------
    shapes
        Any frame with geometry.
    chance
        Whether these hotspots may be chance.
    """
    if shapes.empty:
        return ()
    style = _HOTSPOT_EDGE_STYLE | (CHANCE_EDGE if chance else {})
    return (step("drawEdges", shapes=list_features(shapes.geometry), style=style),)


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


def _outline_style(hotspot: Mapping[str, Any], *, filled: bool) -> dict[str, object]:
    look: dict[str, object] = {"color": "#3b0716", "weight": 2}
    if hotspot["chance"]:
        look |= {**CHANCE_EDGE, "fillColor": CHANCE_COLOUR}
    else:
        look["fillColor"] = f"url(#{fill_of(hotspot['incidents'])})"
    # Without a fill a click inside it still has to hit.
    opacity = _FAINT if hotspot["chance"] else _FILLED
    return {**look, "fillOpacity": opacity if filled else 0.0}


def _hotspot_properties(report: HotspotReport) -> list[dict[str, Any]]:
    hotspots = report.hotspots
    columns = (
        hotspots[schema.HOTSPOT_ID],
        hotspots[schema.RANK],
        hotspots[schema.INCIDENTS],
        report.may_be_chance,
        say_chance(report),
    )
    return [
        {
            "id": str(hotspot_id),
            "rank": int(rank),
            "incidents": int(count),
            "chance": bool(chance),
            "label": escape(_label(rank, count, said)),
        }
        for hotspot_id, rank, count, chance, said in zip(*columns, strict=True)
    ]


def _label(rank: int, count: int, chance: str) -> str:
    label = f"Hotspot {rank}: {wording.say_count(count, 'melding', 'meldingen')}"
    if not chance:
        return label
    # What to load is for who reads on, not for who looks at a map.
    return f"{label}; {NOT_TESTABLE if chance.startswith(NOT_TESTABLE) else chance}"
