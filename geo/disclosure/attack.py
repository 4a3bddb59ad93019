"""What somebody who reads all that is told can reckon back of what is not: the audit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from scipy.sparse import csgraph

from geo.disclosure.tables import Key, Sheet, Tables, lay_out
from geo.disclosure.told import Count, Held


@dataclass(frozen=True, eq=False)
class Bounds:
    """What a reader takes each count to be at least and at most, shape ``(n,)`` each.

    A count that is told has both the same.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def open(self) -> NDArray[np.bool_]:
        """Whether a reader does not know each count beforehand."""
        return self.low < self.high


def find_intervals(
    tables: Tables, told: Mapping[Key, Count], *, least_count: int
) -> dict[Key, tuple[int, int]]:
    """Reckon of each count that is not told the least and the most that it can be.

    The reader knows every sum, that counts are whole and not negative, and what a mark means: a
    count marked as few is under ``least_count``, one marked as a partner is not.

    Parameters
    ----------
    tables
        With their true counts, which only serve to say what is told.
    told
        What is told; a count that is not in it was published elsewhere or is untold.
    least_count
        Least count of a cell that is told.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.4 (the audit of a table by
    linear programming), here over whole numbers, which is the stronger reader.
    """
    sheet = lay_out(tables)
    marks = [told.get(key) for key in sheet.keys]
    bounds = bound(sheet, marks, least_count=least_count, room=int(sheet.counts.sum()) + 1)
    found: dict[Key, tuple[int, int]] = {}
    for columns, rows in split(sheet, bounds):
        part = cut(sheet, bounds, columns, rows)
        for place, column in enumerate(columns):
            ends = [reach(part, place, sign)[place] for sign in (1, -1)]
            found[sheet.keys[column]] = (ends[0], ends[1])
    return found


def bound(sheet: Sheet, marks: list[Count | None], *, least_count: int, room: int) -> Bounds:
    """Return what a reader takes each count to be beforehand.

    Parameters
    ----------
    sheet
        The tables.
    marks
        What is told of each; None of what is untold, and of what is known from elsewhere.
    least_count
        What the marks mean.
    room
        How far above itself a count without a limit is searched.
    """
    low, high = sheet.counts.astype(np.float64), sheet.counts.astype(np.float64)
    for place, mark in enumerate(marks):
        if sheet.known[place] or isinstance(mark, int):
            continue
        low[place], high[place] = 0, sheet.counts[place] + room
        if mark is Held.FEW:
            high[place] = least_count - 1
        elif mark is Held.PARTNER:
            low[place] = least_count
    return Bounds(low, high)


def split(sheet: Sheet, bounds: Bounds) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield columns that are open and hang together, with the sums between them."""
    columns = np.flatnonzero(bounds.open)
    links = sheet.sums[:, columns]
    touched = np.flatnonzero(np.diff(links.indptr) > 0)
    links = abs(links[touched])
    # Counts that stand in one sum hang together, and so do those that these hang together with.
    count, labels = csgraph.connected_components(links.T @ links, directed=False)
    first_of = labels[links.indices[links.indptr[:-1]]] if len(touched) else touched
    for label in range(count):
        yield columns[labels == label], touched[first_of == label]


@dataclass(frozen=True, eq=False)
class Part:
    """Counts that hang together: sums, what they add up to, and bounds."""

    sums: sparse.csr_array
    totals: NDArray[np.float64]
    counts: NDArray[np.float64]
    bounds: Bounds


def cut(sheet: Sheet, bounds: Bounds, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Part:
    """Take columns and rows out, with what the sums of these columns must come to."""
    counts = sheet.counts[columns].astype(np.float64)
    sums = sheet.sums[rows][:, columns]
    return Part(sums, sums @ counts, counts, Bounds(bounds.low[columns], bounds.high[columns]))


def reach(part: Part, place: int, sign: int) -> NDArray[np.int64]:
    """Find counts that fit all that is told, with the one at a place as small or large as can be.

    Parameters
    ----------
    part
        Counts that hang together.
    place
        Which of them.
    sign
        1 for the smallest, -1 for the largest.
    """
    aim = np.zeros(len(part.counts))
    aim[place] = sign
    return aim_at(part, aim)


def aim_at(part: Part, aim: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find counts that fit all that is told and make ``aim`` times the counts least."""
    limits = optimize.Bounds(part.bounds.low, part.bounds.high)
    rules = (
        [optimize.LinearConstraint(part.sums, part.totals, part.totals)]
        if part.sums.shape[0]
        else []
    )
    found = optimize.milp(
        aim, integrality=np.ones(len(aim), np.int64), bounds=limits, constraints=rules
    )
    # The true counts always fit, so that there is an answer.
    best = part.counts if found.x is None else found.x
    return np.rint(best).astype(np.int64)
