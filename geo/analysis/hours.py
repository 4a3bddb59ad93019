"""Incidents in chosen hours of the week."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.local_time import (
    HOUR,
    WEEK,
    WEEK_HOURS,
    Figures,
    Instants,
    cut_intervals,
    read_instants,
    week_hour,
)
from geo.params import HourSelection
from geo.schema import TimePrecision

Flags = NDArray[np.bool_]

# An incident belongs to the chosen hours when at least this share of its interval lies in them.
LEAST_SHARE: Final = 0.5


@dataclass(frozen=True)
class HourSplit:
    """What is left of incidents in the chosen hours.

    ``unknown`` counts those of which it cannot be said, because only the day or the month is
    known, or because the interval is a week or longer.
    """

    incidents: gpd.GeoDataFrame
    unknown: int


def select_hours(
    incidents: gpd.GeoDataFrame, hours: HourSelection, *, timezone: ZoneInfo
) -> HourSplit:
    """Keep the incidents that happened in the chosen hours, as far as that is known.

    An incident with an interval is kept when at least half of the interval, as elapsed time,
    lies in the chosen hours: it is then at least as likely as not that it happened in them
    (Ratcliffe's aoristic weight, see `geo.analysis.timing`).

    Parameters
    ----------
    incidents
        ``started_at`` and ``ended_at`` (zone-aware) and ``time_precision``; any index.
    hours
        What to keep.
    timezone
        Zone of the local week.

    Returns
    -------
    HourSplit
        With the incidents that are kept, their index unchanged.
    """
    if hours.is_all:
        return HourSplit(incidents, 0)
    kept, known = flag_hours(incidents, hours, timezone=timezone)
    return HourSplit(incidents[kept], int((~known).sum()))


def flag_hours(
    incidents: pd.DataFrame, hours: HourSelection, *, timezone: ZoneInfo
) -> tuple[Flags, Flags]:
    """Say of each incident whether `select_hours` keeps it, and whether its hours are known.

    Parameters
    ----------
    incidents
        ``started_at`` and ``ended_at`` (zone-aware) and ``time_precision``; any index.
    hours
        What to keep.
    timezone
        Zone of the local week.

    Returns
    -------
    tuple of ndarray
        Kept and known, shape ``(n,)`` each; what is not known is not kept.
    """
    if hours.is_all:
        return np.ones(len(incidents), np.bool_), np.ones(len(incidents), np.bool_)
    known = _knows_hours(incidents, hours)
    begin, end = (
        read_instants(incidents.loc[known, name]) for name in (schema.STARTED_AT, schema.ENDED_AT)
    )
    kept = known.copy()
    kept[known] = share_in_hours(begin, end, hours, timezone=timezone) >= LEAST_SHARE
    return kept, known


def share_in_hours(
    begin: Instants, end: Instants, hours: HourSelection, *, timezone: ZoneInfo
) -> Figures:
    """Return the share of each interval that lies in the chosen hours.

    Parameters
    ----------
    begin, end
        UTC instants in microseconds, shape ``(n,)``, less than a week apart; a moment has a
        share of 0 or 1.
    hours
        Chosen hours.
    timezone
        Zone of the local week.

    Returns
    -------
    ndarray
        Shape ``(n,)``, from 0 to 1.
    """
    pieces = cut_intervals(begin, end, timezone)
    chosen = hours.mask().ravel()
    length = pieces.end - pieces.begin
    passed = _chosen_until(pieces.end, chosen) - _chosen_until(pieces.begin, chosen)
    moment = chosen[week_hour(pieces.begin // HOUR)]
    share = np.where(length > 0, passed / np.maximum(length, 1), moment)
    # Rounded, so that one half made out of pieces is one half.
    summed: Figures = np.bincount(pieces.row, share * pieces.weight, len(begin)).astype(np.float64)
    return summed.round(9)


def _knows_hours(incidents: pd.DataFrame, hours: HourSelection) -> Flags:
    too_coarse = {TimePrecision.MONTH} | ({TimePrecision.DAY} if hours.splits_days else set())
    length = incidents[schema.ENDED_AT] - incidents[schema.STARTED_AT]
    known = ~incidents[schema.TIME_PRECISION].isin(too_coarse) & (
        length < pd.Timedelta(WEEK, unit="us")
    )
    return known.to_numpy(np.bool_)


def _chosen_until(local: Instants, chosen: Flags) -> Instants:
    """Chosen time between a Monday midnight long ago and each local instant, in microseconds."""
    full = np.concatenate([[0], np.cumsum(chosen)]) * HOUR
    hour = local // HOUR
    place = week_hour(hour)
    # Monday midnight of its week, counted in weeks.
    week = (hour - place) // WEEK_HOURS
    within = np.where(chosen[place], local - hour * HOUR, 0)
    passed: Instants = week * full[-1] + full[place] + within
    return passed
