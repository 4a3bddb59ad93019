"""What came since a day, in an area or in a hotspot."""

from collections.abc import Mapping
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from geo import schema
from geo.analysis.hours import HourSplit, select_hours
from geo.analysis.news import sort_news
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.schema import Layer
from geo.service.answers import DataStatus, HotspotReport, NewsReport
from geo.service.areas import Layers, bound_area, list_layers, locate_incidents, stay_in
from geo.service.contents import read_status
from geo.service.explaining import choose_hotspot
from geo.service.opening import open_store
from geo.store import Bounds
from geo.workspace import Workspace

_KEYS = [schema.SOURCE, schema.INCIDENT_ID]


def find_area_news(
    workspace: Workspace, question: Question, *, since: date, layers: Layers | None = None
) -> NewsReport:
    """Say what came since a day in an area, whatever its theme.

    Parameters
    ----------
    workspace
        Where to look.
    question
        Area and hours of the week; its theme and period do not matter.
    since
        Local day; the day itself counts.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ParamsError
        If the area is unknown.
    """
    layers = list_layers(workspace) if layers is None else layers
    bounds = bound_area(question.area, layers, workspace)
    incidents, status = _read(workspace, since, theme=None, bounds=bounds)
    kept = _narrow(incidents, question, layers, workspace)
    return _report(kept, since, status, workspace)


def find_hotspot_news(
    workspace: Workspace,
    report: HotspotReport,
    hotspot_id: str,
    *,
    since: date,
    layers: Layers | None = None,
) -> NewsReport:
    """Say what came since a day in a hotspot: within its outline, or as one of its incidents.

    Parameters
    ----------
    workspace
        Where the report comes from.
    report
        Answer of the hotspot search; its area and hours hold, its period does not.
    hotspot_id
        ``id`` of one of its hotspots.
    since
        Local day; the day itself counts.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ParamsError
        If the report has no such hotspot.
    """
    hotspot = choose_hotspot(report, hotspot_id)
    members = report.incidents[report.incidents[schema.CLUSTER] == hotspot[schema.RANK] - 1]
    outline = hotspot[schema.GEOMETRY]
    reach = shapely.total_bounds([outline, *members.geometry])
    incidents, status = _read(workspace, since, theme=report.theme, bounds=tuple(reach.tolist()))
    # One at the margin may lie outside the outline.
    known = pd.MultiIndex.from_frame(members[_KEYS])
    is_member = pd.MultiIndex.from_frame(incidents[_KEYS]).isin(known)
    inside = shapely.intersects(incidents.geometry.to_numpy(), outline) | is_member
    found = incidents[inside].reset_index(drop=True)
    layers = list_layers(workspace) if layers is None else layers
    kept = _narrow(found, report.question, layers, workspace)
    return _report(kept, since, status, workspace)


def _read(
    workspace: Workspace, since: date, *, theme: str | None, bounds: Bounds | None
) -> tuple[gpd.GeoDataFrame, DataStatus]:
    with open_store(workspace) as store:
        incidents = store.read_news(
            since,
            theme=theme,
            crs=workspace.crs,
            timezone=workspace.timezone,
            bounds=bounds,
        )
        return incidents, read_status(store, workspace)


def _narrow(
    incidents: gpd.GeoDataFrame,
    question: Question,
    layers: Mapping[Layer, AreaLayer],
    workspace: Workspace,
) -> HourSplit:
    located = stay_in(locate_incidents(incidents, layers), question.area, layers, workspace)
    return select_hours(located, question.hours, timezone=workspace.timezone)


def _report(kept: HourSplit, since: date, status: DataStatus, workspace: Workspace) -> NewsReport:
    news = sort_news(kept.incidents, since, timezone=workspace.timezone)
    return NewsReport(since, news, kept.unknown, status)
