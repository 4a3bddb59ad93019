"""The policy's table and priorities as they hang together with the themes of a meeting."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from geo.analysis.trends import BEFORE, NOW
from geo.disclosure.tables import Key, Sum
from geo.params import Period
from geo.service.driehoek.answers import Meeting, PolicyRow
from geo.service.pieces import (
    MONTH,
    PRIORITY,
    ROW,
    THEME,
    Piece,
    RestKind,
    split_rest,
)

_YEAR: Final = "year"
_YEAR_MONTHS: Final = 12


@dataclass(frozen=True, eq=False)
class _Year:
    """The rows of a theme in a year, and what of the theme is in none of them."""

    theme: str
    year: int
    rows: Mapping[Key, int]
    kind: RestKind

    def split(self, whole: Key, counts: Mapping[Key, int]) -> Piece:
        """Part a count of the theme by the rows."""
        return split_rest(whole, list(self.rows), counts, by=ROW, kind=self.kind)


def lay_policy(
    meeting: Meeting, themes: pd.DataFrame, codes: Mapping[str, frozenset[str]]
) -> Iterator[Piece]:
    """Lay out the policy's table and priorities.

    Parameters
    ----------
    meeting
        With its true counts.
    themes
        Every theme in ``now`` and ``before``, on its name: laid out elsewhere.
    codes
        Theme to the crime codes of its card.
    """
    yield from _lay_priorities(meeting)
    if meeting.policy is None:
        return
    rows = meeting.policy.rows
    counts: dict[Key, int] = {
        (ROW, place, year): count
        for place, row in enumerate(rows)
        for year, count in row.years.items()
        if isinstance(count, int) and year not in row.published
    }
    # A count that is equal to what was published is known to all.
    known = {(ROW, place, year) for place, row in enumerate(rows) for year in row.confirmed}
    yield Piece(counts, known=frozenset(known & counts.keys()))
    for theme, places in _allot(themes, rows, codes).items():
        kind = _find_kind({rows[place].code for place in places}, codes.get(theme))
        for year in meeting.policy.years:
            keys: list[Key] = [(ROW, place, year) for place in places]
            found = {key: counts[key] for key in keys if key in counts}
            if found:
                of_year = _Year(theme, year, found, kind)
                yield from _split_period(meeting, themes, of_year)
                yield from _split_months(meeting, of_year)


def _lay_priorities(meeting: Meeting) -> Iterator[Piece]:
    for part in meeting.priorities:
        for column, count in part.figure.list_columns() if part.figure is not None else ():
            key = (PRIORITY, part.name, column)
            parts = tuple((THEME, theme, column) for theme in part.themes)
            yield Piece({key: count}, (Sum(key, parts),))


def _allot(
    themes: pd.DataFrame, rows: Sequence[PolicyRow], codes: Mapping[str, frozenset[str]]
) -> dict[str, list[int]]:
    """Name the rows of each theme by their places; what no card knows takes the others."""
    names = [str(theme) for theme in themes.index]
    of_themes = {
        theme: [place for place, row in enumerate(rows) if row.code in codes.get(theme, ())]
        for theme in names
    }
    taken = {place for places in of_themes.values() for place in places}
    others = [theme for theme in names if theme not in codes]
    if len(others) == 1:
        of_themes[others[0]] = [place for place in range(len(rows)) if place not in taken]
    return of_themes


def _find_kind(rows: AbstractSet[str | None], codes: frozenset[str] | None) -> RestKind:
    if codes is None:
        return RestKind.LOOSE
    # Where the rows have every code of a card, anybody knows that there is no rest.
    return RestKind.NONE if codes <= rows else RestKind.GUARDED


def _split_period(meeting: Meeting, themes: pd.DataFrame, of_year: _Year) -> Iterator[Piece]:
    whole = Period(first=date(of_year.year, 1, 1), last=date(of_year.year, 12, 31))
    for column, period in ((NOW, meeting.period), (BEFORE, meeting.previous)):
        if period == whole:
            key = (THEME, of_year.theme, column)
            counts = {**of_year.rows, key: int(themes[column].to_dict()[of_year.theme])}
            yield of_year.split(key, counts)


def _split_months(meeting: Meeting, of_year: _Year) -> Iterator[Piece]:
    """Part a year of which every month is told, also where it is no period of its own."""
    months: dict[Key, int] = {
        (MONTH, part.theme, one.month): one.count
        for part in meeting.themes
        if part.theme == of_year.theme
        for one in part.months
        if one.month.year == of_year.year and isinstance(one.count, int)
    }
    if len(months) == _YEAR_MONTHS:
        key = (_YEAR, of_year.theme, of_year.year)
        counts = {**of_year.rows, **months, key: sum(months.values())}
        yield Piece(counts, (Sum(key, tuple(months)),), untold=frozenset({key}))
        yield of_year.split(key, counts)
