"""What no plan can do, refused before one is sought: who reads it can change what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import NoReturn

import numpy as np

from geo.advice.orienteering import Flags, PatrolProblem
from geo.errors import ParamsError
from geo.patrol_params import Appointment, PatrolQuestion
from geo.service.patrol.answers import LABEL
from geo.service.patrol.case import PatrolCase


def check_feasible(case: PatrolCase, problem: PatrolProblem) -> None:
    """Refuse what cannot be done by anybody.

    Parameters
    ----------
    case, problem
        What was asked, and how it was posed.

    Raises
    ------
    ParamsError
        If the shift is shorter than a visit, a team cannot be back in time, nothing is in reach,
        or appointments lie outside the shift, out of reach or on top of each other.
    """
    question = case.question
    if question.minutes < question.rules.dwell_minutes:
        raise ParamsError(
            "patrol-too-short",
            expected=f"a shift of {question.rules.dwell_minutes:g} minutes or more",
            got=f"{question.minutes}",
            remedy="give a longer shift or shorter visits",
            minutes=question.minutes,
            dwell=f"{question.rules.dwell_minutes:g}",
        )
    _check_return(problem)
    reached = _find_reached(problem)
    _check_appointments(question, problem, reached)
    worthwhile = problem.stops.is_fixed | (problem.stops.prize > 0)
    if worthwhile.any() and not reached[:, worthwhile].any():
        raise ParamsError(
            "patrol-out-of-reach",
            expected="a base from which a team can visit a hotspot and be back in time",
            got="none in reach",
            remedy="choose a base closer by, a longer shift or a quicker way to travel",
        )


@contextmanager
def name_appointments(case: PatrolCase, problem: PatrolProblem) -> Iterator[None]:
    """Name a stop that cannot be kept together with the others as people do, not by its number."""
    try:
        yield
    except ParamsError as error:
        if error.key != "patrol-appointment":
            raise
        place = int(problem.stops.place[int(str(error.facts["stop"]))])
        label = str(case.places[LABEL][place])
        raise ParamsError(
            "patrol-appointment",
            expected="appointments and added stops that can be kept together",
            got=f"{label!r}, which does not fit",
            remedy="move or leave out this one, or add a team",
            stop=label,
        ) from error


def _check_return(problem: PatrolProblem) -> None:
    for number, team in enumerate(problem.teams, start=1):
        way = problem.travel_ms[team.travel]
        if team.begins_ms + way[team.start, team.end] > team.ends_ms:
            raise ParamsError(
                "patrol-unreachable",
                expected="a base from which the team can be back in time",
                got=f"team {number}, which cannot",
                remedy="choose another base or a longer shift",
            )


def _find_reached(problem: PatrolProblem) -> Flags:
    """Which team can make which stop, were it the only one; shape ``(teams, stops)``."""
    stops = problem.stops
    reached = np.zeros((len(problem.teams), len(stops)), np.bool_)
    for row, team in enumerate(problem.teams):
        way = problem.travel_ms[team.travel]
        starts = np.maximum(stops.opens_ms, team.begins_ms + way[team.start, stops.place])
        back = starts + stops.dwell_ms + way[stops.place, team.end]
        reached[row] = (starts <= stops.closes_ms) & (back <= team.ends_ms)
    return reached


def _check_appointments(question: PatrolQuestion, problem: PatrolProblem, reached: Flags) -> None:
    fixed = np.flatnonzero(problem.stops.is_fixed)
    ends = question.begins.timestamp() + question.minutes * 60
    for one, stop in zip(question.appointments, fixed, strict=False):
        begins = one.begins.timestamp()
        if begins < question.begins.timestamp() or begins + one.minutes * 60 > ends:
            _refuse("patrol-appointment-outside", one, remedy="move it, or change the shift")
        if not reached[:, stop].any():
            _refuse("patrol-appointment-far", one, remedy="move it, or choose another base or team")
    _check_overlap(question)


def _check_overlap(question: PatrolQuestion) -> None:
    """Refuse two appointments of one team at once, and more at once than there are teams."""
    for one, other in combinations(question.appointments, 2):
        if _overlap(one, other) and one.team is not None and one.team == other.team:
            _refuse_overlap(one, other)
    for one in question.appointments:
        at_once = [
            other
            for other in question.appointments
            if other.begins <= one.begins and _overlap(one, other)
        ]
        if len(at_once) > len(question.teams):
            _refuse_overlap(next(other for other in at_once if other is not one), one)


def _overlap(one: Appointment, other: Appointment) -> bool:
    apart = abs(one.begins.timestamp() - other.begins.timestamp())
    earlier = one if one.begins <= other.begins else other
    return apart < earlier.minutes * 60


def _refuse_overlap(one: Appointment, other: Appointment) -> NoReturn:
    raise ParamsError(
        "patrol-appointments-overlap",
        expected="at most one appointment a team at a time",
        got=f"{one.label!r} and {other.label!r} at once",
        remedy="move one of them, or add a team",
        label=one.label,
        other=other.label,
    )


def _refuse(key: str, one: Appointment, *, remedy: str) -> NoReturn:
    raise ParamsError(
        key,
        expected="an appointment that can be kept within the shift",
        got=f"{one.label!r} at {one.begins:%H:%M}",
        remedy=remedy,
        label=one.label,
        time=f"{one.begins:%H:%M}",
    )
