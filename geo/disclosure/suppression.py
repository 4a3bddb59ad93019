"""Counts that are held back: those that are few, and as many others as keep these from following.

A cell that is few is held back first. Then a reader is played who knows every sum and reckons each
of them back as far as can be (`geo.disclosure.attack`); where the reader comes too near, the
cheapest further cells are held back that keep this one apart, until the reader is never too near.
"""

from collections.abc import Mapping
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
# Ties go to the cell that comes first, so that the same tables give the same answer.
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
    marks = [_mark(sheet, place, rules) for place in range(len(sheet.keys))]
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
    while near := [place for place in _find_near(sheet, marks, rules) if place not in exposed]:
        for place in near:
            # What was held back for another may have kept this one apart as well.
            if place != near[0] and place not in _find_near(sheet, marks, rules, only=place):
                continue
            done = _keep_apart(sheet, marks, place, rules) or _hide(sheet, marks, place, rules)
            if not done:
                exposed.add(place)
    return exposed


def _find_near(
    sheet: Sheet, marks: list[Count | None], rules: Rules, *, only: int | None = None
) -> list[int]:
    """Find the cells of few that a reader can tell to within less than the protection."""
    bounds = _bound(sheet, marks, rules)
    few = bounds.open & (sheet.counts < rules.least_count)
    if only is not None:
        few &= np.arange(len(few)) == only
    near: list[int] = []
    for columns, rows in split(sheet, bounds):
        targets = np.flatnonzero(few[columns])
        if len(targets):
            part = cut(sheet, bounds, columns, rows)
            near += columns[_list_near(part, targets, rules.protection)].tolist()
    return sorted(near)


def _list_near(part: Part, targets: NDArray[np.int64], protection: int) -> list[int]:
    low = high = part.counts
    aim = np.zeros(len(part.counts))
    aim[targets] = 1.0
    # One answer shows of many cells at once how far they can go.
    for all_at_once in (aim, -aim):
        found = aim_at(part, all_at_once)
        low, high = np.minimum(low, found), np.maximum(high, found)
    near = []
    for place in targets.tolist():
        for sign in (1, -1):
            if high[place] - low[place] < protection:
                found = reach(part, place, sign)
                low, high = np.minimum(low, found), np.maximum(high, found)
        if high[place] - low[place] < protection:
            near.append(place)
    return near


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
    sums = sheet.sums[:, columns]
    sums = sums[np.flatnonzero(np.diff(sums.indptr))]
    none, same = sparse.csr_array(sums.shape), sparse.eye_array(count, format="csr")
    nothing = sparse.csr_array((count, count))
    limit_up, limit_down = sparse.diags_array(up), sparse.diags_array(down)
    target = np.zeros(3 * count)
    at = int(np.flatnonzero(columns == place)[0])
    target[at], target[count + at] = 1.0, -1.0
    rules_of = [
        optimize.LinearConstraint(sparse.hstack([sums, none, none]), 0, 0),
        optimize.LinearConstraint(sparse.hstack([none, sums, none]), 0, 0),
        optimize.LinearConstraint(sparse.hstack([same, nothing, -limit_up]), -np.inf, 0),
        optimize.LinearConstraint(sparse.hstack([nothing, same, -limit_up]), -np.inf, 0),
        optimize.LinearConstraint(sparse.hstack([same, nothing, limit_down]), 0, np.inf),
        optimize.LinearConstraint(sparse.hstack([nothing, same, limit_down]), 0, np.inf),
        optimize.LinearConstraint(target[None, :], rules.protection, np.inf),
    ]
    cost = np.where(told, np.log2(2.0 + sheet.counts[columns]) + _TIE * np.arange(count), 0.0)
    found = optimize.milp(
        np.concatenate([np.zeros(2 * count), cost]),
        integrality=np.ones(3 * count, np.int64),
        bounds=optimize.Bounds(
            np.concatenate([-down, -down, np.zeros(count)]),
            np.concatenate([up, up, np.ones(count)]),
        ),
        constraints=rules_of,
    )
    if found.x is None:
        return None
    held = told & (np.rint(found.x[2 * count :]) == 1)
    return [int(column) for column in columns[held]]


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
