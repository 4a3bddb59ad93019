"""A week of patrols as a table and in sentences for the screen."""

from datetime import datetime

import pandas as pd

from geo.present import wording
from geo.present.wording import say_count, say_number
from geo.service.patrol.answers import LABEL, WIJK_NAME, PatrolAdvice
from geo.service.patrol.weeks import WeekAdvice

PLACE = "Plek"
TOTAL = "Week"


def name_shifts(week: WeekAdvice) -> list[str]:
    """Name each shift of a week by its day: ``ma 31``, with its hour where a day has more."""
    begins = [advice.question.begins for advice in week.shifts]
    several = len({moment.date() for moment in begins}) < len(begins)
    return [_name_shift(moment, with_hour=several) for moment in begins]


def say_week(week: WeekAdvice) -> str:
    """Say in a sentence what is suggested for a week."""
    visits = int(week.planned.sum())
    if not visits:
        return "Geen verantwoorde stop in deze week."
    places = int((week.planned.sum(axis=1) > 0).sum())
    first, last = (week.shifts[end].question.begins for end in (0, -1))
    return (
        f"De kaart stelt {say_count(visits, 'bezoek', 'bezoeken')} aan "
        f"{say_count(places, 'plek', 'plekken')} voor in "
        f"{say_count(len(week.shifts), 'dienst', 'diensten')}, van {wording.say_date(first)} "
        f"tot en met {wording.say_date(last)}."
    )


def say_spread(week: WeekAdvice) -> list[str]:
    """Say by which rules the visits are spread, and which of them did not fit."""
    rules = week.question.spread
    least = say_count(rules.least_visits, "keer", "keer")
    first = (
        f"Elke hotspot komt in de week ten minste {least} aan de beurt; een tweede en derde bezoek "
        "in een dienst telt steeds half zo zwaar."
    )
    told = [first]
    if week.cap is not None:
        told.append(
            f"Een wijk krijgt in de week ten hoogste {say_count(week.cap, 'bezoek', 'bezoeken')}."
        )
    missed = int((week.asked - week.planned).clip(min=0).sum())
    if missed:
        told.append(
            f"{say_count(missed, 'bezoek', 'bezoeken')} van deze verdeling "
            f"{'past' if missed == 1 else 'passen'} niet in de dienst en "
            f"{'is' if missed == 1 else 'zijn'} niet ingepland."
        )
    deviations = [one.deviation for spread in week.starts.values() for one in spread.values()]
    if deviations:
        least, most = (say_number(end(deviations)) for end in (min, max))
        told.append(
            "Wanneer een plek voor het eerst aan de beurt komt, verschilt van dienst tot dienst: "
            f"de standaardafwijking is {least} tot {most} minuten."
        )
    return told


def tabulate_week(week: WeekAdvice) -> pd.DataFrame:
    """Tabulate how often each place is visited in each shift; places without visits come last."""
    places = week.places
    names = [
        ", ".join(part for part in (str(label), str(wijk)) if part)
        for label, wijk in zip(places[LABEL], places[WIJK_NAME].fillna(""), strict=True)
    ]
    table = pd.DataFrame({PLACE: names, TOTAL: week.planned.sum(axis=1)})
    for number, name in enumerate(name_shifts(week)):
        table[name] = [_say_visits(count) for count in week.planned[:, number]]
    return table.sort_values(TOTAL, ascending=False, kind="stable").reset_index(drop=True)


def label_shifts(week: WeekAdvice) -> list[str]:
    """Label each shift in a list: ``ma 31 dec 2018, 15:00 · 9 bezoeken``."""
    return [
        f"{_say_begin(advice)} · {say_count(sum(map(len, advice.visits)), 'bezoek', 'bezoeken')}"
        for advice in week.shifts
    ]


def _say_begin(advice: PatrolAdvice) -> str:
    begins = advice.question.begins
    day = wording.WEEKDAYS[begins.weekday()][:2]
    return f"{day} {wording.say_short_date(begins)}, {begins:%H:%M}"


def _name_shift(begins: datetime, *, with_hour: bool) -> str:
    day = f"{wording.WEEKDAYS[begins.weekday()][:2]} {begins.day}"
    return f"{day} {begins:%H:%M}" if with_hour else day


def _say_visits(count: int) -> str:
    return str(count) if count else ""
