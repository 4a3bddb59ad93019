"""What is asked of a patrol, in Dutch: the shift, the teams and how they go."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from geo.patrol_params import PatrolQuestion, PatrolTeam, VisitRules
from geo.present import wording
from geo.schema import Organisation, ShiftName, TravelMode

SHIFTS: Final[Mapping[ShiftName, str]] = {
    ShiftName.EARLY: "Vroeg",
    ShiftName.LATE: "Laat",
    ShiftName.NIGHT: "Nacht",
}
ORGANISATIONS: Final[Mapping[Organisation, str]] = {
    Organisation.POLICE: "Politie",
    Organisation.BOA: "Boa",
    Organisation.YOUTH_WORK: "Jongerenwerk",
}
MODES: Final[Mapping[TravelMode, str]] = {
    TravelMode.FOOT: "te voet",
    TravelMode.BICYCLE: "op de fiets",
    TravelMode.CAR: "met de auto",
}
_MINUTE_SECONDS: Final = 60


def say_question(question: PatrolQuestion, base: str) -> str:
    """Say for whom and when a plan is asked, and from where."""
    return f"{say_shift(question)}, {say_teams(question)}, vanaf {base}"


def say_shift(question: PatrolQuestion) -> str:
    """Say when a shift is: ``vrijdag 4 januari 2019, 15:00-23:00``."""
    begins = question.begins
    day = f"{wording.WEEKDAYS[begins.weekday()]} {wording.say_date(begins)}"
    return f"{day}, {begins:%H:%M}-{end_of(question):%H:%M}"


def end_of(question: PatrolQuestion) -> datetime:
    """Return the local moment at which a shift ends."""
    # By way of seconds: the clock on the wall may change during a night.
    ends = question.begins.timestamp() + question.minutes * _MINUTE_SECONDS
    return datetime.fromtimestamp(ends, tz=question.begins.tzinfo)


def say_teams(question: PatrolQuestion) -> str:
    """Say which teams go out, alike ones together: ``2 teams politie op de fiets``."""
    alike = Counter(map(say_team, question.teams))
    return wording.say_list(
        [f"{wording.say_count(count, 'team', 'teams')} {words}" for words, count in alike.items()]
    )


def say_team(team: PatrolTeam) -> str:
    """Say for whom a team works and how it goes: ``politie op de fiets``."""
    return f"{ORGANISATIONS[team.organisation].lower()} {MODES[team.mode]}"


def label_teams(question: PatrolQuestion) -> list[str]:
    """Label each team by its number: ``Team 1: politie op de fiets``."""
    return [f"Team {number}: {say_team(team)}" for number, team in enumerate(question.teams, 1)]


def say_rules(rules: VisitRules) -> str:
    """Say how long a visit lasts and how far apart visits are, and that it is a rule of thumb."""
    dwell, least, most = (
        wording.say_number(minutes)
        for minutes in (rules.dwell_minutes, rules.least_gap_minutes, rules.most_gap_minutes)
    )
    return (
        f"Een bezoek duurt {dwell} minuten; tussen twee bezoeken aan dezelfde plek zit {least} tot "
        f"{most} minuten. Vijftien minuten, na een half uur tot twee uur weer, is een vuistregel: in "
        "één stad gemeten (Koper 1995), en daarna nergens."
    )
