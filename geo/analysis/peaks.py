"""The part of the week that stands out, where one does."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from geo.analysis.local_time import DAYS
from geo.analysis.timing import WeekHours
from geo.schema import DayPart

_PARTS: Final = tuple(DayPart)
_CELLS: Final = DAYS * len(_PARTS)
# Days on end that a window may hold; every day of the week is one window more.
_LENGTHS: Final = (1, 2, 3)
_CHANCE: Final = 0.05


@dataclass(frozen=True)
class Peak:
    """Part of the week in which incidents are more frequent than chance explains.

    Parameters
    ----------
    weekdays
        Days on end from 0 (Monday) to 6; all seven where the day makes no difference.
    day_part
        Part of those days.
    incidents
        Estimated incidents in it.
    known
        Incidents of which the hour is known, to hold it against.
    """

    weekdays: tuple[int, ...]
    day_part: DayPart
    incidents: float
    known: int


def find_peak(week: WeekHours) -> Peak | None:
    """Find the part of the week that stands out.

    Looked at are all windows of one to three days on end, or all seven, by one part of the day.
    In each the number of incidents, rounded down, is held against an even spread over the week
    (binomial). Named is the window with the least chance, if that chance times the number of
    windows (Bonferroni) is at most 5%: a handful of incidents shows no peak.

    Parameters
    ----------
    week
        Incidents spread over the hours of the week. Those that may be at any hour are left out.

    Returns
    -------
    Peak or None
        None where no window stands out. Ties go to fewer days, then the earlier window.
    """
    parts = (week.weights - week.uniform / week.weights.size).reshape(DAYS, len(_PARTS), -1)
    weights = parts.sum(axis=2)
    known = round(float(weights.sum()))
    windows = list(_list_windows())
    held = np.array([weights[list(days), part].sum() for days, part in windows])
    sizes = np.array([len(days) for days, _ in windows])
    chances = _chance_of(held, known, sizes)
    best = int(chances.argmin())
    if chances[best] * len(windows) > _CHANCE:
        return None
    days, part = windows[best]
    return Peak(days, _PARTS[part], float(held[best]), known)


def _list_windows() -> list[tuple[tuple[int, ...], int]]:
    runs = [
        tuple((first + step) % DAYS for step in range(length))
        for length, first in product(_LENGTHS, range(DAYS))
    ]
    return [(days, part) for days in [*runs, tuple(range(DAYS))] for part in range(len(_PARTS))]


def _chance_of(
    held: NDArray[np.float64], known: int, sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    # A hair above: a sum of shares may stay just under the whole number that it is.
    whole = np.floor(held + 1e-6)
    return np.asarray(stats.binom.sf(whole - 1, known, sizes / _CELLS), np.float64)
