"""Repeats: whether incidents close in place are also closer in time than chance makes them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from geo import schema
from geo.analysis.pairs import (
    Counts,
    Figures,
    PairCounts,
    RepeatBands,
    are_countable,
    count_in_each,
    count_near,
    count_pairs,
)
from geo.analysis.points import check_metres, read_points
from geo.params import MonteCarlo
from geo.schema import TimePrecision

FROM_M: Final = "from_m"
TO_M: Final = "to_m"
FROM_DAYS: Final = "from_days"
TO_DAYS: Final = "to_days"
PAIRS: Final = "pairs"
EXPECTED: Final = "expected"
RATIO: Final = "ratio"
P_VALUE: Final = "p_value"
IS_RAISED: Final = "is_raised"

# A band is raised when chance seldom gives as many pairs, and there are a fifth more of them.
MOST_CHANCE: Final = 0.05
LEAST_RATIO: Final = 1.2


@dataclass(frozen=True)
class Knox:
    """Pairs that are close in place and in time.

    Parameters
    ----------
    pairs
        Pairs at most so far and at most so many days apart.
    expected
        Pairs close in place times pairs close in time by all pairs: as many as there would be if
        place and time had nothing to do with each other.
    p_value
        ``(1 + permutations of the times with at least as many pairs) / (permutations + 1)``.
    poisson_p
        Chance of *more* than ``pairs``, and not of as many, by a Poisson distribution with mean
        ``expected``, as libpysal and pointpats give it: quick, and rough because pairs that share
        an incident depend on each other.
    """

    pairs: int
    expected: float
    p_value: float
    poisson_p: float


@dataclass(frozen=True)
class NearRepeats:
    """Near repeats of incidents by band of distance and time.

    Parameters
    ----------
    table
        One row a band, in order of distance and then of days: ``from_m``, ``to_m``, ``from_days``,
        ``to_days``, ``pairs``, ``expected`` (mean of the permutations), ``ratio`` (missing where
        there are no pairs and none expected, infinite where only none were expected), ``p_value``
        and ``is_raised``.
    incidents
        Those that took part.
    left_out
        Those without a place, or of which the day is not known.
    bands, draws
        With which it was made.
    """

    table: pd.DataFrame
    incidents: int
    left_out: int
    bands: RepeatBands
    draws: MonteCarlo


def find_near_repeats(
    incidents: gpd.GeoDataFrame, bands: RepeatBands, *, draws: MonteCarlo
) -> NearRepeats:
    """Find after which incidents others follow nearby more often than chance would have it.

    The days are those of the local calendar on which incidents started.

    Parameters
    ----------
    incidents
        ``started_at`` (zone-aware), ``time_precision`` and points in a projected system, metres.
    bands
        Of distance and time.
    draws
        Permutations and seed.

    Raises
    ------
    CrsMismatchError
        If the incidents are not in a projected coordinate system in metres.
    ParamsError
        If there are too many pairs within the largest distance.
    """
    (found,) = find_in_each(incidents, (bands,), draws=draws)
    return found


def find_in_each(
    incidents: gpd.GeoDataFrame, several: Sequence[RepeatBands], *, draws: MonteCarlo
) -> list[NearRepeats]:
    """Find what `find_near_repeats` does for several sets of bands of one metric, in one go."""
    check_metres(incidents)
    x, y, days = _read_known(incidents)
    left_out = len(incidents) - len(x)
    return [
        NearRepeats(_tabulate(counts, bands), len(x), left_out, bands, draws)
        for counts, bands in zip(
            count_in_each(x, y, days, several, draws=draws), several, strict=True
        )
    ]


def can_be_counted(incidents: gpd.GeoDataFrame, bands: RepeatBands, *, draws: MonteCarlo) -> bool:
    """Say whether `find_near_repeats` would count these, or refuse them as too many pairs."""
    return are_countable(*_read_known(incidents), bands, draws=draws)


def has_place_and_day(incidents: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Return of which incidents both the place and the day are known."""
    by_month = (incidents[schema.TIME_PRECISION] == TimePrecision.MONTH).to_numpy(np.bool_)
    known: NDArray[np.bool_] = np.isfinite(read_points(incidents)).all(axis=0) & ~by_month
    return known


def read_days(incidents: pd.DataFrame) -> Counts:
    """Return the local calendar day on which each incident started, as days since 1970."""
    local = incidents[schema.STARTED_AT].dt.tz_localize(None)
    days: Counts = local.to_numpy("datetime64[D]").astype(np.int64)
    return days


def _read_known(incidents: gpd.GeoDataFrame) -> tuple[Figures, Figures, Counts]:
    chosen = incidents[has_place_and_day(incidents)]
    return *read_points(chosen), read_days(chosen)


def count_near_repeats(
    x: Figures, y: Figures, days: Figures | Counts, bands: RepeatBands, *, draws: MonteCarlo
) -> pd.DataFrame:
    """Count pairs by band, and hold them against permutations of the times.

    Every pair of incidents falls in the band of its distance and of its days apart. The places
    stay and the times are dealt out anew, so that when and where much happens has no say; what is
    left is that incidents follow each other. ``ratio`` is pairs by the mean of the permutations,
    ``p = (1 + permutations with at least as many) / (permutations + 1)``; raised are the bands
    with p <= 0.05 and a ratio of 1.2 or more.

    Parameters
    ----------
    x, y
        Shape ``(n,)``, metres, finite.
    days
        Shape ``(n,)``: day of each; parts of days are allowed.
    bands
        Of distance and time.
    draws
        Permutations and seed.

    Returns
    -------
    DataFrame
        See `NearRepeats`.

    References
    ----------
    Knox (1964), The detection of space-time interactions. Applied Statistics 13. Johnson et al.
    (2007), Space-time patterns of risk: a cross national assessment of residential burglary
    victimization. Journal of Quantitative Criminology 23. Ratcliffe (2009), Near repeat
    calculator; its bounds and Manhattan distance, here with half-open bands as in Steenbeek's
    NearRepeat for R.
    """
    return _tabulate(count_pairs(x, y, days, bands, draws=draws), bands)


def _tabulate(counts: PairCounts, bands: RepeatBands) -> pd.DataFrame:
    expected, p_values = counts.permuted.mean(axis=0), counts.p_values
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = counts.observed / expected
    far, late = (np.asarray(bounds, np.float64) for bounds in (bands.distances_m, bands.days))
    return pd.DataFrame(
        {
            FROM_M: np.repeat(far[:-1], len(late) - 1),
            TO_M: np.repeat(far[1:], len(late) - 1),
            FROM_DAYS: np.tile(late[:-1], len(far) - 1),
            TO_DAYS: np.tile(late[1:], len(far) - 1),
            PAIRS: counts.observed.ravel(),
            EXPECTED: expected.ravel(),
            RATIO: ratio.ravel(),
            P_VALUE: p_values.ravel(),
            IS_RAISED: ((p_values <= MOST_CHANCE) & (ratio >= LEAST_RATIO)).ravel(),
        }
    )


def measure_knox(
    x: Figures, y: Figures, days: Figures | Counts, within: RepeatBands, *, draws: MonteCarlo
) -> Knox:
    """Test whether incidents close in place are close in time too.

    ``X`` counts the pairs at most the largest distance and at most the largest number of days of
    ``within`` apart, both bounds included; ``E = N_s N_t / N``: the pairs close in place times
    those close in time by all pairs.

    Parameters
    ----------
    x, y, days
        Shape ``(n,)``: metres and days, finite.
    within
        Its last bounds, and the metric; the others have no say.
    draws
        Permutations of the times, and the seed.

    References
    ----------
    Knox (1964), The detection of space-time interactions. Applied Statistics 13. Mantel (1967),
    The detection of disease clustering and a generalized regression approach. Cancer Research 27.
    """
    # The next number up includes the bound itself in a band that is open at its end.
    largest, longest = (math.nextafter(b[-1], math.inf) for b in (within.distances_m, within.days))
    band = RepeatBands(distances_m=(0, largest), days=(0, longest), metric=within.metric)
    counts = count_pairs(x, y, days, band, draws=draws)
    observed = int(counts.observed[0, 0])
    all_pairs = len(days) * (len(days) - 1) / 2
    near_in_time = _count_close_days(days, within.days[-1])
    near = int(count_near(x, y, band)[0])
    expected = near * near_in_time / all_pairs if all_pairs else 0.0
    return Knox(
        pairs=observed,
        expected=expected,
        p_value=float(counts.p_values[0, 0]),
        poisson_p=float(stats.poisson.sf(observed, expected)),
    )


def _count_close_days(days: Figures | Counts, most_days: float) -> int:
    """Count all pairs at most so many days apart."""
    ordered = np.sort(np.asarray(days, np.float64))
    reached = np.searchsorted(ordered, ordered + most_days, side="right")
    return int((reached - np.arange(len(ordered)) - 1).sum())
