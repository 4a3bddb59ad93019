"""Patrols in Dutch: who goes, when and where to, why there, and what to pay attention to."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.trends import SMALL_COUNT
from geo.patrol_params import PatrolQuestion, PatrolTeam
from geo.patrol_records import SavedTeam
from geo.present import wording
from geo.present.changes import SMALL
from geo.present.namesakes import tell_apart
from geo.present.wording import say_count, say_date, say_list, say_number
from geo.schema import Organisation, PlaceKind, ShiftName, TravelMode
from geo.service.patrol.answers import (
    KIND,
    LABEL,
    PARK_NAME,
    WIJK_NAME,
    PatrolAdvice,
    PlannedVisit,
)
from geo.service.patrol.kits import PatrolKit

ORGANISATIONS: Final[Mapping[Organisation, str]] = {
    Organisation.POLICE: "politie",
    Organisation.BOA: "boa's",
    Organisation.YOUTH_WORK: "jongerenwerk",
}
MODES: Final[Mapping[TravelMode, str]] = {
    TravelMode.FOOT: "te voet",
    TravelMode.BICYCLE: "op de fiets",
    TravelMode.CAR: "met de auto",
}
SHIFTS: Final[Mapping[ShiftName, str]] = {
    ShiftName.EARLY: "vroege dienst",
    ShiftName.LATE: "late dienst",
    ShiftName.NIGHT: "nachtdienst",
}
NO_NAMES: Final = "Schrijf geen namen van personen op: alleen wat u ziet aan de plek."
NO_VISIT: Final = (
    "Voor dit team is geen stop ingepland. Kies een langere dienst, meer thema's of een basis "
    "dichterbij."
)

PLACE_KINDS: Final[Mapping[PlaceKind, str]] = {
    PlaceKind.HOTSPOT: "hotspot",
    PlaceKind.REPEAT: "kans op herhaling",
    PlaceKind.ADDED: "toegevoegde stop",
    PlaceKind.APPOINTMENT: "afspraak",
}
_REPORTS: Final = ("melding", "meldingen")
_MINUTE_S: Final = 60
_HOUR_MINUTES: Final = 60
# Hours before and after that of a visit whose incidents are told with it.
_BESIDE: Final = 1
_DAY_HOURS: Final = 24


def say_team(question: PatrolQuestion, number: int) -> str:
    """Name a team by its number from 1: ``Team 1: politie, te voet``."""
    return f"Team {number}: {describe_team(question.teams[number - 1])}"


def describe_team(team: PatrolTeam | SavedTeam) -> str:
    """Say for whom a team works and how it travels: ``politie, te voet``."""
    return f"{ORGANISATIONS[team.organisation]}, {MODES[team.mode]}"


def say_day(question: PatrolQuestion) -> str:
    """Say on which day a shift begins: ``dinsdag 3 november 2026``."""
    begins = question.begins
    return f"{wording.WEEKDAYS[begins.weekday()]} {say_date(begins)}"


def say_shift(question: PatrolQuestion) -> str:
    """Say from when until when a shift is: ``18:00 tot 00:00``."""
    ends = shift_moment(question, question.minutes)
    return f"{say_clock(question.begins)} tot {say_clock(ends)}"


def say_clock(moment: datetime) -> str:
    """Write a time of day; of an hour that comes twice the second is told to be winter time."""
    return f"{moment:%H:%M} (wintertijd)" if moment.fold else f"{moment:%H:%M}"


def shift_moment(question: PatrolQuestion, minutes: float) -> datetime:
    """Return the local moment so many minutes after a shift begins."""
    # By way of UTC: a shift may see the clock change.
    moment = question.begins.astimezone(UTC) + timedelta(minutes=minutes)
    return moment.astimezone(question.begins.tzinfo)


def say_stay(visit: PlannedVisit) -> str:
    """Say when a visit is and how long it lasts: ``18:24 tot 18:39 (15 minuten)``."""
    lasts = say_count(count_minutes(visit), "minuut", "minuten")
    return f"{say_span(visit)} ({lasts})"


def say_span(visit: PlannedVisit) -> str:
    """Say when a visit is: ``18:24 tot 18:39``."""
    return f"{say_clock(visit.starts)} tot {say_clock(visit.leaves)}"


def say_duration(minutes: int) -> str:
    """Say how long something lasts: ``2 uur en 15 minuten``."""
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    parts = [f"{say_number(hours)} uur"] if hours else []
    if rest or not hours:
        parts.append(say_count(rest, "minuut", "minuten"))
    return " en ".join(parts)


def count_minutes(visit: PlannedVisit) -> int:
    """Return how long a visit lasts, in whole minutes."""
    # By the seconds that pass, whatever the clock does in the night in which it changes.
    return round((visit.leaves.timestamp() - visit.starts.timestamp()) / _MINUTE_S)


def name_place(advice: PatrolAdvice, row: int) -> str:
    """Name a place by what it is and where: ``Jeugdoverlast 2, Slikkerveer``."""
    place = advice.places.iloc[row]
    label = str(place[LABEL])
    if place[KIND] == PlaceKind.REPEAT:
        label = list_labels(advice)[row]
    parts = [*_name_kind(advice, place, label), str(place[PARK_NAME]), str(place[WIJK_NAME])]
    # A business park may be a wijk of its own.
    return ", ".join(part for part in dict.fromkeys(parts) if part)


def list_labels(advice: PatrolAdvice) -> list[str]:
    """List the label of each place; those of places that bear the same one are told apart."""
    places = advice.places
    xy = places[[schema.X, schema.Y]].to_numpy(np.float64)
    labels = [str(label) for label in places[LABEL]]
    told = tell_apart(labels, xy)
    # What people wrote, and hotspots by their number, stay as they are.
    is_repeat = places[KIND] == PlaceKind.REPEAT
    return [
        new if renamed else old for old, new, renamed in zip(labels, told, is_repeat, strict=True)
    ]


def say_why(kit: PatrolKit, visit: PlannedVisit) -> list[str]:
    """Say why a team is to be somewhere then, a sentence each.

    Parameters
    ----------
    kit
        The plan.
    visit
        One of its visits.

    Returns
    -------
    list of str
        What happened lately, with counts, hours and kinds; never who.
    """
    advice = kit.advice
    reason = advice.reasons[visit.place]
    told = [_end_sentence(reason.words)] if reason.words else []
    if reason.incidents:
        told += _say_incidents(advice, visit)
    if reason.also:
        others = [
            f"{label} met {_say_small(count)}" if count else label for label, count in reason.also
        ]
        told.append(f"Op dezelfde plek: {say_list(others)}.")
    if reason.warm_until is not None:
        told.append(
            "Hier dichtbij is kort geleden gemeld; dan komt er vaker nog een melding, tot en met "
            f"{say_date(reason.warm_until)}."
        )
    if reason.police_made:
        counted = say_count(reason.police_made, "registratie", "registraties")
        told.append(f"{counted} van de politie zelf {_tell(reason.police_made)} niet mee.")
    return told


def say_arrival(visit: PlannedVisit) -> str:
    """Say when a team can be there, and how long it then has until the visit."""
    early = round((visit.starts.timestamp() - visit.arrives.timestamp()) / _MINUTE_S)
    told = say_clock(visit.arrives)
    return f"vanaf {told}, met {say_duration(early)} ruimte" if early else told


def say_again(advice: PatrolAdvice, visit: PlannedVisit, *, first: int) -> list[str]:
    """Say why a team is to be at a place again, which it visited before as a stop of that number.

    What was told then is not told again, only what differs.
    """
    told = [f"Dezelfde plek als stop {first}; daar staat waarom."]
    return [*told, _say_at_hour(advice, visit)] if advice.reasons[visit.place].incidents else told


def list_look_for(kit: PatrolKit, visit: PlannedVisit) -> tuple[str, ...]:
    """List what to pay attention to there, by the theme's card; nothing where it says nothing."""
    card = kit.cards.get(str(kit.advice.places[schema.THEME].iloc[visit.place]))
    return () if card is None else card.look_for


def say_geo_uri(latitude: float, longitude: float) -> str:
    """Write a place as phones open it in a map (RFC 5870), to a tenth of a metre."""
    return f"geo:{latitude:.6f},{longitude:.6f}"


def say_theme(advice: PatrolAdvice, row: int) -> str:
    """Name the theme of a place; empty where people added it."""
    theme = str(advice.places[schema.THEME].iloc[row])
    return advice.titles.get(theme, theme)


def _name_kind(advice: PatrolAdvice, place: pd.Series, label: str) -> Iterator[str]:
    kind, theme = PlaceKind(place[KIND]), str(place[schema.THEME])
    title = advice.titles.get(theme, theme)
    if kind is PlaceKind.HOTSPOT:
        # As on the phone and in the week, and short enough for a table on a phone.
        yield f"{title} {place[schema.RANK]}"
    else:
        yield f"{label or title} ({PLACE_KINDS[kind]})"


def _say_incidents(advice: PatrolAdvice, visit: PlannedVisit) -> Iterator[str]:
    reason = advice.reasons[visit.place]
    recent = say_list(
        [
            f"{_say_none(count)} in de laatste {say_number(days)} dagen"
            for days, count in reason.recent.items()
        ]
    )
    counted = _say_small(reason.incidents)
    yield f"{counted} in de periode, waarvan {recent}." if recent else f"{counted}."
    if reason.latest is not None:
        yield f"De laatste was op {say_date(reason.latest)}."
    yield _say_at_hour(advice, visit)
    # Where all are of one kind, that kind is the theme.
    if len(reason.codes) > 1:
        kinds = [f"{title} ({say_number(count)})" for title, count in reason.codes]
        yield f"Vooral: {say_list(kinds)}."


def _say_at_hour(advice: PatrolAdvice, visit: PlannedVisit) -> str:
    hour = visit.starts.hour
    first, after = (hour - _BESIDE) % _DAY_HOURS, (hour + _BESIDE + 1) % _DAY_HOURS
    count = round(advice.reasons[visit.place].count_at(visit.starts))
    told = f"er ongeveer {say_number(count)}" if count else "er geen"
    verb = "viel" if count == 1 else "vielen"
    return f"Rond deze tijd, tussen {first:02}:00 en {after:02}:00, {verb} {told}."


def _say_none(count: int) -> str:
    return say_number(count) if count else "geen"


def _say_small(count: int) -> str:
    text = say_count(count, *_REPORTS)
    return f"{text} ({SMALL})" if count < SMALL_COUNT else text


def _tell(count: int) -> str:
    return "telt" if count == 1 else "tellen"


def _end_sentence(words: str) -> str:
    text = words.strip()
    return text if text[-1:] in {".", "!", "?"} else f"{text}."
