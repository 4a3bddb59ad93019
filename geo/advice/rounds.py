"""Visits that a shift could make: which place, in which stretch of time, and what each is worth."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.advice.orienteering import Stops, Values
from geo.analysis.local_time import WEEK_HOURS
from geo.patrol_params import VisitRules

_MINUTE_MS: Final = 60_000
_HOUR_MINUTES: Final = 60
# So many incidents of the theme's own week are added to those of a place: of a few incidents the
# hours in which they fell say little.
_BORROWED: Final = 20.0
# Neighbouring hours share: half stays in its own.
_SPREAD: Final = (0.25, 0.5, 0.25)
# Within so many minutes of a shift the rounds of each place begin. Evenly, so that starts differ by
# 43 minutes (standard deviation).
_BEGIN_MINUTES: Final = 150.0
# Of so many plans in a row they begin as often in each of so many parts of that time: by chance
# alone two places in a hundred would have starts that differ by less than half an hour.
_PLANS: Final = 12
_PARTS: Final = 4
# How often rounds are drawn at most, until a draw gives up little enough.
MOST_DRAWS: Final = 8
# Standard deviation of the logarithm by which prizes are shaken: as much as gives up little enough.
SHAKES: Final = (0.25, 0.125, 0.0)
# What a plan may give up so that nobody can foretell it: a twentieth of what it could be worth.
MOST_LOSS: Final = 0.05


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


def expect_in_shift(rates: Values, shift: Shift) -> Values:
    """Say what is to be expected of each place during a shift.

    Parameters
    ----------
    rates
        Shape ``(n, 168)``: incidents to expect per hour, in each local hour of the week.
    shift
        Up to a week long.

    Returns
    -------
    ndarray
        Shape ``(n,)``.
    """
    whole = np.full(len(rates), float(shift.minutes))
    expected: Values = _mean_rate(rates, shift, np.zeros(len(rates)), whole)
    return expected * shift.minutes / _HOUR_MINUTES


def offer_visits(
    rates: Values, shift: Shift, rules: VisitRules, *, offset_minutes: Values
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
        Shape ``(n,)``: how much before the shift the first stretch of each place begins.

    Returns
    -------
    Stops
        Place by place, then by time; ``place`` is the row of ``rates``, times run from the start of
        the shift. A visit is worth the incidents to expect in an hour of its stretch.
    """
    dwell, step, width = (
        int(minutes * _MINUTE_MS)
        for minutes in (rules.dwell_minutes, rules.round_minutes, rules.window_minutes)
    )
    last = shift.minutes * _MINUTE_MS - dwell
    offset = (offset_minutes * _MINUTE_MS).astype(np.int64)
    rounds = np.arange((max(last, 0) + offset.max(initial=0)) // step + 1)
    begins = rounds * step - offset[:, np.newaxis]
    opens, closes = np.maximum(begins, 0), np.minimum(begins + width, last)
    place, number = np.nonzero(closes >= opens)
    opens, closes = opens[place, number], closes[place, number]
    return Stops(
        place,
        _mean_rate(rates[place], shift, opens / _MINUTE_MS, closes / _MINUTE_MS),
        np.full(len(place), dwell),
        opens,
        closes,
        np.zeros(len(place), np.bool_),
    )


def keep_clear(stops: Stops, place: NDArray[np.bool_], busy_ms: tuple[int, int]) -> Stops:
    """Keep visits of some places out of a stretch in which somebody is there anyway.

    Parameters
    ----------
    stops
        Visits to choose from.
    place
        Shape ``(stops,)``: which of them are of these places.
    busy_ms
        First and last moment, the time to keep before and after it included: a visit ends before,
        or begins after.

    Returns
    -------
    Stops
        Visits that can still be made; of a stretch around it the longer part is left.
    """
    begins, ends = busy_ms
    before = np.minimum(stops.closes_ms, begins - stops.dwell_ms)
    after = np.maximum(stops.opens_ms, ends)
    is_before = before - stops.opens_ms >= stops.closes_ms - after
    opens = np.where(place & ~is_before, after, stops.opens_ms)
    closes = np.where(place & is_before, before, stops.closes_ms)
    kept = closes >= opens
    return Stops(
        stops.place[kept],
        stops.prize[kept],
        stops.dwell_ms[kept],
        opens[kept],
        closes[kept],
        stops.is_fixed[kept],
    )


def draw_offsets(
    places: int, shift: Shift, rules: VisitRules, *, seed: int, draw: int = 0
) -> Values:
    """Draw when the rounds of each place begin: no two places and no two plans alike.

    Nothing is offered of a place before its first stretch: were the rounds before it offered too,
    its first visit would always fall in the first round. Of each place every moment is as likely;
    together they are spread over the time, so that there is somewhere to go from the start on. In
    twelve plans in a row (seeds from a multiple of twelve on) a place begins in each quarter of the
    time three times: a quarter is so wide that the last plan of a dozen still cannot be foretold.

    Parameters
    ----------
    places
        How many.
    shift, rules
        In a shift too short for that they begin within what there is, and differ less: see
        `leaves_starts_free`.
    seed
        Settles the draw.
    draw
        Which of the draws of the seed, from 0: in the same quarters, at other moments.

    Returns
    -------
    ndarray
        Shape ``(places,)``, minutes before the shift, zero or less: they begin after its start.

    References
    ----------
    McKay, Beckman & Conover (1979), A comparison of three methods for selecting values of input
    variables. Technometrics 21 (stratified draws, each evenly distributed). Fisher & Yates (1934),
    The 6 x 6 Latin squares. Proceedings of the Cambridge Philosophical Society 30 (a square whose
    rows, columns and letters change places by chance: each letter once a row and column).
    """
    last = max(shift.minutes - rules.dwell_minutes, 0.0)
    rng = np.random.default_rng((seed, draw) if draw else seed)
    part = _draw_parts(places, seed)
    # Those of one part are spread over it, in an order of chance.
    order = np.lexsort((rng.random(places), part))
    turn, size = np.empty(places), np.bincount(part, minlength=_PARTS)
    turn[order] = np.arange(places) - (np.cumsum(size) - size)[part[order]] + rng.random(places)
    offsets: Values = -min(_BEGIN_MINUTES, last) * (part + turn / size[part]) / _PARTS
    return offsets


def leaves_starts_free(shift: Shift, rules: VisitRules) -> bool:
    """Whether a shift is long enough for starts to differ from plan to plan as they should.

    Parameters
    ----------
    shift, rules
        As of `draw_offsets`. A place of which the rounds begin last must still be reached in the
        stretch in which its visit may start: in a shorter shift it is not visited at all, or all
        rounds begin closer together, and whoever watches knows sooner when the next visit is.
    """
    return shift.minutes - rules.dwell_minutes >= _BEGIN_MINUTES + rules.window_minutes


def shake_prizes(prize: Values, *, seed: int, shake: float = SHAKES[0]) -> Values:
    """Multiply each prize by chance, so that nobody can tell from one plan what the next will be.

    Parameters
    ----------
    prize
        Shape ``(n,)``.
    seed
        To be recorded with the plan: the same seed gives the same plan.
    shake
        Standard deviation of the logarithm of the factor; 0 leaves prizes as they are.

    Returns
    -------
    ndarray
        Shape ``(n,)``; the median factor is 1, and of three in ten it is over 1.14 or below 0.88
        unless they are shaken less.
    """
    shaken: Values = prize * np.random.default_rng(seed).lognormal(0.0, shake, len(prize))
    return shaken


def _draw_parts(places: int, seed: int) -> NDArray[np.intp]:
    """Draw in which part of the time each place begins, ``(places,)``: a Latin square a dozen."""
    dozen, plan = divmod(seed, _PLANS)
    rng = np.random.default_rng((dozen, _PLANS))
    letters = np.tile(np.arange(_PLANS), (-(-places // _PLANS), 1))
    rows, columns, names = (rng.permuted(letters, axis=1) for _ in range(3))
    drawn = (rows + columns[:, [plan]]) % _PLANS
    named = np.take_along_axis(names, drawn, axis=1).ravel()[:places]
    parts: NDArray[np.intp] = named * _PARTS // _PLANS
    return parts


def _mean_rate(rates: Values, shift: Shift, opens: Values, closes: Values) -> Values:
    """Mean rate of each row over its own stretch, shape ``(n,)``."""
    # What adds up over two weeks: a shift may run into the next.
    total = np.cumsum(np.tile(rates, 2), axis=1)
    total = np.concatenate([np.zeros((len(rates), 1)), total], axis=1)
    # A stretch of a moment is worth what its minute is.
    end = np.maximum(closes, opens + 1)
    first, after = ((shift.week_minute + edge) / _HOUR_MINUTES for edge in (opens, end))
    mean: Values = (_read_at(total, after) - _read_at(total, first)) / (after - first)
    return mean


def _read_at(total: Values, hours: Values) -> Values:
    """Read each row between two of its hours."""
    row, whole = np.arange(len(total)), hours.astype(np.intp)
    before, after = total[row, whole], total[row, np.minimum(whole + 1, total.shape[1] - 1)]
    read: Values = before + (hours - whole) * (after - before)
    return read
