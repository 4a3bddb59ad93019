"""One area looked over: everything of a period that matters there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo import schema
from geo.analysis import trends
from geo.analysis.hours import select_hours
from geo.analysis.landmarks import find_landmarks
from geo.analysis.news import order_latest
from geo.analysis.peak_windows import find_peaks
from geo.analysis.timing import weigh_week_hours
from geo.intake.boundaries import AreaLayer
from geo.params import Period, Question
from geo.schema import Layer
from geo.service.answers import AreaSurvey, HotspotReport
from geo.service.areas import (
    Layers,
    bound_area,
    list_layers,
    locate_incidents,
    outline_area,
    stay_in,
)
from geo.service.contents import label_synthetic, read_status
from geo.service.explaining import find_previous_period
from geo.service.opening import open_store
from geo.workspace import Workspace


def survey_area(
    workspace: Workspace, question: Question, *, layers: Layers | None = None
) -> AreaSurvey:
    """Look over an area: its incidents of a period, of every theme, and those of the one before.

    Parameters
    ----------
    workspace
        Where to look.
    question
        Area, period and hours of the week; its theme does not matter.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ParamsError
        If the area is unknown.
    """
    layers = list_layers(workspace) if layers is None else layers
    with open_store(workspace) as store:
        status = read_status(store, workspace)
        before = find_previous_period(question.period, status)
        first = (before or question.period).first
        incidents = store.read_incidents(
            theme=None,
            period=Period(first=first, last=question.period.last),
            crs=workspace.crs,
            timezone=workspace.timezone,
            bounds=bound_area(question.area, layers, workspace),
        )
    located = stay_in(locate_incidents(incidents, layers), question.area, layers, workspace)
    start, _ = question.period.bounds(workspace.timezone)
    is_now = (located[schema.STARTED_AT] >= start).to_numpy()
    now, earlier = (
        select_hours(part, question.hours, timezone=workspace.timezone)
        for part in (located[is_now], located[~is_now])
    )
    return AreaSurvey(
        question=question,
        before=before,
        incidents=order_latest(now.incidents),
        counts=_count_themes(now.incidents, earlier.incidents, question.period, before),
        week_hours=weigh_week_hours(now.incidents, timezone=workspace.timezone),
        without_hour=now.unknown,
        data=label_synthetic(status, now.incidents),
    )


def time_hotspots(
    workspace: Workspace, report: HotspotReport, *, most: int | None = None
) -> HotspotReport:
    """Say of each hotspot of a report in which hours of the week it stands out most, if any.

    Parameters
    ----------
    workspace
        Where the report comes from.
    report
        What was found.
    most
        Number of hotspots, the first by rank, of which it is said; all of them by default.
    """
    clusters = report.incidents.groupby(schema.CLUSTER)
    weeks = {
        str(hotspot_id): weigh_week_hours(clusters.get_group(rank - 1), timezone=workspace.timezone)
        for hotspot_id, rank in zip(
            report.hotspots[schema.HOTSPOT_ID].iloc[:most],
            report.hotspots[schema.RANK].iloc[:most],
            strict=True,
        )
    }
    peaks = {name: next(iter(find_peaks(week, most=1)), None) for name, week in weeks.items()}
    return replace(report, peaks=peaks)


def find_near(
    searches: Sequence[HotspotReport], area: str, layers: Mapping[Layer, AreaLayer]
) -> list[HotspotReport]:
    """Keep of several searches the hotspots that lie in an area or touch it.

    Returns
    -------
    list of HotspotReport
        In the order of the searches, those without such a hotspot left out.
    """
    ground = outline_area(area, layers)
    near = [
        replace(search, hotspots=search.hotspots[search.hotspots.intersects(ground)])
        for search in searches
    ]
    return [search for search in near if len(search.hotspots)]


def name_landmarks(
    incidents: gpd.GeoDataFrame,
    near: Sequence[HotspotReport],
    layers: Mapping[Layer, AreaLayer],
) -> pd.DataFrame:
    """Name for each incident the hotspot or business park in which it lies or that is nearest.

    Returns
    -------
    DataFrame
        On the index of the incidents: ``theme`` and ``rank`` of a hotspot (missing for a park),
        ``name`` of the theme or park, and ``distance_m``; all missing where there is nothing. A
        hotspot of the incident's own theme goes before others that are as near.
    """
    landmarks = _list_landmarks(near, layers, incidents.crs)
    own = incidents[schema.THEME].to_numpy()[:, None] == landmarks[schema.THEME].to_numpy()
    return find_landmarks(incidents, landmarks, preferred=own)


def _list_landmarks(
    near: Sequence[HotspotReport], layers: Mapping[Layer, AreaLayer], crs: CRS
) -> gpd.GeoDataFrame:
    rows: list[tuple[object, ...]] = [
        (search.theme, rank, search.title, shape)
        for search in near
        for rank, shape in zip(search.hotspots[schema.RANK], search.hotspots.geometry, strict=True)
    ]
    if Layer.PARKS in layers:
        parks = layers[Layer.PARKS].areas
        names = parks[schema.AREA_NAME].fillna(parks[schema.AREA_CODE])
        rows += [(None, None, *row) for row in zip(names, parks.geometry, strict=True)]
    columns = [schema.THEME, schema.RANK, schema.AREA_NAME, schema.GEOMETRY]
    known = pd.DataFrame(rows, columns=columns).astype({schema.THEME: "str", schema.RANK: "Int64"})
    return gpd.GeoDataFrame(known, geometry=schema.GEOMETRY, crs=crs)


def _count_themes(
    now: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, period: Period, before: Period | None
) -> pd.DataFrame:
    counts, old = (part[schema.THEME].value_counts() for part in (now, earlier))
    days = (period.days, (before or period).days)
    compared = trends.compare_counts(counts, old, days=days).rename_axis(schema.THEME).sort_index()
    if before is None:
        compared = compared[[trends.NOW]].reindex(columns=compared.columns)
    ordered: pd.DataFrame = compared.sort_values(trends.NOW, ascending=False, kind="stable")
    return ordered
