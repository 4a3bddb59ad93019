"""How the priorities and the table of the safety policy stand now."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.trends import BEFORE, NOW, Difference, compare_counts, list_differences
from geo.intake.policy import Policy, PublishedRow
from geo.service.answers import DataStatus, ThemeComparison
from geo.service.counting import count_codes, list_whole_years
from geo.service.driehoek.answers import Figure, PolicyRow, PolicyTable, PriorityPart
from geo.themes import ThemeCard
from geo.workspace import Workspace

_YEARS: Final = 3

Counts = Mapping[int, Mapping[str, int]]


def fill_table(
    workspace: Workspace, policy: Policy, data: DataStatus, *, last: date
) -> PolicyTable:
    """Fill the policy's table in for the last three whole years up to a day.

    A row that has a code is counted in the years that the data cover whole, and published in
    others; one that has none is always published.

    Parameters
    ----------
    workspace, policy
        The municipality, and what it published.
    data
        What the store holds.
    last
        Last local day that counts.
    """
    newest = (last if (last.month, last.day) == (12, 31) else date(last.year - 1, 12, 31)).year
    years = tuple(range(newest - _YEARS + 1, newest + 1))
    counts = _count_by_year(workspace, list_whole_years(data, years))
    rows = tuple(_fill_row(row, years, counts) for row in policy.rows)
    return PolicyTable(policy.table_title, years, rows, policy.title)


def follow_priorities(
    policy: Policy,
    cards: Mapping[str, ThemeCard],
    comparison: ThemeComparison,
) -> tuple[PriorityPart, ...]:
    """Say of each priority what was published before the policy, and how its themes do now."""
    return tuple(_follow(name, policy, cards, comparison) for name in policy.priorities)


def _count_by_year(workspace: Workspace, years: Sequence[int]) -> Counts:
    counted = count_codes(workspace, years)
    columns = (schema.YEAR, schema.CODE, schema.INCIDENTS)
    counts: dict[int, dict[str, int]] = {year: {} for year in years}
    for year, code, count in zip(*(counted[name].tolist() for name in columns), strict=True):
        # A code may be of more than one theme.
        counts[year][code] = counts[year].get(code, 0) + count
    return counts


def _fill_row(row: PublishedRow, years: tuple[int, ...], counts: Counts) -> PolicyRow:
    counted = (
        {} if row.code is None else {year: found.get(row.code, 0) for year, found in counts.items()}
    )
    figures = {year: counted.get(year, row.counts.get(year)) for year in years}
    before, now = (figures[year] for year in years[-2:])
    published = {year: row.counts[year] for year in counted if year in row.counts}
    return PolicyRow(
        title=row.title,
        code=row.code,
        years=figures,
        published=frozenset(years) - frozenset(counted),
        change=None if now is None or before is None else _compare(now, before),
        unit=row.unit.get((years[-2], years[-1])),
        differing={year: count for year, count in published.items() if count != counted[year]},
        confirmed=frozenset(year for year, count in published.items() if count == counted[year]),
    )


def _compare(now: int, before: int) -> Difference:
    return list_differences(compare_counts(pd.Series([now]), pd.Series([before])))[0]


def _follow(
    name: str,
    policy: Policy,
    cards: Mapping[str, ThemeCard],
    comparison: ThemeComparison,
) -> PriorityPart:
    themes = [] if name in policy.without_figures else _list_themes(name, cards)
    status = policy.status.get(name)
    if not themes:
        return PriorityPart(name, (), {}, None, status)
    codes = {code for theme in themes for code in cards[theme].codes}
    published = [row for row in policy.rows if row.code in codes]
    years = sorted({year for row in published for year in row.counts})
    return PriorityPart(
        name=name,
        titles=tuple(cards[theme].title for theme in themes),
        baseline={year: sum(row.counts.get(year, 0) for row in published) for year in years},
        published=tuple(row.title for row in published),
        figure=_add_up(themes, comparison),
        status=status,
        is_covered=codes == {row.code for row in published},
        themes=tuple(themes),
    )


def _add_up(themes: list[str], comparison: ThemeComparison) -> Figure:
    parts = comparison.themes.loc[themes]
    now = int(parts[NOW].sum())
    if comparison.previous is None:
        return Figure(now)
    before = int(parts[BEFORE].sum())
    days = comparison.period.days, comparison.previous.days
    compared = compare_counts(pd.Series([now]), pd.Series([before]), days=days)
    return Figure(now, before, list_differences(compared)[0])


def _list_themes(priority: str, cards: Mapping[str, ThemeCard]) -> list[str]:
    return [theme for theme, card in cards.items() if card.ivb_priority == priority]
