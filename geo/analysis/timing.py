"""When it happens: intervals spread over the hours of the week."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.local_time import (
    DAYS,
    HOUR,
    HOURS,
    WEEK,
    WEEK_HOURS,
    Figures,
    Instants,
    cut_intervals,
    read_instants,
    week_hour,
)
from geo.schema import TimePrecision


@dataclass(frozen=True)
class WeekHours:
    """How incidents spread over the week.

    Parameters
    ----------
    weights
        Shape ``(7, 24)``, Monday and midnight first: expected incidents in each local hour of
        the week. They add up to the incidents that are not in ``without_hour``.
    uniform
        Incidents that may have happened in any hour of the week: spread over all alike.
    without_hour
        Incidents of which only the month is known: in no hour at all.
    """

    weights: Figures
    uniform: int
    without_hour: int


def weigh_week_hours(incidents: pd.DataFrame, *, timezone: ZoneInfo) -> WeekHours:
    """Spread each incident over the hours of the week in which it may have happened.

    The aoristic weight of an hour is the share of the incident's interval that falls in it, as
    elapsed time: an hour that the change to summer time skips gets nothing, one that occurs twice
    counts double. An incident weighs 1. A moment falls in its own hour; one known to the day is
    spread over that day; one known to the month has no hour, and an interval of 168 hours or more
    says nothing about them.

    Parameters
    ----------
    incidents
        ``started_at`` and ``ended_at`` (zone-aware, the end excluded) and ``time_precision``; any
        index.
    timezone
        Zone of the local week.

    Returns
    -------
    WeekHours

    References
    ----------
    Ratcliffe (2002), Aoristic signatures and the spatio-temporal analysis of high volume crime
    patterns. Journal of Quantitative Criminology 18.
    """
    has_hour = (incidents[schema.TIME_PRECISION] != TimePrecision.MONTH).to_numpy()
    known = incidents[has_hour]
    begin, end = read_instants(known[schema.STARTED_AT]), read_instants(known[schema.ENDED_AT])
    long = end - begin >= WEEK
    weights = _spread(begin[~long], end[~long], timezone)
    uniform = int(long.sum())
    return WeekHours(
        (weights + uniform / WEEK_HOURS).reshape(DAYS, HOURS), uniform, int((~has_hour).sum())
    )


def _spread(begin: Instants, end: Instants, timezone: ZoneInfo) -> Figures:
    pieces = cut_intervals(begin, end, timezone)
    first, last = pieces.begin // HOUR, pieces.end // HOUR
    # Of a piece within one hour the weight stands at its start, and nothing at its end.
    within = first == last
    length = np.maximum(pieces.end - pieces.begin, 1)
    per_hour = pieces.weight * (HOUR / length)
    head = np.where(within, pieces.weight, per_hour * ((first + 1) * HOUR - pieces.begin) / HOUR)
    tail = np.where(within, 0.0, per_hour * (pieces.end - last * HOUR) / HOUR)
    whole = np.where(within, 0, last - first - 1)
    return (
        np.bincount(week_hour(first), head, WEEK_HOURS)
        + np.bincount(week_hour(last), tail, WEEK_HOURS)
        + _fill(week_hour(first + 1), whole, per_hour)
    )


def _fill(start: Instants, count: Instants, weight: Figures) -> Figures:
    """Add ``weight`` to ``count`` hours from ``start`` on, round the week."""
    # Grouped by start and count first: what is left does not grow with the incidents.
    size = WEEK_HOURS + 1
    grouped = np.bincount(start * size + count, weight, WEEK_HOURS * size)
    by_count = grouped.reshape(WEEK_HOURS, size)
    reaching = by_count[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    hours = np.arange(WEEK_HOURS)
    filled: Figures = reaching[(hours[:, None] - hours) % WEEK_HOURS, hours].sum(axis=1)
    return filled
