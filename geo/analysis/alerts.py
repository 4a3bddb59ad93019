"""Where to look after an incident: the ground and the days in which others tend to follow."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.pairs import Metric, RepeatBands
from geo.analysis.points import check_same_crs
from geo.analysis.repeats import (
    EXPECTED,
    FROM_DAYS,
    FROM_M,
    IS_RAISED,
    P_VALUE,
    PAIRS,
    RATIO,
    TO_DAYS,
    TO_M,
    NearRepeats,
    has_place_and_day,
)

SINCE: Final = "since"
UNTIL: Final = "until"
STREETS: Final = "streets"

ALERT_COLUMNS: Final = (
    schema.INCIDENT_ID,
    schema.STARTED_AT,
    SINCE,
    UNTIL,
    FROM_M,
    TO_M,
    RATIO,
    P_VALUE,
    PAIRS,
    STREETS,
    schema.GEOMETRY,
)
# Where and until when the literature saw more burglaries after one: within 200 m, for 14 days.
PRIOR_BANDS: Final = RepeatBands(distances_m=(0, 200), days=(0, 14))
# Fewer pairs are a handful, whatever chance says of them.
LEAST_PAIRS: Final = 10
# With fewer pairs expected, half as many again would often pass for chance: of 20 expected it is
# seen 6 times in 10, of 50 more than 9 times in 10 (pairs by Poisson, one-sided 5%; the same in
# simulated towns, where a share of the incidents follows another within the band).
LEAST_EXPECTED: Final = 50.0
_QUARTER_CORNERS: Final = 8
# What is between the names of streets.
BETWEEN: Final = "; "


class Basis(StrEnum):
    """What an alert rests on, or why there is none."""

    FOUND = "found"
    PRIOR = "prior"
    TOO_FEW = "too-few"
    NONE = "none"


def judge_repeats(repeats: NearRepeats, *, has_prior: bool) -> Basis:
    """Say whether incidents of a kind are followed by others, so that an alert has a ground.

    Parameters
    ----------
    repeats
        Counted in `PRIOR_BANDS`: one band, chosen beforehand, so that one test is made and not
        the best of many.
    has_prior
        Whether the literature found repeats of this kind of incident.

    Returns
    -------
    Basis
        ``found``: the band is raised, and holds at least `LEAST_PAIRS`. Else, with fewer than
        `LEAST_EXPECTED` pairs expected, these data cannot tell: ``prior`` where the literature
        can, ``too-few`` where it cannot. Else ``none``: there was enough to see half as many
        pairs again in, and they were not seen. Fewer may have been missed.

    References
    ----------
    Johnson et al. (2007), Space-time patterns of risk: a cross national assessment of residential
    burglary victimization. Journal of Quantitative Criminology 23.
    """
    band = repeats.table.iloc[0]
    if band[IS_RAISED] and band[PAIRS] >= LEAST_PAIRS:
        return Basis.FOUND
    if band[EXPECTED] >= LEAST_EXPECTED:
        return Basis.NONE
    return Basis.PRIOR if has_prior else Basis.TOO_FEW


def raise_all(repeats: NearRepeats) -> NearRepeats:
    """Treat every band as raised: for alerts that rest on more than these data, or on a wish."""
    return replace(repeats, table=repeats.table.assign(**{IS_RAISED: True}))


def alert_near_repeats(
    incidents: gpd.GeoDataFrame,
    repeats: NearRepeats,
    *,
    as_of: pd.Timestamp,
    streets: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """List on which ground, and until when, bands of near repeats hold after recent incidents.

    Every band that `NearRepeats` calls raised gives an alert for each incident that started before
    ``as_of``, unless the last day of the band has passed by then: on the ground at least its
    nearer and less than its further distance from the incident, from as many days after the day
    of the incident as the band begins with. What the band itself rests on is for who raised it.

    Parameters
    ----------
    incidents
        ``incident_id``, ``started_at`` (zone-aware), ``time_precision`` and points; those without
        a place, or of which only the month is known, give no alert.
    repeats
        Found in incidents of the same kind, in the same coordinate system.
    as_of
        Zone-aware instant at which the list is made.
    streets
        Lines with ``name``, for the names of the streets; None names none.

    Returns
    -------
    GeoDataFrame
        ``ALERT_COLUMNS``, the latest incident first, then by identifier, distance and days:
        the alert runs from ``since`` up to, but not including, ``until`` (local midnights);
        ``ratio``, ``p_value`` and ``pairs`` are those of the band, counted in all incidents and not
        in this one; ``streets`` holds names,
        that nearest to the incident first, empty where there are none; the geometry is the ground.

    Raises
    ------
    CrsMismatchError
        If streets and incidents are in different coordinate systems.
    """
    if streets is not None:
        check_same_crs(streets.crs, incidents.crs)
    recent = incidents[has_place_and_day(incidents) & (incidents[schema.STARTED_AT] < as_of)]
    listed = recent[[schema.INCIDENT_ID, schema.STARTED_AT, schema.GEOMETRY]].merge(
        repeats.table[repeats.table[IS_RAISED]], how="cross"
    )
    days = listed[schema.STARTED_AT].dt.normalize()
    listed = listed.assign(
        **{SINCE: _add_days(days, listed[FROM_DAYS]), UNTIL: _add_days(days, listed[TO_DAYS])}
    )
    alerts = listed[listed[UNTIL] > as_of].sort_values(
        [schema.STARTED_AT, schema.INCIDENT_ID, FROM_M, FROM_DAYS],
        ascending=[False, True, True, True],
        ignore_index=True,
    )
    ground = _draw_ground(alerts, repeats.bands.metric)
    names = _name_streets(ground, alerts[schema.GEOMETRY].to_numpy(), streets)
    named = alerts.assign(**{schema.GEOMETRY: ground, STREETS: names})
    return gpd.GeoDataFrame(named[list(ALERT_COLUMNS)], geometry=schema.GEOMETRY, crs=incidents.crs)


def _add_days(midnights: pd.Series, days: pd.Series) -> pd.Series:
    """Go on by days of the calendar, which the change to summer time makes no shorter or longer."""
    local = midnights.dt.tz_localize(None) + pd.to_timedelta(np.ceil(days), unit="D")
    moved: pd.Series = local.dt.tz_localize(
        midnights.dt.tz, ambiguous=True, nonexistent="shift_forward"
    )
    return moved


def _draw_ground(alerts: pd.DataFrame, metric: Metric) -> NDArray[np.object_]:
    # Within a Manhattan distance lies a square on its corner: a disc of four corners.
    corners = 1 if metric == Metric.MANHATTAN else _QUARTER_CORNERS
    points = alerts[schema.GEOMETRY].to_numpy()
    outer, inner = (
        shapely.buffer(points, alerts[bound].to_numpy(np.float64), quad_segs=corners)
        for bound in (TO_M, FROM_M)
    )
    ground: NDArray[np.object_] = np.asarray(shapely.difference(outer, inner), np.object_)
    return ground


def _name_streets(
    ground: NDArray[np.object_], points: NDArray[np.object_], streets: gpd.GeoDataFrame | None
) -> pd.Series:
    if streets is None:
        return pd.Series("", index=range(len(ground)), dtype="str")
    named = streets[streets[schema.AREA_NAME].notna().to_numpy()]
    lines = named.geometry.to_numpy()
    place, street = shapely.STRtree(lines).query(ground, predicate="intersects")
    names = named[schema.AREA_NAME].to_numpy()[street]
    apart = shapely.distance(points[place], lines[street])
    met = pd.DataFrame({"place": place, "name": names, "metres": apart})
    # A street comes in pieces: it is as near as the nearest of them.
    nearest = met.sort_values(["metres", "name"]).drop_duplicates(["place", "name"])
    joined = nearest.groupby("place")["name"].agg(BETWEEN.join)
    return joined.reindex(range(len(ground))).fillna("").astype("str")


def last_day(until: pd.Timestamp) -> date:
    """Return the last local day of a stretch that ends before a midnight."""
    return until.date() - timedelta(days=1)
