"""What a patrol may choose from, and what a plan of it says.

Team orienteering with time windows: stops that are worth a visit in a stretch of time, and teams
that leave a base and come back in theirs. All times are whole milliseconds from one moment.

References
----------
Vansteenwegen et al. (2009), Iterated local search for the team orienteering problem with time
windows. Computers & Operations Research 36.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import ParamsError
from geo.params import check_positive

Milliseconds = NDArray[np.int64]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
# Numbers of stops in order, one tuple a team.
Orders = list[tuple[int, ...]]

# A trip that takes this long cannot be made: over thirty years.
UNREACHABLE_MS: Final = 2**40


@dataclass(frozen=True, eq=False)
class Stops:
    """Visits to choose from: a place may be there more than once, each time in another stretch.

    Parameters
    ----------
    place
        Shape ``(n,)``: the row of its place in the travel times.
    prize
        Shape ``(n,)``: what a visit is worth, zero or more, in any unit.
    dwell_ms
        Shape ``(n,)``: how long a visit lasts.
    opens_ms, closes_ms
        Shape ``(n,)``: first and last moment at which a visit may start.
    is_fixed
        Shape ``(n,)``: appointments, which every plan keeps.

    Raises
    ------
    ParamsError
        If a prize or dwell is negative or no number, or a stop closes before it opens.
    """

    place: Rows
    prize: Values
    dwell_ms: Milliseconds
    opens_ms: Milliseconds
    closes_ms: Milliseconds
    is_fixed: Flags

    def __post_init__(self) -> None:
        """Refuse stops that cannot be visited, or are worth less than nothing."""
        wrong = ~(np.isfinite(self.prize) & (self.prize >= 0) & (self.dwell_ms >= 0))
        _refuse("prize and dwell of zero or more", wrong)
        _refuse("a stop that opens before it closes", self.opens_ms > self.closes_ms)

    def __len__(self) -> int:
        """Return how many visits there are to choose from."""
        return len(self.place)


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who goes out.

    Parameters
    ----------
    start, end
        Rows of the places where it leaves and must be back.
    begins_ms, ends_ms
        It leaves no sooner, and is back no later.
    travel
        Number of the travel times that are its own, such as on foot.
    organisation
        For whom it goes, where that matters: no place is then visited for two of them.

    Raises
    ------
    ParamsError
        If it ends before it begins.
    """

    start: int
    end: int
    begins_ms: int
    ends_ms: int
    travel: int = 0
    organisation: str = ""

    def __post_init__(self) -> None:
        """Refuse a shift that is over before it begins."""
        if self.ends_ms < self.begins_ms:
            raise ParamsError(
                "patrol-shift",
                expected="a shift that ends after it begins",
                got=f"{self.begins_ms} to {self.ends_ms} ms",
                remedy="give a later end",
            )


@dataclass(frozen=True, eq=False)
class PatrolProblem:
    """All that a plan is made from.

    Parameters
    ----------
    stops, teams
        What may be visited, and by whom.
    travel_ms
        Of each way to travel the times, shape ``(places, places)``, from row to column; no detour
        is quicker. `UNREACHABLE_MS` where there is no way.
    least_gap_ms, most_gap_ms
        From leaving a place to the next start there, whoever visits; None means any.
    most_visits
        Place to how often it may be visited, whoever does; places that are not there as often as
        one likes.
    stands_at
        Place of an appointment to the other places at which whoever keeps it is as well.

    Raises
    ------
    ParamsError
        If a stop or team names a place or travel times that are not there, or a place may not be
        visited at all.
    """

    stops: Stops
    teams: tuple[Team, ...]
    travel_ms: tuple[Milliseconds, ...]
    least_gap_ms: int = 0
    most_gap_ms: int | None = None
    most_visits: Mapping[int, int] = field(default_factory=dict)
    stands_at: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what points nowhere."""
        for most in self.most_visits.values():
            check_positive("most_visits", most)
        places = len(self.travel_ms[0]) if self.travel_ms else 0
        named = [*self.stops.place, *(end for team in self.teams for end in (team.start, team.end))]
        ways = [team.travel for team in self.teams]
        if not (_are_rows(named, places) and _are_rows(ways, len(self.travel_ms))):
            raise ParamsError(
                "patrol-places",
                expected="places and travel times that are there",
                got=f"{places} places and {len(self.travel_ms)} ways to travel",
                remedy="number places and travel times from 0",
            )


@dataclass(frozen=True)
class Visit:
    """One stop on a route: the team is there before it starts where it has to wait."""

    stop: int
    arrives_ms: int
    starts_ms: int
    leaves_ms: int


@dataclass(frozen=True)
class Route:
    """What one team does, in order."""

    departs_ms: int
    visits: tuple[Visit, ...]
    returns_ms: int

    @property
    def stops(self) -> tuple[int, ...]:
        """Numbers of the stops, in order."""
        return tuple(visit.stop for visit in self.visits)


@dataclass(frozen=True)
class PatrolPlan:
    """One route a team, in the order of the teams, and what all visits together are worth."""

    routes: tuple[Route, ...]
    prize: float


def plan_of(problem: PatrolProblem, routes: list[Route]) -> PatrolPlan:
    """Put routes together to a plan.

    Parameters
    ----------
    problem
        Stops and teams.
    routes
        One a team, in the order of the teams.
    """
    chosen = [stop for route in routes for stop in route.stops]
    return PatrolPlan(tuple(routes), float(problem.stops.prize[chosen].sum()))


def time_route(problem: PatrolProblem, team: Team, stops: tuple[int, ...]) -> Route | None:
    """Say when a team is where, if it makes these stops in this order and as early as it can.

    Parameters
    ----------
    problem
        Stops and travel times.
    team
        Who goes.
    stops
        Numbers of stops.

    Returns
    -------
    Route or None
        None where it cannot be done in time.
    """
    travel, known = problem.travel_ms[team.travel], problem.stops
    moment, place = team.begins_ms, team.start
    visits = []
    for stop in stops:
        arrives = moment + int(travel[place, known.place[stop]])
        starts = max(arrives, int(known.opens_ms[stop]))
        if starts > known.closes_ms[stop]:
            return None
        moment, place = starts + int(known.dwell_ms[stop]), int(known.place[stop])
        visits.append(Visit(stop, arrives, starts, moment))
    returns = moment + int(travel[place, team.end])
    return None if returns > team.ends_ms else Route(team.begins_ms, tuple(visits), returns)


def find_unspaced(problem: PatrolProblem, routes: Sequence[Route]) -> list[tuple[Visit, Visit]]:
    """Find visits of one place that follow each other too soon or too late, or are too many.

    Who has an appointment in between could not come sooner: then no visit is too late.

    Parameters
    ----------
    problem
        Stops, how far apart visits of a place must be, and how many there may be.
    routes
        Those of all teams.

    Returns
    -------
    list of pairs
        The earlier visit first; by place, then by time.
    """
    place = problem.stops.place
    visits = sorted(
        (visit for route in routes for visit in route.visits),
        key=lambda visit: (place[visit.stop], visit.starts_ms, visit.stop),
    )
    most = np.inf if problem.most_gap_ms is None else problem.most_gap_ms
    made = Counter(int(place[visit.stop]) for visit in visits)
    too_often = {
        here for here, times in made.items() if times > problem.most_visits.get(here, times)
    }
    return [
        (first, second)
        for first, second in pairwise(visits)
        if place[first.stop] == place[second.stop]
        and (
            int(place[first.stop]) in too_often
            or second.starts_ms - first.leaves_ms < problem.least_gap_ms
            or (
                second.starts_ms - first.leaves_ms > most
                and not _is_parted(problem, routes, first, second)
            )
        )
    ]


def _is_parted(
    problem: PatrolProblem, routes: Sequence[Route], first: Visit, second: Visit
) -> bool:
    """Say whether an appointment parts two visits of a place: there, or of a team that makes one.

    An appointment at the place is a visit by itself.
    """
    place = int(problem.stops.place[first.stop])
    return any(
        problem.stops.is_fixed[visit.stop]
        and visit.leaves_ms > first.leaves_ms
        and visit.starts_ms < second.starts_ms
        and (
            place in problem.stands_at.get(int(problem.stops.place[visit.stop]), ())
            or not {first.stop, second.stop}.isdisjoint(route.stops)
        )
        for route in routes
        for visit in route.visits
    )


def _are_rows(named: list[int], count: int) -> bool:
    return all(0 <= row < count for row in named)


def _refuse(expected: str, wrong: Flags) -> None:
    if wrong.any():
        raise ParamsError(
            "patrol-stops",
            expected=expected,
            got=f"{int(wrong.sum())} that are not so, the first is stop {int(wrong.argmax())}",
            remedy="correct or leave out these stops",
        )
