"""Counts of places as they hang together with the wijken in which they lie."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.areas import outline
from geo.disclosure import Count, Rules
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Tables
from geo.service.pieces import REST, TOTAL, WIJK, Piece, RestKind, join_pieces, split_rest

_PLACE = "place"


@dataclass(frozen=True, eq=False)
class PlaceCounts:
    """Places as a reader would see them, with their true counts.

    Parameters
    ----------
    shapes
        One a place; they do not overlap.
    counts
        Shape ``(n,)``.
    may_be_told
        Shape ``(n,)``: which a reader would be told at all; the others are part of the rest.
    are_all
        Whether anybody knows that nothing that has a place lies in none of them.
    """

    shapes: gpd.GeoSeries
    counts: NDArray[np.int64]
    may_be_told: NDArray[np.bool_]
    are_all: bool = False


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a reader can take counts of places off.

    Parameters
    ----------
    total
        All that is counted, in places or not.
    areas
        Wijken by code; without any nothing is taken off these.
    counts, told
        Code of a wijk to its true count, and to what other files tell of it.
    """

    total: int
    areas: gpd.GeoDataFrame | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, Count] = field(default_factory=dict)


def hold_places(places: PlaceCounts, around: Surroundings, rules: Rules) -> list[Count | None]:
    """Say what is told of the count of each place, so that no few are left when it is taken off.

    Parameters
    ----------
    places
        With their true counts.
    around
        The total, which anybody may look up, and the wijken.
    rules
        Of the audience.

    Returns
    -------
    list
        What is told of each; None of those that are not to be told at all.
    """
    counts: dict[Key, int] = {
        (_PLACE, number): int(count)
        for number, count in enumerate(places.counts.tolist())
        if places.may_be_told[number]
    }
    # What a place holds that is not told is part of the rest.
    known = {**counts, (TOTAL,): around.total}
    kind = RestKind.NONE if places.are_all else RestKind.GUARDED
    whole = split_rest((TOTAL,), list(counts), known, by=_PLACE, kind=kind)
    piece = join_pieces([whole, *_lay_wijken(places, around, counts)])
    elsewhere = {(WIJK, code): mark for code, mark in around.told.items()}
    tables = Tables(
        piece.counts,
        piece.sums,
        piece.untold,
        known=frozenset({(TOTAL,)}),
        elsewhere={key: mark for key, mark in elsewhere.items() if key in piece.counts},
    )
    told = withhold(tables, rules).told
    return [told.get((_PLACE, number)) for number in range(len(places.counts))]


def _lay_wijken(
    places: PlaceCounts, around: Surroundings, counts: Mapping[Key, int]
) -> Iterator[Piece]:
    """Part each wijk by the places that lie in it whole, as anybody sees on a map."""
    if around.areas is None:
        return
    codes = around.areas[schema.AREA_CODE]
    shapes = places.shapes.to_numpy()
    for code in codes.unique():
        if code not in around.counts:
            continue
        ground = outline(around.areas[codes == code])
        inside: Sequence[Key] = [
            (_PLACE, number)
            for number in np.flatnonzero(shapely.covers(ground, shapes)).tolist()
            if (_PLACE, number) in counts
        ]
        if inside:
            key = (WIJK, code)
            yield split_rest(key, inside, {**counts, key: around.counts[code]}, by=REST)
