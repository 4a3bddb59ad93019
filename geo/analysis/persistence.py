"""Hotspots of one period held against those of another: lasting, moved, new or gone."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.points import check_same_crs
from geo.schema import Change

# Outlines that share this much of the smaller one are one place.
LEAST_SHARE: Final = 0.25
# A hotspot that moved has its centre within this many eps of where it was, and the smaller of the
# two at least this share of the incidents of the larger.
MOVED_EPS: Final = 2.0
LEAST_LIKENESS: Final = 0.5

_MOVE_TYPES: Final = {"current": "int64", "earlier": "int64", "apart": "float64"}

_NEWS: Final = (Change.NEW, Change.MOVED, Change.GROWN, Change.EQUAL, Change.SHRUNK)


@dataclass(frozen=True)
class Persistence:
    """What became of hotspots.

    Parameters
    ----------
    current
        The later hotspots with ``change`` (a `Change`), ``earlier_id`` and ``earlier_incidents``
        (missing where new) and ``moved_m`` (missing where not moved), on their own index.
    vanished
        The earlier hotspots that none of the later ones lies on, and that did not move, on their
        own index.
    """

    current: gpd.GeoDataFrame
    vanished: gpd.GeoDataFrame


def match_hotspots(
    current: gpd.GeoDataFrame,
    earlier: gpd.GeoDataFrame,
    *,
    eps_m: float | None = None,
    least_share: float = LEAST_SHARE,
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
    eps_m
        Neighbourhood radius with which both were found; None calls no hotspot moved.
    least_share
        Over 0, at most 1.

    Raises
    ------
    CrsMismatchError
        If the two are in different coordinate systems.
    """
    check_same_crs(current.crs, earlier.crs)
    pairs = _find_pairs(current, earlier, least_share)
    partner = pairs.drop_duplicates("current").set_index("current")["earlier"]
    gone = np.setdiff1d(np.arange(len(earlier)), pairs["earlier"])
    fresh = np.setdiff1d(np.arange(len(current)), partner.index)
    moves = _find_moves(current.iloc[fresh], earlier.iloc[gone], eps_m)
    moved = pd.Series(gone[moves["earlier"]], index=fresh[moves["current"]], dtype=np.int64)
    described = _describe(current, earlier, pd.concat([partner, moved]))
    left = np.setdiff1d(gone, moved)
    return Persistence(_mark_moved(described, moved.index, moves["apart"]), earlier.iloc[left])


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


def _find_moves(
    fresh: gpd.GeoDataFrame, gone: gpd.GeoDataFrame, eps_m: float | None
) -> pd.DataFrame:
    """List the positions of hotspots that moved, each once, and how far."""
    if eps_m is None or fresh.empty or gone.empty:
        return pd.DataFrame({"current": [], "earlier": [], "apart": []}).astype(_MOVE_TYPES)
    now, then = np.divmod(np.arange(len(fresh) * len(gone)), len(gone))
    counts = [part[schema.INCIDENTS].to_numpy() for part in (fresh, gone)]
    pair = np.sort([counts[0][now], counts[1][then]], axis=0)
    centres = [part[schema.CENTRE].to_numpy() for part in (fresh, gone)]
    moves = pd.DataFrame(
        {
            "current": now,
            "earlier": then,
            "apart": shapely.distance(centres[0][now], centres[1][then]),
            "rank": fresh[schema.RANK].to_numpy()[now],
            "earlier_rank": gone[schema.RANK].to_numpy()[then],
        }
    )
    near = (moves["apart"] <= MOVED_EPS * eps_m) & (pair[0] >= LEAST_LIKENESS * pair[1])
    return _take_once(moves[near].sort_values(["apart", "earlier_rank", "rank"]))


def _take_once(moves: pd.DataFrame) -> pd.DataFrame:
    """Keep the first pair, leave out what shares a hotspot with it, and so on."""
    kept = []
    while not moves.empty:
        first = moves.iloc[:1]
        kept.append(first)
        used = (moves["current"] == first["current"].iloc[0]) | (
            moves["earlier"] == first["earlier"].iloc[0]
        )
        moves = moves[~used]
    return pd.concat([*kept, moves])


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


def _mark_moved(
    described: gpd.GeoDataFrame, places: pd.Index, apart: pd.Series
) -> gpd.GeoDataFrame:
    change = described[schema.CHANGE].to_numpy(object, copy=True)
    distance = np.full(len(described), np.nan)
    change[places], distance[places] = Change.MOVED.value, apart
    return described.assign(**{schema.CHANGE: change, schema.MOVED_M: distance})


def _name_change(growth: NDArray[np.float64]) -> NDArray[np.object_]:
    named: NDArray[np.object_] = np.select(
        [np.isnan(growth), growth > 0, growth < 0],
        [Change.NEW.value, Change.GROWN.value, Change.SHRUNK.value],
        Change.EQUAL.value,
    ).astype(object)
    return named
