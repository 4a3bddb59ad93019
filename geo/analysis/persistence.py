"""Hotspots of one period held against those of another: lasting, new or gone."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.errors import CrsMismatchError
from geo.schema import Change

# Outlines that share this much of the smaller one are one place.
LEAST_SHARE: Final = 0.25

_NEWS: Final = (Change.NEW, Change.GROWN, Change.EQUAL, Change.SHRUNK)


@dataclass(frozen=True)
class Persistence:
    """What became of hotspots.

    Parameters
    ----------
    current
        The later hotspots with ``change`` (a `Change`), ``earlier_id`` and ``earlier_incidents``
        (missing where new), on their own index.
    vanished
        The earlier hotspots that none of the later ones lies on, on their own index.
    """

    current: gpd.GeoDataFrame
    vanished: gpd.GeoDataFrame


def match_hotspots(
    current: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, *, least_share: float = LEAST_SHARE
) -> Persistence:
    """Say of each hotspot whether it was there before.

    Two hotspots are one place when their outlines share at least ``least_share`` of the smaller
    outline. A later hotspot that lies on several earlier ones goes with the one with which it
    shares the most ground (ties: the lowest rank). Several later ones may go with the same earlier
    one: a place that splits up is not new. It has grown or shrunk by its number of incidents.

    Parameters
    ----------
    current, earlier
        Hotspot frames of two periods of equal length, in the same coordinate system.
    least_share
        Over 0, at most 1.

    Raises
    ------
    CrsMismatchError
        If the two are in different coordinate systems.
    """
    if current.crs != earlier.crs:
        raise CrsMismatchError(
            "crs-mismatch",
            expected=f"hotspots in one coordinate system ({earlier.crs})",
            got=str(current.crs),
            remedy="reproject one of the two first",
            areas_crs=earlier.crs,
            crs=current.crs,
        )
    pairs = _find_pairs(current, earlier, least_share)
    partner = pairs.drop_duplicates("current").set_index("current")["earlier"]
    gone = np.setdiff1d(np.arange(len(earlier)), pairs["earlier"])
    return Persistence(_describe(current, earlier, partner), earlier.iloc[gone])


def order_by_news(current: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put new hotspots first, then those that grew, stayed and shrank, each in order of rank.

    Parameters
    ----------
    current
        Hotspot frame with ``change`` (a `Change`).
    """
    order = {change: place for place, change in enumerate(_NEWS)}
    by = [current[schema.RANK], current[schema.CHANGE].map(order)]
    ordered: gpd.GeoDataFrame = current.iloc[np.lexsort([key.to_numpy(np.int64) for key in by])]
    return ordered


def _find_pairs(
    current: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, least_share: float
) -> pd.DataFrame:
    """List the positions of hotspots that are one place, the most shared ground first."""
    shapes, others = current.geometry.to_numpy(), earlier.geometry.to_numpy()
    first, second = shapely.STRtree(others).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[first], others[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(others[second]))
    pairs = pd.DataFrame(
        {
            "current": first,
            "earlier": second,
            "shared": shared,
            "rank": earlier[schema.RANK].to_numpy()[second],
        }
    )
    enough = (shared > 0) & (shared >= least_share * smaller)
    ordered: pd.DataFrame = pairs[enough].sort_values(
        ["current", "shared", "rank"], ascending=[True, False, True]
    )
    return ordered


def _describe(
    current: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, partner: pd.Series
) -> gpd.GeoDataFrame:
    known = earlier.iloc[partner.to_numpy()].set_axis(current.index[partner.index])
    ids = known[schema.HOTSPOT_ID].reindex(current.index).astype("str")
    counts = known[schema.INCIDENTS].reindex(current.index).astype("Int64")
    growth = (current[schema.INCIDENTS] - counts).astype("Float64").to_numpy(np.float64, np.nan)
    return current.assign(
        **{
            schema.CHANGE: _name_change(growth),
            schema.EARLIER_ID: ids,
            schema.EARLIER_INCIDENTS: counts,
        }
    )


def _name_change(growth: NDArray[np.float64]) -> NDArray[np.object_]:
    named: NDArray[np.object_] = np.select(
        [np.isnan(growth), growth > 0, growth < 0],
        [Change.NEW.value, Change.GROWN.value, Change.SHRUNK.value],
        Change.EQUAL.value,
    ).astype(object)
    return named
