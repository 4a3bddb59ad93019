"""How many visits each place gets in each shift of a week: not only the busiest ones."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from geo.errors import ParamsError
from geo.patrol_week_params import SpreadRules

Values = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What the first, second and third visit of a place in a shift are worth of what is expected there.
GAINS: Final = (1.0, 0.5, 0.25)
# Gains are told apart to this part of the largest; whole numbers leave no doubt of what is equal.
_FINEST: Final = 1e-5


@dataclass(frozen=True, eq=False, kw_only=True)
class WeekDemand:
    """What a week asks for, and for how much it has room.

    Parameters
    ----------
    keys
        Of each place a stable name that no other has: of equals the one that sorts first goes
        first.
    wijken
        Of each place the code of its wijk; empty where it lies in none, to which no cap applies.
    expected
        Shape ``(places, shifts)``: weighed incidents to expect, zero or more; shifts in order of
        time.
    room
        Shape ``(shifts,)``: how many visits all teams together can make.
    most_visits
        Shape ``(places, shifts)``: how often a place can be visited in a shift; over three it is
        three.
    is_floored
        Shape ``(places,)``: places that are visited as often as the rules say, or more.

    Raises
    ------
    ParamsError
        If shapes differ, a name is there twice, or a number is below zero or none.
    """

    keys: tuple[str, ...]
    wijken: tuple[str, ...]
    expected: Values
    room: Counts
    most_visits: Counts
    is_floored: Flags

    def __post_init__(self) -> None:
        """Refuse a week that does not fit together."""
        places, shifts = self.expected.shape
        fits = len(set(self.keys)) == len(self.keys) == len(self.wijken) == places
        fits &= self.room.shape == (shifts,) and self.is_floored.shape == (places,)
        fits &= self.most_visits.shape == self.expected.shape
        numbers = np.concatenate([self.expected.ravel(), self.room, self.most_visits.ravel()])
        if not (fits and np.isfinite(numbers).all() and (numbers >= 0).all()):
            raise ParamsError(
                "patrol-week-demand",
                expected="a name and a wijk a place, a room a shift, and no number below zero",
                got=f"{len(self.keys)} names, {self.expected.shape} expected, {self.room.shape}",
                remedy="correct what is asked of the week",
            )

    @property
    def levels(self) -> Counts:
        """How many visits of a place in a shift are worth anything: ``(places, shifts)``."""
        return np.minimum(self.most_visits, len(GAINS))


@dataclass(frozen=True, eq=False)
class Spread:
    """How often each place is visited in each shift, and what that is worth.

    ``visits`` has shape ``(places, shifts)``; ``gain`` counts a first visit in full, a second for
    a half and a third for a quarter.
    """

    visits: Counts
    gain: float


def spread_visits(week: WeekDemand, rules: SpreadRules) -> Spread:
    """Choose the visits of a week that are worth most, within a floor a place and a cap a wijk.

    With ``h`` what is expected at place ``i`` in shift ``s`` and ``g = (1, 1/2, 1/4)``::

        max   sum g[k] h[i,s] z[i,s,k]
        s.t.  sum over i and k of z <= room[s]              each shift
              sum over s and k of z >= least visits         each place
              sum over s, k and i of the wijk of z <= cap   each wijk
              z in {0, 1},  k below what fits into the shift

    As gains fall, a second visit is never taken without a first. Shifts on one side and places
    within wijken on the other make this a flow, for which HiGHS needs no search. Of weeks worth the
    same it is the one of the fewest visits, then that of the earlier shifts, then of the places
    that sort first: the order of rows plays no part. That gains fall by half is a rule of ours.

    Parameters
    ----------
    week
        What is expected, and for how much there is room.
    rules
        Floor and cap.

    Returns
    -------
    Spread
        Rows and columns as in the week.

    Raises
    ------
    ParamsError
        If there is no room for the floor, or a cap is below the floor of its wijk.

    References
    ----------
    Huangfu & Hall (2018), Parallelizing the dual revised simplex method. Mathematical Programming
    Computation 10 (HiGHS). Fulkerson's flows with lower bounds: Ahuja, Magnanti & Orlin (1993),
    Network flows, section 6.7.
    """
    _check_room(week, rules)
    order = np.array(sorted(range(len(week.keys)), key=week.keys.__getitem__), np.intp)
    visits = np.zeros(week.expected.shape, np.int64)
    if visits.size:
        visits[order] = _solve(_pose(week, rules, order))
    return Spread(visits, measure_gain(week.expected, visits))


def measure_gain(expected: Values, visits: Counts) -> float:
    """Measure what visits are worth.

    Parameters
    ----------
    expected, visits
        Shape ``(places, shifts)``.
    """
    worth = np.concatenate([[0.0], np.cumsum(GAINS)])
    return float((expected * worth[np.minimum(visits, len(GAINS))]).sum())


def cap_wijk(week: WeekDemand, rules: SpreadRules) -> int | None:
    """Say how many visits one wijk may get; None where places lie in no more than one.

    Parameters
    ----------
    week, rules
        The room of the week, and the part that a wijk may have of it.
    """
    several = len({code for code in week.wijken if code}) > 1
    if not several:
        return None
    # A part such as .29 of a hundred is not to end just below its whole number.
    return int(rules.wijk_share * int(week.room.sum()) + _FINEST)


@dataclass(frozen=True, eq=False)
class _Programme:
    """Whole gains, and rows of what is limited; a column a place, shift and level."""

    gains: Counts
    costs: Counts
    shape: tuple[int, int, int]
    most: Counts
    limits: LinearConstraint


def _pose(week: WeekDemand, rules: SpreadRules, order: NDArray[np.intp]) -> _Programme:
    """Put the question in the solver's words, places in the order of their names."""
    expected = week.expected[order]
    places, shifts = expected.shape
    shape = (places, shifts, len(GAINS))
    place, shift, level = (grid.ravel() for grid in np.indices(shape))
    finest = expected.max() * _FINEST or 1.0
    gains = np.rint(expected[:, :, np.newaxis] * GAINS / finest).astype(np.int64).ravel()
    earlier = shift * places + place
    return _Programme(
        gains,
        # A visit weighs more than all that its place in the order can make up for.
        earlier + int(week.room.sum()) * shifts * places,
        shape,
        (level < week.levels[order][place, shift]).astype(np.int64),
        _limit(week, rules, order, (place, shift)),
    )


def _limit(
    week: WeekDemand,
    rules: SpreadRules,
    order: NDArray[np.intp],
    cells: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> LinearConstraint:
    place, shift = cells
    places, shifts = week.expected.shape
    rows = [_mark(shift, shifts), _mark(place, places)]
    low = [np.full(shifts, -np.inf), rules.least_visits * week.is_floored[order].astype(np.float64)]
    high = [week.room.astype(np.float64), np.full(places, np.inf)]
    cap = cap_wijk(week, rules)
    if cap is not None:
        codes, wijk = np.unique([week.wijken[row] for row in order], return_inverse=True)
        rows.append(_mark(wijk[place], len(codes)))
        low.append(np.full(len(codes), -np.inf))
        high.append(np.where(codes == "", np.inf, cap))
    return LinearConstraint(vstack(rows, format="csc"), np.concatenate(low), np.concatenate(high))


def _mark(group: NDArray[np.intp], count: int) -> csr_array:
    """One row a group with a 1 for each of its columns."""
    columns = np.arange(len(group))
    return csr_array((np.ones(len(group)), (group, columns)), shape=(count, len(group)))


def _solve(programme: _Programme) -> Counts:
    best = _minimise(programme, -programme.gains, [programme.limits])
    gain = int(programme.gains @ best)
    kept = LinearConstraint(csr_array(programme.gains[np.newaxis, :]), gain - 0.5, np.inf)
    fewest = _minimise(programme, programme.costs, [programme.limits, kept])
    visits: Counts = fewest.reshape(programme.shape).sum(axis=2)
    return visits


def _minimise(programme: _Programme, costs: Counts, limits: list[LinearConstraint]) -> Counts:
    result = milp(
        costs,
        integrality=np.ones(len(costs), np.int64),
        bounds=Bounds(0, programme.most),
        constraints=limits,
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        # What is left after the checks: shifts with little room, and places that fit no others.
        raise ParamsError(
            "patrol-week-floor",
            expected="shifts in which every place can be visited as often as asked",
            got="a week in which these visits do not fit beside each other",
            remedy="visit each place less often, or add a shift or a team",
        )
    chosen: Counts = np.rint(result.x).astype(np.int64)
    return chosen


def _check_room(week: WeekDemand, rules: SpreadRules) -> None:
    """Refuse a floor or a cap that cannot be kept, by the plainest reason there is."""
    least = rules.least_visits * week.is_floored
    needed, room = int(least.sum()), int(week.room.sum())
    most = int(np.minimum(week.levels, week.room).sum(axis=1).min(initial=room, where=least > 0))
    if needed > room or most < rules.least_visits * week.is_floored.any():
        raise ParamsError(
            "patrol-week-room",
            expected=f"room for {needed} visits, {rules.least_visits} of each place",
            got=f"{room} in all, and {most} of one place",
            remedy="visit each place less often, or add a shift or a team",
            needed=needed,
            room=room,
            least=rules.least_visits,
            most=most,
        )
    cap = cap_wijk(week, rules)
    for code in sorted({code for code in week.wijken if code}):
        floor = int(least[np.array(week.wijken) == code].sum())
        if cap is not None and floor > cap:
            raise ParamsError(
                "patrol-week-cap",
                expected=f"a cap of {floor} visits or more for wijk {code}",
                got=f"{cap} of the {room} visits for which there is room",
                remedy="let a wijk have a larger part, or visit each place less often",
                wijk=code,
                needed=floor,
                cap=cap,
            )
