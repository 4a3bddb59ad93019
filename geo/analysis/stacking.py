"""Densities mixed into one surface, with weights that would have fitted the weeks before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.analysis.grid import Counts
from geo.analysis.scores import flag_cells
from geo.analysis.surfaces import (
    History,
    Surfaces,
    count_cells,
    expect_total,
    stack_components,
    to_density,
)

# So many periods before the day are used to find the weights.
FOLDS: Final = 4
# Fewer incidents than this before a fold say nothing about weights.
_LEAST_HISTORY: Final = 30
_ROUNDS: Final = 200
# How firmly the pooling is held to "the mixture as it is": so many incidents' worth.
_FIRMNESS: Final = 20.0
# Powers of the count that are tried for the order, where an empty cell counts as a tenth.
_LEANS: Final = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
_LEAN_SHARES: Final = (0.01, 0.03)
_NEVER: Final = 0.1
_STEPS: Final = 25
_CLOSE: Final = 1e-9
_TINY: Final = 1e-12

Weights = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _View:
    """What a day shows: the densities and the plain count."""

    components: Surfaces
    prior: Counts


@dataclass(frozen=True, eq=False)
class Fold:
    """A past day and what came in the period after it, known by now."""

    view: _View
    observed: Counts

    @property
    def components(self) -> Surfaces:
        """Densities as the day showed them."""
        return self.view.components


def expect_stacked(record: History, day: float, days: float) -> Counts:
    """Expect incidents per cell by a mixture of densities, pooled with the plain count.

    Three things are learnt from the last `FOLDS` periods of the same length, each seen from its
    own first day; nothing that was not known on the day is used. (1) The weights of the mixture
    under which the incidents of those periods were most likely (EM). (2) How strongly the mixture
    and the count of all earlier incidents speak, by a Poisson regression on ``log mixture`` and
    ``log(1 + count)``, held to 1 and 0 by a ridge. (3) How much further the count is to decide
    the order of the cells: the power with the highest mean PAI. Likelihood cares for the many
    quiet cells, the order of the few highest ones does not show in it. The order decides which
    cell gets which of the expectations of (2), so that these keep their level.

    Parameters
    ----------
    record
        Incidents on a grid.
    day
        Day from which on to expect.
    days
        How many days.

    Returns
    -------
    ndarray
        Shape ``(record.grid.size,)``; the sum is `expect_total`.

    References
    ----------
    Smyth & Wolpert (1999), Linearly combining density estimators via stacking. Machine Learning
    36. Dempster, Laird & Rubin (1977), JRSS B 39 (EM). Genest & Zidek (1986), Combining
    probability distributions. Statistical Science 1 (logarithmic pooling).
    """
    total = expect_total(record, day, days)
    now = _View(stack_components(record, day), count_cells(record, day))
    folds = list_folds(record, day, days)
    if not folds:
        equal: Counts = now.components.mean(axis=0, dtype=np.float64)
        return total * equal
    weights = fit_weights(
        np.concatenate([fold.view.components for fold in folds], axis=1),
        np.concatenate([fold.observed for fold in folds]),
    )
    powers = _fit_pooling(folds, weights)
    lean = _choose_lean(folds, weights, powers)
    pooled = _pool(now, weights, powers)
    expected = total * to_density(np.exp(pooled))
    return _reorder(expected, pooled + lean * _log_count(now.prior))


def fit_weights(components: Surfaces | Counts, observed: Counts) -> Weights:
    """Find the mixture of densities under which the observed counts are most likely.

    Parameters
    ----------
    components
        Shape ``(k, n)``, each row a density.
    observed
        Shape ``(n,)``, not all zero.

    Returns
    -------
    ndarray
        Shape ``(k,)``, not negative, sum 1.
    """
    struck = observed > 0
    seen, counts = components[:, struck].astype(np.float64), observed[struck]
    weights = np.full(len(components), 1 / len(components))
    for _ in range(_ROUNDS):
        weights = weights * (seen @ (counts / (weights @ seen + _TINY))) / counts.sum()
    found: Weights = weights / weights.sum()
    return found


def list_folds(record: History, day: float, days: float) -> list[Fold]:
    """Return the last periods of so many days before a day, each as seen from its first day.

    A period before which too little was known is left out, and so are those before it.
    """
    folds = []
    for back in range(1, FOLDS + 1):
        start = day - back * days
        # What started in a fold and is not known on the day is no answer yet.
        observed = record.observe_known(start, days, day)
        if count_cells(record, start).sum() < _LEAST_HISTORY:
            break
        if observed.any():
            view = _View(stack_components(record, start), count_cells(record, start))
            folds.append(Fold(view, observed))
    return folds


def _fit_pooling(folds: list[Fold], weights: Weights) -> tuple[float, float]:
    mixture = np.concatenate([_log_mixture(fold.view, weights) for fold in folds])
    counts = np.concatenate([np.log1p(fold.view.prior) for fold in folds])
    observed = np.concatenate([fold.observed for fold in folds])
    features = np.column_stack([np.ones(len(mixture)), mixture, counts])
    start = np.array([np.log(observed.sum() / np.exp(mixture).sum()), 1.0, 0.0])
    found = _regress(features, observed, start=start)
    return float(found[1]), float(found[2])


def _pool(view: _View, weights: Weights, powers: tuple[float, float]) -> Counts:
    pooled: Counts = powers[0] * _log_mixture(view, weights) + powers[1] * np.log1p(view.prior)
    return pooled


def _log_mixture(view: _View, weights: Weights) -> Counts:
    logarithm: Counts = np.log(weights @ view.components + _TINY)
    return logarithm


def _log_count(prior: Counts) -> Counts:
    logarithm: Counts = np.log(prior + _NEVER)
    return logarithm


def _choose_lean(folds: list[Fold], weights: Weights, powers: tuple[float, float]) -> float:
    """Find how much further the plain count decides the order; the least of equals."""

    def mean_pai(lean: float) -> float:
        scores = [
            flag_cells(
                _pool(fold.view, weights, powers) + lean * _log_count(fold.view.prior), share
            )
            @ fold.observed
            / (fold.observed.sum() * share)
            for fold in folds
            for share in _LEAN_SHARES
        ]
        return float(np.mean(scores).round(9))

    return max(_LEANS, key=mean_pai)


def _reorder(values: Counts, order: Counts) -> Counts:
    """Hand the values out anew, the highest to the cell that is highest in the order."""
    reordered = np.empty_like(values)
    reordered[np.argsort(order, kind="stable")] = np.sort(values)
    return reordered


def _regress(features: Counts, observed: Counts, *, start: Weights) -> Weights:
    """Fit a Poisson regression by Newton's method, with a ridge that pulls towards ``start``."""
    ridge = np.diag([_TINY, _FIRMNESS, _FIRMNESS])
    found = start
    for _ in range(_STEPS):
        expected = np.exp(np.clip(features @ found, -60.0, 30.0))
        gradient = features.T @ (observed - expected) - ridge @ (found - start)
        curvature = (features * expected[:, None]).T @ features + ridge
        step = np.linalg.solve(curvature, gradient)
        found = found + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < _CLOSE:
            break
    return found
