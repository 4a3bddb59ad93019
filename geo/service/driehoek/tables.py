"""The tables of one meeting as they hang together: what a reader can add up and subtract."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import shapely

from geo import schema
from geo.analysis.areas import outline
from geo.analysis.trends import BEFORE, NOW
from geo.disclosure.tables import Key, Sum, Tables
from geo.intake.boundaries import AreaLayer
from geo.params import Period
from geo.schema import Layer
from geo.service.answers import ThemeComparison
from geo.service.driehoek.answers import Meeting, ParkPart, ThemePart
from geo.service.driehoek.pieces import (
    MONTH,
    PARK,
    REST,
    THEME,
    TOTAL,
    WIJK,
    WITHOUT_PLACE,
    Piece,
    join_pieces,
    list_columns,
    split_rest,
)
from geo.service.driehoek.policy_tables import lay_policy


@dataclass(frozen=True, eq=False)
class Gathered:
    """A meeting with all its true counts, and what is needed to see how they hang together.

    Parameters
    ----------
    meeting
        As who works with the records may see it.
    comparison
        Of all themes, also those that were not chosen: another report may tell them.
    codes
        Theme to the crime codes of its card.
    """

    meeting: Meeting
    comparison: ThemeComparison
    codes: Mapping[str, frozenset[str]]


def lay_tables(gathered: Gathered) -> Tables:
    """Lay out every count that a meeting is told, those that it is not, and all sums.

    The margins are: all themes; of a theme its wijken, parks, months and crime codes; of a wijk
    the parks that lie in it; of a priority its themes; of a year its months. Now and before each
    have their own, and their difference is told only where both are.
    """
    meeting = gathered.meeting
    pieces = [
        _lay_themes(gathered),
        *(_lay_theme(meeting, part) for part in meeting.themes),
        *(_lay_park(park) for park in meeting.parks),
        *_lay_parks_of_themes(meeting),
        *_lay_parks_in_wijken(meeting),
        *lay_policy(meeting, gathered.comparison.themes, gathered.codes),
    ]
    whole = join_pieces(pieces)
    return Tables(whole.counts, whole.sums, whole.untold, whole.known, whole.loose)


def _lay_themes(gathered: Gathered) -> Piece:
    themes = gathered.comparison.themes
    counts: dict[Key, int] = {}
    sums = []
    for column in (name for name in (NOW, BEFORE) if name in themes):
        of_themes: dict[Key, int] = {
            (THEME, theme, column): int(count)
            for theme, count in zip(themes.index, themes[column], strict=True)
        }
        counts |= of_themes
        counts[TOTAL, column] = sum(of_themes.values())
        sums.append(Sum((TOTAL, column), tuple(of_themes)))
    return Piece(counts, tuple(sums))


def _lay_theme(meeting: Meeting, part: ThemePart) -> Piece:
    pieces = [*_lay_wijken(part), *_lay_months(meeting, part)]
    if isinstance(part.without_place, int):
        key, nowhere = (WITHOUT_PLACE, part.theme), (WIJK, part.theme, None, NOW)
        counts: dict[Key, int] = {key: part.without_place}
        for area in part.wijken:
            if area.code is None:
                counts[nowhere] = dict(list_columns(area.figure))[NOW]
        whole = nowhere if nowhere in counts else (THEME, part.theme, NOW)
        counts |= {(THEME, part.theme, name): count for name, count in list_columns(part.figure)}
        pieces.append(split_rest(whole, [key], counts, by=WITHOUT_PLACE))
    return join_pieces(pieces)


def _lay_wijken(part: ThemePart) -> Iterator[Piece]:
    for column, whole in list_columns(part.figure):
        counts: dict[Key, int] = {(THEME, part.theme, column): whole}
        for area in part.wijken:
            counts |= {
                (WIJK, part.theme, area.code, name): count
                for name, count in list_columns(area.figure)
                if name == column
            }
        parts = [key for key in counts if key != (THEME, part.theme, column)]
        if parts and sum(counts[key] for key in parts) == whole:
            # Whoever sees all wijken, and what lies in none, knows that there is no rest.
            yield Piece(counts, (Sum((THEME, part.theme, column), tuple(parts)),))
        elif parts:
            yield split_rest((THEME, part.theme, column), parts, counts, by=WIJK)


def _lay_months(meeting: Meeting, part: ThemePart) -> Iterator[Piece]:
    counts: dict[Key, int] = {
        (MONTH, part.theme, one.month): one.count
        for one in part.months
        if isinstance(one.count, int)
    }
    yield Piece(counts)
    periods = {NOW: meeting.period, BEFORE: meeting.previous}
    for column, whole in list_columns(part.figure):
        period = periods[column]
        if period is not None:
            key = (THEME, part.theme, column)
            yield from _split_months(key, counts | {key: whole}, part, period)


def _split_months(
    key: Key, counts: Mapping[Key, int], part: ThemePart, period: Period
) -> Iterator[Piece]:
    """Part a period by its months; what falls in months that it cuts through is a rest."""
    inside, cut = [], []
    for one in part.months:
        first, last = one.month, _find_last(one.month)
        if period.first <= first and last <= period.last:
            inside.append((MONTH, part.theme, first))
        elif first <= period.last and period.first <= last:
            cut.append((MONTH, part.theme, first))
    if not inside and not cut:
        return
    rest = counts[key] - sum(counts[month] for month in inside)
    if not cut and rest == 0:
        yield Piece(counts, (Sum(key, tuple(inside)),))
        return
    yield split_rest(key, inside, counts, by=MONTH)
    around = sum(counts[month] for month in cut) - rest
    if cut and around >= 0:
        inner, outer, both = ((REST, name, key) for name in (MONTH, "outside", "cut"))
        yield Piece(
            {**counts, inner: rest, outer: around, both: rest + around},
            (Sum(both, tuple(cut)), Sum(both, (inner, outer))),
            untold=frozenset({inner, outer, both}),
        )


def _lay_park(park: ParkPart) -> Piece:
    pieces = []
    for column, whole in list_columns(park.total):
        counts: dict[Key, int] = {(PARK, park.code, column): whole}
        counts |= {
            (PARK, park.code, theme, column): count
            for theme, figure in park.themes.items()
            for name, count in list_columns(figure)
            if name == column
        }
        parts = [key for key in counts if key != (PARK, park.code, column)]
        pieces.append(split_rest((PARK, park.code, column), parts, counts, by=THEME))
    return join_pieces(pieces)


def _lay_parks_of_themes(meeting: Meeting) -> Iterator[Piece]:
    for part in meeting.themes:
        for column, whole in list_columns(part.figure):
            key = (THEME, part.theme, column)
            inside = dict(_list_parks(meeting.parks, part.theme, column))
            if inside:
                yield split_rest(key, list(inside), {key: whole, **inside}, by=PARK)


def _lay_parks_in_wijken(meeting: Meeting) -> Iterator[Piece]:
    homes = _find_homes(meeting.layers.get(Layer.PARKS), meeting.layers.get(Layer.WIJKEN))
    for part in meeting.themes:
        for area in part.wijken:
            parks = [park for park in meeting.parks if homes.get(park.code) == area.code]
            for column, whole in list_columns(area.figure) if parks and area.code else ():
                key = (WIJK, part.theme, area.code, column)
                inside = dict(_list_parks(parks, part.theme, column))
                yield split_rest(key, list(inside), {key: whole, **inside}, by=PARK)


def _find_homes(parks: AreaLayer | None, wijken: AreaLayer | None) -> dict[str, str]:
    """Name the wijk in which each park lies whole, as anybody sees on a map."""
    if parks is None or wijken is None:
        return {}
    outlines = {
        code: outline(wijken.areas[wijken.areas[schema.AREA_CODE] == code])
        for code in wijken.areas[schema.AREA_CODE].unique()
    }
    return {
        park: code
        for park in parks.areas[schema.AREA_CODE].unique()
        for code, ground in outlines.items()
        if shapely.covers(ground, outline(parks.areas[parks.areas[schema.AREA_CODE] == park]))
    }


def _list_parks(
    parks: Iterable[ParkPart], theme: str, column: str
) -> Iterator[tuple[Hashable, int]]:
    for park in parks:
        for name, count in list_columns(park.themes[theme]):
            if name == column:
                yield (PARK, park.code, theme, column), count


def _find_last(month: date) -> date:
    return (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
