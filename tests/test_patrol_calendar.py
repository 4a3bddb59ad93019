from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from papers import HOSTILE
from patrol_kits import AUTUMN_NIGHT, ZONE, make_advice, make_kit, render_calendar

from geo.params import Period

SPRING_NIGHT = datetime(2026, 3, 29, 0, 30, tzinfo=ZONE)


def read(content):
    return Calendar.from_ical(content)


def moments_of(visits):
    return [(visit.starts.timestamp(), visit.leaves.timestamp()) for visit in visits]


def test_each_visit_is_an_event_with_time_place_and_reason() -> None:
    kit = make_kit(2, teams=2)
    calendar = read(render_calendar(kit))
    assert len(calendar.events) == 4
    first = calendar.events[0]
    visit = kit.advice.visits[0][0]
    assert (first.start, first.end) == (visit.starts, visit.leaves)
    assert first["summary"] == "Team 1, stop 1: Jeugdoverlast 1, Slikkerveer"
    assert "13 meldingen" in first["description"]
    assert "Synthetische gegevens" in first["description"]
    assert first["geo"].latitude == pytest.approx(51.86, abs=0.01)
    assert first["url"].startswith("geo:51.8")
    # What RFC 5545 asks of each.
    assert all({"UID", "DTSTAMP", "DTSTART"} <= set(event) for event in calendar.events)


def test_events_of_one_team_can_be_written_alone() -> None:
    calendar = read(render_calendar(make_kit(3, teams=2), team=2))
    assert {event["summary"].split(",")[0] for event in calendar.events} == {"Team 2"}


def test_times_name_a_zone_that_the_calendar_describes() -> None:
    calendar = read(render_calendar(make_kit(1)))
    assert calendar.get_missing_tzids() == set()
    (zone,) = calendar.timezones
    assert zone.tz_name == "Europe/Amsterdam"


@pytest.mark.parametrize("name", ["Europe/Amsterdam", "America/New_York", "UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("year", [2024, 2026])
def test_the_zone_changes_its_offset_when_it_really_does(name, year) -> None:
    zone = ZoneInfo(name)
    begins = datetime(year, 6, 1, 12, tzinfo=zone)
    kit = replace(make_kit(1, begins=begins), timezone=zone)
    (told,) = read(render_calendar(kit)).timezones
    described = told.to_tz(lookup_tzid=False)
    for hours in range(0, 2 * 365 * 24, 5):
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        local = moment.astimezone(zone)
        if not local.fold:
            assert described.utcoffset(local.replace(tzinfo=None)) == local.utcoffset()


@pytest.mark.parametrize("begins", [AUTUMN_NIGHT, SPRING_NIGHT])
def test_a_shift_over_the_change_of_the_clock_is_read_at_the_right_moments(begins) -> None:
    kit = make_kit(8, begins=begins)
    events = read(render_calendar(kit)).events
    found = [(event.start.timestamp(), event.end.timestamp()) for event in events]
    assert found == moments_of(kit.advice.visits[0])


@given(st.integers(0, 365 * 24 * 12), st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_any_shift_is_read_back_at_its_own_moments(steps, stops) -> None:
    begins = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * steps)).astimezone(ZONE)
    kit = make_kit(stops, begins=begins)
    events = read(render_calendar(kit)).events
    found = [(event.start.timestamp(), event.end.timestamp()) for event in events]
    assert found == moments_of(kit.advice.visits[0])


def test_a_plan_made_anew_takes_the_place_of_the_one_before() -> None:
    before, later = make_kit(3), make_kit(3, order=[2, 1, 0])
    question = replace(
        later.advice.question,
        period=Period(
            first=later.advice.question.period.first,
            last=later.advice.question.period.last + timedelta(days=1),
        ),
    )
    later = replace(later, advice=replace(later.advice, question=question))
    old, new = (read(render_calendar(kit)).events for kit in (before, later))
    assert [event["uid"] for event in old] == [event["uid"] for event in new]
    assert len({event["uid"] for event in old}) == 3
    assert new[0].stamp - old[0].stamp == timedelta(days=1)


def test_another_shift_or_municipality_has_other_names() -> None:
    kit = make_kit(1)
    others = [
        replace(kit, municipality="Elders"),
        make_kit(1, begins=kit.advice.question.begins + timedelta(days=1)),
    ]
    names = {read(render_calendar(each)).events[0]["uid"] for each in (kit, *others)}
    assert len(names) == 3


def test_stamps_come_from_the_data_and_not_from_the_clock() -> None:
    kit = make_kit(2)
    content = render_calendar(kit)
    assert content == render_calendar(kit)
    last = kit.advice.question.period.last
    expected = datetime(last.year, last.month, last.day, tzinfo=ZONE) + timedelta(days=1)
    assert {event.stamp for event in read(content).events} == {expected}


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_of_people_stays_within_its_event(text) -> None:
    calendar = read(render_calendar(make_kit(2, text=text + "\r\nEND:VEVENT\r\nBEGIN:VEVENT")))
    assert len(calendar.events) == 2
    assert all(not component.errors for component in calendar.walk())


def test_text_of_people_comes_out_as_itself() -> None:
    (event,) = read(render_calendar(make_kit(1, text=HOSTILE))).events
    assert HOSTILE in event["summary"]


def test_a_plan_without_visits_is_an_empty_calendar() -> None:
    advice = make_advice(1, visits=((),), ways=((),))
    assert read(render_calendar(replace(make_kit(1), advice=advice))).events == []
