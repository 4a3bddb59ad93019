"""Ways to expect where incidents will come, each a function of the same three things."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from geo import schema
from geo.analysis.dbscan import cluster_points
from geo.analysis.grid import Counts
from geo.analysis.local_g import score_cells
from geo.analysis.outlines import draw_outline
from geo.analysis.stacking import expect_stacked, fit_weights, list_folds
from geo.analysis.surfaces import (
    History,
    Surfaces,
    count_cells,
    expect_total,
    fade,
    smooth,
    stack_components,
    to_density,
)
from geo.params import HotspotParams

# Of a record, the day from which on, and how many days: incidents expected per cell.
Method = Callable[[History, float, float], Counts]

_FADING_DAYS: Final = 365.0
_KERNEL_CHOICES_M: Final = (75.0, 150.0, 300.0, 600.0)
# Johnson et al. (2007): raised within 200 m for two weeks. A kernel of half the distance.
NEAR_DAYS: Final = 14.0
_NEAR_KERNEL_M: Final = 100.0
_LOCAL_BAND_M: Final = 250.0
_BOOSTING: Final = {
    "loss": "poisson",
    "max_iter": 60,
    "learning_rate": 0.1,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 100,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": 1,
}
# Densities are small: brought to a scale on which a logarithm tells them apart.
_PER_MILLION: Final = 1e6

PRIOR_COUNTS: Final = "prior-counts"
KERNEL_DENSITY: Final = "kernel-density"
STACKED: Final = "stacked"
DEFAULT: Final = STACKED


def expect_prior_counts(record: History, day: float, days: float) -> Counts:
    """Expect where it happened before: by the count of all earlier incidents in the cell.

    The plain baseline, which elaborate methods beat by little.

    References
    ----------
    Wheeler & Steenbeek (2021), Mapping the risk terrain for crime using machine learning. Journal
    of Quantitative Criminology 37.
    """
    return expect_total(record, day, days) * to_density(count_cells(record, day))


def expect_recent_counts(record: History, day: float, days: float) -> Counts:
    """Expect where it happened lately: by counts that halve with every year of age."""
    counts = count_cells(record, day, half_life_days=_FADING_DAYS)
    return expect_total(record, day, days) * to_density(counts)


def expect_kernel_density(record: History, day: float, days: float) -> Counts:
    """Expect by kernel density, with the bandwidth that fitted the last periods best.

    References
    ----------
    Chainey, Tompson & Uhlig (2008), Security Journal 21. Habbema, Hermans & van den Broek (1974)
    for a bandwidth chosen by the likelihood of cases that took no part.
    """
    return expect_total(record, day, days) * _kernel_density(record, day, days)


def expect_near_repeats(record: History, day: float, days: float) -> Counts:
    """Expect by kernel density, raised around what happened in the last two weeks.

    How much the recent surroundings weigh is what fitted the last period best.

    References
    ----------
    Johnson et al. (2007), Space-time patterns of risk: a cross national assessment of residential
    burglary victimization. Journal of Quantitative Criminology 23.
    """
    densities = _near_and_far(record, day, days)
    before = record.observe_known(day - days, days, day)
    weights = np.array([1.0, 0.0])
    if before.any():
        weights = fit_weights(_near_and_far(record, day - days, days), before)
    return expect_total(record, day, days) * (weights @ densities)


def expect_by_local_g(record: History, day: float, days: float) -> Counts:
    """Expect where counts are high together: by Gi* where it is over zero.

    References
    ----------
    Ord & Getis (1995), Local spatial autocorrelation statistics. Geographical Analysis 27.
    """
    found = score_cells(record.grid, count_cells(record, day), band_m=_LOCAL_BAND_M)
    return expect_total(record, day, days) * to_density(np.maximum(found.g, 0.0))


def expect_boosted(record: History, day: float, days: float) -> Counts:
    """Expect by gradient boosting with a Poisson loss, learnt from the last periods.

    What it sees of a cell are the lagged counts and densities of its surroundings that
    `stack_components` makes. References: Friedman (2001), Annals of Statistics 29.
    """
    folds = list_folds(record, day, days)
    if not folds:
        return expect_prior_counts(record, day, days)
    model = HistGradientBoostingRegressor(**_BOOSTING)
    # Trees this small leave threads nothing to share: they would only wait for each other.
    with threadpool_limits(limits=1, user_api="openmp"):
        model.fit(
            np.concatenate([_features(fold.components) for fold in folds]),
            np.concatenate([fold.observed for fold in folds]),
        )
        found = model.predict(_features(stack_components(record, day)))
    return expect_total(record, day, days) * to_density(found)


def expect_by_hotspots(params: HotspotParams, *, window_days: float = math.inf) -> Method:
    """Return the method that expects incidents in the hotspots of a search, and nowhere else.

    Parameters
    ----------
    params
        Settings of the search. A hotspot's recency-weighted score is spread over its cells.
    window_days
        How far back the search looks.
    """

    def expect(record: History, day: float, days: float) -> Counts:
        x, y, started = record.list_known(day, window_days)
        found = cluster_points(x, y, eps_m=params.eps_m, min_samples=params.min_samples)
        fading = fade(day - started, half_life_days=params.half_life_days)
        values = np.zeros(record.grid.size)
        centres = np.column_stack(record.grid.centres())
        for members in _split(found.labels):
            core = members[found.is_core[members]]
            outline = draw_outline(
                np.column_stack([x[core], y[core]]), eps_m=params.eps_m, municipality=None
            )
            near = record.grid.list_near(outline.bounds)
            covered = near[shapely.contains_xy(outline, centres[near])]
            score = fading[members].sum()
            values[covered] = np.maximum(values[covered], score / max(len(covered), 1))
        return expect_total(record, day, days) * to_density(values)

    return expect


def _split(labels: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """List the rows of each cluster, both in ascending order."""
    rows = np.argsort(labels, kind="stable")
    first = np.searchsorted(labels[rows], np.arange(labels.max(initial=schema.NOISE) + 2))
    return np.split(rows, first)[1:-1]


METHODS: Final[Mapping[str, Method]] = {
    PRIOR_COUNTS: expect_prior_counts,
    "recent-counts": expect_recent_counts,
    KERNEL_DENSITY: expect_kernel_density,
    "near-repeats": expect_near_repeats,
    "local-g": expect_by_local_g,
    "boosted": expect_boosted,
    STACKED: expect_stacked,
}


def _kernel_density(record: History, day: float, days: float) -> Counts:
    chosen = _choose_bandwidth(record, day, days)
    return to_density(smooth(record.grid, count_cells(record, day), bandwidth_m=chosen))


def _choose_bandwidth(record: History, day: float, days: float) -> float:
    start = day - days
    before, observed = count_cells(record, start), record.observe_known(start, days, day)
    if not before.any() or not observed.any():
        return _KERNEL_CHOICES_M[1]
    struck = observed > 0

    def fit(bandwidth_m: float) -> float:
        density = to_density(smooth(record.grid, before, bandwidth_m=bandwidth_m))
        # A kernel ends: where it says "never" one incident in a million is granted.
        return float(observed[struck] @ np.log(density[struck] + 1 / _PER_MILLION / len(density)))

    return max(_KERNEL_CHOICES_M, key=fit)


def _near_and_far(record: History, day: float, days: float) -> Counts:
    fresh = count_cells(record, day, last_days=NEAR_DAYS)
    far = _kernel_density(record, day, days)
    if not fresh.any():
        return np.array([far, far])
    return np.array([far, to_density(smooth(record.grid, fresh, bandwidth_m=_NEAR_KERNEL_M))])


def _features(components: Surfaces) -> Surfaces:
    features: Surfaces = np.log1p(components.T * np.float32(_PER_MILLION))
    return features
