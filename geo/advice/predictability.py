"""Whether somebody who watches could tell from past plans when a place is visited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import Final

import numpy as np
from scipy import stats

# Of one plan: key of a place to the minutes after the start of the shift at which it is first
# visited. Plans beside each other are of shifts at the same hours.
Starts = Mapping[str, float]

# Starts within so many minutes of each other are the same to somebody who waits.
_ALIKE_MINUTES: Final = 15.0
# Of fewer plans than this, chance alone makes starts alike too often.
_LEAST_ALIKE: Final = 4
_LAST_PLANS: Final = 12


@dataclass(frozen=True)
class StartSpread:
    """How the starts of a place differ over plans, in minutes.

    ``deviation`` is the standard deviation over the ``plans`` that visit it, and ``low`` to
    ``high`` its 95% interval; of one plan there is none.
    """

    plans: int
    deviation: float
    low: float
    high: float


@dataclass(frozen=True)
class Foreseeable:
    """A place that was visited in most plans within a quarter of an hour, from ``minutes`` on."""

    key: str
    minutes: float
    alike: int
    plans: int


def measure_starts(plans: Sequence[Starts]) -> dict[str, StartSpread]:
    """Measure how much the starts of each place differ over plans.

    The interval is that of the standard deviation of normal values (chi-squared). Starts that lie
    spread out evenly have shorter tails: for them it is on the wide side.

    Parameters
    ----------
    plans
        The first start at each place, a plan each.

    Returns
    -------
    dict
        By key, in order of keys.
    """
    keys = sorted({key for plan in plans for key in plan})
    return {key: _measure(np.array([plan[key] for plan in plans if key in plan])) for key in keys}


def find_foreseeable(plans: Sequence[Starts]) -> list[Foreseeable]:
    """Find places of which somebody who watched could tell when the next visit is.

    A place is foreseeable if of the last twelve plans that visit it more than half, and four or
    more, come there within fifteen minutes of each other. Starts drawn evenly over two and a
    quarter hours look like that by chance in one of forty cases of eight plans, and in one of nine
    of seven, where it is most. This is a rule of ours.

    Parameters
    ----------
    plans
        The first start at each place, a plan each, the earliest plan first.

    Returns
    -------
    list of Foreseeable
        In order of keys.
    """
    keys = sorted({key for plan in plans for key in plan})
    found = (_find_alike(key, [plan[key] for plan in plans if key in plan]) for key in keys)
    return [one for one in found if one is not None]


def _measure(starts: np.ndarray) -> StartSpread:
    count = len(starts)
    if count == 1:
        return StartSpread(1, nan, nan, nan)
    deviation = float(starts.std(ddof=1))
    low, high = (float(stats.chi2.ppf(share, count - 1)) for share in (0.975, 0.025))
    scaled = deviation * sqrt(count - 1)
    return StartSpread(count, deviation, scaled / sqrt(low), scaled / sqrt(high))


def _find_alike(key: str, starts: Sequence[float]) -> Foreseeable | None:
    """Find the most starts within a quarter of an hour; of equals the earliest."""
    kept = np.sort(starts[-_LAST_PLANS:])
    ends = np.searchsorted(kept, kept + _ALIKE_MINUTES, side="left")
    alike = ends - np.arange(len(kept))
    first = int(alike.argmax())
    most = int(alike[first])
    if most < _LEAST_ALIKE or 2 * most <= len(kept):
        return None
    return Foreseeable(key, float(kept[first]), most, len(kept))
