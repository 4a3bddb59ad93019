"""A patrol plan as a calendar (iCalendar, RFC 5545), with the zone of its times."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from geo.disclosure import Disclosed
from geo.present import wording
from geo.present.audience_words import AUDIENCES
from geo.present.markup import show_on_one_line
from geo.present.patrol.table import ToldVisit, tell_visits
from geo.present.patrol.words import say_day, say_geo_uri, say_team
from geo.service.patrol.kits import PatrolKit

_MAKER: Final = "-//Hotspotkaart//Patrouille//NL"
# Settles the names of events: the same stop of the same shift has the same name everywhere.
_NAMES: Final = uuid.UUID("0f6f3c5e-5d0b-4f5e-9f0e-6d1f7f3c2a51")
_HOUR: Final = timedelta(hours=1)


def render_calendar(told: Disclosed[PatrolKit], *, team: int | None = None) -> bytes:
    """Write a plan as a calendar: an event a visit.

    A plan that was made anew for the same shift takes the place of the one before: its events
    have the same names, and are stamped by the end of the data that it learned from.

    Parameters
    ----------
    told
        The plan, handed on to who will see it.
    team
        Number from 1 of the only team; None means all.

    Returns
    -------
    bytes
        The same plan gives the same bytes.
    """
    kit, stated = told.answer, tuple(_state(told))
    question = kit.advice.question
    calendar = Calendar.new(
        prodid=_MAKER,
        # On one line: the library does not escape line ends here.
        description=". ".join(stated),
        name=show_on_one_line(f"Patrouille {kit.municipality}, {say_day(question)}"),
        uid=_name(kit, "calendar"),
    )
    calendar.add_component(_describe_zone(kit.timezone, question.begins.year))
    for visit in tell_visits(kit, team=team):
        calendar.add_component(_tell_event(kit, visit, stated))
    return bytes(calendar.to_ical())


def _state(told: Disclosed[PatrolKit]) -> Iterator[str]:
    """State for whom a plan is, and what it rests on."""
    yield f"Voor wie: {AUDIENCES[told.audience]}"
    origin = wording.say_origin(told.answer.data)
    yield from (show_on_one_line(f"{label}: {text}") for label, text in origin)


def _tell_event(kit: PatrolKit, told: ToldVisit, stated: Iterable[str]) -> Event:
    question, visit = kit.advice.question, told.visit
    _, learned_until = question.period.bounds(kit.timezone)
    event = Event.new(
        uid=_name(kit, f"{told.team}/{told.number}"),
        stamp=learned_until.astimezone(UTC),
        start=_settle_moment(visit.starts, kit.timezone),
        end=_settle_moment(visit.leaves, kit.timezone),
        summary=show_on_one_line(f"Team {told.team}, stop {told.number}: {told.name}"),
        location=show_on_one_line(told.name),
        # Each says it itself: what is taken over into another calendar leaves the rest behind.
        description="\n".join(
            [*(show_on_one_line(text) for text in _describe(kit, told)), *stated]
        ),
        url=say_geo_uri(told.latitude, told.longitude),
    )
    event.add("geo", (told.latitude, told.longitude))
    return event


def _describe(kit: PatrolKit, told: ToldVisit) -> Iterator[str]:
    if kit.data.synthetic:
        yield wording.SYNTHETIC_NOTICE
    yield say_team(kit.advice.question, told.team)
    yield from told.why
    if told.look_for:
        yield f"Let op: {'; '.join(told.look_for)}."
    if told.contact_line:
        yield told.contact_line
    yield say_geo_uri(told.latitude, told.longitude)


def _name(kit: PatrolKit, part: str) -> str:
    question = kit.advice.question
    shift = f"{kit.municipality}|{question.begins.isoformat()}|{question.minutes}"
    return str(uuid.uuid5(_NAMES, f"{shift}|{part}"))


def _settle_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment that a calendar reads as one only.

    A local time that comes twice, in the night in which the clock goes back, is read as the first
    of the two: the second is told in UTC.
    """
    local = moment.astimezone(zone)
    return local.astimezone(UTC) if local.fold else local


def _describe_zone(zone: ZoneInfo, year: int) -> Timezone:
    """Describe the times of a zone in a year and the next.

    Written out here: of a change to summer time a calendar wants the local time before it, where
    the library tells the one after it.
    """
    described = Timezone()
    described.add("tzid", zone.key)
    first = datetime(year, 1, 1, tzinfo=zone)
    described.add_component(_describe_change(first.astimezone(UTC), zone, before=first))
    moment = first.astimezone(UTC)
    while moment.year < year + 2:
        later = moment + _HOUR
        before = moment.astimezone(zone)
        if later.astimezone(zone).utcoffset() != before.utcoffset():
            described.add_component(_describe_change(later, zone, before=before))
        moment = later
    return described


def _describe_change(
    moment: datetime, zone: ZoneInfo, *, before: datetime
) -> TimezoneStandard | TimezoneDaylight:
    after = moment.astimezone(zone)
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    offset = before.utcoffset() or timedelta()
    part.add("dtstart", (moment + offset).replace(tzinfo=None))
    part.add("tzname", after.tzname() or "")
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", after.utcoffset() or timedelta())
    return part
