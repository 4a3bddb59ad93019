"""Why a hotspot is where it is, and what became of it since an earlier period."""

from collections.abc import Mapping
from datetime import timedelta

import pandas as pd

from geo import schema
from geo.analysis.peak_windows import find_peaks
from geo.analysis.persistence import match_hotspots
from geo.analysis.reasons import (
    NearestArea,
    WijkShare,
    count_codes,
    find_nearest_area,
    measure_recency,
    share_of_wijk,
)
from geo.analysis.timing import weigh_week_hours
from geo.analysis.trends import P_VALUE, compare_counts
from geo.errors import ParamsError
from geo.intake import boundaries
from geo.intake.boundaries import AreaLayer
from geo.params import Period
from geo.schema import Layer
from geo.service.answers import (
    DataStatus,
    HotspotComparison,
    HotspotExplanation,
    HotspotReport,
)
from geo.themes import Themes, read_themes
from geo.workspace import Workspace


def explain_hotspot(
    workspace: Workspace, report: HotspotReport, hotspot_id: str
) -> HotspotExplanation:
    """Say why a hotspot is where it is: what happened there, when, and what lies around it.

    Parameters
    ----------
    workspace
        Where the report comes from.
    report
        Answer of the hotspot search.
    hotspot_id
        ``id`` of one of its hotspots.

    Raises
    ------
    ParamsError
        If the report has no such hotspot.
    """
    hotspot = choose_hotspot(report, hotspot_id)
    cluster = int(hotspot[schema.RANK]) - 1
    members = report.incidents[report.incidents[schema.CLUSTER] == cluster]
    week = weigh_week_hours(members, timezone=workspace.timezone)
    _, end = report.period.bounds(workspace.timezone)
    return HotspotExplanation(
        hotspot_id=hotspot_id,
        codes=_titled_codes(members, read_themes(workspace)),
        week_hours=week,
        peaks=find_peaks(week),
        recency=measure_recency(members, as_of=end),
        wijk=_wijk_share(report, hotspot, cluster),
        park=_nearest_park(hotspot, boundaries.load_layers(workspace)),
    )


def compare_hotspots(now: HotspotReport, before: HotspotReport) -> HotspotComparison:
    """Say of each hotspot whether it was there before or nearby, and which ones are no more.

    Parameters
    ----------
    now, before
        Answers of the same search in two periods.
    """
    found = match_hotspots(now.hotspots, before.hotspots, eps_m=now.params.eps_m)
    lasting = found.current[found.current[schema.EARLIER_INCIDENTS].notna()]
    lengths = (now.period.days, before.period.days)
    tests = compare_counts(
        lasting[schema.INCIDENTS], lasting[schema.EARLIER_INCIDENTS], days=lengths
    )
    current = found.current.assign(**{P_VALUE: tests[P_VALUE].reindex(found.current.index)})
    return HotspotComparison(now, before, current, found.vanished)


def find_previous_period(period: Period, data: DataStatus) -> Period | None:
    """Return the period before, as `Period.previous`; None where the data do not cover it whole."""
    if data.first is None or period.first <= data.first:
        return None
    try:
        previous = period.previous
    except ParamsError:
        # Before any calendar.
        return None
    return previous if previous.first >= data.first else None


def find_year_earlier(period: Period, data: DataStatus) -> Period | None:
    """Return the same days a year earlier, or None where the data do not cover them.

    A period of more than a year would overlap itself and gives None; so does one for which this
    is simply the period before.
    """
    first, after = (
        (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
        for day in (period.first, period.last + timedelta(days=1))
    )
    # A calendar month is held against that month, be it a day longer; the rest by as many days.
    is_calendar = period.calendar_months is not None
    last = (after if is_calendar else first + timedelta(days=period.days)) - timedelta(days=1)
    if data.first is None or first < data.first or last >= period.first - timedelta(days=1):
        return None
    return Period(first=first, last=last)


def choose_hotspot(report: HotspotReport, hotspot_id: str) -> pd.Series:
    """Return a hotspot of a report.

    Raises
    ------
    ParamsError
        If the report has no such hotspot.
    """
    chosen = report.hotspots[report.hotspots[schema.HOTSPOT_ID] == hotspot_id]
    if chosen.empty:
        raise ParamsError(
            "hotspot-unknown",
            expected=f"a hotspot of {report.theme} in this period",
            got=repr(hotspot_id),
            remedy="choose one out of the list",
            hotspot=hotspot_id,
        )
    hotspot: pd.Series = chosen.iloc[0]
    return hotspot


def _titled_codes(incidents: pd.DataFrame, themes: Themes) -> pd.DataFrame:
    codes = count_codes(incidents)
    titles = codes[schema.CODE].map(themes.titles).astype("str")
    return codes.assign(**{schema.TITLE: titles})


def _wijk_share(report: HotspotReport, hotspot: pd.Series, cluster: int) -> WijkShare | None:
    wijk_code = hotspot[schema.WIJK_CODE]
    if pd.isna(wijk_code):
        return None
    return share_of_wijk(report.incidents, cluster=cluster, wijk_code=wijk_code)


def _nearest_park(hotspot: pd.Series, layers: Mapping[Layer, AreaLayer]) -> NearestArea | None:
    if Layer.PARKS not in layers:
        return None
    return find_nearest_area(hotspot[schema.GEOMETRY], layers[Layer.PARKS].areas)
