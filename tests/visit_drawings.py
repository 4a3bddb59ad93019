"""A patrol plan and ticks drawn by hand."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from geo.patrol_records import PlanTerms, PlanVersion, SavedPlan, SavedStop, SavedTeam
from geo.patrol_ticks import Finding, Tick, TickKind
from geo.schema import Organisation, PlaceKind, TravelMode

ZONE = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2019, 1, 4, 16, tzinfo=ZONE)
TEAMS = (
    SavedTeam(mode=TravelMode.FOOT, organisation=Organisation.POLICE),
    SavedTeam(mode=TravelMode.BICYCLE, organisation=Organisation.BOA),
)
SQUARE, STATION = "jeugdoverlast:1", "jeugdoverlast:2"
PLACES = {SQUARE: ("Jeugdoverlast 1", 100_000.0, 430_000.0)}
PLACES |= {STATION: ("Jeugdoverlast 2", 101_000.0, 430_500.0)}


def draw_stop(team=1, stop=1, place=SQUARE, *, minutes=0, begins=BEGINS, dwell=15, **changes):
    """A visit so many minutes after the start of the shift."""
    label, x, y = PLACES.get(place, (place, 100_500.0, 430_200.0))
    starts = begins + timedelta(minutes=minutes)
    parts = {
        "team": team,
        "stop": stop,
        "place": place,
        "kind": PlaceKind.HOTSPOT,
        "theme": "jeugdoverlast",
        "label": label,
        "area": "Slikkerveer",
        "x": x,
        "y": y,
        "arrives": starts,
        "starts": starts,
        "leaves": starts + timedelta(minutes=dwell),
        "why": "12 meldingen in de laatste 28 dagen",
    }
    return SavedStop(**(parts | changes))


def draw_terms(begins=BEGINS, **changes):
    parts = {
        "begins": begins,
        "minutes": 480,
        "seed": 7,
        "themes": ("jeugdoverlast",),
        "teams": TEAMS,
        "question": '{"seed":7}',
        "data_as_of": date(2018, 12, 31),
    }
    return PlanTerms(**(parts | changes))


def draw_plan(begins=BEGINS, stops=None, **changes):
    """Team 1 goes to the square, the station and the square again, team 2 to the station."""
    drawn = stops or (
        draw_stop(1, 1, SQUARE, minutes=10, begins=begins),
        draw_stop(1, 2, STATION, minutes=40, begins=begins),
        draw_stop(1, 3, SQUARE, minutes=90, begins=begins),
        draw_stop(2, 1, STATION, minutes=75, begins=begins),
    )
    return SavedPlan(terms=draw_terms(begins, **changes), stops=tuple(drawn))


def draw_tick(
    version: PlanVersion,
    number=1,
    kind=TickKind.ARRIVED,
    *,
    team=1,
    stop=1,
    minutes=12.0,
    finding: Finding | None = None,
    late_s=5,
):
    """The tick with this number, so many minutes after the start of the shift."""
    (planned,) = (one for one in version.plan.list_stops(team) if one.stop == stop)
    ticked_at = version.plan.terms.begins + timedelta(minutes=minutes)
    return Tick(
        tick_id=str(UUID(int=number)),
        plan_id=version.plan_id,
        version=version.version,
        team=team,
        stop=stop,
        place=planned.place,
        organisation=version.plan.terms.teams[team - 1].organisation,
        kind=kind,
        finding=finding,
        ticked_at=ticked_at,
        recorded_at=ticked_at + timedelta(seconds=late_s),
    )
