"""Peak windows: the days and hours in which more happens than in others."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.analysis.local_time import DAYS, HOURS, WEEK_HOURS, Figures
from geo.analysis.timing import WeekHours
from geo.params import MonteCarlo

# A window is at most a quarter of the week, holds at least a tenth of the incidents, and at least
# half as many again as it would if all hours were alike; chance seldom gives so many.
MOST_HOURS: Final = WEEK_HOURS // 4
LEAST_SHARE: Final = 0.1
LEAST_RATE: Final = 1.5
MOST_CHANCE: Final = 0.05

# Shares that differ by less are the same: sums of weights differ in their last digits.
_DECIMALS: Final = 9
# With more incidents than this fewer simulated weeks tell enough.
_MANY: Final = 1_000


@dataclass(frozen=True)
class PeakWindow:
    """The same hours on days in a row.

    Parameters
    ----------
    first_day
        From 0 (Monday) to 6; the window runs on from there, round the week.
    days
        Number of days, 1 to 7.
    first_hour
        From 0 to 23, on each of the days.
    hours
        Number of hours, 1 to 24; a window past midnight ends on the day after.
    share
        Share of the incidents that it holds.
    incidents
        Expected number of incidents that it holds.
    p_value
        The chance that some window stands out at least as much when all hours are alike.
    """

    first_day: int
    days: int
    first_hour: int
    hours: int
    share: float
    incidents: float
    p_value: float

    @property
    def share_of_week(self) -> float:
        """Share of the incidents that it would hold if all hours were alike."""
        return self.days * self.hours / WEEK_HOURS

    def mask(self) -> NDArray[np.bool_]:
        """Return which hours it takes: shape ``(7, 24)``, Monday and midnight first."""
        starts = (self.first_day + np.arange(self.days)) * HOURS + self.first_hour
        taken = np.zeros(WEEK_HOURS, np.bool_)
        taken[(starts[:, None] + np.arange(self.hours)) % WEEK_HOURS] = True
        return taken.reshape(DAYS, HOURS)


@dataclass(frozen=True, eq=False)
class _Windows:
    """Windows by number of days, number of hours, and first hour of the week."""

    days: NDArray[np.int64]
    hours: NDArray[np.int64]
    start: NDArray[np.int64]

    @property
    def size(self) -> NDArray[np.int64]:
        """Hours in all."""
        return self.days * self.hours


@dataclass(frozen=True, eq=False)
class _Ranking:
    """Windows that count, by their place among all, the best first."""

    order: NDArray[np.int64]
    shares: Figures
    incidents: Figures
    p_values: Figures


def find_peaks(
    week: WeekHours, *, most: int = 2, draws: MonteCarlo | None = None
) -> tuple[PeakWindow, ...]:
    """Find the windows of the week in which most more happens than elsewhere.

    A window is a number of days in a row and of hours in a row, both round the clock and round
    the week: every window of at most 42 hours is tried, whole days only from midnight on. The
    peak is the one whose share of the incidents exceeds its share of the week by most (ties: the
    fewest hours, then the fewest days, then the earliest day and hour). It counts when it holds at
    least a tenth of the incidents, 1.5 times what it would hold if all hours were alike, and no
    more than one week in twenty with all hours alike has a window that stands out as much. A
    further peak is the next best one that counts and shares no hour with those before.

    Parameters
    ----------
    week
        Weights of the hours. Incidents that may have happened at any hour are spread over all
        alike, and favour none.
    most
        Number of windows at most.
    draws
        Weeks in which as many moments fall on any hour alike, and the seed; unless told 999, or
        199 for more than a thousand incidents. Incidents spread over several hours vary less than
        moments: the test is then strict.

    Returns
    -------
    tuple of PeakWindow
        The highest excess first; empty where no hour is known or no window counts.

    References
    ----------
    A scan statistic (Naus 1965, The distribution of the size of the maximum cluster of points on
    a line. Journal of the American Statistical Association 60) over windows in two dimensions,
    with the difference of the shares as its measure.
    """
    known = round(float(week.weights.sum()) - week.uniform)
    if known <= 0:
        return ()
    windows = _list_windows()
    usual = MonteCarlo() if known <= _MANY else MonteCarlo(repeats=199)
    ranking = _rank_windows(week, windows, draws or usual)
    found: list[PeakWindow] = []
    taken = np.zeros((DAYS, HOURS))
    while len(found) < most:
        free = _sum_windows(taken, windows)[ranking.order] == 0
        if not free.any():
            break
        found.append(_describe(windows, ranking, int(free.argmax())))
        taken += found[-1].mask()
    return tuple(found)


@lru_cache(maxsize=1)
def _list_windows() -> _Windows:
    """List every window that may be a peak."""
    days, hours, start = (
        part.ravel()
        for part in np.meshgrid(
            np.arange(1, DAYS + 1), np.arange(1, HOURS + 1), np.arange(WEEK_HOURS), indexing="ij"
        )
    )
    # Whole days begin at midnight, and a window of every day on the first.
    fits = (
        (days * hours <= MOST_HOURS)
        & ((hours < HOURS) | (start % HOURS == 0))
        & ((days < DAYS) | (start < HOURS))
    )
    return _Windows(days[fits], hours[fits], start[fits])


def _rank_windows(week: WeekHours, windows: _Windows, draws: MonteCarlo) -> _Ranking:
    """List the windows that count, the highest excess first."""
    total = float(week.weights.sum())
    surplus = _simulate_largest(round(total - week.uniform), draws)
    largest = (surplus / (WEEK_HOURS * total)).round(_DECIMALS)
    shares = _sum_windows(week.weights / total, windows).round(_DECIMALS)
    of_week = windows.size / WEEK_HOURS
    excess = (shares - of_week).round(_DECIMALS)
    below = np.searchsorted(largest, excess, side="left")
    p_values = (1 + draws.repeats - below) / (1 + draws.repeats)
    counts = (
        (shares >= LEAST_SHARE)
        & (shares >= (LEAST_RATE * of_week).round(_DECIMALS))
        & (p_values <= MOST_CHANCE)
    )
    order = np.lexsort((windows.start, windows.days, windows.size, -excess))
    order = order[counts[order]]
    return _Ranking(order, shares[order], total * shares[order], p_values[order])


@lru_cache(maxsize=256)
def _simulate_largest(moments: int, draws: MonteCarlo) -> NDArray[np.int64]:
    """Return the largest surplus of each week in which moments fall on any hour alike, in order.

    A surplus is 168 times the moments of a window less what it would hold if all hours were alike:
    a whole number. It depends on nothing but the number of moments: what may have happened at any
    hour adds to all windows alike.
    """
    random = np.random.default_rng(draws.seed)
    hours = random.integers(0, WEEK_HOURS, (draws.repeats, moments), dtype=np.uint8)
    cells = hours + WEEK_HOURS * np.arange(draws.repeats)[:, None]
    weeks = np.bincount(cells.ravel(), minlength=WEEK_HOURS * draws.repeats)
    # A week a column: windows are then sums of whole rows, quickly where numbers are short.
    short = np.int16 if moments <= np.iinfo(np.int16).max else np.int32
    weeks = weeks.reshape(draws.repeats, WEEK_HOURS).T.astype(short)
    largest = np.zeros(draws.repeats, np.int64)
    by_hours = np.zeros_like(weeks)
    for hour in range(HOURS):
        by_hours += np.roll(weeks, -hour, axis=0)
        round_the_week = np.concatenate([by_hours, by_hours])
        step = HOURS if hour == HOURS - 1 else 1
        by_days = np.zeros_like(by_hours[::step])
        for day in range(min(DAYS, MOST_HOURS // (hour + 1))):
            by_days += round_the_week[day * HOURS : day * HOURS + WEEK_HOURS : step]
            surplus = WEEK_HOURS * by_days.max(axis=0).astype(np.int64)
            np.maximum(largest, surplus - moments * (hour + 1) * (day + 1), out=largest)
    largest.sort()
    largest.setflags(write=False)
    return largest


def _sum_windows(values: Figures, windows: _Windows) -> Figures:
    """Add up values of shape ``(..., 7, 24)`` over each window."""
    flat = values.reshape(*values.shape[:-2], WEEK_HOURS)
    zero = np.zeros_like(flat[..., :1])
    until = np.concatenate([zero, np.cumsum(np.tile(flat, 2), axis=-1)], axis=-1)
    first = np.arange(WEEK_HOURS)
    by_day = until[..., first + np.arange(HOURS + 1)[:, None]] - until[..., None, first]
    summed = np.zeros((*values.shape[:-2], DAYS + 1, *by_day.shape[-2:]))
    for day in range(DAYS):
        later = np.roll(by_day, -day * HOURS, axis=-1)
        summed[..., day + 1, :, :] = summed[..., day, :, :] + later
    chosen: Figures = summed[..., windows.days, windows.hours, windows.start]
    return chosen


def _describe(windows: _Windows, ranking: _Ranking, place: int) -> PeakWindow:
    window = int(ranking.order[place])
    first_day, first_hour = divmod(int(windows.start[window]), HOURS)
    return PeakWindow(
        first_day=first_day,
        days=int(windows.days[window]),
        first_hour=first_hour,
        hours=int(windows.hours[window]),
        share=float(ranking.shares[place]),
        incidents=float(ranking.incidents[place]),
        p_value=float(ranking.p_values[place]),
    )
