"""Settings of the hotspot search, chosen on periods that are not scored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from geo.analysis.forecasting import expect_by_hotspots
from geo.analysis.scores import flag_cells
from geo.analysis.surfaces import History
from geo.params import HotspotParams

EPS_M: Final = (50.0, 75.0, 100.0, 125.0, 150.0, 200.0, 250.0)
MIN_SAMPLES: Final = (4, 5, 6, 8, 10, 15, 20)
WINDOW_MONTHS: Final = (12, 24, 36)
HALF_LIVES_DAYS: Final = (120.0, 365.0, 730.0)

# A hotspot set is judged by what it catches in so little of the area.
SHARES: Final = (0.01, 0.03)
_MONTH_DAYS: Final = 365.25 / 12

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Setting:
    """Settings of a search, and the window over which it looks back."""

    params: HotspotParams
    window_months: int

    @property
    def window_days(self) -> float:
        """Length of the window in days."""
        return self.window_months * _MONTH_DAYS


def choose_setting(
    record: History,
    *,
    origins: Sequence[float],
    days: float,
    among: Sequence[Setting] | None = None,
    progress: Progress | None = None,
) -> Setting:
    """Find the settings whose hotspots caught most in the periods after each origin.

    What a set of hotspots catches is the mean, over 1% and 3% of the area, of its hit rate when
    its cells are flagged from the highest score down; where the hotspots cover less, the rest is
    drawn by lot. Where several settings catch the same, the least radius, then the most incidents
    and the longest window and half-life win: the strictest search.

    Parameters
    ----------
    record
        Incidents on a grid.
    origins
        First days of the periods; those that will be scored must come after all of them.
    days
        Length of each period.
    among
        Settings to choose from, of which the first of equals wins; None tries all.
    progress
        Told the share that is done.

    References
    ----------
    Hastie, Tibshirani & Friedman (2009), The elements of statistical learning, 7.10: what chooses
    must not see what scores.
    """
    settings = list(among or _list_settings())
    caught = np.empty(len(settings))
    for place, setting in enumerate(settings):
        caught[place] = _catch(record, setting, origins, days)
        if progress is not None:
            progress((place + 1) / len(settings))
    # The settings stand from the strictest on: the first of equals is the one.
    return settings[int(caught.round(9).argmax())]


def count_settings() -> int:
    """Return how many settings are tried."""
    return sum(1 for _ in _list_settings())


def _list_settings() -> Iterator[Setting]:
    for eps_m, min_samples, window, half_life in product(
        EPS_M, reversed(MIN_SAMPLES), reversed(WINDOW_MONTHS), reversed(HALF_LIVES_DAYS)
    ):
        params = HotspotParams(eps_m=eps_m, min_samples=min_samples, half_life_days=half_life)
        yield Setting(params, window)


def _catch(record: History, setting: Setting, origins: Sequence[float], days: float) -> float:
    expect = expect_by_hotspots(setting.params, window_days=setting.window_days)
    hits, whole = np.zeros(len(SHARES)), 0.0
    for day in origins:
        expected, observed = expect(record, day, days), record.observe(day, days)
        hits += [flag_cells(expected, share) @ observed for share in SHARES]
        whole += observed.sum()
    return float(hits.mean() / whole) if whole else 0.0
