"""Visits that a shift could make: which place, in which stretch of time, and what each is worth."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.advice.orienteering import Stops, Values
from geo.advice_params import VisitRules
from geo.analysis.local_time import WEEK_HOURS

_MINUTE_MS: Final = 60_000
_HOUR_MINUTES: Final = 60
# So many incidents of the theme's own week are added to those of a place: of a few incidents the
# hours in which they fell say little.
_BORROWED: Final = 20.0
# Neighbouring hours share: half stays in its own.
_SPREAD: Final = (0.25, 0.5, 0.25)
# Standard deviation of the logarithm by which prizes are shaken.
_SHAKEN: Final = 0.25


@dataclass(frozen=True, kw_only=True)
class Shift:
    """When a shift is.

    Parameters
    ----------
    week_minute
        Local minute of the week at which it begins, 0 at Monday midnight.
    minutes
        How long it lasts.
    """

    week_minute: int
    minutes: int


def smooth_week(weights: Values, theme: Values) -> Values:
    """Say which share of a place's incidents to expect in each hour of the week.

    Few incidents say little about hours: they are mixed with 20 of the theme as a whole, and each
    hour shares with its neighbours. This is a rule of ours, no method from the literature.

    Parameters
    ----------
    weights
        Shape ``(n, 168)``: incidents of each place per hour of the week, Monday midnight first.
    theme
        Shape ``(168,)``: those of the theme in all places.

    Returns
    -------
    ndarray
        Shape ``(n, 168)``; each row adds up to 1.
    """
    total = theme.sum()
    known = theme / total if total > 0 else np.full(WEEK_HOURS, 1 / WEEK_HOURS)
    mixed = weights + _BORROWED * known
    before, own, after = _SPREAD
    spread = before * np.roll(mixed, 1, axis=1) + own * mixed + after * np.roll(mixed, -1, axis=1)
    shares: Values = spread / spread.sum(axis=1, keepdims=True)
    return shares


def offer_visits(
    rates: Values, shift: Shift, rules: VisitRules, *, offset_minutes: float = 0.0
) -> Stops:
    """Offer visits of each place over a shift, in stretches that keep visits apart by themselves.

    A place is offered again and again, each time in a stretch so long and so far from the one
    before that whoever visits it in two that follow keeps the least and the most time between them.

    Parameters
    ----------
    rates
        Shape ``(n, 168)``: incidents to expect per hour, in each local hour of the week.
    shift, rules
        When, how long a visit lasts, and how far apart they must be.
    offset_minutes
        The stretches begin so much earlier.

    Returns
    -------
    Stops
        Place by place, then by time; ``place`` is the row of ``rates``, times run from the start of
        the shift. A visit is worth the incidents to expect in an hour of its stretch.
    """
    dwell, least, most, offset = (
        round(minutes * _MINUTE_MS)
        for minutes in (
            rules.dwell_minutes,
            rules.least_gap_minutes,
            rules.most_gap_minutes,
            offset_minutes,
        )
    )
    width = (most - least) // 2
    last = shift.minutes * _MINUTE_MS - dwell
    begins = np.arange(-offset, max(last, 0) + 1, width + dwell + least)
    opens, closes = np.maximum(begins, 0), np.minimum(begins + width, last)
    fits = closes >= opens
    opens, closes = opens[fits], closes[fits]
    prize = _mean_rate(rates, shift, opens / _MINUTE_MS, closes / _MINUTE_MS)
    places, stretches = prize.shape
    return Stops(
        np.repeat(np.arange(places), stretches),
        prize.reshape(-1),
        np.full(places * stretches, dwell),
        np.tile(opens, places),
        np.tile(closes, places),
        np.zeros(places * stretches, np.bool_),
    )


def shake_prizes(prize: Values, *, seed: int) -> Values:
    """Multiply each prize by chance, so that nobody can tell from one plan what the next will be.

    Parameters
    ----------
    prize
        Shape ``(n,)``.
    seed
        To be recorded with the plan: the same seed gives the same plan.

    Returns
    -------
    ndarray
        Shape ``(n,)``; the median factor is 1, and of three in ten it is over 1.14 or below 0.88.
    """
    shaken: Values = prize * np.random.default_rng(seed).lognormal(0.0, _SHAKEN, len(prize))
    return shaken


def _mean_rate(rates: Values, shift: Shift, opens: Values, closes: Values) -> Values:
    """Mean rate of each place over each stretch, shape ``(places, stretches)``."""
    # What adds up over two weeks: a shift may run into the next.
    total = np.cumsum(np.tile(rates, 2), axis=1)
    total = np.concatenate([np.zeros((len(rates), 1)), total], axis=1)
    hours = np.arange(total.shape[1])
    # A stretch of a moment is worth what its minute is.
    end = np.maximum(closes, opens + 1)
    first, after = ((shift.week_minute + edge) / _HOUR_MINUTES for edge in (opens, end))
    at_first, at_after = (
        np.array([np.interp(edges, hours, row) for row in total]).reshape(len(rates), len(edges))
        for edges in (first, after)
    )
    mean: Values = (at_after - at_first) / (after - first)
    return mean
