"""Counts that are held back: those that are few, and as many others as keep these from following.

A cell that is few is held back first. Then a reader is played who knows every sum and reckons each
of them back as far as can be (`geo.disclosure.attack`); where the reader comes too near, the
cheapest further cells are held back that keep this one apart, until the reader is never too near.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from geo.disclosure.attack import Bounds, Part, aim_at, bound, cut, reach, split
from geo.disclosure.tables import Key, Sheet, Tables, lay_out
from geo.disclosure.told import Count, Held
from geo.disclosure_params import Rules

# How many sums away from a cell others are sought that keep it apart; then everywhere.
_NEAR_SUMS: Final = 2
# How many times the least count a count is searched above itself.
_ROOM: Final = 4
# Of the answers for many cells at once; whatever it is, each cell that is left is asked alone.
_SEED: Final = 1
_TRIES: Final = 12
_TIE: Final = 1e-7


@dataclass(frozen=True, eq=False)
class Protected:
    """What is told of tables.

    Parameters
    ----------
    told
        Every count that is not untold: itself, or the mark that takes its place.
    exposed
        What can be reckoned back from what was published elsewhere, whatever is held back here.
    """

    told: Mapping[Key, Count]
    exposed: frozenset[Key]


def withhold(tables: Tables, rules: Rules) -> Protected:
    """Hold back what is few, and what would give that away.

    Parameters
    ----------
    tables
        All that is told together; what is told apart can be subtracted.
    rules
        ``least_count``, and ``protection``: how far the least and the most that a withheld count
        can be must lie apart for a reader who knows every sum and what the marks mean.

    Returns
    -------
    Protected
        A cell that is few is marked `Held.FEW`, one that keeps it apart `Held.PARTNER`. Where
        these marks themselves would say too much, as in tables of almost nothing, all that hang
        together are marked `Held.HIDDEN`, which says nothing.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, chapter 4. Castro (2012), Recent
    advances in optimization techniques for statistical tabular data protection, European Journal
    of Operational Research 216. Fischetti & Salazar (2001), Solving the cell suppression problem
    on tabular data with linear constraints, Management Science 47: the further cells of each cell
    that is too near are the optimum of their model for that cell.
    """
    sheet = lay_out(tables)
    marks = [
        tables.elsewhere.get(key, _mark(sheet, place, rules))
        for place, key in enumerate(sheet.keys)
    ]
    exposed = _hold_until_safe(sheet, marks, rules) if rules.least_count else set()
    told = {
        key: count if mark is None else mark
        for key, mark, count in zip(sheet.keys, marks, sheet.counts.tolist(), strict=True)
        if key not in tables.untold
    }
    return Protected(told, frozenset(sheet.keys[place] for place in exposed))


def _mark(sheet: Sheet, place: int, rules: Rules) -> Count | None:
    count = int(sheet.counts[place])
    if sheet.untold[place]:
        return None
    return Held.FEW if count < rules.least_count and not sheet.known[place] else count


def _hold_until_safe(sheet: Sheet, marks: list[Count | None], rules: Rules) -> set[int]:
    """Hold more back until no cell is too near; name those that nothing keeps apart."""
    exposed: set[int] = set()
    changed = True
    while changed:
        changed = False
        for place in _list_doubtful(sheet, marks, rules):
            # What was held back for another may have kept this one apart as well.
            if place in exposed or not _is_near(sheet, marks, place, rules):
                continue
            changed = True
            done = _keep_apart(sheet, marks, place, rules) or _hide(sheet, marks, place, rules)
            if not done:
                exposed.add(place)
    return exposed


def _list_doubtful(sheet: Sheet, marks: list[Count | None], rules: Rules) -> list[int]:
    """List the cells of few that a reader may come too near to; of all others that is excluded."""
    bounds = _bound(sheet, marks, rules)
    few = bounds.open & (sheet.counts < rules.least_count) & ~sheet.loose
    doubtful: list[int] = []
    for columns, rows in split(sheet, bounds):
        targets = np.flatnonzero(few[columns])
        if len(targets):
            part = cut(sheet, bounds, columns, rows)
            doubtful += columns[_leave_out_wide(part, targets, rules.protection)].tolist()
    return sorted(doubtful)


def _leave_out_wide(part: Part, targets: NDArray[np.int64], protection: int) -> NDArray[np.int64]:
    """Leave out the cells that answers for many at once show to be far enough apart."""
    low = high = part.counts
    left, tries = targets, 0
    # Some pulled up and some down: cells of one sum make room for each other.
    signs = np.random.default_rng(_SEED).choice([-1.0, 1.0], size=(_TRIES, len(part.counts)))
    while len(left) and tries < _TRIES:
        aim = np.zeros(len(part.counts))
        aim[left] = signs[tries, left]
        for one in (aim, -aim):
            found = aim_at(part, one)
            low, high = np.minimum(low, found), np.maximum(high, found)
        left, tries = left[high[left] - low[left] < protection], tries + 1
    return left


def _is_near(sheet: Sheet, marks: list[Count | None], place: int, rules: Rules) -> bool:
    bounds = _bound(sheet, marks, rules)
    columns, rows = next(part for part in split(sheet, bounds) if place in part[0])
    part, at = cut(sheet, bounds, columns, rows), int(np.flatnonzero(columns == place)[0])
    high = int(reach(part, at, -1)[at])
    # No count is under 0, and the true one is among those that it can be.
    if high < rules.protection or high - part.counts[at] >= rules.protection:
        return high < rules.protection
    return high - int(reach(part, at, 1)[at]) < rules.protection


def _bound(sheet: Sheet, marks: list[Count | None], rules: Rules) -> Bounds:
    room = rules.least_count * _ROOM
    return bound(sheet, marks, least_count=rules.least_count, room=room)


def _keep_apart(sheet: Sheet, marks: list[Count | None], place: int, rules: Rules) -> bool:
    """Hold back the cheapest cells that keep one apart; say whether there are any."""
    for columns in (_list_around(sheet, place), np.arange(len(sheet.keys))):
        chosen = _choose_partners(sheet, marks, place, columns, rules)
        if chosen is not None:
            for column in chosen:
                marks[column] = Held.PARTNER
            return True
    return False


def _list_around(sheet: Sheet, place: int) -> NDArray[np.int64]:
    columns = np.array([place])
    for _ in range(_NEAR_SUMS):
        rows = np.flatnonzero(np.diff(sheet.sums[:, columns].indptr))
        columns = np.union1d(columns, np.unique(sheet.sums[rows].indices))
    return columns


def _choose_partners(
    sheet: Sheet,
    marks: list[Count | None],
    place: int,
    columns: NDArray[np.int64],
    rules: Rules,
) -> list[int] | None:
    """Solve the model of Fischetti and Salazar for one cell among some columns.

    A column may be told (0) or not (1). There must be two ways to change the counts that keep to
    all sums, change nothing that is told, and put the cell ``protection`` apart.
    """
    count = len(columns)
    down, up = _measure_room(sheet, marks, columns, rules)
    told = np.array([isinstance(marks[column], int) for column in columns]) & ~sheet.known[columns]
    # Ties go to the cell that comes first, so that the same tables give the same answer.
    cost = np.where(told, 1.0 + sheet.counts[columns] + _TIE * np.arange(count), 0.0)
    found = optimize.milp(
        np.concatenate([np.zeros(2 * count), cost]),
        integrality=np.ones(3 * count, np.int64),
        bounds=optimize.Bounds(
            np.concatenate([-down, -down, np.zeros(count)]),
            np.concatenate([up, up, np.ones(count)]),
        ),
        constraints=[
            *_keep_sums(sheet.sums[:, columns]),
            *_change_what_is_held(down, up),
            _put_apart(int(np.flatnonzero(columns == place)[0]), count, rules.protection),
        ],
    )
    if found.x is None:
        return None
    held = told & (np.rint(found.x[2 * count :]) == 1)
    return [int(column) for column in columns[held]]


def _keep_sums(sums: sparse.csr_array) -> list[optimize.LinearConstraint]:
    touched = sums[np.flatnonzero(np.diff(sums.indptr))]
    none = sparse.csr_array(touched.shape)
    both = ([touched, none, none], [none, touched, none])
    return [optimize.LinearConstraint(sparse.hstack(blocks), 0, 0) for blocks in both]


def _change_what_is_held(
    down: NDArray[np.float64], up: NDArray[np.float64]
) -> Iterator[optimize.LinearConstraint]:
    """Let each change go no farther than its room, and nowhere where the count is told."""
    one, none = sparse.eye_array(len(up)), sparse.csr_array((len(up), len(up)))
    for same in ([one, none], [none, one]):
        highest = sparse.hstack([*same, -sparse.diags_array(up)])
        yield optimize.LinearConstraint(highest, -np.inf, 0)
        lowest = sparse.hstack([*same, sparse.diags_array(down)])
        yield optimize.LinearConstraint(lowest, 0, np.inf)


def _put_apart(at: int, count: int, protection: int) -> optimize.LinearConstraint:
    apart = np.zeros((1, 3 * count))
    apart[0, at], apart[0, count + at] = 1.0, -1.0
    return optimize.LinearConstraint(apart, protection, np.inf)


def _measure_room(
    sheet: Sheet, marks: list[Count | None], columns: NDArray[np.int64], rules: Rules
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far each count could go down and up if it were held back."""
    least = rules.least_count
    down, up = [], []
    for column in columns.tolist():
        count, mark = int(sheet.counts[column]), marks[column]
        if sheet.known[column]:
            down.append(0)
            up.append(0)
            continue
        down.append(count - least if mark is Held.PARTNER or isinstance(mark, int) else count)
        up.append(least - 1 - count if mark is Held.FEW else least * _ROOM)
    return np.array(down, np.float64), np.array(up, np.float64)


def _hide(sheet: Sheet, marks: list[Count | None], place: int, rules: Rules) -> bool:
    """Say nothing any more of what hangs together with a cell; say whether that changed a thing."""
    bounds = _bound(sheet, marks, rules)
    columns = next(columns for columns, _ in split(sheet, bounds) if place in columns)
    rows = np.flatnonzero(np.diff(sheet.sums[:, columns].indptr))
    around = np.union1d(columns, np.unique(sheet.sums[rows].indices))
    changed = False
    for column in around.tolist():
        if not (sheet.known[column] or sheet.untold[column] or marks[column] is Held.HIDDEN):
            marks[column], changed = Held.HIDDEN, True
    return changed
