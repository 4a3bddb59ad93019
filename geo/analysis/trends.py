"""Period against period: how much counts differ, and whether chance can explain it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

NOW: Final = "now"
BEFORE: Final = "before"
DIFFERENCE: Final = "difference"
LOW: Final = "low"
HIGH: Final = "high"
P_VALUE: Final = "p_value"
PERCENT: Final = "percent"
IS_SMALL: Final = "is_small"

# Below this a percentage says more about chance than about change.
SMALL_COUNT: Final = 10
# The E-test sums over a table that grows with the counts; beyond this the exact conditional
# test, which needs no table, gives the same answer to three decimals.
_LARGEST_E_TEST = 20_000


@dataclass(frozen=True)
class Difference:
    """How two counts differ: one row of `compare_counts`; without a percentage out of nothing."""

    now: int
    before: int
    low: float
    high: float
    p_value: float
    percent: float | None
    is_small: bool

    @property
    def difference(self) -> int:
        """What there is more now than before."""
        return self.now - self.before


def compare_counts(
    now: pd.Series,
    before: pd.Series,
    *,
    days: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare the counts of two periods.

    The p-value is that of the E-test for two Poisson means, per day. The interval of the difference
    combines the exact (Garwood) limits of both counts by the square-and-add (MOVER) method, so
    that it exists for zeros too.

    Parameters
    ----------
    now, before
        Counts on the same index; a label that one of them lacks counts as zero there.
    days
        Length of the two periods, which matters where they differ; counts stay as they are.
    confidence
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        On the union of both indexes, ``now``'s order first: ``now``, ``before``, ``difference``,
        ``low``, ``high``, ``p_value``, ``percent`` (missing where there was nothing before) and
        ``is_small`` (fewer than 10 in either period).

    References
    ----------
    Krishnamoorthy & Thomson (2004), A more powerful test for comparing two Poisson means. Journal
    of Statistical Planning and Inference 119. Garwood (1936), Biometrika 28. Zou & Donner (2008),
    Construction of confidence limits about effect measures. Statistics in Medicine 27.
    """
    index = now.index.union(before.index, sort=False)
    counts = [part.reindex(index, fill_value=0).to_numpy(np.int64) for part in (now, before)]
    current, earlier = counts
    low, high = _difference_limits(current, earlier, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(earlier > 0, 100 * (current - earlier) / earlier, np.nan)
    return pd.DataFrame(
        {
            NOW: current,
            BEFORE: earlier,
            DIFFERENCE: current - earlier,
            LOW: low,
            HIGH: high,
            P_VALUE: _p_values(current, earlier, days),
            PERCENT: percent,
            IS_SMALL: np.minimum(current, earlier) < SMALL_COUNT,
        },
        index=index,
    )


def list_differences(compared: pd.DataFrame) -> list[Difference]:
    """Return the rows of `compare_counts` one by one, in their order."""
    columns = (NOW, BEFORE, LOW, HIGH, P_VALUE, PERCENT, IS_SMALL)
    return [
        Difference(now, before, low, high, p_value, None if before == 0 else percent, is_small)
        for now, before, low, high, p_value, percent, is_small in zip(
            *(compared[name].tolist() for name in columns), strict=True
        )
    ]


def poisson_limits(
    count: NDArray[np.int64], *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact limits of the mean of which each count is one draw.

    Parameters
    ----------
    count
        Shape ``(n,)``, zero or more.
    confidence
        Of the interval, between 0 and 1.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits, shape ``(n,)`` each; the lower limit of zero is zero.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution. Biometrika 28.
    """
    tail = (1 - confidence) / 2
    low = np.where(count > 0, stats.chi2.ppf(tail, 2 * np.maximum(count, 1)) / 2, 0.0)
    high = stats.chi2.ppf(1 - tail, 2 * (count + 1)) / 2
    return low, np.asarray(high, np.float64)


def _difference_limits(
    current: NDArray[np.int64], earlier: NDArray[np.int64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    (low_now, high_now), (low_before, high_before) = (
        poisson_limits(count, confidence=confidence) for count in (current, earlier)
    )
    difference = (current - earlier).astype(np.float64)
    down = np.hypot(current - low_now, high_before - earlier)
    up = np.hypot(high_now - current, earlier - low_before)
    return difference - down, difference + up


def _p_values(
    current: NDArray[np.int64], earlier: NDArray[np.int64], days: tuple[float, float]
) -> NDArray[np.float64]:
    pairs = zip(current.tolist(), earlier.tolist(), strict=True)
    lengths = (days[0] / days[1], 1.0)
    return np.array([_p_value(now, before, lengths) for now, before in pairs], np.float64)


def _p_value(now: int, before: int, lengths: tuple[float, float]) -> float:
    if not now + before or (now == before and lengths[0] == lengths[1]):
        return 1.0
    if now + before > _LARGEST_E_TEST:
        part = lengths[0] / sum(lengths)
        return float(stats.binomtest(now, now + before, part).pvalue)
    return float(stats.poisson_means_test(now, lengths[0], before, lengths[1]).pvalue)
