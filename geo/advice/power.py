"""What a placement could show, before it is made."""

from typing import Final

import numpy as np
from scipy import stats

from geo.errors import ParamsError

# Chance of calling a camera effective that is not.
ONE_SIDED: Final = 0.05
# Counts in a difference: two areas before and after, or four.
_COUNTS, _COUNTS_WITH_BUFFER = 4, 8


def find_smallest_reduction(
    expected: float, *, with_buffer: bool = False, one_sided: float = ONE_SIDED
) -> float:
    """Say how many incidents fewer could just be told from chance: ``z * sqrt(4 mu)``.

    A true reduction of that size is found about half of the time. Where it is more than there are,
    not even a place that falls silent proves anything: choose a longer period, or pool placements.

    Parameters
    ----------
    expected
        Incidents in the target in the planned period without the camera (mu); controls are alike.
    with_buffer
        Whether a buffer and its control are counted too: ``z * sqrt(8 mu)``.
    one_sided
        Chance of calling a camera effective that is not.

    Raises
    ------
    ParamsError
        If a negative number is expected.

    References
    ----------
    Wheeler & Ratcliffe (2018), Crime Science 7.
    """
    variance = _variance(expected, with_buffer=with_buffer)
    return float(stats.norm.ppf(1 - one_sided)) * float(np.sqrt(variance))


def plan_power(
    expected: float, share: float, *, with_buffer: bool = False, one_sided: float = ONE_SIDED
) -> float:
    """Say how likely a true reduction is to be found.

    Parameters
    ----------
    expected
        Incidents in the target in the planned period without the camera; controls are alike.
    share
        True reduction as a share of them, 0 to 1: it lowers the variance too.
    with_buffer, one_sided
        As of `find_smallest_reduction`.

    Raises
    ------
    ParamsError
        If a negative number is expected.
    """
    reduction = share * expected
    variance = _variance(expected, with_buffer=with_buffer) - reduction
    return share_found(reduction, variance, one_sided=one_sided)


def share_found(reduction: float, variance: float, *, one_sided: float = ONE_SIDED) -> float:
    """Say how often a true reduction is found when the difference has such a variance.

    Parameters
    ----------
    reduction
        Incidents fewer.
    variance
        Of the weighted displacement difference; without any nothing can be found.
    one_sided
        Chance of calling a camera effective that is not.
    """
    if variance <= 0:
        return 0.0
    z = float(stats.norm.ppf(1 - one_sided))
    return float(stats.norm.cdf(reduction / np.sqrt(variance) - z))


def _variance(expected: float, *, with_buffer: bool) -> float:
    if not expected >= 0:
        raise ParamsError(
            "param-negative",
            expected="expected >= 0",
            got=f"{expected}",
            remedy="give zero or a positive number",
            name="expected",
            value=expected,
        )
    return (_COUNTS_WITH_BUFFER if with_buffer else _COUNTS) * expected
