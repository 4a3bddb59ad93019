"""Counts by day, added up to periods and months."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.params import Period

MONTH: Final = "month"
IS_WHOLE: Final = "is_whole"


def count_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Count incidents by theme and day.

    Parameters
    ----------
    rows
        ``theme`` and ``started_on`` of each incident.

    Returns
    -------
    DataFrame
        ``theme``, ``started_on`` and ``incidents``, a row for each pair that occurs.
    """
    keys = [schema.THEME, schema.STARTED_ON]
    return rows.groupby(keys).size().rename(schema.INCIDENTS).reset_index()


def sum_by_theme(days: pd.DataFrame, period: Period) -> pd.Series:
    """Add up what each theme counts in a period.

    Parameters
    ----------
    days
        ``theme``, ``started_on`` and ``incidents``.
    period
        Local days, both ends included.

    Returns
    -------
    Series
        Incidents by theme; a theme without any is not in it.
    """
    inside = days[schema.STARTED_ON].between(pd.Timestamp(period.first), pd.Timestamp(period.last))
    sums = days[inside].groupby(schema.THEME)[schema.INCIDENTS].sum()
    return sums.astype("int64")


def sum_by_month(days: pd.DataFrame, *, first: date | None, last: date | None) -> pd.DataFrame:
    """Add up what each month counts, the empty ones included.

    Parameters
    ----------
    days
        ``started_on`` and ``incidents``.
    first, last
        Days between which there are data: what a month has outside them is not known. Without
        them there are no months.

    Returns
    -------
    DataFrame
        In order: ``month`` (its first day), ``incidents`` and ``is_whole``, which is false for a
        month that the first or last day cuts.
    """
    if first is None or last is None:
        return _frame(pd.DatetimeIndex([]), pd.Series(dtype="int64"), np.zeros(0, np.bool_))
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    months = pd.date_range(start.replace(day=1), end, freq="MS")
    inside = days[days[schema.STARTED_ON].between(start, end)]
    month = inside[schema.STARTED_ON].dt.to_period("M").dt.to_timestamp()
    sums = inside.groupby(month)[schema.INCIDENTS].sum().reindex(months, fill_value=0)
    whole = (months >= start) & (months + pd.offsets.MonthEnd(0) <= end)
    return _frame(months, sums, whole)


def _frame(months: pd.DatetimeIndex, sums: pd.Series, whole: NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame({MONTH: months, schema.INCIDENTS: sums.to_numpy(np.int64), IS_WHOLE: whole})
