"""Methods held against what came after: rolling origins, each beside the plain count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd

from geo.analysis.forecasting import PRIOR_COUNTS, Method, expect_prior_counts
from geo.analysis.grid import Counts, Grid
from geo.analysis.scores import HIT_RATE, HITS, PAI, PEI, RRI, SER, SHARE, flag_cells
from geo.analysis.surfaces import History, count_cells
from geo.errors import ParamsError

METHOD: Final = "method"
LOW: Final = "low"
HIGH: Final = "high"
GAIN: Final = "gain"
GAIN_LOW: Final = "gain_low"
GAIN_HIGH: Final = "gain_high"

SHARES: Final = (0.01, 0.03, 0.05)
_RESAMPLES: Final = 500
_INTERVAL: Final = (2.5, 97.5)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to score, and how.

    Parameters
    ----------
    origins
        Days at which methods stand.
    days
        Length of the period after each of them.
    shares
        Parts of the area to flag.
    seed
        Of the resamples.
    """

    origins: tuple[float, ...]
    days: float
    shares: tuple[float, ...] = SHARES
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Backtest:
    """What each method would have caught.

    Parameters
    ----------
    scores
        A row a method and share of the area, the methods in their given order: ``method, share,
        hits, hit_rate, low, high, pai, pei, rri, ser, gain, gain_low, gain_high``, and of each
        measure its interval, such as ``pai_low`` and ``pai_high``. ``low``, ``high`` and gain are
        of the hit rate; the gain is over the plain count. A measure is missing where it would be
        a division by nothing.
    plan
        What was scored; nothing after an origin was used at it.
    incidents
        Incidents that came in all of those periods together.
    cells
        Cells of the grid.
    earlier
        Incidents that were known at the first origin: what the methods had to go by.
    resampled
        Shape ``(resamples, rows of scores)``: the hit rate in each resample of the cells.
    """

    scores: pd.DataFrame
    plan: Plan
    incidents: int
    cells: int
    earlier: int
    resampled: Counts


def run_backtest(record: History, methods: Mapping[str, Method], plan: Plan) -> Backtest:
    """Let methods expect period after period, and score them on what came.

    At each origin a method sees what was known by then and flags its highest cells; the hits of
    all periods are added up. Intervals come from a cluster bootstrap that resamples the struck
    cells (a Poisson weight each, over all periods): incidents in one cell are not independent, nor
    are its periods. All methods meet the same resamples, so that the gain over the plain count is
    a paired one. Cells next to each other are drawn apart, and what is flagged is not sought anew.

    Parameters
    ----------
    record
        Incidents on a grid.
    methods
        Name to method; the plain count is added where it is missing.
    plan
        What to score.

    Raises
    ------
    ParamsError
        If there is no origin, or nothing came after any of them.

    References
    ----------
    Tashman (2000), Out-of-sample tests of forecasting accuracy. International Journal of
    Forecasting 16 (rolling origins). Field & Welsh (2007), Bootstrapping clustered data. Journal
    of the Royal Statistical Society B 69; Cameron, Gelbach & Miller (2008), Bootstrap-based
    improvements for inference with clustered errors. Review of Economics and Statistics 90
    (clusters drawn whole). Chatterjee & Bose (2005), Annals of Statistics 33 (weights).
    """
    named = {PRIOR_COUNTS: expect_prior_counts} | dict(methods)
    flags = [(name, share) for name in named for share in plan.shares]
    total = _add([_hold(record, named, flags, plan, origin) for origin in plan.origins])
    whole = int(total.came.sum())
    if not whole:
        raise ParamsError(
            "backtest-empty",
            expected="incidents in the periods to score",
            got=f"none after {len(plan.origins)} origins",
            remedy="score earlier periods, or load newer incidents",
        )
    scores, rates = _tabulate(total, flags, plan, record.grid)
    earlier = int(count_cells(record, plan.origins[0]).sum())
    return Backtest(scores, plan, whole, record.grid.size, earlier, rates)


def compare_methods(
    found: Backtest, method: str, other: str, *, share: float
) -> tuple[float, float, float]:
    """Return by how much the hit rate of a method is over that of another, and its interval (95%).

    The difference is a paired one: both meet the same resamples of the cells. As both flag as much
    of the area, their PAI differ by that over the part of the cells that is flagged.
    """
    scores = found.scores
    at_share = scores[SHARE] == share
    first, second = (
        int(np.flatnonzero(at_share & (scores[METHOD] == name))[0]) for name in (method, other)
    )
    rates = scores[HIT_RATE].to_numpy()
    low, high = np.percentile(found.resampled[:, first] - found.resampled[:, second], _INTERVAL)
    return float(rates[first] - rates[second]), float(low), float(high)


def list_origins(last: float, *, days: float, periods: int) -> tuple[float, ...]:
    """Return the first days of so many periods of equal length, the last of which ends at a day."""
    return tuple(last - days * back for back in range(periods, 0, -1))


@dataclass(frozen=True, eq=False)
class _Period:
    """What came in one period, for each pair of method and share in turn.

    ``came`` has shape ``(cells,)``: incidents per cell. ``caught`` and ``best``, ``(k, cells)``,
    hold which of them were caught, and which could be caught at most. ``expected`` and ``flagged``,
    ``(k,)``, hold what was expected where flagged, and how many cells those are.
    """

    came: Counts
    caught: Counts
    best: Counts
    expected: Counts
    flagged: Counts


def _hold(
    record: History,
    methods: Mapping[str, Method],
    flags: Sequence[tuple[str, float]],
    plan: Plan,
    origin: float,
) -> _Period:
    came = record.observe(origin, plan.days)
    expected = {name: method(record, origin, plan.days) for name, method in methods.items()}
    flagged = np.array([flag_cells(expected[name], share) for name, share in flags])
    # The best cells stay those of the period itself: chosen anew in each resample they would
    # catch more than they did, and no method could.
    best = np.array([flag_cells(came, share) for _, share in flags])
    return _Period(
        came=came,
        caught=flagged * came,
        best=best * came,
        expected=np.array(
            [flag @ expected[name] for flag, (name, _) in zip(flagged, flags, strict=True)]
        ),
        flagged=flagged.sum(axis=1),
    )


def _add(periods: Sequence[_Period]) -> _Period:
    totals = {
        field.name: np.sum([getattr(period, field.name) for period in periods], axis=0)
        for field in fields(_Period)
    }
    return _Period(**totals)


def name_limits(measure: str) -> tuple[str, str]:
    """Name the columns with the limits of a measure's interval."""
    return (LOW, HIGH) if measure == HIT_RATE else (f"{measure}_low", f"{measure}_high")


def _resample(total: _Period, seed: int) -> tuple[Counts, Counts, Counts]:
    """Draw cells anew: what was caught and could be, ``(resamples, k)``, and all that came.

    A cell has one weight over all periods, for it comes back in each of them: what makes it hot in
    one makes it hot in the next, so that the periods of a cell are no draws of their own.
    """
    struck = np.flatnonzero(total.came)
    weights = np.random.default_rng(seed).poisson(1.0, (_RESAMPLES, len(struck)))
    drawn = weights.astype(np.float64)
    caught, best = (kept[:, struck].T for kept in (total.caught, total.best))
    return drawn @ caught, drawn @ best, drawn @ total.came[struck, None]


def _tabulate(
    total: _Period, flags: Sequence[tuple[str, float]], plan: Plan, grid: Grid
) -> tuple[pd.DataFrame, Counts]:
    whole, hits, best = total.came.sum(), total.caught.sum(axis=1), total.best.sum(axis=1)
    drawn, drawn_best, drawn_whole = _resample(total, plan.seed)
    rates = drawn / np.maximum(drawn_whole, 1.0)
    area = total.flagged / (grid.size * len(plan.origins))
    ground = total.flagged * grid.cell_km2
    # The plain count comes first, its shares in the order of those of every other method.
    plain = np.arange(len(flags)) % len(plan.shares)
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = {
            HIT_RATE: (hits / whole, rates),
            PAI: (hits / whole / area, rates / area),
            PEI: (hits / best, drawn / drawn_best),
            RRI: (total.expected / hits, total.expected / drawn),
            SER: (hits / ground, drawn / ground),
            GAIN: ((hits - hits[plain]) / whole, rates - rates[:, plain]),
        }
        known = {METHOD: [name for name, _ in flags], SHARE: [share for _, share in flags]}
        return pd.DataFrame({**known, HITS: hits, **_set_out(figures)}), rates


def _set_out(figures: Mapping[str, tuple[Counts, Counts]]) -> dict[str, Counts]:
    """Set out each measure with its interval; what is no number is missing."""
    columns = {}
    for measure, (found, resampled) in figures.items():
        low, high = np.percentile(resampled, _INTERVAL, axis=0)
        limits = dict(zip(name_limits(measure), (low, high), strict=True))
        for name, values in {measure: found, **limits}.items():
            columns[name] = np.where(np.isfinite(values), values, np.nan)
    return columns
