"""Back-tests drawn by hand, for the tests of what people read of them."""

from datetime import date

import numpy as np
import pandas as pd

from geo.analysis.backtest import GAIN, METHOD, Backtest, Plan, name_limits
from geo.analysis.forecasting import KERNEL_DENSITY, PRIOR_COUNTS, STACKED
from geo.analysis.scores import HIT_RATE, HITS, PAI, PEI, RRI, SER, SHARE
from geo.params import BacktestParams, Period
from geo.service.answers import BacktestReport
from geo.service.forecasting import HOTSPOTS

SHARES = (0.01, 0.03, 0.05)


CAUGHT = {PRIOR_COUNTS: 0.21, KERNEL_DENSITY: 0.2, STACKED: 0.24, HOTSPOTS: 0.18}


def draw_backtest_report(*, incidents=1_250, earlier=3_000, weeks=13, gain=(0.01, 0.07)):
    """A report in which counting caught 21% in 3% of the area, and the default method 24%."""
    last, plan = date(2018, 12, 31), Plan(origins=(0.0,), days=7.0 * weeks)
    limits = dict.fromkeys(CAUGHT, (-0.05, -0.01)) | {STACKED: gain}
    rows = [
        _row(name, share, incidents) | dict(zip(name_limits(GAIN), limits[name], strict=True))
        for name in CAUGHT
        for share in SHARES
    ]
    return BacktestReport(
        "woninginbraak",
        "Woninginbraak",
        Period(first=date(2018, 1, 2), last=last),
        BacktestParams(weeks=weeks, last=last),
        Backtest(pd.DataFrame(rows), plan, incidents, 2_667, earlier, np.zeros((0, len(rows)))),
    )


def _row(name, share, incidents):
    rate, prior = (CAUGHT[method] * share / 0.03 for method in (name, PRIOR_COUNTS))
    figures = {HIT_RATE: rate, PAI: rate / share, PEI: rate, RRI: 1.0, SER: 8.0}
    limits = {
        limit: value * factor
        for measure, value in figures.items()
        for limit, factor in zip(name_limits(measure), (0.8, 1.2), strict=True)
    }
    known = {METHOD: name, SHARE: share, HITS: rate * incidents}
    return {**known, **figures, **limits, GAIN: rate - prior}
