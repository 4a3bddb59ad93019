"""How heavily each incident calls for a camera."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo import schema
from geo.analysis.hours import flag_hours, share_in_hours
from geo.analysis.local_time import read_instants
from geo.analysis.points import read_points
from geo.params import HourSelection

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Demand:
    """Incidents that a camera could have covered, and what each weighs: a product of three.

    Parameters
    ----------
    incidents
        Those with a place that may have happened in the hours of use.
    harm
        How heavily one of the theme weighs.
    recency
        Shape ``(n,)``: half for each half-life that has passed.
    in_hours
        Shape ``(n,)``: the chance that it happened in the hours of use.
    without_place, without_hour
        Incidents left out because their place, or their hour, is not known.
    """

    incidents: gpd.GeoDataFrame
    harm: float
    recency: Values
    in_hours: Values
    without_place: int = 0
    without_hour: int = 0

    def weigh(self, *, half_life_factor: float = 1.0) -> Values:
        """Return what each incident weighs, shape ``(n,)``; a factor makes the half-life longer."""
        weights: Values = self.harm * self.in_hours * self.recency ** (1 / half_life_factor)
        return weights


def weigh_demand(
    incidents: gpd.GeoDataFrame,
    recency: Values,
    *,
    harm: float,
    hours: HourSelection,
    timezone: ZoneInfo,
) -> Demand:
    """Say how heavily each incident of a theme calls for a camera.

    An incident weighs its harm, halved for each half-life, times the share of its interval that
    lies in the hours of use (Ratcliffe's aoristic weight, see `geo.analysis.timing`).

    Parameters
    ----------
    incidents
        One theme, with ``started_at``, ``ended_at`` (zone-aware), ``time_precision`` and points in
        metres; any index.
    recency
        Shape ``(n,)``: how much each counts for its age, see `geo.analysis.hotspots`.
    harm
        Zero or more.
    hours, timezone
        Hours of use, in the local week.

    Returns
    -------
    Demand
        Order kept, index renewed.
    """
    x, y = read_points(incidents)
    placed = np.isfinite(x) & np.isfinite(y)
    _, known = flag_hours(incidents, hours, timezone=timezone)
    timed = incidents[placed & known]
    share = np.ones(len(timed))
    if not hours.is_all:
        begin, end = (read_instants(timed[name]) for name in (schema.STARTED_AT, schema.ENDED_AT))
        share = share_in_hours(begin, end, hours, timezone=timezone)
    return Demand(
        timed[share > 0].reset_index(drop=True),
        harm,
        recency[placed & known][share > 0],
        share[share > 0],
        int((~placed).sum()),
        int((placed & ~known).sum()),
    )
