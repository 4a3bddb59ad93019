"""Whether a count changed here alone, or elsewhere too."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.stats.contingency import odds_ratio

from geo.analysis.trends import SMALL_COUNT

# So many years at most make a trend: what was long ago says little about now.
MOST_YEARS: Final = 8
LEAST_YEARS: Final = 5
CONFIDENCE: Final = 0.95
# Beyond this the exact limits take long, and those of large samples are the same to three decimals.
_LARGEST_EXACT: Final = 20_000
# From the mean of a row of years a handful would do.
_STEPS: Final = 25
_SINGULAR: Final = 1e10
_LARGEST_LOG: Final = 50.0


class Shared(StrEnum):
    """How a change here relates to the change elsewhere."""

    COMMON = "common"
    BETTER = "better"
    WORSE = "worse"
    AWAY = "away"
    HITHER = "hither"
    UNSETTLED = "unsettled"
    NO_CHANGE = "no-change"
    TOO_FEW = "too-few"
    TOO_SHORT = "too-short"

    @property
    def is_claim(self) -> bool:
        """Whether it says that something changed, here or there."""
        return self in _CLAIMS


_CLAIMS: Final = {Shared.COMMON, Shared.BETTER, Shared.WORSE, Shared.AWAY, Shared.HITHER}


@dataclass(frozen=True)
class Ratio:
    """How many times as large something is, with limits; ``high`` may be infinite."""

    ratio: float
    low: float
    high: float

    @property
    def direction(self) -> int:
        """Return 1 where it surely is more than one, -1 where less, and 0 where neither."""
        return int(self.low > 1) - int(self.high < 1)


@dataclass(frozen=True)
class Expected:
    """What a year was to count if it went on as the years before, with limits (95%).

    ``dispersion`` is how many times as much as chance alone the years scatter, at least one;
    ``has_trend`` says whether they rose or fell.
    """

    mean: float
    low: int
    high: int
    dispersion: float
    has_trend: bool


@dataclass(frozen=True)
class Change:
    """Counts of two years as long as each other, and how much those years scatter.

    ``dispersion`` is None where too few years tell; limits are then those of chance alone.
    """

    now: int
    before: int
    dispersion: float | None = 1.0


def expect_year(counts: Mapping[int, int], year: int) -> Expected | None:
    """Expect the count of a year from the years before it.

    A log-linear trend is fitted where it is more than chance, else the mean; the limits are those
    of a negative binomial count that scatters as the earlier years did, with the doubt about the
    fit in them. Where a trend would go beyond all that was seen, the mean is kept.

    Parameters
    ----------
    counts
        Year to count; of those before ``year`` the last eight are used.
    year
        The year to expect.

    Returns
    -------
    Expected or None
        None for fewer than five years, or too few incidents in them.

    References
    ----------
    Farrington, Andrews, Beale & Catchpole (1996), A statistical algorithm for the early detection
    of outbreaks of infectious disease. Journal of the Royal Statistical Society A 159. Noufaily et
    al. (2013), An improved algorithm for outbreak detection in multiple surveillance systems.
    Statistics in Medicine 32.
    """
    years = np.array([one for one in sorted(counts) if one < year][-MOST_YEARS:], np.float64)
    seen = np.array([counts[int(one)] for one in years], np.float64)
    if len(years) < LEAST_YEARS or seen.sum() < SMALL_COUNT:
        return None
    fitted = _fit_trend(years - year, seen)
    has_trend = fitted is not None and fitted[0] <= float(seen.max())
    mean, doubt, dispersion = fitted if fitted is not None and has_trend else _fit_mean(seen)
    low, high = _limits(mean, dispersion * mean + doubt)
    return Expected(mean, low, high, dispersion, has_trend)


def measure_change(change: Change, *, confidence: float = CONFIDENCE) -> Ratio | None:
    """Return how many times as many there are now as before; None where there were none at all.

    The limits are exact for two Poisson counts given their sum, and made wider by what the years
    scatter beyond that.

    References
    ----------
    Przyborowski & Wilenski (1940), Homogeneity of results in testing samples from Poisson series.
    Biometrika 31. Clopper & Pearson (1934), Biometrika 26. McCullagh & Nelder (1989), Generalized
    linear models, for the widening.
    """
    total = change.now + change.before
    if not total:
        return None
    limits = stats.binomtest(change.now, total).proportion_ci(confidence, "exact")
    part = change.now / total
    return _widen(_odds(part), _odds(limits.low), _odds(limits.high), change.dispersion or 1.0)


def compare_changes(own: Change, others: Change, *, confidence: float = CONFIDENCE) -> Ratio | None:
    """Return how many times the change elsewhere the change here is; None where nothing compares.

    The limits are those of the odds ratio of four Poisson counts given both sums, exact but for
    large counts, and made wider as in `measure_change`.

    References
    ----------
    Cornfield (1956), A statistical problem arising from retrospective studies. Proceedings of the
    third Berkeley symposium 4.
    """
    table = np.array([[own.now, own.before], [others.now, others.before]])
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return None
    exact = table.sum() <= _LARGEST_EXACT
    found = odds_ratio(table, kind="conditional" if exact else "sample")
    limits = found.confidence_interval(confidence)
    dispersion = max(own.dispersion or 1.0, others.dispersion or 1.0)
    return _widen(float(found.statistic), float(limits.low), float(limits.high), dispersion)


def judge_change(own: Change, others: Change, *, confidence: float = CONFIDENCE) -> Shared:
    """Say how a change here relates to that elsewhere, as far as the counts carry it.

    Where nobody knows how much the years scatter, nothing is judged: in simulated towns of which
    the years scatter three times as much as chance, chance alone called one in four different.

    Parameters
    ----------
    own, others
        The municipality's counts, and those of others together.
    confidence
        Of the limits, between 0 and 1; nearer to 1 where the answer is picked out of many.
    """
    if min(own.now, own.before, others.now, others.before) < SMALL_COUNT:
        return Shared.TOO_FEW
    if own.dispersion is None or others.dispersion is None:
        return Shared.TOO_SHORT
    ratio = compare_changes(own, others, confidence=confidence)
    here = measure_change(own, confidence=confidence)
    there = measure_change(others, confidence=confidence)
    if ratio is None or here is None or there is None:
        return Shared.TOO_FEW
    return _relate(ratio.direction, here.direction, there.direction)


def _relate(ratio: int, here: int, there: int) -> Shared:
    if ratio:
        if here * there < 0:
            return Shared.AWAY if here < 0 else Shared.HITHER
        return Shared.BETTER if ratio < 0 else Shared.WORSE
    if not here:
        return Shared.NO_CHANGE
    return Shared.COMMON if here == there else Shared.UNSETTLED


def _fit_trend(
    years: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[float, float, float] | None:
    """Return mean at year zero, its variance and the dispersion; None where no trend is sure."""
    design = np.column_stack([np.ones_like(years), years])
    solved = _solve(design, seen)
    if solved is None:
        return None
    weights, fitted = solved
    dispersion = _disperse(seen, fitted, len(years) - 2)
    covariance = dispersion * np.linalg.inv(design.T @ (fitted[:, None] * design))
    bound = stats.t.ppf((1 + CONFIDENCE) / 2, len(years) - 2)
    if abs(weights[1]) <= bound * math.sqrt(covariance[1, 1]):
        return None
    mean = math.exp(weights[0])
    return mean, mean**2 * float(covariance[0, 0]), dispersion


def _solve(
    design: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return weights and fitted counts of a log-linear Poisson row: Newton's steps, from its mean.

    A page asks for dozens of rows of a few years, for which a general library takes seconds. None
    where the steps lead nowhere: a row of which all but the last is zero has no slope.
    """
    weights = np.array([math.log(seen.mean()), 0.0])
    for _ in range(_STEPS):
        fitted = np.exp(np.minimum(design @ weights, _LARGEST_LOG))
        information = design.T @ (fitted[:, None] * design)
        if not np.isfinite(information).all() or np.linalg.cond(information) > _SINGULAR:
            return None
        weights = weights + np.linalg.solve(information, design.T @ (seen - fitted))
    return weights, np.exp(design @ weights)


def _fit_mean(seen: NDArray[np.float64]) -> tuple[float, float, float]:
    mean = float(seen.mean())
    dispersion = _disperse(seen, np.full_like(seen, mean), len(seen) - 1)
    return mean, dispersion * mean / len(seen), dispersion


def _disperse(seen: NDArray[np.float64], fitted: NDArray[np.float64], freedom: int) -> float:
    return max(1.0, float(((seen - fitted) ** 2 / fitted).sum() / freedom))


def _limits(mean: float, variance: float) -> tuple[int, int]:
    tail = (1 - CONFIDENCE) / 2
    spread = stats.nbinom(mean**2 / (variance - mean), mean / variance)
    # Of a mean near nothing even the upper limit would be nothing, below that mean.
    return int(spread.ppf(tail)), max(int(spread.ppf(1 - tail)), math.ceil(mean))


def _odds(part: float) -> float:
    return math.inf if part >= 1 else part / (1 - part)


def _widen(ratio: float, low: float, high: float, dispersion: float) -> Ratio:
    if not 0 < ratio < math.inf:
        return Ratio(ratio, low, high)
    step = math.sqrt(dispersion)
    return Ratio(ratio, ratio * (low / ratio) ** step, ratio * (high / ratio) ** step)
