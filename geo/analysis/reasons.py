"""What sets a hotspot apart: its kinds, how recent it is, and what lies around it."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema

RECENT_DAYS: Final = 90


@dataclass(frozen=True)
class Recency:
    """How long ago incidents happened, seen from the end of the period.

    Parameters
    ----------
    recent
        Incidents in the last 90 days of the period.
    quiet_days
        Whole days between the last incident and the end of the period.
    """

    recent: int
    quiet_days: int


@dataclass(frozen=True)
class WijkShare:
    """How many of a wijk's incidents lie in a hotspot."""

    wijk_code: str
    part: int
    whole: int


@dataclass(frozen=True)
class NearestArea:
    """The area that lies closest, 0 metres where it is touched."""

    code: str
    name: str
    distance_m: float


def count_codes(incidents: pd.DataFrame) -> pd.DataFrame:
    """Count incidents by code, the most frequent first (ties: in order of code).

    Returns
    -------
    DataFrame
        ``code`` and ``incidents``; a missing code counts the incidents without one.
    """
    counts = incidents[schema.CODE].value_counts(dropna=False)
    table = pd.DataFrame(
        {
            schema.CODE: pd.Series(counts.index.to_numpy(), dtype="str"),
            schema.INCIDENTS: counts.to_numpy(np.int64),
        }
    )
    ordered: pd.DataFrame = table.sort_values(
        [schema.INCIDENTS, schema.CODE], ascending=[False, True], ignore_index=True
    )
    return ordered


def measure_recency(incidents: pd.DataFrame, *, as_of: pd.Timestamp) -> Recency:
    """Say how recent incidents are.

    Parameters
    ----------
    incidents
        At least one, with ``started_at``.
    as_of
        Midnight at the end of the period, in the zone of the incidents.
    """
    # Days of the calendar, which the change to summer time makes neither shorter nor longer.
    started = incidents[schema.STARTED_AT].dt.tz_localize(None)
    end = as_of.tz_localize(None)
    recent = int((started >= end - pd.Timedelta(days=RECENT_DAYS)).sum())
    return Recency(recent, max((end - started.max()).days, 0))


def share_of_wijk(incidents: pd.DataFrame, *, cluster: int, wijk_code: str) -> WijkShare:
    """Count what part of a wijk's incidents lies in a hotspot.

    Parameters
    ----------
    incidents
        All of the theme and period, with ``cluster`` and ``wijk_code``.
    cluster
        Number of the hotspot: its rank less one.
    wijk_code
        Wijk to look at; incidents of the hotspot in another wijk are left out.
    """
    in_wijk = (incidents[schema.WIJK_CODE] == wijk_code).to_numpy(bool)
    in_hotspot = (incidents[schema.CLUSTER] == cluster).to_numpy()
    return WijkShare(wijk_code, int((in_wijk & in_hotspot).sum()), int(in_wijk.sum()))


def find_nearest_area(shape: BaseGeometry, areas: gpd.GeoDataFrame) -> NearestArea | None:
    """Find the area closest to a shape (ties: the lowest code).

    Parameters
    ----------
    shape
        In the coordinate system of the areas, metres.
    areas
        Area frame; rows without a code or ground are passed over.

    Returns
    -------
    NearestArea or None
        None where there is no area.
    """
    coded = areas[areas[schema.AREA_CODE].notna().to_numpy()].sort_values(schema.AREA_CODE)
    distances = shapely.distance(coded.geometry.to_numpy(), shape)
    if not np.isfinite(distances).any():
        return None
    place = int(np.nanargmin(distances))
    nearest = coded.iloc[place]
    name = nearest[schema.AREA_NAME]
    code = str(nearest[schema.AREA_CODE])
    return NearestArea(code, code if pd.isna(name) else str(name), float(distances[place]))
