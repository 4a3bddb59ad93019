"""The tables of one theme as they hang together: its months, and its wijken now and before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from geo import schema
from geo.analysis.day_counts import MONTH
from geo.analysis.trends import BEFORE, NOW
from geo.disclosure import Rules
from geo.disclosure.frames import HeldFrame, show_marks
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.params import Period
from geo.service.answers import ThemeSummary

_ALL, _REST, _WIJK = "all", "rest", "wijk"


def withhold_theme(summary: ThemeSummary, rules: Rules) -> tuple[ThemeSummary, list[HeldFrame]]:
    """Hold back what is few in the months and wijken of a theme, and what would give that away.

    Parameters
    ----------
    summary
        With its true counts.
    rules
        Of the audience.

    Returns
    -------
    tuple of ThemeSummary and list of HeldFrame
        The theme as it may be told, and its frames with how much was held back in each.
    """
    told = withhold(_lay_tables(summary, rules), rules).told
    rows = range(len(summary.months))
    months = show_marks(summary.months, {schema.INCIDENTS: [told[MONTH, place] for place in rows]})
    if summary.wijken is None:
        return replace(summary, months=months.frame), [months]
    columns = [name for name in (NOW, BEFORE) if name in summary.wijken]
    rows = range(len(summary.wijken))
    wijken = show_marks(
        summary.wijken, {name: [told[_WIJK, place, name] for place in rows] for name in columns}
    )
    return replace(summary, months=months.frame, wijken=wijken.frame), [months, wijken]


def _lay_tables(summary: ThemeSummary, rules: Rules) -> Tables:
    counts = _number(summary.months[schema.INCIDENTS], (MONTH,))
    sums = [Sum((_ALL,), tuple(counts))] if counts else []
    wholes: dict[Key, int] = {(_ALL,): sum(counts.values())}
    untold: set[Key] = set()
    for column, period, whole in _list_periods(summary):
        key = (_ALL, column)
        wholes[key] = whole
        if summary.wijken is not None and len(summary.wijken):
            wijken = _number(summary.wijken[column], (_WIJK,), column)
            counts |= wijken
            sums.append(Sum(key, tuple(wijken)))
        inside: list[Key] = [
            (MONTH, place) for place in _find_inside(summary.months[MONTH], period)
        ]
        rest = whole - sum(counts[month] for month in inside)
        if rest == 0 and _has_whole_months(period):
            sums.append(Sum(key, tuple(inside)))
        elif rest >= 0:
            counts[_REST, column] = rest
            untold.add((_REST, column))
            sums.append(Sum(key, (*inside, (_REST, column))))
    # Another table tells the wholes; one that is few is told nowhere.
    few = {key for key, count in wholes.items() if count < rules.least_count}
    return Tables(
        counts | wholes, tuple(sums), frozenset(untold | few), frozenset(wholes.keys() - few)
    )


def _list_periods(summary: ThemeSummary) -> Iterator[tuple[str, Period, int]]:
    """Yield each column with its period and all that it counts, as far as that is known."""
    for column, period in ((NOW, summary.question.period), (BEFORE, summary.previous)):
        if period is not None and summary.wijken is not None:
            yield column, period, int(summary.wijken[column].sum())
        elif period is not None and column == NOW:
            yield column, period, summary.incidents


def _find_inside(months: pd.Series, period: Period) -> list[int]:
    lasts = months + pd.offsets.MonthEnd(0)
    after = pd.Timestamp(period.last) + timedelta(days=1)
    inside = (months >= pd.Timestamp(period.first)) & (lasts < after)
    return [place for place, is_inside in enumerate(inside) if is_inside]


def _has_whole_months(period: Period) -> bool:
    return period.first.day == 1 == (period.last + timedelta(days=1)).day


def _number(counts: pd.Series, name: tuple[str, ...], *column: str) -> dict[Key, int]:
    return {(*name, place, *column): int(count) for place, count in enumerate(counts)}
