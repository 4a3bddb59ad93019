"""Whether a hotspot could be chance: held against the largest one that chance makes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo import schema
from geo.analysis.hotspots import Hotspots, weigh_recency
from geo.analysis.opportunities import Opportunities
from geo.analysis.patterns import Patterns, cluster_patterns
from geo.analysis.points import check_same_crs, read_points
from geo.params import HotspotParams, MonteCarlo

# A hotspot that chance makes more often than this is not told apart from it.
MOST_CHANCE: Final = 0.05
# Sums of the same weights in another order may differ in their last digits.
_SAME: Final = 1e-9
# With more incidents than this share away from all opportunities, these are not the theme's.
_MOST_OFF_GROUND: Final = 0.5
# Points that are clustered at a time: few enough to stay in the cache.
_BLOCK: Final = 50_000

Tell = Callable[[float], None]


class Untestable(StrEnum):
    """Why it cannot be said whether hotspots are chance."""

    NO_KIND = "no-kind"
    NO_OPPORTUNITIES = "no-opportunities"
    INVENTED = "invented"
    NONE_HERE = "none-here"
    OFF_GROUND = "off-ground"


@dataclass(frozen=True, eq=False)
class Chance:
    """What chance is made of.

    Parameters
    ----------
    opportunities
        Where incidents of the theme could have happened, over the ground that was searched and no
        other; None where nobody knows.
    draws
        How many patterns, and the seed.
    tell
        Hears every now and then which share of the patterns has been drawn. What it raises stops
        the work.
    """

    opportunities: Opportunities | None
    draws: MonteCarlo
    tell: Tell | None = None


@dataclass(frozen=True)
class NotTestable:
    """There is no p-value, and why."""

    reason: Untestable


@dataclass(frozen=True)
class Significance:
    """How likely chance alone makes hotspots like these.

    Parameters
    ----------
    p_values
        On the index of the hotspots: the chance that a pattern without any hotspot has a largest
        cluster with at least this score. Over 0, at most 1.
    draws
        Simulations and seed.
    off_ground
        Incidents further than ``eps_m`` from every opportunity: many of them make hotspots seem
        less likely than they are.
    """

    p_values: pd.Series
    draws: MonteCarlo
    off_ground: int


def weigh_chance(
    search: Hotspots,
    params: HotspotParams,
    *,
    as_of: pd.Timestamp,
    chance: Chance,
) -> Significance | NotTestable:
    """Hold each hotspot against the largest one of patterns that chance made.

    Every simulated pattern has the incidents of the search, each with its own time and so its own
    weight in the score, at a place drawn out of the opportunities; it is clustered with the same
    parameters. Then ``p = (1 + simulations whose largest score >= this score) / (simulations +
    1)``. Because it is the largest, at most one search in twenty over a pattern without hotspots
    shows any with p <= 0.05, however many hotspots it finds.

    Parameters
    ----------
    search
        What `find_hotspots` found.
    params, as_of
        With which it was found.
    chance
        Against which it is held.

    Returns
    -------
    Significance or NotTestable
        The latter without opportunities, and when most incidents lie further than ``eps_m`` from
        all of them.

    Raises
    ------
    CrsMismatchError
        If incidents and opportunities are in different coordinate systems.

    References
    ----------
    Xie & Shekhar (2019), Significant DBSCAN towards statistically robust clustering. SSTD '19,
    doi 10.1145/3340964.3340968: there the score is the number of points. Davison & Hinkley (1997),
    Bootstrap methods and their application, section 4.2, for the ones in p.
    """
    opportunities = chance.opportunities
    if opportunities is None or not len(opportunities.places):
        return NotTestable(Untestable.NO_OPPORTUNITIES)
    check_same_crs(search.incidents.crs, opportunities.crs)
    points = np.column_stack(read_points(search.incidents))
    placed = np.isfinite(points).all(axis=1)
    off_ground = _count_off_ground(points[placed], opportunities, params.eps_m)
    if off_ground > _MOST_OFF_GROUND * np.count_nonzero(placed):
        return NotTestable(Untestable.OFF_GROUND)
    weights = weigh_recency(search.incidents[placed], params, as_of=as_of).to_numpy(np.float64)
    scores = search.hotspots[schema.SCORE]
    largest = np.empty(0)
    if len(scores):
        largest = simulate_largest(
            np.sort(weights), opportunities, params, draws=chance.draws, tell=chance.tell
        )
    p_values = pd.Series(_compare(scores.to_numpy(np.float64), largest), index=scores.index)
    return Significance(p_values, chance.draws, off_ground)


def simulate_largest(
    weights: NDArray[np.float64],
    opportunities: Opportunities,
    params: HotspotParams,
    *,
    draws: MonteCarlo,
    tell: Tell | None = None,
) -> NDArray[np.float64]:
    """Score the largest cluster of patterns that chance made.

    Parameters
    ----------
    weights
        Shape ``(n,)``: what each incident adds to a score, wherever it lies.
    opportunities
        At least one place.
    params
        Of the clustering.
    draws
        How many patterns, and the seed.
    tell
        As in `Chance`.

    Returns
    -------
    ndarray
        Shape ``(draws.repeats,)``: highest sum of weights in one cluster, 0 without any cluster.
    """
    largest: list[NDArray[np.float64]] = []
    done = 0
    for drawn in _draw_patterns(len(weights), opportunities, draws):
        if tell is not None:
            tell(done / draws.repeats)
        largest.append(_score_largest(drawn, weights, opportunities, params))
        done += len(drawn)
    return np.concatenate(largest)


def _count_off_ground(
    points: NDArray[np.float64], opportunities: Opportunities, eps_m: float
) -> int:
    nearest, _ = cKDTree(opportunities.places).query(points)
    return int(np.count_nonzero(nearest > eps_m))


def _draw_patterns(
    incidents: int, opportunities: Opportunities, draws: MonteCarlo
) -> Iterator[NDArray[np.int64]]:
    """Draw patterns, a block at a time: shape ``(patterns, incidents)``, positions of places."""
    random = np.random.default_rng(draws.seed)
    reached = np.cumsum(opportunities.weights)
    reached /= reached[-1]
    block = max(_BLOCK // max(incidents, 1), 1)
    for start in range(0, draws.repeats, block):
        patterns = min(block, draws.repeats - start)
        yield np.searchsorted(reached, random.random((patterns, incidents)), side="right")


def _score_largest(
    drawn: NDArray[np.int64],
    weights: NDArray[np.float64],
    opportunities: Opportunities,
    params: HotspotParams,
) -> NDArray[np.float64]:
    patterns = len(drawn)
    size = len(opportunities.places)
    keys, place_of, counts = np.unique(
        drawn + np.arange(patterns)[:, None] * size, return_inverse=True, return_counts=True
    )
    pattern, place = np.divmod(keys, size)
    labels = cluster_patterns(
        Patterns(opportunities.places[place], pattern, counts),
        eps_m=params.eps_m,
        min_samples=params.min_samples,
    )
    clustered = labels != schema.NOISE
    weight_of_place = np.bincount(place_of.ravel(), np.tile(weights, patterns), len(keys))
    scores = np.bincount(labels[clustered], weight_of_place[clustered])
    largest = np.zeros(patterns)
    np.maximum.at(largest, pattern[clustered], scores[labels[clustered]])
    return largest


def _compare(scores: NDArray[np.float64], largest: NDArray[np.float64]) -> NDArray[np.float64]:
    below = np.searchsorted(np.sort(largest), scores * (1 - _SAME), side="left")
    p_values: NDArray[np.float64] = (1 + len(largest) - below) / (len(largest) + 1)
    return p_values
