"""The tables of one theme as they hang together: its months, and its wijken now and before.

What is held back in them follows from the theme and its two periods alone: whatever file they
stand in, beside whatever else, it is the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from geo import schema
from geo.analysis.day_counts import MONTH as MONTH_COLUMN
from geo.analysis.trends import BEFORE, NOW
from geo.disclosure import Count, Rules
from geo.disclosure.frames import HeldFrame, show_marks
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.params import Period
from geo.service.answers import ThemeSummary
from geo.service.pieces import (
    EVER,
    MONTH,
    REST,
    THEME,
    WIJK,
    Piece,
    join_pieces,
    split_rest,
)


@dataclass(frozen=True, eq=False)
class ThemeCounts:
    """The true counts of a theme.

    Parameters
    ----------
    theme
        Its name.
    wholes
        Column (now, and before where there is one) to all that it counts.
    periods
        Column to its local days.
    months
        First day of each month to its count, over all data.
    wijken
        Column to code of a wijk to its count; None is what lies in no wijk, which stands there
        also where that is nothing: without it, a reader knows that there is none.
    """

    theme: str
    wholes: Mapping[str, int]
    periods: Mapping[str, Period]
    months: Mapping[date, int]
    wijken: Mapping[str, Mapping[str | None, int]]


def hold_theme(counts: ThemeCounts, rules: Rules) -> dict[Key, Count]:
    """Hold back what is few in the months and wijken of a theme, and what would give that away.

    Parameters
    ----------
    counts
        The true ones.
    rules
        Of the audience.

    Returns
    -------
    dict
        What is told of ``(MONTH, theme, first day)``, of ``(WIJK, theme, code, column)``, and of
        ``(EVER, theme)`` where that is not few.
    """
    piece = lay_theme(counts)
    theme = counts.theme
    wholes: set[Key] = {(THEME, theme, column) for column in counts.wholes}
    # Another table tells the wholes; one that is few is told nowhere.
    every = wholes | ({(EVER, theme)} & piece.counts.keys())
    few = {key for key in every if piece.counts[key] < rules.least_count}
    tables = Tables(
        piece.counts,
        piece.sums,
        untold=piece.untold | few,
        known=frozenset(every - few),
    )
    told = withhold(tables, rules).told
    return {key: count for key, count in told.items() if key not in wholes}


def lay_theme(counts: ThemeCounts) -> Piece:
    """Lay out the counts of a theme, and the sums between them; all data together bear ``EVER``."""
    months: dict[Key, int] = {
        (MONTH, counts.theme, month): count for month, count in counts.months.items()
    }
    ever = (EVER, counts.theme)
    pieces = [Piece({**months, ever: sum(months.values())}, (Sum(ever, tuple(months)),))]
    for column, whole in counts.wholes.items():
        key = (THEME, counts.theme, column)
        pieces += _lay_wijken(key, whole, counts, column)
        pieces += _split_months(key, {**months, key: whole}, counts, counts.periods[column])
    return join_pieces(pieces if months else pieces[1:])


def withhold_theme(summary: ThemeSummary, rules: Rules) -> tuple[ThemeSummary, list[HeldFrame]]:
    """Hold counts of a theme back in its frames.

    Parameters
    ----------
    summary
        With its true counts.
    rules
        Of the audience.

    Returns
    -------
    tuple of ThemeSummary and list of HeldFrame
        The theme as it may be told, with a row for what lies in no wijk also where that is
        nothing; and its frames with how much was held back in each.
    """
    summary, theme = _name_nowhere(summary), summary.question.theme
    told = hold_theme(count_theme(summary), rules)
    keys = [(MONTH, theme, month.date()) for month in summary.months[MONTH_COLUMN]]
    months = show_marks(summary.months, {schema.INCIDENTS: [told[key] for key in keys]})
    if summary.wijken is None:
        return replace(summary, months=months.frame), [months]
    codes = _list_codes(summary.wijken)
    columns = [name for name in (NOW, BEFORE) if name in summary.wijken]
    wijken = show_marks(
        summary.wijken,
        {name: [told[WIJK, theme, code, name] for code in codes] for name in columns},
    )
    return replace(summary, months=months.frame, wijken=wijken.frame), [months, wijken]


def _lay_wijken(key: Key, whole: int, counts: ThemeCounts, column: str) -> Iterator[Piece]:
    parts: dict[Key, int] = {
        (WIJK, counts.theme, code, column): count
        for code, count in counts.wijken.get(column, {}).items()
    }
    if parts and sum(parts.values()) == whole:
        # Whoever sees all wijken, and what lies in none, knows that there is no rest.
        yield Piece({**parts, key: whole}, (Sum(key, tuple(parts)),))
    elif parts:
        yield split_rest(key, list(parts), {**parts, key: whole}, by=WIJK)


def _split_months(
    key: Key, known: Mapping[Key, int], counts: ThemeCounts, period: Period
) -> Iterator[Piece]:
    """Part a period by its months; what falls in months that it cuts through is a rest."""
    inside: list[Key] = []
    cut: list[Key] = []
    for first in counts.months:
        last = find_last(first)
        if period.first <= first and last <= period.last:
            inside.append((MONTH, counts.theme, first))
        elif first <= period.last and period.first <= last:
            cut.append((MONTH, counts.theme, first))
    if not inside and not cut:
        return
    rest = known[key] - sum(known[month] for month in inside)
    if not cut and rest == 0:
        yield Piece(known, (Sum(key, tuple(inside)),))
        return
    yield split_rest(key, inside, known, by=MONTH)
    around = sum(known[month] for month in cut) - rest
    if cut and around >= 0:
        inner, outer, both = ((REST, name, key) for name in (MONTH, "outside", "cut"))
        yield Piece(
            {**known, inner: rest, outer: around, both: rest + around},
            (Sum(both, tuple(cut)), Sum(both, (inner, outer))),
            untold=frozenset({inner, outer, both}),
        )


def find_last(month: date) -> date:
    """Return the last day of a month, of which the first is given."""
    return (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()


def count_theme(summary: ThemeSummary) -> ThemeCounts:
    """Read the counts of a theme out of its frames."""
    summary = _name_nowhere(summary)
    found = ((NOW, summary.question.period, summary.incidents),) + (
        ()
        if summary.previous is None or summary.before is None
        else ((BEFORE, summary.previous, summary.before),)
    )
    wijken = summary.wijken
    codes = [] if wijken is None else _list_codes(wijken)
    months = zip(summary.months[MONTH_COLUMN], summary.months[schema.INCIDENTS], strict=True)
    return ThemeCounts(
        theme=summary.question.theme,
        wholes={column: whole for column, _, whole in found},
        periods={column: period for column, period, _ in found},
        months={month.date(): int(count) for month, count in months},
        wijken={
            column: dict(zip(codes, map(int, wijken[column]), strict=True))
            for column, _, _ in found
            if wijken is not None
        },
    )


def _list_codes(wijken: pd.DataFrame) -> Sequence[str | None]:
    return [None if pd.isna(code) else str(code) for code in wijken[schema.AREA_CODE]]


def _name_nowhere(summary: ThemeSummary) -> ThemeSummary:
    wijken = summary.wijken
    if wijken is None or wijken[schema.AREA_CODE].isna().any():
        return summary
    nothing = pd.DataFrame(
        {name: [{"i": 0, "b": False}.get(kind.kind)] for name, kind in wijken.dtypes.items()}
    ).astype(wijken.dtypes)
    return replace(summary, wijken=pd.concat([wijken, nothing], ignore_index=True))
