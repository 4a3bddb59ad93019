"""Methods held against what came after: rolling origins, each beside the plain count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.analysis.forecasting import PRIOR_COUNTS, Method, expect_prior_counts
from geo.analysis.grid import Counts, Grid
from geo.analysis.scores import HIT_RATE, HITS, PAI, PEI, RRI, SER, SHARE, count_flagged, flag_cells
from geo.analysis.surfaces import Record
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
_RESAMPLED: Final = ("resampled_hits", "resampled_best", "resampled_whole")


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
    """

    scores: pd.DataFrame
    plan: Plan
    incidents: int
    cells: int
    earlier: int


def run_backtest(record: Record, methods: Mapping[str, Method], plan: Plan) -> Backtest:
    """Let methods expect period after period, and score them on what came.

    At each origin a method sees what was known by then and flags its highest cells; the hits of
    all periods are added up. Intervals come from a bootstrap that resamples the struck cells of
    each period (a Poisson weight each), because incidents in one cell are not independent; all
    methods meet the same resamples, so that the gain over the plain count is a paired one.

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
    Forecasting 16 (rolling origins). Chatterjee & Bose (2005), Annals of Statistics 33 (weights).
    """
    named = {PRIOR_COUNTS: expect_prior_counts} | dict(methods)
    flags = [(name, share) for name in named for share in plan.shares]
    periods = [_hold(record, named, flags, plan, place) for place in range(len(plan.origins))]
    whole = sum(period.whole for period in periods)
    if not whole:
        raise ParamsError(
            "backtest-empty",
            expected="incidents in the periods to score",
            got=f"none after {len(plan.origins)} origins",
            remedy="score earlier periods, or load newer incidents",
        )
    scores = _tabulate(periods, flags, record.grid)
    earlier = int(record.known_at(plan.origins[0]).sum())
    return Backtest(scores, plan, int(whole), record.grid.size, earlier)


def list_origins(last: float, *, days: float, periods: int) -> tuple[float, ...]:
    """Return the first days of so many periods of equal length, the last of which ends at a day."""
    return tuple(last - days * back for back in range(periods, 0, -1))


@dataclass(frozen=True, eq=False)
class _Period:
    """What came in one period, for each pair of method and share in turn.

    ``whole`` are all incidents that came; ``hits``, ``best``, ``expected`` and ``cells`` have
    shape ``(k,)``: caught, most that could be caught, expected where flagged, and cells flagged.
    ``resampled_hits`` and ``resampled_best`` have shape ``(resamples, k)``, ``resampled_whole``
    ``(resamples, 1)``.
    """

    whole: float
    hits: Counts
    best: Counts
    expected: Counts
    cells: Counts
    resampled_hits: Counts
    resampled_best: Counts
    resampled_whole: Counts


def _hold(
    record: Record,
    methods: Mapping[str, Method],
    flags: Sequence[tuple[str, float]],
    plan: Plan,
    place: int,
) -> _Period:
    day, days = plan.origins[place], plan.days
    observed = record.observe(day, days)
    expected = {name: method(record, day, days) for name, method in methods.items()}
    flagged = np.array([flag_cells(expected[name], share) for name, share in flags])
    struck = np.flatnonzero(observed)
    weights = np.random.default_rng([plan.seed, place]).poisson(1.0, (_RESAMPLES, len(struck)))
    caught = flagged[:, struck] * observed[struck]
    resampled = weights * observed[struck]
    return _Period(
        whole=float(observed.sum()),
        hits=caught.sum(axis=1),
        best=np.array([flag_cells(observed, share) @ observed for _, share in flags]),
        expected=np.array(
            [flag @ expected[name] for flag, (name, _) in zip(flagged, flags, strict=True)]
        ),
        cells=flagged.sum(axis=1),
        resampled_hits=weights @ caught.T,
        resampled_best=_add_best(resampled, [share for _, share in flags], record.grid.size),
        resampled_whole=resampled.sum(axis=1, keepdims=True),
    )


def _add_best(resampled: Counts, shares: Sequence[float], cells: int) -> Counts:
    """Add up, in each resample, the cells with most in as much area as each share is."""
    ordered = -np.sort(-resampled, axis=1)
    best = {share: ordered[:, : count_flagged(share, cells)].sum(axis=1) for share in set(shares)}
    return np.column_stack([best[share] for share in shares])


def name_limits(measure: str) -> tuple[str, str]:
    """Name the columns with the limits of a measure's interval."""
    return (LOW, HIGH) if measure == HIT_RATE else (f"{measure}_low", f"{measure}_high")


def _tabulate(
    periods: Sequence[_Period], flags: Sequence[tuple[str, float]], grid: Grid
) -> pd.DataFrame:
    whole = sum(period.whole for period in periods)
    hits, best, expected, cells, drawn, drawn_best, drawn_whole = (
        np.sum([getattr(period, name) for period in periods], axis=0)
        for name in ("hits", "best", "expected", "cells", *_RESAMPLED)
    )
    rates = drawn / np.maximum(drawn_whole, 1.0)
    area, ground = cells / (grid.size * len(periods)), cells * grid.cell_km2
    # The plain count comes first, its shares in the order of those of every other method.
    plain = np.arange(len(flags)) % (flags.index((PRIOR_COUNTS, flags[-1][1])) + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = {
            HIT_RATE: (hits / whole, rates),
            PAI: (hits / whole / area, rates / area),
            PEI: (hits / best, drawn / drawn_best),
            RRI: (expected / hits, expected / drawn),
            SER: (hits / ground, drawn / ground),
            GAIN: ((hits - hits[plain]) / whole, rates - rates[:, plain]),
        }
        known = {METHOD: [name for name, _ in flags], SHARE: [share for _, share in flags]}
        return pd.DataFrame({**known, HITS: hits, **_set_out(figures)})


def _set_out(figures: Mapping[str, tuple[Counts, Counts]]) -> dict[str, Counts]:
    """Set out each measure with its interval; what is no number is missing."""
    columns = {}
    for measure, (found, resampled) in figures.items():
        low, high = np.percentile(resampled, _INTERVAL, axis=0)
        limits = dict(zip(name_limits(measure), (low, high), strict=True))
        for name, values in {measure: found, **limits}.items():
            columns[name] = np.where(np.isfinite(values), values, np.nan)
    return columns
