"""What a choice of sites would have covered in the weeks after it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from geo.advice.cameras import CameraParams, suggest_sites
from geo.advice.coverage import Coverage, Flags, Values
from geo.errors import ParamsError
from geo.params import check_positive

# Fewer origins, or fewer incidents after all of them together, tell nothing.
FEWEST_ORIGINS: Final = 4
FEWEST_AFTER: Final = 20
_SURE: Final = 0.95


@dataclass(frozen=True, eq=False)
class History:
    """Incidents of all time, a row for each point of the coverage, in its order.

    Parameters
    ----------
    started, ended
        Shape ``(m,)``: days since a fixed one. What ended before an origin was known at it.
    harm, half_life_days
        Shape ``(m,)``: how bad its kind is, and the days after which it counts half.
    in_hours
        Shape ``(m,)``, 0 to 1: its aoristic share in the hours of use.
    """

    started: Values
    ended: Values
    harm: Values
    half_life_days: Values
    in_hours: Values

    def known(self, origin: float, *, window_days: float) -> Flags:
        """Return what was over by a day, and not from before the period to learn from."""
        flags: Flags = (self.ended < origin) & (self.started >= origin - window_days)
        return flags

    def after(self, origin: float, *, days: float) -> Flags:
        """Return what started in the days from an origin on."""
        flags: Flags = (self.started >= origin) & (self.started < origin + days)
        return flags

    def weigh(self, origin: float) -> Values:
        """Return what each would weigh on a day, shape ``(m,)``."""
        age = np.maximum(origin - self.started, 0)
        weights: Values = self.harm * np.exp2(-age / self.half_life_days) * self.in_hours
        return weights


@dataclass(frozen=True, kw_only=True)
class Rolling:
    """When to stand, how far to look back from there, and how far ahead.

    Parameters
    ----------
    origins
        Days, ascending.
    window_days
        Length of the period to learn from.
    days
        Length of the use afterwards.

    Raises
    ------
    ParamsError
        If a length is not positive, or two uses would overlap.
    """

    origins: tuple[float, ...]
    window_days: float
    days: float

    def __post_init__(self) -> None:
        """Refuse periods that count an incident twice."""
        for name in ("window_days", "days"):
            check_positive(name, getattr(self, name))
        if (np.diff(self.origins) < self.days).any():
            raise ParamsError(
                "origins-overlap",
                expected=f"origins at least {self.days:g} days apart, ascending",
                got=f"{self.origins}",
                remedy="stand further apart",
            )


@dataclass(frozen=True)
class Stand:
    """What came of the choice at one origin: incidents, each as its share in the hours of use.

    ``known`` and ``looked_back`` are those to learn from and those of them within range, ``came``
    and ``covered`` those afterwards and those of them within range.
    """

    origin: float
    known: float
    looked_back: float
    came: float
    covered: float


@dataclass(frozen=True)
class Outlook:
    """What share of what came afterwards lay within range.

    Parameters
    ----------
    stands
        One an origin.
    ahead, low, high
        The share, and its interval of 95%; None where too little is known to say.
    looking_back
        The share of what was learned from: hindsight flatters, and this says by how much.
    """

    stands: tuple[Stand, ...]
    ahead: float | None
    low: float | None
    high: float | None
    looking_back: float | None

    @property
    def came(self) -> float:
        """Incidents in all periods of use together."""
        return sum(stand.came for stand in self.stands)


def look_ahead(
    coverage: Coverage, history: History, rolling: Rolling, params: CameraParams
) -> Outlook:
    """Choose sites at each origin from what was known at it, and count what came within range.

    Incidents count alike in the counting, whatever they weigh in the choosing.

    Parameters
    ----------
    coverage
        Sites, and all incidents as demand; its own weights are not used.
    history
        Of each incident when it was, and what it weighs.
    rolling
        When to stand. Origins without anything known, or anything after, count for nothing.
    params
        How many sites, each time chosen as `suggest_sites` does it.

    References
    ----------
    Tashman (2000), Out-of-sample tests of forecasting accuracy. International Journal of
    Forecasting 16.
    """
    found = [_stand(coverage, history, rolling, origin, params) for origin in rolling.origins]
    stands = tuple(stand for stand in found if stand.known > 0 and stand.came > 0)
    came = sum(stand.came for stand in stands)
    if len(stands) < FEWEST_ORIGINS or came < FEWEST_AFTER:
        return Outlook(stands, None, None, None, None)
    ahead = sum(stand.covered for stand in stands) / came
    low, high = bound_share([s.covered for s in stands], [s.came for s in stands])
    back = sum(stand.looked_back for stand in stands) / sum(stand.known for stand in stands)
    return Outlook(stands, ahead, low, high, back)


def bound_share(covered: Sequence[float], came: Sequence[float]) -> tuple[float, float]:
    """Say between which bounds (95%) a share lies that was seen in a few periods.

    Wilson's interval, which knows that none out of thirty is not none for ever, with the incidents
    counted for as many as they are worth where periods differ more than chance makes them, and
    Student's quantile for so few periods. A bootstrap over a handful of them would be too narrow.

    Parameters
    ----------
    covered, came
        Shape ``(k,)``, at least two periods: incidents within range, and all.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22. Korn & Graubard (1998),
    Survey Methodology 24 (effective sample size). Cochran (1977), Sampling Techniques, chapter 6
    (variance of a ratio).
    """
    inside, whole = np.asarray(covered, np.float64), np.asarray(came, np.float64)
    total, periods = float(whole.sum()), len(whole)
    share = float(inside.sum()) / total
    spread = float(np.sum((inside - share * whole) ** 2)) * periods / (periods - 1) / total**2
    by_chance = share * (1 - share) / total
    worth = total / max(spread / by_chance, 1.0) if by_chance > 0 else total
    reach = float(stats.t.ppf((1 + _SURE) / 2, periods - 1)) ** 2 / worth
    middle = (share + reach / 2) / (1 + reach)
    half = float(np.sqrt(reach * share * (1 - share) + reach**2 / 4)) / (1 + reach)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _stand(
    coverage: Coverage, history: History, rolling: Rolling, origin: float, params: CameraParams
) -> Stand:
    known = history.known(origin, window_days=rolling.window_days)
    after = history.after(origin, days=rolling.days)
    came, learned = (float(history.in_hours[flags].sum()) for flags in (after, known))
    if not learned or not came:
        return Stand(origin, learned, 0.0, came, 0.0)
    weights = np.where(known, history.weigh(origin), 0.0)
    chosen = suggest_sites(coverage.reweigh(weights), params)
    near = coverage.covers_points([*params.in_use, *chosen.sites])
    if params.in_use:
        near &= ~coverage.covers_points(params.in_use)
    return Stand(
        origin,
        learned,
        float(history.in_hours[known & near].sum()),
        came,
        float(history.in_hours[after & near].sum()),
    )
