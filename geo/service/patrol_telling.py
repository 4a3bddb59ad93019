"""A plan, told as an answer: who is where when, by which way, and what to know about it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from geo import schema
from geo.advice.orienteering import PatrolPlan, PatrolProblem, Values
from geo.schema import PlaceKind
from geo.service.patrol_answers import (
    KIND,
    PLANNED_MINUTES,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    TESTABLE,
    WIJK_NAME,
    Caution,
    PatrolAdvice,
    PatrolWarning,
    PlannedVisit,
)
from geo.service.patrol_case import PatrolCase

Visits = tuple[tuple[PlannedVisit, ...], ...]


def tell_plan(
    case: PatrolCase, problem: PatrolProblem, plan: PatrolPlan, *, loss: float | None
) -> PatrolAdvice:
    """Tell a plan as an answer.

    Parameters
    ----------
    case, problem
        What was gathered, and how it was posed.
    plan
        One that can be done.
    loss
        Share of the prize that was given up to be unpredictable.
    """
    visits = _tell_visits(case, problem, plan)
    return PatrolAdvice(
        question=case.question,
        titles=case.titles,
        places=case.places,
        reasons=case.reasons,
        plan=plan,
        visits=visits,
        ways=_trace_ways(case, visits),
        fairness=_weigh_fairness(case, visits),
        cameras=case.cameras,
        warnings=tuple(_list_warnings(case, visits)),
        loss=loss,
        chance=case.chance,
        on_streets=case.ways.on_streets,
        synthetic=case.synthetic,
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


def _weigh_fairness(case: PatrolCase, visits: Visits) -> pd.DataFrame:
    """Lay the planned time per wijk beside its share of incidents and of inhabitants."""
    made = [visit for team in visits for visit in team]
    minutes = pd.Series(
        [(visit.leaves - visit.starts).total_seconds() / 60 for visit in made], dtype=np.float64
    )
    codes = case.places[schema.WIJK_CODE].take([visit.place for visit in made])
    by_wijk = minutes.groupby(codes.to_numpy()).sum()
    wijken = case.wijken
    planned = by_wijk.reindex(wijken.index, fill_value=0.0)
    return pd.DataFrame(
        {
            schema.WIJK_CODE: wijken.index.to_series(),
            WIJK_NAME: wijken[WIJK_NAME],
            PLANNED_MINUTES: planned,
            SHARE_PLANNED: _share(planned),
            SHARE_INCIDENTS: _share(wijken[schema.INCIDENTS]),
            SHARE_INHABITANTS: _share(wijken[schema.INHABITANTS]),
        }
    ).reset_index(drop=True)


def _share(counts: pd.Series) -> pd.Series:
    numbers = counts.astype(np.float64)
    total = numbers.sum()
    return numbers / total if total > 0 else numbers * np.nan


def _list_warnings(case: PatrolCase, visits: Visits) -> Sequence[PatrolWarning]:
    found = []
    if not case.ways.on_streets:
        found.append(PatrolWarning(Caution.NO_STREETS))
    made = {visit.place for team in visits for visit in team}
    places = case.places
    untested = (places[KIND] == PlaceKind.HOTSPOT) & ~places[TESTABLE].astype(np.bool_)
    if (count := len(made & set(places.index[untested]))) > 0:
        found.append(PatrolWarning(Caution.NOT_TESTABLE, {"places": count}))
    if case.chance:
        found.append(PatrolWarning(Caution.MAY_BE_CHANCE, {"places": case.chance}))
    found += [
        PatrolWarning(Caution.NO_VISIT, {"team": number})
        for number, team in enumerate(visits, start=1)
        if not team
    ]
    if case.question.appointments or case.question.added or case.question.left_out:
        found.append(PatrolWarning(Caution.NO_NAMES))
    return found
