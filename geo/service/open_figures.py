"""The open figures of the police held against those of others, and against our own data."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.open_years import TOTAL_TOPIC, list_years, sum_years
from geo.analysis.shared_trends import CONFIDENCE, Change, Expected, expect_year, judge_change
from geo.service.answers import DataStatus
from geo.service.contents import read_status
from geo.service.counting import WITHOUT_PLACE, count_codes, list_whole_years
from geo.service.open_answers import CheckRow, OpenReport, OpenTheme, Side
from geo.service.opening import open_store
from geo.themes import Themes, read_themes
from geo.workspace import Workspace

_TOTAL_TITLE: Final = "Alle misdrijven"
_MUNICIPALITY: Final = "GM"
_WIJK: Final = "WK"

Years = Mapping[Side, Mapping[int, int]]


def report_open_figures(workspace: Workspace, *, until: int | None = None) -> OpenReport | None:
    """Hold the open figures against those of others and against our own data.

    Parameters
    ----------
    workspace
        Where.
    until
        The last year to look at; all of them unless told.

    Returns
    -------
    OpenReport or None
        None as long as there are no figures of the municipality.
    """
    with open_store(workspace) as store:
        figures, imports = store.open_figures.read(), store.open_figures.list_imports()
        revisions, data = store.open_figures.read_revisions(), read_status(store, workspace)
    known = list_years(figures)
    years = known if until is None else known[known[schema.YEAR] <= until]
    if workspace.settings.code not in set(years[schema.AREA]):
        return None
    sides = _choose_sides(workspace, set(years[schema.AREA]))
    themes = read_themes(workspace)
    told = _mark_sure([_tell(years, sides, kind) for kind in _list_kinds(themes, years)])
    # A part of our rows beside a whole of theirs would be a comparison of nothing.
    own = _count_own(workspace, data, revisions) if workspace.sight.is_everything else None
    last = int(known[schema.YEAR].max())
    return OpenReport(
        municipality=workspace.settings.name,
        neighbours=tuple(_name(workspace, code) for code in sides.neighbours),
        unit=tuple(_name(workspace, code) for code in sides.unit if code != sides.own),
        absent=sides.absent,
        themes=tuple(told),
        checks=() if own is None else tuple(_check(told, own, years, sides, last=last)),
        imports=tuple(imports),
        synthetic=data.synthetic,
    )


@dataclass(frozen=True)
class _Sides:
    """Codes of the regions of each side that the tables have, and those that none has."""

    own: str
    neighbours: tuple[str, ...]
    unit: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class _Kind:
    """What is looked for: codes that the tables have, and those that they lack."""

    theme: str
    title: str
    codes: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Own:
    """What our data count in the years that they hold whole, and the figures that were revised."""

    counts: pd.DataFrame
    whole: frozenset[int]
    touched: frozenset[int]
    revised: pd.DataFrame


def _choose_sides(workspace: Workspace, areas: Collection[str]) -> _Sides:
    settings = workspace.settings
    wanted, unit = settings.opendata.neighbours, settings.opendata.police_unit
    if not wanted:
        # Whoever names no neighbours sees all municipalities that were read in.
        others = sorted(area for area in areas if area.startswith(_MUNICIPALITY))
        wanted = tuple(area for area in others if area != settings.code)
    return _Sides(
        own=settings.code,
        neighbours=tuple(code for code in wanted if code in areas),
        unit=tuple(code for code in unit if code in areas),
        absent=tuple(code for code in dict.fromkeys((*wanted, *unit)) if code not in areas),
    )


def _list_kinds(themes: Themes, years: pd.DataFrame) -> Iterator[_Kind]:
    """Yield all crimes together first, and then the themes."""
    known = set(years[schema.TOPIC])
    yield _Kind("", _TOTAL_TITLE, (TOTAL_TOPIC,), ())
    for name in themes.by_harm:
        card = themes.cards[name]
        codes = tuple(code for code in card.codes if code in known)
        lacking = tuple(code for code in card.codes if code not in known)
        yield _Kind(name, card.title, codes, lacking)


def _tell(years: pd.DataFrame, sides: _Sides, kind: _Kind) -> OpenTheme:
    counted = dict(_count_sides(years, sides, kind.codes))
    before, now = _last_pair(counted.get(Side.OWN, {}))
    expected = {
        side: None if now is None else expect_year(counts, now) for side, counts in counted.items()
    }
    changes = dict(_list_changes(counted, expected, now))
    own = changes.get(Side.OWN)
    return OpenTheme(
        theme=kind.theme,
        title=kind.title,
        codes=kind.codes,
        without_figures=kind.lacking,
        years=counted,
        before=before,
        now=now,
        changes=changes,
        shared={
            side: judge_change(own, other)
            for side, other in changes.items()
            if own is not None and side is not Side.OWN
        },
        expected=expected.get(Side.OWN),
    )


def _count_sides(
    years: pd.DataFrame, sides: _Sides, codes: Collection[str]
) -> Iterator[tuple[Side, dict[int, int]]]:
    own = sum_years(years, codes, [sides.own])
    if own:
        yield Side.OWN, own
    if neighbours := sum_years(years, codes, sides.neighbours):
        yield Side.NEIGHBOURS, neighbours
    # The municipality is part of its unit: it is held against the rest.
    members = [code for code in sides.unit if code != sides.own]
    unit = sum_years(years, codes, members)
    if not all(code.startswith(_MUNICIPALITY) for code in members):
        unit = {year: count - own[year] for year, count in unit.items() if year in own}
    if unit:
        yield Side.UNIT, unit


def _last_pair(own: Mapping[int, int]) -> tuple[int | None, int | None]:
    pairs = [(year - 1, year) for year in own if year - 1 in own]
    return max(pairs, default=(None, None))


def _list_changes(
    counted: Years, expected: Mapping[Side, Expected | None], now: int | None
) -> Iterator[tuple[Side, Change]]:
    for side, counts in counted.items():
        if now is not None and now in counts and now - 1 in counts:
            found = expected[side]
            dispersion = None if found is None else found.dispersion
            yield side, Change(counts[now], counts[now - 1], dispersion)


def _mark_sure(themes: Sequence[OpenTheme]) -> list[OpenTheme]:
    """Judge anew, by Bonferroni, what would be picked out because it stands out."""
    many = max(1, sum(len(theme.shared) for theme in themes))
    confidence = 1 - (1 - CONFIDENCE) / many
    return [
        replace(
            theme,
            sure=frozenset(
                side
                for side, shared in theme.shared.items()
                if shared.is_claim
                and judge_change(
                    theme.changes[Side.OWN], theme.changes[side], confidence=confidence
                )
                is shared
            ),
        )
        for theme in themes
    ]


def _count_own(workspace: Workspace, data: DataStatus, revised: pd.DataFrame) -> _Own:
    touched: Collection[int] = ()
    if data.first is not None and data.last is not None:
        touched = range(data.first.year, data.last.year + 1)
    whole = list_whole_years(data, touched)
    return _Own(count_codes(workspace, whole), frozenset(whole), frozenset(touched), revised)


def _check(
    told: Sequence[OpenTheme], own: _Own, years: pd.DataFrame, sides: _Sides, *, last: int
) -> Iterator[CheckRow]:
    wijken = {area for area in years[schema.AREA] if area.startswith(_WIJK)}
    for theme in told:
        official = theme.years.get(Side.OWN, {}) if theme.theme else {}
        placed = sum_years(years, theme.codes, wijken)
        for year in sorted(own.touched & official.keys(), reverse=True):
            ours = _count_theme(own, theme, year)
            yield CheckRow(
                title=theme.title,
                year=year,
                ours=ours[0] if year in own.whole else None,
                official=official[year],
                other_codes=ours[1],
                without_place=ours[2],
                without_wijk=official[year] - placed[year] if year in placed else None,
                revised=_count_revised(own.revised, theme, year, sides.own),
                is_last=year == last,
            )


def _count_theme(own: _Own, theme: OpenTheme, year: int) -> tuple[int, int, int]:
    """Count a theme's incidents with its published codes, those with others, and without place."""
    rows = own.counts[own.counts[schema.YEAR] == year]
    shared = rows[schema.CODE].isin(theme.codes)
    others = rows[~shared & (rows[schema.THEME] == theme.theme)]
    ours = rows[shared]
    return (
        int(ours[schema.INCIDENTS].sum()),
        int(others[schema.INCIDENTS].sum()),
        int(ours[WITHOUT_PLACE].sum()),
    )


def _count_revised(revised: pd.DataFrame, theme: OpenTheme, year: int, own: str) -> int:
    is_cell = revised[schema.TOPIC].isin(theme.codes) & (revised[schema.AREA] == own)
    cells = revised[is_cell & (revised[schema.YEAR] == year)]
    return len(cells.drop_duplicates([*schema.FIGURE_KEY]))


def _name(workspace: Workspace, code: str) -> str:
    return workspace.settings.opendata.names.get(code, code)
