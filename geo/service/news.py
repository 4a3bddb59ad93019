"""What came since a day, in an area or in a hotspot."""

from collections.abc import Mapping
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.hours import select_hours
from geo.analysis.news import sort_news
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.schema import Layer
from geo.service.answers import DataStatus, HotspotReport, NewsReport
from geo.service.areas import list_layers, locate_incidents, stay_in
from geo.service.contents import read_status
from geo.service.explaining import choose_hotspot
from geo.store import Store
from geo.workspace import Workspace

_KEYS = [schema.SOURCE, schema.INCIDENT_ID]


def find_area_news(workspace: Workspace, question: Question, *, since: date) -> NewsReport:
    """Say what came since a day in an area, whatever its theme.

    Parameters
    ----------
    workspace
        Where to look.
    question
        Area and hours of the week; its theme and period do not matter.
    since
        Local day; the day itself counts.

    Raises
    ------
    ParamsError
        If the area is unknown.
    """
    layers = list_layers(workspace)
    incidents, status = _read(workspace, since, theme=None)
    chosen = _stay_within(incidents, question, layers, workspace)
    return _report(workspace, chosen, question, since, status)


def find_hotspot_news(
    workspace: Workspace, report: HotspotReport, hotspot_id: str, *, since: date
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

    Raises
    ------
    ParamsError
        If the report has no such hotspot.
    """
    hotspot = choose_hotspot(report, hotspot_id)
    incidents, status = _read(workspace, since, theme=report.theme)
    inside = shapely.intersects(incidents.geometry.to_numpy(), hotspot[schema.GEOMETRY])
    kept = incidents[inside | _is_member(incidents, report, hotspot)].reset_index(drop=True)
    chosen = _stay_within(kept, report.question, list_layers(workspace), workspace)
    return _report(workspace, chosen, report.question, since, status)


def _read(
    workspace: Workspace, since: date, *, theme: str | None
) -> tuple[gpd.GeoDataFrame, DataStatus]:
    with Store(workspace.store_path) as store:
        incidents = store.read_news(
            since, theme=theme, crs=workspace.crs, timezone=workspace.timezone
        )
        return incidents, read_status(store, workspace)


def _is_member(
    incidents: gpd.GeoDataFrame, report: HotspotReport, hotspot: pd.Series
) -> NDArray[np.bool_]:
    """Tell which are incidents of the hotspot: one at its margin may lie outside the outline."""
    clustered = report.incidents[schema.CLUSTER] == hotspot[schema.RANK] - 1
    members = pd.MultiIndex.from_frame(report.incidents.loc[clustered, _KEYS])
    found: NDArray[np.bool_] = pd.MultiIndex.from_frame(incidents[_KEYS]).isin(members)
    return found


def _stay_within(
    incidents: gpd.GeoDataFrame,
    question: Question,
    layers: Mapping[Layer, AreaLayer],
    workspace: Workspace,
) -> gpd.GeoDataFrame:
    return stay_in(locate_incidents(incidents, layers), question.area, layers, workspace)


def _report(
    workspace: Workspace,
    incidents: gpd.GeoDataFrame,
    question: Question,
    since: date,
    status: DataStatus,
) -> NewsReport:
    in_hours = select_hours(incidents, question.hours, timezone=workspace.timezone)
    news = sort_news(in_hours.incidents, since, timezone=workspace.timezone)
    return NewsReport(since, news, in_hours.unknown, status)
