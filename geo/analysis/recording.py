"""A sudden change in recording: a code that stops, or that doubles."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from geo import schema
from geo.analysis.quality import MOST_EXAMPLES, QualityFinding
from geo.analysis.trends import P_VALUE
from geo.schema import Weakness

KIND: Final = "kind"
LAST_MONTH: Final = "last_month"
CHANGE_COLUMNS: Final = (
    schema.THEME, schema.CODE, schema.MONTH, LAST_MONTH, KIND, schema.INCIDENTS, schema.EXPECTED,
    P_VALUE,
)  # fmt: skip

# A month is held against as many before it: a whole year, so that every season is in it.
EARLIER_MONTHS: Final = 12
# Fewer than this are expected so seldom in a month that none at all is no news.
LEAST_EXPECTED: Final = 10.0
# A stream that ran dry may still drip: a tenth of it is called stopped.
STOPPED_SHARE: Final = 0.1
# A stream that doubled shows less in half of its months, by chance: over half as much again.
DOUBLED_TIMES: Final = 1.5
# Chance that a data set in which nothing changed gives any finding at all.
FALSE_RATE: Final = 0.05

_REMEDIES: Final[Mapping[Weakness, str]] = {
    Weakness.CODE_STOPS: "check whether the code or system changed, or a file is still missing",
    Weakness.CODE_DOUBLES: "check whether a new source, code or campaign explains it",
}

Counts = NDArray[np.int64]
Figures = NDArray[np.float64]


def find_changes(monthly: pd.DataFrame, *, first: date, last: date) -> pd.DataFrame:
    """Find months in which a code suddenly stops or doubles.

    Each count is held against those of the same code in the 12 months before it. If nothing
    changed, the count given the sum of the 13 months is binomial, with the days of the month as
    its share of all their days: the exact conditional test of two Poisson rates. Two-sided
    p-values are multiplied by the number of codes and months (Bonferroni), so that a data set in
    which nothing changed gives a finding in at most 1 of 20 cases. The change has to be large as
    well (at most a tenth of what is expected, or over one and a half times as much; at least 10
    expected), and must not repeat the same month of the year before, which is a season. Reports
    that come in bursts vary more than Poisson: that the change has to be large keeps most of those
    out, but not all.

    Parameters
    ----------
    monthly
        ``theme``, ``code`` (may be missing), ``month`` (its first day) and ``incidents``.
    first, last
        Days that the data cover; months that they do not cover whole are left out.

    Returns
    -------
    DataFrame
        `CHANGE_COLUMNS`, in order of month, theme and code; one row for months in a row, with the
        figures of the first of them.

    References
    ----------
    Przyborowski & Wilenski (1940), Homogeneity of results in testing samples from Poisson series.
    Biometrika 31.
    """
    months = _whole_months(first, last)
    counts = _lay_out(monthly, months)
    if len(months) <= EARLIER_MONTHS or counts.empty:
        return _change_frame([])
    days = months.days_in_month.to_numpy(np.int64)
    now, before, share = _split(counts.to_numpy(np.int64), days)
    expected = before * share / (1 - share)
    p_values = weigh_chance(now, before, share)
    kinds = _name_changes(now, expected, counts.to_numpy(np.int64)[:, :-EARLIER_MONTHS])
    kinds[p_values * now.size > FALSE_RATE] = ""
    rows = [
        (*counts.index[row], months[column + EARLIER_MONTHS], months[end + EARLIER_MONTHS],
         kinds[row, column], now[row, column], expected[row, column], p_values[row, column])
        for row, column, end in _find_runs(kinds)
    ]  # fmt: skip
    return _change_frame(rows)


def weigh_chance(now: Counts, before: Counts, share: Figures) -> Figures:
    """Return the two-sided p-values of counts, given those before them.

    Parameters
    ----------
    now, before
        Counts of a month and of the months before it, same shape.
    share
        Days of the month as a share of all days counted, the shape of ``now`` or of its rows.
    """
    total = now + before
    lower = stats.binom.cdf(now, total, share)
    upper = stats.binom.sf(now - 1, total, share)
    p_values: Figures = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return p_values


def report_changes(changes: pd.DataFrame) -> list[QualityFinding]:
    """Put changes in recording with the other weaknesses of the data.

    Parameters
    ----------
    changes
        Answer of `find_changes`.

    Returns
    -------
    list of QualityFinding
        A finding for each kind and theme: ``count`` is how many changes there are.
    """
    groups = changes.groupby([KIND, schema.THEME], sort=True)
    return [
        QualityFinding(
            Weakness(str(kind)),
            str(theme),
            len(rows),
            None,
            _name_months(rows.head(MOST_EXAMPLES)),
            _REMEDIES[Weakness(str(kind))],
        )
        for (kind, theme), rows in groups
    ]


def _name_months(rows: pd.DataFrame) -> tuple[str, ...]:
    columns = (rows[schema.CODE], rows[schema.MONTH], rows[schema.INCIDENTS], rows[schema.EXPECTED])
    return tuple(
        f"{code or '-'} in {month:%Y-%m}: {count} where {expected:.1f} were expected"
        for code, month, count, expected in zip(*columns, strict=True)
    )


def _whole_months(first: date, last: date) -> pd.DatetimeIndex:
    begin = pd.Timestamp(first) + pd.offsets.MonthBegin(0)
    end = (pd.Timestamp(last) + pd.Timedelta(days=1)).to_period("M").to_timestamp()
    return pd.date_range(begin, end, freq="MS", inclusive="left")


def _lay_out(monthly: pd.DataFrame, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Return counts with a row a theme and code, and a column a month."""
    keys = monthly.assign(
        **{
            schema.CODE: monthly[schema.CODE].fillna(""),
            schema.MONTH: pd.to_datetime(monthly[schema.MONTH]),
        }
    )
    table = keys.pivot_table(
        index=[schema.THEME, schema.CODE],
        columns=schema.MONTH,
        values=schema.INCIDENTS,
        aggfunc="sum",
        fill_value=0,
    )
    return table.reindex(columns=months, fill_value=0)


def _split(counts: Counts, days: Counts) -> tuple[Counts, Counts, Figures]:
    """Return the counts of each month, those of the year before it, and its share of the days."""
    before = _sum_before(counts)
    days_now = days[EARLIER_MONTHS:]
    share: Figures = days_now / (days_now + _sum_before(days))
    return counts[:, EARLIER_MONTHS:], before, share


def _sum_before(values: Counts) -> Counts:
    running = np.cumsum(values, axis=-1)
    padded = np.concatenate([np.zeros_like(running[..., :1]), running], axis=-1)
    sums: Counts = padded[..., EARLIER_MONTHS:-1] - padded[..., : -EARLIER_MONTHS - 1]
    return sums


def _name_changes(now: Counts, expected: Figures, year_ago: Counts) -> NDArray[np.object_]:
    enough = expected >= LEAST_EXPECTED
    stops = (now <= STOPPED_SHARE * expected) & (DOUBLED_TIMES * now < year_ago)
    doubles = (now > DOUBLED_TIMES * expected) & (now > DOUBLED_TIMES * year_ago)
    named: NDArray[np.object_] = np.select(
        [enough & stops, enough & doubles],
        [Weakness.CODE_STOPS.value, Weakness.CODE_DOUBLES.value],
        "",
    ).astype(object)
    return named


def _find_runs(kinds: NDArray[np.object_]) -> list[tuple[int, int, int]]:
    """Return row, first and last column of equal changes in a row, in order of first column."""
    edge = np.full((len(kinds), 1), "", object)
    starts = np.argwhere((kinds != "") & (kinds != np.hstack([edge, kinds[:, :-1]])))
    ends = np.argwhere((kinds != "") & (kinds != np.hstack([kinds[:, 1:], edge])))
    # Both lists run row by row, so that each start meets its own end.
    runs = np.column_stack([starts, ends[:, 1]]).tolist()
    return sorted(map(tuple, runs), key=lambda run: (run[1], run[0]))


def _change_frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    types = {
        schema.THEME: "str",
        schema.CODE: "str",
        schema.MONTH: "datetime64[s]",
        LAST_MONTH: "datetime64[s]",
        KIND: "str",
        schema.INCIDENTS: "int64",
        schema.EXPECTED: "float64",
        P_VALUE: "float64",
    }
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)).astype(types)
