"""Counts set against the number of dwellings or inhabitants among which they fell."""

from typing import Final

import numpy as np
import pandas as pd

from geo.analysis.trends import poisson_limits

POPULATION: Final = "population"
RATE: Final = "rate"
RATE_LOW: Final = "rate_low"
RATE_HIGH: Final = "rate_high"
IS_ROUGH: Final = "is_rough"

_THOUSAND: Final = 1000
# Among fewer than this, one incident more or less moves the rate by more than 10 per 1,000.
SMALL_POPULATION: Final = 100


def rate_per_thousand(
    counts: pd.Series, population: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many incidents there were per 1,000 dwellings or inhabitants.

    The rate is the count divided by the population, times 1,000; its limits are the exact limits
    of the count, divided in the same way: the population is known, only the count is a draw.

    Parameters
    ----------
    counts
        Incidents in each area, any index.
    population
        Dwellings or inhabitants on the same index; missing where unknown or withheld.
    confidence
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        On the index of ``counts``: ``rate``, ``rate_low`` and ``rate_high``, missing where the
        population is missing or zero, and ``is_rough`` (fewer than 100 to divide by).

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution. Biometrika 28. Breslow & Day
    (1987), Statistical Methods in Cancer Research II, chapter 2: exact limits of a rate.
    """
    whole = population.reindex(counts.index).astype("Float64").to_numpy(np.float64, na_value=np.nan)
    # A rate among nobody is no rate, and a negative number of people is a code for "withheld".
    whole = np.where(whole > 0, whole, np.nan)
    number = counts.to_numpy(np.int64)
    low, high = poisson_limits(number, confidence=confidence)
    return pd.DataFrame(
        {
            RATE: _THOUSAND * number / whole,
            RATE_LOW: _THOUSAND * low / whole,
            RATE_HIGH: _THOUSAND * high / whole,
            IS_ROUGH: whole < SMALL_POPULATION,
        },
        index=counts.index,
    )
