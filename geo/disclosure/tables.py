"""Tables that hang together: their counts, and the sums by which one follows from others."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.disclosure.told import Count
from geo.errors import ParamsError

Key = Hashable


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others, as whoever reads the tables knows."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class Tables:
    """All counts that are told together, and what follows from what.

    Parameters
    ----------
    counts
        Every count by its key, 0 or more.
    sums
        Margins, levels of a hierarchy, a period and its months: what can be reckoned back.
    untold
        Counts that nobody is told, such as the rest of a total; they are guarded too.
    known
        Counts that were published elsewhere: nothing is gained by holding these back.
    loose
        Those of ``untold`` that stand for nothing that has a name, such as all other crime codes:
        what follows of them is no one's secret.
    elsewhere
        What another table tells of some of them, a count or a mark: here they are told just so.

    Raises
    ------
    ParamsError
        If a sum names no count, or does not add up.
    """

    counts: Mapping[Key, int]
    sums: tuple[Sum, ...] = ()
    untold: frozenset[Key] = field(default_factory=frozenset)
    known: frozenset[Key] = field(default_factory=frozenset)
    loose: frozenset[Key] = field(default_factory=frozenset)
    elsewhere: Mapping[Key, Count] = field(default_factory=dict)

    @property
    def given(self) -> frozenset[Key]:
        """Counts that others know, whatever is held back here."""
        return self.known | {key for key, mark in self.elsewhere.items() if isinstance(mark, int)}

    def __post_init__(self) -> None:
        """Refuse sums that are none."""
        for one in self.sums:
            named = {one.whole, *one.parts} <= self.counts.keys()
            if not named or self.counts[one.whole] != sum(self.counts[key] for key in one.parts):
                raise ParamsError(
                    "disclosure-sum",
                    expected="sums of tables that add up",
                    got=f"{one.whole} out of {len(one.parts)} parts",
                    remedy="report this fault; nothing was handed out",
                    name=one.whole,
                )


@dataclass(frozen=True, eq=False)
class Sheet:
    """The same as arrays, a column a count in the order of the tables.

    Parameters
    ----------
    keys
        Of the columns.
    counts
        Shape ``(n,)``.
    sums
        Shape ``(m, n)``, sparse: a row a sum, 1 at its parts and -1 at the whole, so that a row
        times the counts is 0.
    untold, known, loose
        Shape ``(n,)``.
    """

    keys: tuple[Key, ...]
    counts: NDArray[np.int64]
    sums: sparse.csr_array
    untold: NDArray[np.bool_]
    known: NDArray[np.bool_]
    loose: NDArray[np.bool_]


def lay_out(tables: Tables) -> Sheet:
    """Lay tables out as arrays."""
    keys, given = tuple(tables.counts), tables.given
    place = {key: number for number, key in enumerate(keys)}
    entries = [
        (row, place[key], sign)
        for row, one in enumerate(tables.sums)
        for sign, some in ((-1.0, (one.whole,)), (1.0, one.parts))
        for key in some
    ]
    rows, columns, signs = (
        (np.array(part) for part in zip(*entries, strict=True))
        if entries
        else (
            np.zeros(0, np.int64),
            np.zeros(0, np.int64),
            np.zeros(0),
        )
    )
    return Sheet(
        keys=keys,
        counts=np.array([tables.counts[key] for key in keys], np.int64),
        sums=sparse.csr_array((signs, (rows, columns)), shape=(len(tables.sums), len(keys))),
        untold=np.array([key in tables.untold for key in keys], np.bool_),
        known=np.array([key in given for key in keys], np.bool_),
        loose=np.array([key in tables.loose for key in keys], np.bool_),
    )
