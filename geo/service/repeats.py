"""Repeats: whether incidents are followed by others nearby, and where to look after the latest."""

from datetime import date, timedelta
from typing import Final, NamedTuple

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.alerts import (
    PRIOR_BANDS,
    Basis,
    alert_near_repeats,
    judge_repeats,
    raise_all,
)
from geo.analysis.pairs import RepeatBands
from geo.analysis.repeats import (
    can_be_counted,
    find_in_each,
    find_near_repeats,
    has_place_and_day,
)
from geo.analysis.reporters import leave_out_police
from geo.analysis.summary import count_values
from geo.intake import streets
from geo.params import MonteCarlo, Period
from geo.service.answers import AlertReport, DataStatus, RepeatReport
from geo.service.areas import Layers, list_layers, locate_incidents, outline_area, stay_in
from geo.service.contents import label_synthetic, read_status
from geo.service.opening import open_store
from geo.themes import ThemeCard, read_themes
from geo.workspace import Workspace

# Of more incidents, or of more than can be counted within minutes, the latest are taken.
MOST_INCIDENTS: Final = 1_000_000
# Up to so many incidents so many permutations are counted; of more, fewer tell enough.
_REPEATS: Final = ((2_000, 999), (100_000, 199), (500_000, 99))
_FEWEST_REPEATS: Final = 49
# Whether incidents are followed by others is looked up in the three years before an alert.
_EVIDENCE_YEARS: Final = 3
# The literature that alerts may fall back on is about burglary of dwellings.
_PRIOR_CODES: Final = frozenset({"1.1.1"})
_AREA_COLUMNS: Final = tuple(schema.LAYER_COLUMN.values())


class _Read(NamedTuple):
    """The latest incidents of a theme that tell of risk, and how many are left out."""

    incidents: gpd.GeoDataFrame
    earlier: int
    police_made: int
    status: DataStatus


def count_repeats(
    workspace: Workspace,
    theme: str,
    period: Period,
    *,
    area: str | None = None,
    draws: MonteCarlo | None = None,
) -> RepeatReport:
    """Count how often incidents are followed by others, by band of distance and days.

    Pairs are held against those that are left when the days are dealt out anew, so that busy
    places and busy weeks have no say. Records that police made themselves are left out.

    Parameters
    ----------
    workspace, theme, period
        Where, of what, and on which local days.
    area
        Code of an area to stay in; None for all.
    draws
        How often chance is tried: 999 times, 199 times with more than two thousand incidents, 99
        times with more than a hundred thousand and 49 times with more than half a million.

    Raises
    ------
    ThemeError, ParamsError
        If the theme or the area is unknown, or there are too many pairs.
    """
    card = read_themes(workspace).card(theme)
    read = _read(workspace, theme, period)
    chosen = read.incidents if area is None else _stay_in(read.incidents, area, workspace)
    tried = draws or _draws_for(chosen)
    close, bands = find_in_each(chosen, (PRIOR_BANDS, RepeatBands()), draws=tried)
    return RepeatReport(
        theme=theme,
        title=card.title,
        period=period,
        close=close,
        bands=bands,
        place_precisions=count_values(
            chosen.loc[has_place_and_day(chosen), schema.PLACE_PRECISION]
        ),
        police_made=read.police_made,
        earlier=read.earlier,
        data=read.status,
    )


def list_alerts(
    workspace: Workspace,
    theme: str,
    as_of: date,
    *,
    anyway: bool = False,
    layers: Layers | None = None,
) -> AlertReport:
    """List where and until when to look after the latest incidents, and on which ground.

    Only what had begun before the day is used. An alert holds on the ground within 200 m of an
    incident, for the 14 days from its own on.

    Parameters
    ----------
    workspace, theme
        Where, and of what.
    as_of
        Local day on which the list is made.
    anyway
        Whether to list them also where the data show no repeats, or too few to tell.
    layers
        The area layers, where they have been read already.

    Raises
    ------
    ThemeError, ParamsError
        If the theme is unknown, or there are too many pairs.
    """
    card = read_themes(workspace).card(theme)
    period = _evidence_before(as_of)
    read = _read(workspace, theme, period)
    found = find_near_repeats(read.incidents, PRIOR_BANDS, draws=_draws_for(read.incidents))
    basis = judge_repeats(found, has_prior=_has_prior(card))
    held = basis in (Basis.FOUND, Basis.PRIOR) or anyway
    midnight = pd.Timestamp(as_of, tz=workspace.timezone)
    # A day more than alerts last: the clock may have been put forward.
    since = midnight - pd.Timedelta(days=PRIOR_BANDS.days[-1] + 1)
    recent = read.incidents[(read.incidents[schema.STARTED_AT] >= since) & held]
    layer = streets.load_streets(workspace) if len(recent) else None
    alerts = alert_near_repeats(
        recent,
        raise_all(found),
        as_of=midnight,
        streets=None if layer is None else layer.lines,
    )
    return AlertReport(
        theme=theme,
        title=card.title,
        as_of=as_of,
        period=period,
        first=_find_first(read, period),
        earlier=read.earlier,
        basis=basis,
        asked=anyway,
        repeats=found,
        alerts=_locate(
            alerts.assign(**{schema.THEME: theme}),
            recent,
            list_layers(workspace) if layers is None else layers,
        ),
        police_made=read.police_made,
        data=read.status,
    )


def find_alerts_near(report: AlertReport, area: str, layers: Layers) -> gpd.GeoDataFrame:
    """Keep of an alert list those of which some ground lies in an area."""
    near: gpd.GeoDataFrame = report.alerts[report.alerts.intersects(outline_area(area, layers))]
    return near


def _read(workspace: Workspace, theme: str, period: Period) -> _Read:
    with open_store(workspace) as store:
        incidents = store.read_incidents(
            theme=theme, period=period, crs=workspace.crs, timezone=workspace.timezone
        )
        status = read_status(store, workspace)
    told = leave_out_police(incidents)
    latest = _take_latest(told.incidents).reset_index(drop=True)
    earlier = len(told.incidents) - len(latest)
    return _Read(latest, earlier, told.police_made, label_synthetic(status, latest))


def _take_latest(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take as many as can be counted, the latest; they are in order of start."""
    latest = incidents.tail(MOST_INCIDENTS)
    while not can_be_counted(latest, RepeatBands(), draws=_draws_for(latest)):
        latest = latest.tail(len(latest) // 2)
    return latest


def _stay_in(incidents: gpd.GeoDataFrame, area: str, workspace: Workspace) -> gpd.GeoDataFrame:
    layers = list_layers(workspace)
    return stay_in(locate_incidents(incidents, layers), area, layers, workspace)


def _draws_for(incidents: gpd.GeoDataFrame) -> MonteCarlo:
    count = len(incidents)
    return MonteCarlo(
        repeats=next((few for most, few in _REPEATS if count <= most), _FEWEST_REPEATS)
    )


def _evidence_before(as_of: date) -> Period:
    first = (pd.Timestamp(as_of) - pd.DateOffset(years=_EVIDENCE_YEARS)).date()
    return Period(first=first, last=as_of - timedelta(days=1))


def _find_first(read: _Read, period: Period) -> date:
    """Return the local day of the first incident that was used; data may begin after the period."""
    if read.incidents.empty:
        return period.first
    # They are in order of start.
    first: date = read.incidents[schema.STARTED_AT].iloc[0].date()
    return first


def _has_prior(card: ThemeCard) -> bool:
    return not _PRIOR_CODES.isdisjoint(card.codes)


def _locate(
    alerts: gpd.GeoDataFrame, incidents: gpd.GeoDataFrame, layers: Layers
) -> gpd.GeoDataFrame:
    """Add the areas of the incident that each alert follows."""
    keys = [schema.INCIDENT_ID, schema.STARTED_AT]
    areas = locate_incidents(incidents, layers)[[*keys, *_AREA_COLUMNS]].drop_duplicates(keys)
    located: gpd.GeoDataFrame = alerts.merge(areas, on=keys, how="left")
    return located
