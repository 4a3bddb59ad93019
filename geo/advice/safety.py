"""Whether more people feel safe: two shares held against each other."""

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class ShareChange:
    """How a share changed: before, after, and the interval of the difference."""

    before: float
    after: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """What the share is higher after than before."""
        return self.after - self.before

    @property
    def is_shown(self) -> bool:
        """Whether chance alone does not explain the difference."""
        return self.low > 0 or self.high < 0


def compare_shares(
    before: tuple[int, int], after: tuple[int, int], *, confidence: float = 0.95
) -> ShareChange:
    """Compare two shares of different people.

    Parameters
    ----------
    before, after
        How many of how many, the second over 0.
    confidence
        Of the interval, between 0 and 1.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17: method 10.
    """
    z = float(stats.norm.ppf((1 + confidence) / 2))
    (first, first_low, first_high), (second, low, high) = (
        _score_limits(*counts, z=z) for counts in (before, after)
    )
    down = float(np.hypot(second - low, first_high - first))
    up = float(np.hypot(high - second, first - first_low))
    difference = second - first
    return ShareChange(first, second, difference - down, difference + up)


def _score_limits(count: int, of: int, *, z: float) -> tuple[float, float, float]:
    """Return a share and the limits of Wilson's score interval."""
    share = count / of
    centre = share + z**2 / (2 * of)
    reach = z * float(np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2)))
    scale = 1 + z**2 / of
    return share, (centre - reach) / scale, (centre + reach) / scale
