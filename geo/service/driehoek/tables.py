"""The tables of one meeting as they hang together: what a reader can add up and subtract."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import shapely

from geo import schema
from geo.analysis.areas import outline
from geo.analysis.trends import BEFORE, NOW
from geo.disclosure import Count, Rules
from geo.disclosure.tables import Key, Tables
from geo.intake.boundaries import AreaLayer
from geo.schema import Layer
from geo.service.answers import ThemeComparison
from geo.service.comparison_tables import hold_themes, lay_themes
from geo.service.driehoek.answers import Meeting, ParkPart, ThemePart
from geo.service.driehoek.policy_tables import lay_policy
from geo.service.pieces import (
    PARK,
    THEME,
    WIJK,
    WITHOUT_PLACE,
    Piece,
    join_pieces,
    split_rest,
)
from geo.service.theme_tables import ThemeCounts, hold_theme, lay_theme


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
        lay_themes(gathered.comparison.themes),
        *(_lay_theme(meeting, part) for part in meeting.themes),
        *(_lay_park(park) for park in meeting.parks),
        *_lay_parks_of_themes(meeting),
        *_lay_parks_in_wijken(meeting),
        *lay_policy(meeting, gathered.comparison.themes, gathered.codes),
    ]
    whole = join_pieces(pieces)
    return Tables(whole.counts, whole.sums, whole.untold, whole.known, whole.loose)


def hold_tables(gathered: Gathered, rules: Rules) -> dict[Key, Count]:
    """Hold back what each theme and the table of all themes hold back by themselves.

    Every file tells these just so: what a meeting is told beside them is held back around them.
    """
    told = hold_themes(gathered.comparison.themes, rules)
    for part in gathered.meeting.themes:
        told |= hold_theme(_count_theme(gathered.meeting, part), rules)
    return told


def _lay_theme(meeting: Meeting, part: ThemePart) -> Piece:
    pieces = [lay_theme(_count_theme(meeting, part))]
    if isinstance(part.without_place, int):
        key, nowhere = (WITHOUT_PLACE, part.theme), (WIJK, part.theme, None, NOW)
        counts: dict[Key, int] = {key: part.without_place}
        for area in part.wijken:
            if area.code is None:
                counts[nowhere] = dict(area.figure.list_columns())[NOW]
        whole = nowhere if nowhere in counts else (THEME, part.theme, NOW)
        counts |= {(THEME, part.theme, name): count for name, count in part.figure.list_columns()}
        pieces.append(split_rest(whole, [key], counts, by=WITHOUT_PLACE))
    return join_pieces(pieces)


def _lay_park(park: ParkPart) -> Piece:
    pieces = []
    for column, whole in park.total.list_columns():
        counts: dict[Key, int] = {(PARK, park.code, column): whole}
        counts |= {
            (PARK, park.code, theme, column): count
            for theme, figure in park.themes.items()
            for name, count in figure.list_columns()
            if name == column
        }
        parts = [key for key in counts if key != (PARK, park.code, column)]
        pieces.append(split_rest((PARK, park.code, column), parts, counts, by=THEME))
    return join_pieces(pieces)


def _lay_parks_of_themes(meeting: Meeting) -> Iterator[Piece]:
    for part in meeting.themes:
        for column, whole in part.figure.list_columns():
            key = (THEME, part.theme, column)
            inside = dict(_list_parks(meeting.parks, part.theme, column))
            if inside:
                yield split_rest(key, list(inside), {key: whole, **inside}, by=PARK)


def _lay_parks_in_wijken(meeting: Meeting) -> Iterator[Piece]:
    homes = _find_homes(meeting.layers.get(Layer.PARKS), meeting.layers.get(Layer.WIJKEN))
    for part in meeting.themes:
        for area in part.wijken:
            parks = [park for park in meeting.parks if homes.get(park.code) == area.code]
            for column, whole in area.figure.list_columns() if parks and area.code else ():
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
        for name, count in park.themes[theme].list_columns():
            if name == column:
                yield (PARK, park.code, theme, column), count


def _count_theme(meeting: Meeting, part: ThemePart) -> ThemeCounts:
    columns = [column for column, _ in part.figure.list_columns()]
    periods = {NOW: meeting.period, BEFORE: meeting.previous or meeting.period}
    return ThemeCounts(
        theme=part.theme,
        wholes=dict(part.figure.list_columns()),
        periods=periods,
        months={one.month: one.count for one in part.months if isinstance(one.count, int)},
        wijken={
            column: {
                area.code: count
                for area in part.wijken
                for name, count in area.figure.list_columns()
                if name == column
            }
            for column in columns
        },
    )
