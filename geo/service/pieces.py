"""Pieces out of which tables are put together: counts by name, and sums between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from geo.disclosure.tables import Key, Sum

TOTAL: Final = "total"
THEME: Final = "theme"
WIJK: Final = "wijk"
MONTH: Final = "month"
PARK: Final = "park"
ROW: Final = "row"
PRIORITY: Final = "priority"
WITHOUT_PLACE: Final = "without place"
REST: Final = "rest"
# All incidents of a theme, over all data.
EVER: Final = "ever"


class RestKind(Enum):
    """What is left where a count is parted into some of its parts."""

    NONE = "nothing, as a reader knows"
    GUARDED = "something that may not be told either where it is few"
    LOOSE = "this and that, which nobody needs to be kept from"


@dataclass(frozen=True, eq=False)
class Piece:
    """Some counts with the sums between them, and with others."""

    counts: Mapping[Key, int] = field(default_factory=dict)
    sums: tuple[Sum, ...] = ()
    untold: frozenset[Key] = frozenset()
    known: frozenset[Key] = frozenset()
    loose: frozenset[Key] = frozenset()


def split_rest(
    whole: Key,
    parts: Sequence[Key],
    counts: Mapping[Key, int],
    *,
    by: str,
    kind: RestKind = RestKind.GUARDED,
) -> Piece:
    """Part a count into some that are told and a rest that is not.

    Parameters
    ----------
    whole, parts
        Keys of ``counts``.
    counts
        All true counts that are named.
    by
        What it is parted by: each has a rest of its own.
    kind
        What the rest is; where a reader knows that there is none, the sum is exact.
    """
    rest = counts[whole] - sum(counts[key] for key in parts)
    if rest < 0:
        # Areas that overlap count some twice: then nothing follows.
        return Piece(counts)
    if kind is RestKind.NONE and not rest:
        return Piece(counts, (Sum(whole, tuple(parts)),))
    key = (REST, by, whole)
    untold = frozenset({key})
    loose = untold if kind is RestKind.LOOSE else frozenset()
    return Piece({**counts, key: rest}, (Sum(whole, (*parts, key)),), untold, loose=loose)


def split_none(whole: Key, parts: Mapping[Key, int]) -> Piece:
    """Make a count of parts that together are all of it."""
    sums = (Sum(whole, tuple(parts)),) if parts else ()
    return Piece({**parts, whole: sum(parts.values())}, sums)


def join_pieces(pieces: Iterable[Piece]) -> Piece:
    """Put pieces together; a count that stands in several is the same in each."""
    every = list(pieces)
    return Piece(
        {key: count for piece in every for key, count in piece.counts.items()},
        tuple(one for piece in every for one in piece.sums),
        untold=frozenset[Key]().union(*(piece.untold for piece in every)),
        known=frozenset[Key]().union(*(piece.known for piece in every)),
        loose=frozenset[Key]().union(*(piece.loose for piece in every)),
    )
