"""Whether what people change by hand makes a patrol easy to foretell."""

from dataclasses import replace
from typing import Final

from geo.advice.orienteering import PatrolPlan, PatrolProblem
from geo.advice.patrols import suggest_patrols
from geo.advice.predictability import Foreseeable, Starts, find_foreseeable
from geo.advice.rounds import shake_prizes
from geo.service.patrol.answers import KEY
from geo.service.patrol.case import PatrolCase
from geo.service.patrol.stops import draw_rounds

_PLANS: Final = 8
_MINUTE_MS: Final = 60_000


def foresee_changes(case: PatrolCase) -> list[Foreseeable]:
    """Find places that would be foreseeable, were the same changes made in shift after shift.

    Eight plans of the seeds that follow are made at once, with the changes and without; what is
    foreseeable in the first and not in the second is due to the changes. Appointments are set
    times by nature, and are not looked at.

    Parameters
    ----------
    case
        What was gathered; it can be planned.

    Returns
    -------
    list of Foreseeable
        In order of keys; none where nothing was changed.
    """
    if not (case.question.added or case.question.left_out):
        return []
    changed, unchanged = (
        find_foreseeable([_list_starts(case, seed, with_changes=way) for seed in _seeds(case)])
        for way in (True, False)
    )
    already = {one.key for one in unchanged}
    return [one for one in changed if one.key not in already]


def _seeds(case: PatrolCase) -> range:
    return range(case.question.seed + 1, case.question.seed + 1 + _PLANS)


def _list_starts(case: PatrolCase, seed: int, *, with_changes: bool) -> Starts:
    """Minutes after the start of the shift at which each place is first visited in a plan."""
    # One draw each: what plans give up makes no difference here, and there are sixteen of them.
    problem = draw_rounds(case, seed=seed, with_changes=with_changes, draws=1)
    shaken = shake_prizes(problem.stops.prize, seed=seed)
    stops = replace(problem.stops, prize=shaken)
    return _read_starts(case, problem, suggest_patrols(replace(problem, stops=stops)))


def _read_starts(case: PatrolCase, problem: PatrolProblem, plan: PatrolPlan) -> Starts:
    fixed_by_nature = len(case.places) - len(case.question.added)
    starts: dict[str, float] = {}
    for visit in (visit for route in plan.routes for visit in route.visits):
        place = int(problem.stops.place[visit.stop])
        is_appointment = problem.stops.is_fixed[visit.stop] and place < fixed_by_nature
        if not is_appointment:
            key, minutes = str(case.places[KEY][place]), visit.starts_ms / _MINUTE_MS
            starts[key] = min(minutes, starts.get(key, minutes))
    return starts
