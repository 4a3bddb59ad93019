"""Whether a hotspot could be chance: held against the largest one that chance makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo import schema
from geo.analysis.hotspots import Hotspots, weigh_recency
from geo.analysis.opportunities import Opportunities
from geo.analysis.patterns import lay_places, score_patterns
from geo.analysis.points import check_same_crs, read_points
from geo.params import HotspotParams, MonteCarlo
from geo.schema import PlacePrecision

# A hotspot that chance makes more often than this is not told apart from it.
MOST_CHANCE: Final = 0.05
# Sums of the same weights in another order may differ in their last digits.
_SAME: Final = 1e-9
# With more incidents than this share away from all opportunities, the layer is not the theme's or
# not whole. A choice: as many as the errors that the test itself may make. Incidents away lie where
# no simulation can put one, so that a tenth of them in one spot already passes for a hotspot.
MOST_OFF_GROUND: Final = 0.05
# Of how many incidents the place may be too coarse, or a hotspot may consist of what cannot be
# compared: at most half. Simulated, false hotspots then stay as rare as the test promises.
MOST_BEYOND: Final = 0.5
# A postcode or a cell of a raster stacks what happened all over it on one point, which chance,
# drawn address by address, never does. Of what is unknown nobody can tell.
COARSE_PRECISIONS: Final = (PlacePrecision.POSTCODE, PlacePrecision.GRID)
# Incidents that are drawn at a time, and the fewest patterns of them: enough for all threads, few
# enough to hear soon that somebody wants the work to stop.
_BLOCK: Final = 100_000
_LEAST_PATTERNS: Final = 8

Tell = Callable[[float], None]


class Untestable(StrEnum):
    """Why it cannot be said whether hotspots are chance."""

    NO_KIND = "no-kind"
    NO_OPPORTUNITIES = "no-opportunities"
    INVENTED = "invented"
    NONE_HERE = "none-here"
    OFF_GROUND = "off-ground"
    COARSE = "coarse"


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
        cluster with at least this score. Over 0, at most 1; missing where ``reasons`` says why.
    draws
        Simulations and seed.
    off_ground
        Incidents of a precise place further than ``eps_m`` from every opportunity.
    coarse
        Incidents of which only the postcode or a cell of a raster is known.
    reasons
        Why a hotspot has no p-value, on its place in the index.
    """

    p_values: pd.Series
    draws: MonteCarlo
    off_ground: int
    coarse: int = 0
    reasons: Mapping[int, Untestable] = field(default_factory=dict)


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
    1)``. Because it is the largest, the chance that a pattern without hotspots shows any with p <=
    0.05 is at most one in twenty, however many clusters are found in it.

    That holds for what chance could have made: incidents at places as precise as the
    opportunities, and near one. A hotspot that for more than half consists of others has no
    p-value.

    Parameters
    ----------
    search
        What `find_hotspots` found in incidents with ``place_precision``.
    params, as_of
        With which it was found.
    chance
        Against which it is held.

    Returns
    -------
    Significance or NotTestable
        The latter without opportunities; when of most incidents only the postcode or a cell of a
        raster is known; and when more than `MOST_OFF_GROUND` of the others, and enough to be a
        hotspot, lie further than ``eps_m`` from every opportunity.

    Raises
    ------
    CrsMismatchError
        If incidents and opportunities are in different coordinate systems.

    References
    ----------
    Xie & Shekhar (2019), Significant DBSCAN towards statistically robust clustering. SSTD '19,
    doi 10.1145/3340964.3340968: there the score is the number of points, and chance puts them
    anywhere. Davison & Hinkley (1997), Bootstrap methods and their application, section 4.2, for
    the ones in p.
    """
    if are_too_coarse(search.incidents):
        return NotTestable(Untestable.COARSE)
    opportunities = chance.opportunities
    if opportunities is None or not len(opportunities.places):
        return NotTestable(Untestable.NO_OPPORTUNITIES)
    check_same_crs(search.incidents.crs, opportunities.crs)
    incidents = search.incidents[np.isfinite(read_points(search.incidents)).all(axis=0)]
    beyond = _find_beyond(incidents, opportunities, params.eps_m)
    if beyond.is_much_off_ground(params.min_samples):
        return NotTestable(Untestable.OFF_GROUND)
    scores = search.hotspots[schema.SCORE]
    reasons = _find_reasons(incidents[schema.CLUSTER], beyond, search.hotspots[schema.RANK])
    p_values = pd.Series(np.nan, index=scores.index, dtype="float64")
    testable = ~scores.index.isin(list(reasons))
    if testable.any():
        weights = weigh_recency(incidents, params, as_of=as_of).to_numpy(np.float64)
        largest = simulate_largest(
            np.sort(weights), opportunities, params, draws=chance.draws, tell=chance.tell
        )
        p_values[testable] = _compare(scores[testable].to_numpy(np.float64), largest)
    off_ground, coarse = int(beyond.off_ground.sum()), int(beyond.coarse.sum())
    return Significance(p_values, chance.draws, off_ground, coarse, reasons)


def are_too_coarse(incidents: gpd.GeoDataFrame) -> bool:
    """Whether of most of the incidents that have a place it is too coarse to test them."""
    placed = incidents[np.isfinite(read_points(incidents)).all(axis=0)]
    return bool(_is_coarse(placed).sum() > MOST_BEYOND * len(placed))


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
    laid = lay_places(opportunities, eps_m=params.eps_m)
    random = np.random.default_rng(draws.seed)
    largest = np.empty(draws.repeats)
    block = max(_BLOCK // max(len(weights), 1), _LEAST_PATTERNS)
    for start in range(0, draws.repeats, block):
        if tell is not None:
            tell(start / draws.repeats)
        drawn = largest[start : start + block]
        chances = random.random((len(drawn), len(weights)))
        drawn[:] = score_patterns(chances, weights, laid, min_samples=params.min_samples)
    return largest


@dataclass(frozen=True, eq=False)
class _Beyond:
    """Incidents that no simulation could have put where they are, shape ``(n,)`` each."""

    coarse: NDArray[np.bool_]
    off_ground: NDArray[np.bool_]

    def is_much_off_ground(self, min_samples: int) -> bool:
        """Whether so many lie off the ground that the layer is another theme's, or not whole."""
        # So few that they make no hotspot by themselves are no sign of either.
        most = max(MOST_OFF_GROUND * np.count_nonzero(~self.coarse), min_samples - 1)
        return bool(np.count_nonzero(self.off_ground) > most)


def _find_beyond(
    incidents: gpd.GeoDataFrame, opportunities: Opportunities, eps_m: float
) -> _Beyond:
    points = np.column_stack(read_points(incidents))
    coarse = _is_coarse(incidents)
    nearest, _ = cKDTree(opportunities.places).query(points)
    # The middle of a postcode or a raster may lie anywhere: it says nothing of the layer.
    return _Beyond(coarse, (nearest > eps_m) & ~coarse)


def _is_coarse(incidents: pd.DataFrame) -> NDArray[np.bool_]:
    return incidents[schema.PLACE_PRECISION].isin(COARSE_PRECISIONS).to_numpy(np.bool_)


def _find_reasons(clusters: pd.Series, beyond: _Beyond, ranks: pd.Series) -> dict[int, Untestable]:
    """Say of which hotspots most incidents are beyond comparison."""
    members, coarse, off_ground = (
        clusters[kind].value_counts().reindex(ranks - 1, fill_value=0).to_numpy()
        for kind in (np.ones_like(beyond.coarse), beyond.coarse, beyond.off_ground)
    )
    reasons = np.where(coarse >= off_ground, Untestable.COARSE, Untestable.OFF_GROUND)
    beyond_most = coarse + off_ground > MOST_BEYOND * members
    return dict(
        zip(
            ranks.index[beyond_most].tolist(),
            map(Untestable, reasons[beyond_most].tolist()),
            strict=True,
        )
    )


def _compare(scores: NDArray[np.float64], largest: NDArray[np.float64]) -> NDArray[np.float64]:
    below = np.searchsorted(np.sort(largest), scores * (1 - _SAME), side="left")
    p_values: NDArray[np.float64] = (1 + len(largest) - below) / (len(largest) + 1)
    return p_values
