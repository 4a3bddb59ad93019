"""What lies over the base of a map and changes with every choice: hotspots and incidents."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final

import geopandas as gpd
import shapely

from geo import schema
from geo.present import wording
from geo.present.counted_cells import plan_counts
from geo.present.degrees import list_features, list_places
from geo.present.legend import CHANCE_COLOUR, fill_of
from geo.present.markup import escape
from geo.present.significance import NOT_TESTABLE, say_chance
from geo.present.steps import Steps, step
from geo.service.answers import HotspotReport

# More shapes than this make a browser slow and a map no clearer.
MAX_SHAPES: Final = 5000
# More numbered hotspots than this nobody tells apart on a map: a list holds them all.
MAX_HOTSPOTS: Final = 500

COUNTED: Final = (
    "Er zijn zo veel meldingen dat de kaart ze telt, in vakken. Zoom in voor kleinere vakken; wijs "
    "een vak aan voor het aantal. Met een gebied of een kortere periode ziet u ze elk apart."
)

# However many hotspots of other themes lie on the map of an area.
_LEAST_ROOM: Final = 1000
_FILLED: Final = 0.6
_FAINT: Final = 0.25
# What may be chance is grey and edged with dashes, so that it is known without seeing colours.
CHANCE_EDGE: Final = {"color": CHANCE_COLOUR, "dashArray": "3 5"}
_CHOSEN_STYLE: Final = {"color": "#154273", "weight": 4}
_HOTSPOT_EDGE_STYLE: Final = {"color": "#154273", "weight": 2, "fill": False}


class Inside(Enum):
    """What is seen and hit inside an outline."""

    FILLED = auto()
    # What lies beneath is seen; a click is still one on the outline.
    CLEAR = auto()
    # What lies beneath is seen and hit.
    OPEN = auto()


def plan_outlines(report: HotspotReport, *, inside: Inside = Inside.FILLED) -> Steps:
    """Plan the outlines of the first hotspots, in the fill of their class.

    What may be chance is grey.

    Parameters
    ----------
    report
        Answer of the hotspot search, in the workspace's coordinate system.
    inside
        What is seen and hit inside.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. Each outline carries ``id`` in its properties.
    """
    hotspots = report.hotspots.head(MAX_HOTSPOTS)
    if hotspots.empty:
        return ()
    known = [
        {**properties, "style": _outline_style(properties, inside)}
        for properties in _hotspot_properties(report)
    ]
    return (step("drawOutlines", shapes=list_features(hotspots.geometry, known)),)


def plan_ranks(report: HotspotReport) -> Steps:
    """Plan the ranks of the hotspots of `plan_outlines`, each on top of its outline."""
    hotspots = report.hotspots.head(MAX_HOTSPOTS)
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


def plan_incidents(report: HotspotReport) -> Steps:
    """Plan the incidents of a report one by one; more than a map can hold are counted in cells."""
    if are_counted(report):
        return plan_counts(report.incidents, most_cells=_find_room_beside(report))
    return plan_points(report)


def are_counted(report: HotspotReport) -> bool:
    """Say whether there are so many incidents that a map counts them in cells."""
    return len(report.incidents) - report.without_place > _find_room_beside(report)


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


def say_counted(report: HotspotReport) -> str:
    """Say that incidents are counted in cells, and hotspots left out; empty where neither is so."""
    texts = []
    if are_counted(report):
        texts.append(COUNTED)
    if len(report.hotspots) > MAX_HOTSPOTS:
        texts.append(
            f"Op de kaart staan de eerste {wording.say_number(MAX_HOTSPOTS)} hotspots; in de lijst "
            "staan ze alle."
        )
    return " ".join(texts)


def recent_points(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the incidents that a map can show one by one: with a place, the latest first."""
    placed = incidents[~(incidents.geometry.isna() | incidents.geometry.is_empty).to_numpy()]
    order = [column for column in (schema.STARTED_AT, schema.INCIDENT_ID) if column in placed]
    return placed.sort_values(order, ascending=False, kind="stable").head(MAX_SHAPES)


def find_room(*, hotspots: int, others: int = 0) -> int:
    """Count the shapes that a map has left for incidents beside outline and rank of hotspots."""
    return max(MAX_SHAPES - 2 * hotspots - others, _LEAST_ROOM)


def _find_room_beside(report: HotspotReport) -> int:
    return find_room(hotspots=min(len(report.hotspots), MAX_HOTSPOTS))


def _outline_style(hotspot: Mapping[str, Any], inside: Inside) -> dict[str, object]:
    look: dict[str, object] = {"color": "#3b0716", "weight": 2}
    if inside is Inside.OPEN:
        return look | {"weight": 3, "fill": False} | (CHANCE_EDGE if hotspot["chance"] else {})
    if hotspot["chance"]:
        look |= {**CHANCE_EDGE, "fillColor": CHANCE_COLOUR}
    else:
        look["fillColor"] = f"url(#{fill_of(hotspot['incidents'])})"
    # Without a fill a click inside it still has to hit.
    opacity = _FAINT if hotspot["chance"] else _FILLED
    return {**look, "fillOpacity": opacity if inside is Inside.FILLED else 0.0}


def _hotspot_properties(report: HotspotReport) -> list[dict[str, Any]]:
    hotspots = report.hotspots.head(MAX_HOTSPOTS)
    columns = (
        hotspots[schema.HOTSPOT_ID],
        hotspots[schema.RANK],
        hotspots[schema.INCIDENTS],
        report.may_be_chance.head(MAX_HOTSPOTS),
        say_chance(report).head(MAX_HOTSPOTS),
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
