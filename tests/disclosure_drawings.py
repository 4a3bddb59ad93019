"""Small worlds of tables, and a reader who reckons back: by linear programs of its own."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.disclosure import DEFAULT_RULES, Audience, Held, Rules
from geo.disclosure.tables import Sum, Tables

COUNCIL = DEFAULT_RULES[Audience.COUNCIL]
FEW_COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@dataclass(frozen=True)
class Reader:
    """What a reader knows: sums as rows of names, counts that are told, and what marks mean."""

    sums: list[tuple[str, list[str]]]
    told: dict
    least: int

    def reckon(self, key):
        """The least and the most that a count can be, from 0 up and without whole numbers."""
        keys = sorted({name for whole, parts in self.sums for name in (whole, *parts)}, key=repr)
        place = {name: number for number, name in enumerate(keys)}
        if key not in place:
            return self._bounds(key)
        rows = np.zeros((len(self.sums), len(keys)))
        for row, (whole, parts) in enumerate(self.sums):
            rows[row, place[whole]] -= 1
            for part in parts:
                rows[row, place[part]] += 1
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(keys))
            aim[place[key]] = sign
            found = linprog(
                aim,
                A_eq=rows,
                b_eq=np.zeros(len(self.sums)),
                bounds=[self._bounds(name) for name in keys],
            )
            # 3: it has no end at that side.
            assert found.status in (0, 3), found.message
            ends.append(np.inf if found.status else sign * found.fun)
        return ends[0], ends[1]

    def _bounds(self, key):
        mark = self.told.get(key)
        if mark is None or mark is Held.HIDDEN:
            return 0, None
        if mark is Held.FEW:
            return 0, self.least - 1
        if mark is Held.PARTNER:
            return self.least, None
        return mark, mark


def read_tables(tables, told, least=COUNCIL.least_count):
    """The reader of tables as they are told."""
    known = {key: tables.counts[key] for key in tables.known}
    sums = [(one.whole, list(one.parts)) for one in tables.sums]
    return Reader(sums, {**told, **known}, least)


@st.composite
def grids(draw, most_rows=4, most_columns=4):
    """Rows by columns with totals of both, and of all."""
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(1, most_columns))
    cells = {
        (f"r{row}", f"c{column}"): draw(FEW_COUNTS)
        for row in range(rows)
        for column in range(columns)
    }
    return lay_grid(cells)


def lay_grid(cells):
    rows, columns = ({key[side] for key in cells} for side in (0, 1))
    counts, sums = dict(cells), []
    for side, names in ((0, rows), (1, columns)):
        for name in sorted(names):
            parts = tuple(key for key in cells if key[side] == name)
            counts[name] = sum(cells[key] for key in parts)
            sums.append(Sum(name, parts))
        sums.append(Sum("all", tuple(sorted(names))))
    counts["all"] = sum(cells.values())
    return Tables(counts, tuple(sums))


@st.composite
def trees(draw):
    """A town by wijk, by park in it with a rest that is told to nobody, and by month as well."""
    wijken = draw(st.integers(1, 4))
    counts, sums, untold = {}, [], set()
    for wijk in range(wijken):
        park, rest = draw(FEW_COUNTS), draw(FEW_COUNTS)
        counts |= {("park", wijk): park, ("rest", wijk): rest, ("wijk", wijk): park + rest}
        untold.add(("rest", wijk))
        sums.append(Sum(("wijk", wijk), (("park", wijk), ("rest", wijk))))
    total = sum(counts["wijk", wijk] for wijk in range(wijken))
    counts["town"] = total
    sums.append(Sum("town", tuple(("wijk", wijk) for wijk in range(wijken))))
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=3, max_size=3)))
    for month, (first, last) in enumerate(zip([0, *cuts], [*cuts, total], strict=True)):
        counts["month", month] = last - first
    sums.append(Sum("town", tuple(("month", month) for month in range(4))))
    return Tables(counts, tuple(sums), untold=frozenset(untold))


def rules_of(least, protection=None, **more):
    return Rules(
        least_count=least,
        protection=max(least - 2, 0) if protection is None else protection,
        **more,
    )
