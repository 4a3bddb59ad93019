"""Where and when to be on patrol, with what every visit rests on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from geo.advice.coordination import coordinate_teams
from geo.advice.orienteering import PatrolPlan, PatrolProblem, plan_of
from geo.advice.patrols import plan_patrols
from geo.advice.plan_checks import find_faults
from geo.advice.rounds import MOST_LOSS, SHAKES, shake_prizes
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.patrol_params import PatrolParams, PatrolQuestion
from geo.service.answers import HotspotReport
from geo.service.patrol.answers import PatrolAdvice
from geo.service.patrol.case import PatrolCase, gather_patrol
from geo.service.patrol.checks import check_feasible, name_appointments
from geo.service.patrol.stops import draw_rounds, list_preferred, pose_rounds
from geo.service.patrol.telling import ShakenPlan, tell_plan
from geo.workspace import Workspace

_Plan = Callable[[PatrolProblem], PatrolPlan]
# Within a second, and worth far more than what is merely filled in.
_AT_ONCE: Final = PatrolParams(iterations=30)
# Each search is so much longer than the one before it.
_LONGER: Final = 5


def plan_patrol(
    workspace: Workspace,
    question: PatrolQuestion,
    *,
    params: PatrolParams | None = None,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
) -> PatrolAdvice:
    """Plan a shift: which hotspots to visit, when, and in which order.

    Only hotspots that are more than chance, or that cannot be held against it, are visited.
    Records that police made themselves raise nothing. What is expected in an hour of the week is
    the recency-weighted number of incidents a week, spread over the hours in which they may have
    happened. Prizes and the start of the rounds are shaken by the seed.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    params
        How long to look for a better plan; its seed is that of the question.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.
    reports
        Theme to its hotspots, as `gather_patrol` takes them.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown, or no team can visit anything and be back in time.
    """
    case = gather_patrol(workspace, question, draws=draws, reports=reports)
    return search_patrol(case, params)


def plan_patrol_at_once(case: PatrolCase) -> PatrolAdvice:
    """Plan a shift within a second, and look no further.

    Parameters
    ----------
    case
        What was gathered.

    Raises
    ------
    ParamsError
        If no team can visit anything and be back in time, or an appointment cannot be kept.
    """
    return search_patrol(case, _AT_ONCE)


def search_patrol(case: PatrolCase, params: PatrolParams | None = None) -> PatrolAdvice:
    """Plan a shift, and look for the best plan.

    Parameters
    ----------
    case
        What was gathered.
    params
        How long to look; the seed is that of the question.

    Raises
    ------
    ParamsError
        As of `plan_patrol_at_once`.
    """
    search = replace(params or PatrolParams(), seed=case.question.seed)
    made = _plan(case, lambda problem: plan_patrols(problem, search))
    return replace(made, iterations=search.iterations)


def improve_patrol(
    case: PatrolCase, params: PatrolParams | None = None, *, steps: int = 3
) -> Iterator[PatrolAdvice]:
    """Make a plan at once, then better ones: each search is much longer than the one before.

    What is not taken from the iterator is not looked for. The searches are of shaken prizes: a
    longer one seldom finds a plan that is worth a little less.

    Parameters
    ----------
    case
        What was gathered.
    params
        How long to look in the end: the last plan is that of `search_patrol`.
    steps
        How many searches there are after the plan at once.

    Yields
    ------
    PatrolAdvice
        Each can be done.

    Raises
    ------
    ParamsError
        As of `plan_patrol_at_once`.
    """
    yield plan_patrol_at_once(case)
    search = params or PatrolParams()
    for step in reversed(range(steps)):
        part = max(1, search.iterations // _LONGER**step)
        yield search_patrol(case, replace(search, iterations=part))


def _plan(case: PatrolCase, plan: _Plan) -> PatrolAdvice:
    """Plan rounds and prizes that nobody can foretell; say what that costs beside plain ones."""
    seed = case.question.seed
    plain = pose_rounds(case)
    check_feasible(case, plain)
    _, plain_prize = _coordinate(case, plain, plan)
    drawn, drawn_prize = _coordinate(case, draw_rounds(case, seed=seed), plan)
    most = max(plain_prize, drawn_prize)
    with name_appointments(case, drawn):
        shaken = _plan_unforeseen(drawn, plan, seed=seed, most=most)
    _check_plan(drawn, shaken.plan)
    # The search may miss the best plan by a little, and find it among the shaken ones.
    most = max(shaken.plan.prize, most)
    loss = 1 - shaken.plan.prize / most if most > 0 else None
    return tell_plan(case, drawn, replace(shaken, loss=loss))


def _coordinate(case: PatrolCase, posed: PatrolProblem, plan: _Plan) -> tuple[PatrolProblem, float]:
    """Share the places among the teams, and say what a plan of them is worth."""
    # Each problem numbers its stops by itself.
    with name_appointments(case, posed):
        shared = coordinate_teams(posed, list_preferred(case))
        return shared, plan(shared).prize


def _plan_unforeseen(problem: PatrolProblem, plan: _Plan, *, seed: int, most: float) -> ShakenPlan:
    """Plan with prizes that are shaken as much as gives up little enough; say what it is worth."""
    tried = []
    for shake in SHAKES:
        prize = shake_prizes(problem.stops.prize, seed=seed, shake=shake)
        other = replace(problem, stops=replace(problem.stops, prize=prize))
        made = plan_of(problem, list(plan(other).routes))
        tried.append(ShakenPlan(made, shake))
        if made.prize >= (1 - MOST_LOSS) * most:
            break
    # Where none does it is the best of them; of equals the one that is shaken most.
    within = [one for one in tried if one.plan.prize >= (1 - MOST_LOSS) * most]
    return within[0] if within else max(tried, key=lambda one: one.plan.prize)


def _check_plan(problem: PatrolProblem, plan: PatrolPlan) -> None:
    """Hand on no plan that cannot be done, by a reckoning that shares nothing with the search."""
    faults = find_faults(problem, plan)
    if faults:
        raise ParamsError(
            "patrol-faulty",
            expected="a plan that can be done",
            got=", ".join(sorted({finding.fault.value for finding in faults})),
            remedy="plan another seed, and report this",
        )
