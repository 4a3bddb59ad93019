"""What is asked of a patrol, in Dutch: the shift, the teams and how they go."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from geo.patrol_params import PatrolQuestion, VisitRules
from geo.present import wording
from geo.present.patrol.words import describe_team, say_day, say_team, shift_moment
from geo.schema import ShiftName

SHIFTS: Final[Mapping[ShiftName, str]] = {
    ShiftName.EARLY: "Vroeg",
    ShiftName.LATE: "Laat",
    ShiftName.NIGHT: "Nacht",
}


def say_question(question: PatrolQuestion, base: str) -> str:
    """Say for whom a plan is asked, and from where."""
    return f"{say_teams(question)}, vanaf {base}"


def say_shift(question: PatrolQuestion) -> str:
    """Say when a shift is: ``vrijdag 4 januari 2019, 15:00-23:00``."""
    ends = shift_moment(question, question.minutes)
    return f"{say_day(question)}, {question.begins:%H:%M}-{ends:%H:%M}"


def say_teams(question: PatrolQuestion) -> str:
    """Say which teams go out, alike ones together: ``2 teams (politie, op de fiets)``."""
    alike = Counter(map(describe_team, question.teams))
    return wording.say_list(
        [f"{wording.say_count(count, 'team', 'teams')} ({words})" for words, count in alike.items()]
    )


def label_teams(question: PatrolQuestion) -> list[str]:
    """Label each team by its number: ``Team 1: politie, op de fiets``."""
    return [say_team(question, number) for number in range(1, len(question.teams) + 1)]


def say_rules(rules: VisitRules) -> str:
    """Say how long a visit lasts and how far apart visits are, and that it is a rule of thumb."""
    dwell, least, most = (
        wording.say_short(minutes)
        for minutes in (rules.dwell_minutes, rules.least_gap_minutes, rules.most_gap_minutes)
    )
    return (
        f"Een bezoek duurt {dwell} minuten; tussen twee bezoeken aan dezelfde plek zit {least} tot "
        f"{most} minuten. Vijftien minuten, en na een half uur tot twee uur weer, is "
        "een vuistregel: in één stad gemeten (Koper 1995), en daarna nergens."
    )


def list_appointments(question: PatrolQuestion) -> list[str]:
    """Say of each appointment when it is, what it is and for whom."""
    labels = label_teams(question)
    return [
        f"Afspraak om {one.begins:%H:%M}, {wording.say_count(one.minutes, 'minuut', 'minuten')}: "
        f"{one.label}" + ("" if one.team is None else f" ({labels[one.team]})")
        for one in question.appointments
    ]


def list_added(question: PatrolQuestion) -> list[str]:
    """Say of each stop that people added what is there, and why."""
    return [f"Toegevoegd: {one.label}. Reden: {one.reason}" for one in question.added]


def list_left_out(question: PatrolQuestion, names: Mapping[str, str]) -> list[str]:
    """Say of each place that people left out what it is, and why.

    Parameters
    ----------
    question
        What was asked.
    names
        Key of a place to its name; one that is not there any more goes by its key.
    """
    return [
        f"Weggelaten: {names.get(one.key, one.key)}. Reden: {one.reason}"
        for one in question.left_out
    ]
