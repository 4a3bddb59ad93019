"""Whether a patrol plan can be done: reckoned anew, from nothing but the question and the plan."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from geo.advice.orienteering import PatrolPlan, PatrolProblem, Route, Team, Visit

# When it starts, by which team, and the visit.
_Made = tuple[int, int, Visit]


class Fault(StrEnum):
    """What can be wrong with a plan."""

    TEAMS = "not one route a team"
    TWICE = "stop made twice"
    MISSED = "appointment missed"
    TRAVEL = "arrives sooner than one can travel"
    TOO_EARLY = "starts before the team is there or the stop opens"
    TOO_LATE = "starts after the stop closes"
    DWELL = "does not stay as long as asked"
    SHIFT = "outside the shift"
    TOO_SOON_AGAIN = "place visited again too soon"
    TOO_LONG_AGO = "place visited again too late"
    TOO_OFTEN = "place visited more often than asked"
    STACKED = "place visited for two organisations"
    PRIZE = "worth something else than it says"


@dataclass(frozen=True)
class Finding:
    """A fault, and the stop where it shows; None where it concerns the whole plan or a base."""

    fault: Fault
    stop: int | None = None


def find_faults(problem: PatrolProblem, plan: PatrolPlan) -> list[Finding]:
    """Find all that is wrong with a plan.

    Parameters
    ----------
    problem
        What was asked.
    plan
        What was answered, by whatever means.

    Returns
    -------
    list of Finding
        Empty where the plan can be done as it stands.
    """
    if len(plan.routes) != len(problem.teams):
        return [Finding(Fault.TEAMS)]
    found = [*_check_choice(problem, plan), *_check_gaps(problem, plan)]
    found += _check_stacks(problem, plan)
    for team, route in zip(problem.teams, plan.routes, strict=True):
        found += _check_route(problem, team, route)
    return found


def _check_choice(problem: PatrolProblem, plan: PatrolPlan) -> Iterator[Finding]:
    made = Counter(visit.stop for route in plan.routes for visit in route.visits)
    yield from (Finding(Fault.TWICE, stop) for stop, times in made.items() if times > 1)
    for stop in range(len(problem.stops)):
        if problem.stops.is_fixed[stop] and stop not in made:
            yield Finding(Fault.MISSED, stop)
    worth = sum(float(problem.stops.prize[stop]) for stop in made)
    if abs(worth - plan.prize) > 1e-9 * max(1.0, worth):
        yield Finding(Fault.PRIZE)


def _check_route(problem: PatrolProblem, team: Team, route: Route) -> Iterator[Finding]:
    travel = problem.travel_ms[team.travel]
    if route.departs_ms < team.begins_ms or route.returns_ms > team.ends_ms:
        yield Finding(Fault.SHIFT)
    left, place = route.departs_ms, team.start
    for visit in route.visits:
        here = int(problem.stops.place[visit.stop])
        if visit.arrives_ms - left < travel[place, here]:
            yield Finding(Fault.TRAVEL, visit.stop)
        yield from _check_visit(problem, visit)
        left, place = visit.leaves_ms, here
    if route.returns_ms - left < travel[place, team.end]:
        yield Finding(Fault.TRAVEL)


def _check_visit(problem: PatrolProblem, visit: Visit) -> Iterator[Finding]:
    stops, stop = problem.stops, visit.stop
    if visit.starts_ms < max(visit.arrives_ms, stops.opens_ms[stop]):
        yield Finding(Fault.TOO_EARLY, stop)
    if visit.starts_ms > stops.closes_ms[stop]:
        yield Finding(Fault.TOO_LATE, stop)
    if visit.leaves_ms - visit.starts_ms < stops.dwell_ms[stop]:
        yield Finding(Fault.DWELL, stop)


def _check_gaps(problem: PatrolProblem, plan: PatrolPlan) -> Iterator[Finding]:
    by_place: dict[int, list[_Made]] = {}
    for team, route in enumerate(plan.routes):
        for visit in route.visits:
            here = int(problem.stops.place[visit.stop])
            by_place.setdefault(here, []).append((visit.starts_ms, team, visit))
    for place, visits in by_place.items():
        ordered = sorted(visits, key=lambda made: made[:2])
        for *_, extra in ordered[problem.most_visits.get(place, len(ordered)) :]:
            yield Finding(Fault.TOO_OFTEN, extra.stop)
        for before, after in pairwise(ordered):
            gap = after[-1].starts_ms - before[-1].leaves_ms
            if gap < problem.least_gap_ms:
                yield Finding(Fault.TOO_SOON_AGAIN, after[-1].stop)
            is_long = problem.most_gap_ms is not None and gap > problem.most_gap_ms
            if is_long and not _has_reason(problem, plan, place, before, after):
                yield Finding(Fault.TOO_LONG_AGO, after[-1].stop)


def _has_reason(
    problem: PatrolProblem, plan: PatrolPlan, place: int, before: _Made, after: _Made
) -> bool:
    """Say whether a team was at an appointment meanwhile: at this place, or one of its visitors."""
    for team, route in enumerate(plan.routes):
        for visit in route.visits:
            is_between = visit.leaves_ms > before[-1].leaves_ms and visit.starts_ms < after[0]
            if not (problem.stops.is_fixed[visit.stop] and is_between):
                continue
            there = problem.stands_at.get(int(problem.stops.place[visit.stop]), frozenset())
            if place in there or team in (before[1], after[1]):
                return True
    return False


def _check_stacks(problem: PatrolProblem, plan: PatrolPlan) -> Iterator[Finding]:
    """Find visits of a place for another organisation than that of its first visit."""
    visits = [
        (visit.starts_ms, visit.stop, team.organisation)
        for team, route in zip(problem.teams, plan.routes, strict=True)
        for visit in route.visits
    ]
    first: dict[int, str] = {}
    for _, stop, organisation in sorted(visits):
        if first.setdefault(int(problem.stops.place[stop]), organisation) != organisation:
            yield Finding(Fault.STACKED, stop)
