"""A plan, told as an answer: who is where when, by which way, and what to know about it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from geo.advice.lost_visits import find_lost
from geo.advice.orienteering import PatrolPlan, PatrolProblem, Values
from geo.service.patrol.answers import LostVisit, PatrolAdvice, PlannedVisit
from geo.service.patrol.case import PatrolCase
from geo.service.patrol.cautions import compare_wijken, list_warnings
from geo.service.patrol.foresight import foresee_changes

Visits = tuple[tuple[PlannedVisit, ...], ...]


@dataclass(frozen=True, eq=False)
class ShakenPlan:
    """A plan that nobody can foretell.

    ``shake`` is the standard deviation of the logarithm by which prizes were shaken; ``loss`` the
    share of the prize that was given up for it, None where there was nothing to win.
    """

    plan: PatrolPlan
    shake: float
    loss: float | None = None


def tell_plan(case: PatrolCase, problem: PatrolProblem, shaken: ShakenPlan) -> PatrolAdvice:
    """Tell a plan as an answer.

    Parameters
    ----------
    case, problem
        What was gathered, and how it was posed.
    shaken
        One that can be done.
    """
    visits = _tell_visits(case, problem, shaken.plan)
    lost = _tell_lost(case, problem, shaken.plan)
    return PatrolAdvice(
        question=case.question,
        titles=case.titles,
        places=case.places,
        reasons=case.reasons,
        plan=shaken.plan,
        visits=visits,
        ways=_trace_ways(case, visits),
        fairness=compare_wijken(case, visits),
        cameras=case.cameras,
        warnings=list_warnings(case, visits, foreseen=foresee_changes(case), lost=lost),
        loss=shaken.loss,
        shake=shaken.shake,
        chance=case.chance,
        on_streets=case.ways.on_streets,
        synthetic=case.synthetic,
        lost=lost,
    )


def _tell_visits(case: PatrolCase, problem: PatrolProblem, plan: PatrolPlan) -> Visits:
    begins, stops = case.question.begins, problem.stops
    return tuple(
        tuple(
            PlannedVisit(
                int(stops.place[visit.stop]),
                _after(begins, visit.arrives_ms),
                _after(begins, visit.starts_ms),
                _after(begins, visit.leaves_ms),
                is_fixed=bool(stops.is_fixed[visit.stop]),
            )
            for visit in route.visits
        )
        for route in plan.routes
    )


def _tell_lost(case: PatrolCase, problem: PatrolProblem, plan: PatrolPlan) -> tuple[LostVisit, ...]:
    begins, stops = case.question.begins, problem.stops
    return tuple(
        LostVisit(
            int(stops.place[one.stop]),
            _after(begins, int(stops.opens_ms[one.stop])),
            _after(begins, int(stops.closes_ms[one.stop])),
            int(stops.place[one.because]),
        )
        for one in find_lost(problem, plan)
    )


def _after(begins: datetime, ms: int) -> datetime:
    # By way of UTC: a shift may see the clock change.
    moment = begins.astimezone(UTC) + timedelta(milliseconds=ms)
    return moment.astimezone(begins.tzinfo)


def _trace_ways(case: PatrolCase, visits: Visits) -> tuple[tuple[Values, ...], ...]:
    start, end = len(case.places), len(case.places) + 1
    return tuple(
        case.ways.trace(team, [start, *(visit.place for visit in made), end]) if made else ()
        for team, made in zip(case.question.teams, visits, strict=True)
    )
