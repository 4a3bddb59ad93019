"""What is new since a day: what happened after it, and what came in after it."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from geo import schema

HAPPENED: Final = "happened"
LATER: Final = "later"


@dataclass(frozen=True)
class News:
    """Incidents that are new since a day; none is in both frames.

    Parameters
    ----------
    happened
        Those that started on the day or later.
    later
        Those that started before it, and came in on it or later.
    """

    happened: gpd.GeoDataFrame
    later: gpd.GeoDataFrame


def sort_news(incidents: gpd.GeoDataFrame, since: date, *, timezone: ZoneInfo) -> News:
    """Tell what happened since a day from what only came in since then.

    An incident of which no more than the month is known started on the first of it.

    Parameters
    ----------
    incidents
        ``started_at`` and ``arrived_at`` (zone-aware, the latter missing for what was there from
        the beginning), ``source`` and ``incident_id``; any index.
    since
        Local day; the day itself counts.
    timezone
        Zone in which the day begins.

    Returns
    -------
    News
        The latest first, each on its own index. What is in neither frame is not new.
    """
    midnight = pd.Timestamp(since, tz=timezone)
    happened = (incidents[schema.STARTED_AT] >= midnight).to_numpy()
    arrived = (incidents[schema.ARRIVED_AT] >= midnight).to_numpy()
    return News(order_latest(incidents[happened]), order_latest(incidents[arrived & ~happened]))


def order_latest(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return incidents with the latest start first (ties: by source and id)."""
    ordered: gpd.GeoDataFrame = incidents.sort_values(
        [schema.STARTED_AT, schema.SOURCE, schema.INCIDENT_ID], ascending=[False, True, True]
    )
    return ordered


def count_news(news: News) -> pd.DataFrame:
    """Count what is new by theme.

    Returns
    -------
    DataFrame
        ``happened`` and ``later`` on the theme, the most new incidents first (ties: by name).
    """
    counts = pd.DataFrame(
        {
            HAPPENED: news.happened[schema.THEME].value_counts(),
            LATER: news.later[schema.THEME].value_counts(),
        }
    )
    counts = counts.fillna(0).astype("int64").rename_axis(schema.THEME).sort_index()
    order = (-counts.sum(axis=1)).sort_values(kind="stable").index
    return counts.loc[order]
