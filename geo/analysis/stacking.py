"""Densities mixed into one surface, with weights that would have fitted the weeks before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.analysis.grid import Counts
from geo.analysis.surfaces import (
    Record,
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
_STEPS: Final = 25
_CLOSE: Final = 1e-9
_TINY: Final = 1e-12

Weights = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fold:
    """A past day at which the answer is known by now."""

    components: Surfaces
    prior: Counts
    observed: Counts


def expect_stacked(record: Record, day: float, days: float) -> Counts:
    """Expect incidents per cell by a mixture of densities, pooled with the plain count.

    The weights of the mixture are those under which the incidents of the last `FOLDS` periods of
    the same length were most likely, each seen from its own first day (EM). How strongly the
    mixture and the count of all earlier incidents speak is then found by a Poisson regression on
    ``log mixture`` and ``log(1 + count)`` over the same periods, held to 1 and 0 by a ridge.
    Nothing that was not known on the day is used.

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
    components = stack_components(record, day)
    folds = list_folds(record, day, days)
    if not folds:
        equal: Counts = components.mean(axis=0, dtype=np.float64)
        return total * equal
    weights = fit_weights(
        np.concatenate([fold.components for fold in folds], axis=1),
        np.concatenate([fold.observed for fold in folds]),
    )
    power, count_power = _fit_pooling(folds, weights)
    mixture = weights @ components
    pooled = np.exp(
        power * np.log(mixture + _TINY) + count_power * np.log1p(count_cells(record, day))
    )
    return total * to_density(pooled)


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


def list_folds(record: Record, day: float, days: float) -> list[Fold]:
    """Return the last periods of so many days before a day, each as seen from its first day.

    A period before which too little was known is left out, and so are those before it.
    """
    folds = []
    for back in range(1, FOLDS + 1):
        start = day - back * days
        # What started in a fold and is not known on the day is no answer yet.
        observed = record.observe_known(start, days, day)
        if record.known_at(start).sum() < _LEAST_HISTORY:
            break
        if observed.any():
            folds.append(
                Fold(stack_components(record, start), count_cells(record, start), observed)
            )
    return folds


def _fit_pooling(folds: list[Fold], weights: Weights) -> tuple[float, float]:
    mixture = np.concatenate([np.log(weights @ fold.components + _TINY) for fold in folds])
    counts = np.concatenate([np.log1p(fold.prior) for fold in folds])
    observed = np.concatenate([fold.observed for fold in folds])
    features = np.column_stack([np.ones(len(mixture)), mixture, counts])
    start = np.array([np.log(observed.sum() / np.exp(mixture).sum()), 1.0, 0.0])
    found = _regress(features, observed, start=start)
    return float(found[1]), float(found[2])


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
