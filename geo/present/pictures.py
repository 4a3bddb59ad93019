"""Pictures of a report: which parts of it lie on the map."""

from collections.abc import Collection, Mapping
from enum import StrEnum

import geopandas as gpd

from geo.intake.boundaries import AreaLayer
from geo.present.grounds import plan_area, plan_view
from geo.present.heat import FULL_HEAT_OF_PERIOD, plan_heat
from geo.present.overlays import (
    MAX_HOTSPOTS,
    Inside,
    are_counted,
    plan_edges,
    plan_incidents,
    plan_outlines,
    plan_ranks,
    plan_streets,
)
from geo.present.steps import Steps
from geo.schema import Layer
from geo.service.answers import HotspotReport


class Part(StrEnum):
    """What people may put on a map or take off it; the values are shown on screen."""

    OUTLINES = "Omtrekken en rang"
    INCIDENTS = "Meldingen"
    HEAT = "Warmte"
    STREETS = "Straten"


# Heat on top of single incidents says the same twice: it waits until somebody asks for it.
USUAL_PARTS = (Part.OUTLINES, Part.INCIDENTS, Part.STREETS)


def plan_picture(
    report: HotspotReport,
    layers: Mapping[Layer, AreaLayer],
    *,
    parts: Collection[Part] = USUAL_PARTS,
) -> Steps:
    """Plan the picture of a report.

    Parameters
    ----------
    report
        Answer of the hotspot search.
    layers
        Area layers, for the edge of the area to which the question keeps.
    parts
        What to show. On top of heat and of cells an outline is no more than an edge, so that these
        are seen.
    """
    heat, outlined = Part.HEAT in parts, Part.OUTLINES in parts
    counted = Part.INCIDENTS in parts and are_counted(report)
    steps = _plan_ground(report, layers, streets=Part.STREETS in parts)
    if heat:
        steps += plan_heat(report.incidents, full_heat=FULL_HEAT_OF_PERIOD)
    if outlined:
        inside = Inside.OPEN if counted else Inside.CLEAR if heat else Inside.FILLED
        steps += plan_outlines(report, inside=inside)
    if Part.INCIDENTS in parts:
        steps += plan_incidents(report)
    return steps + plan_ranks(report) if outlined else steps


def plan_month(
    report: HotspotReport,
    incidents: gpd.GeoDataFrame,
    layers: Mapping[Layer, AreaLayer],
    *,
    parts: Collection[Part] = USUAL_PARTS,
) -> Steps:
    """Plan the heat of some incidents of a report, and the edges of its hotspots over it."""
    steps = _plan_ground(report, layers, streets=Part.STREETS in parts)
    drawn, chance = report.hotspots.head(MAX_HOTSPOTS), report.may_be_chance.head(MAX_HOTSPOTS)
    edges = plan_edges(drawn[~chance]) + plan_edges(drawn[chance], chance=True)
    return steps + plan_heat(incidents) + edges


def _plan_ground(
    report: HotspotReport, layers: Mapping[Layer, AreaLayer], *, streets: bool
) -> Steps:
    steps = plan_area(report.question.area, layers)
    # A base without areas does not know where to look.
    if not layers:
        steps += plan_view([report.incidents])
    return steps + plan_streets() if streets else steps
