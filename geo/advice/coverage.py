"""Which sites cover which incidents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geo.analysis.points import stack_points
from geo.errors import ParamsError
from geo.params import check_positive

# Mean radius of the earth, metres.
EARTH_M: Final = 6_371_000.0
# A little more than the range is looked at; the distance itself then decides.
_SLACK: Final = 1e-6

Values = NDArray[np.float64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Distance(StrEnum):
    """How far two places lie apart."""

    EUCLIDEAN = "euclidean"
    HAVERSINE = "haversine"


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which sites cover which demand; points on one coordinate are one place.

    Parameters
    ----------
    sites
        Shape ``(n, 2)``: where each site lies.
    places
        Shape ``(k, 2)``: where demand lies, in order of x, then y.
    matrix
        Shape ``(n, k)``: 1 where the site covers the place, sparse.
    weights
        Shape ``(k,)``: the demand on each place.
    place_of, points
        Shape ``(m,)``: the place of each point of demand, and what it weighs.
    """

    sites: Values
    places: Values
    matrix: csr_array
    weights: Values
    place_of: Rows
    points: Values

    @property
    def demand(self) -> float:
        """All demand, covered or not."""
        return float(self.weights.sum())

    def covers(self, sites: Sequence[int]) -> Flags:
        """Return which places at least one of these sites covers: shape ``(k,)``."""
        covered = np.zeros(len(self.weights), np.bool_)
        covered[self.matrix[list(sites)].indices] = True
        return covered

    def covers_points(self, sites: Sequence[int]) -> Flags:
        """Return which points of demand at least one of these sites covers: shape ``(m,)``."""
        points: Flags = self.covers(sites)[self.place_of]
        return points

    def measure(self, sites: Sequence[int]) -> float:
        """Return the demand that these sites cover, each point once."""
        return float(self.weights[self.covers(sites)].sum())

    def reweigh(self, points: Values) -> "Coverage":
        """Return the same sites and places with other weights, shape ``(m,)``: one a point."""
        weights = np.bincount(self.place_of, points, len(self.places)).astype(np.float64)
        return replace(self, weights=weights, points=points)


def cover_demand(
    sites: Values,
    demand: Values,
    *,
    range_m: float,
    weights: Values | None = None,
    distance: Distance = Distance.EUCLIDEAN,
) -> Coverage:
    """Find which demand lies within range of which site, the range itself included.

    Parameters
    ----------
    sites
        Shape ``(n, 2)``: x and y in metres, or longitude and latitude in degrees.
    demand
        Shape ``(m, 2)``, of the same kind.
    range_m
        Metres.
    weights
        Shape ``(m,)``, zero or more; 1 each by default.
    distance
        Straight line between metres, or great circle between degrees on a sphere of `EARTH_M`.

    Raises
    ------
    ParamsError
        If the range is not positive, a weight is negative or no number, or there are no sites or
        no demand at all.
    """
    heavy = np.ones(len(demand)) if weights is None else np.asarray(weights, np.float64)
    _check(sites, demand, heavy, range_m=range_m)
    stacked = stack_points(np.asarray(demand, np.float64))
    near = _pairs_on_earth if distance is Distance.HAVERSINE else _pairs_on_plane
    site, place = near(sites, stacked.xy, range_m)
    return Coverage(
        np.asarray(sites, np.float64),
        stacked.xy,
        mark_pairs(site, place, (len(sites), len(stacked.xy))),
        np.bincount(stacked.place_of, heavy, len(stacked.xy)).astype(np.float64),
        stacked.place_of,
        heavy,
    )


def mark_pairs(site: Rows, place: Rows, shape: tuple[int, int]) -> csr_array:
    """Return a sparse matrix with 1 at each pair, which must not repeat."""
    return csr_array((np.ones(len(site)), (site, place)), shape=shape)


def weigh_demand(
    harm: Values, age_days: Values, *, half_life_days: float, in_hours: Values | None = None
) -> Values:
    """Weigh each incident: ``harm * 2 ** (-age / half_life) * share in the hours of use``.

    Parameters
    ----------
    harm, age_days
        Shape ``(m,)``: how bad its kind is, and days since it happened.
    half_life_days
        Days after which an incident counts half; ``inf`` lets all count alike.
    in_hours
        Shape ``(m,)``, 0 to 1: its aoristic share in the hours of use; 1 each by default.

    Raises
    ------
    ParamsError
        If the half-life is not positive.
    """
    check_positive("half_life_days", half_life_days, endless=True)
    share = np.ones(len(harm)) if in_hours is None else in_hours
    weights: Values = harm * np.exp2(-age_days / half_life_days) * share
    return weights


def _pairs_on_plane(sites: Values, places: Values, range_m: float) -> tuple[Rows, Rows]:
    site, place = _near(sites, places, range_m * (1 + _SLACK) + _SLACK)
    apart = sites[site] - places[place]
    kept = np.hypot(apart[:, 0], apart[:, 1]) <= range_m
    return site[kept], place[kept]


def _pairs_on_earth(sites: Values, places: Values, range_m: float) -> tuple[Rows, Rows]:
    # Straight through the earth is shorter, in the same order.
    half_turn = min(range_m / EARTH_M, np.pi) / 2
    chord = 2 * float(np.sin(half_turn)) * (1 + _SLACK) + _SLACK / EARTH_M
    site, place = _near(_on_sphere(sites), _on_sphere(places), chord)
    kept = measure_haversine(sites[site], places[place]) <= range_m
    return site[kept], place[kept]


def measure_haversine(first: Values, second: Values) -> Values:
    """Return the metres along the great circle between pairs of longitude and latitude.

    Parameters
    ----------
    first, second
        Shape ``(n, 2)``, degrees.

    References
    ----------
    Sinnott (1984), Virtues of the haversine. Sky and Telescope 68.
    """
    (lon, lat), (other_lon, other_lat) = np.radians(first).T, np.radians(second).T
    half = (
        np.sin((other_lat - lat) / 2) ** 2
        + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    )
    metres: Values = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def _on_sphere(degrees: Values) -> Values:
    lon, lat = np.radians(degrees).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _near(sites: Values, places: Values, reach: float) -> tuple[Rows, Rows]:
    found = cKDTree(sites).sparse_distance_matrix(cKDTree(places), reach, output_type="coo_matrix")
    # Rows by rows, so that the same sites give the same bytes whatever the tree looks like.
    order = np.lexsort((found.col, found.row))
    return found.row[order].astype(np.intp), found.col[order].astype(np.intp)


def _check(sites: Values, demand: Values, weights: Values, *, range_m: float) -> None:
    check_positive("range_m", range_m)
    if not len(sites):
        raise ParamsError(
            "camera-no-sites",
            expected="at least one site to choose from",
            got="none",
            remedy="add sites, or keep fewer of them out",
        )
    if not len(demand):
        raise ParamsError(
            "camera-no-demand",
            expected="at least one incident to cover",
            got="none",
            remedy="choose a longer period or another theme",
        )
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        raise ParamsError(
            "param-negative",
            expected="weights of zero or more",
            got=f"{weights[wrong[0]]} in row {wrong[0] + 1}",
            remedy="give zero or a positive number",
            name="weight",
            value=weights[wrong[0]],
        )
