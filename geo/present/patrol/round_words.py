"""The round of a team on a phone: what it shows, in words and plain data."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
from pyproj import CRS

from geo.patrol_records import PlanVersion, SavedPlan, SavedStop, SavedTeam
from geo.patrol_ticks import Finding, Tick, TickKind
from geo.present.degrees import list_places
from geo.present.markup import show_on_one_line
from geo.present.patrol.words import describe_team
from geo.present.plain import Plain
from geo.present.wording import WEEKDAYS, say_count, say_date, say_number
from geo.service.patrol.visit_answers import PatrolRecord

TICKS: Final[Mapping[TickKind, str]] = {
    TickKind.ARRIVED: "Aangekomen",
    TickKind.LEFT: "Vertrokken",
    TickKind.NOTHING_FOUND: "Niets aangetroffen",
    TickKind.PARTICULAR: "Bijzonderheid",
}
FINDINGS: Final[Mapping[Finding, str]] = {
    Finding.NUISANCE: "Overlast gaande",
    Finding.DAMAGE: "Vernieling of schade",
    Finding.LIGHTING: "Verlichting kapot",
    Finding.WASTE: "Afval of vervuiling",
    Finding.TRAFFIC: "Onveilig in het verkeer",
    Finding.OPEN_ENTRANCE: "Deur, hek of raam open",
    Finding.PASSED_ON: "Doorgegeven aan de meldkamer",
    Finding.OTHER: "Iets anders, in het eigen systeem",
}
# What the script on the phone says, by the names that it knows.
_WORDS: Final[Mapping[str, str]] = {
    "stops": "Stops van deze ronde",
    "progress": "{done} van {all} bezocht",
    "saved": "Alles is bewaard.",
    "saving_one": "1 vinkje wordt bewaard …",
    "saving_many": "{count} vinkjes worden bewaard …",
    "offline": "Geen verbinding. U kunt gewoon doorgaan.",
    "offline_one": (
        "Geen verbinding. 1 vinkje staat op deze telefoon en wordt bewaard zodra er weer "
        "verbinding is. U kunt gewoon doorgaan."
    ),
    "offline_many": (
        "Geen verbinding. {count} vinkjes staan op deze telefoon en worden bewaard zodra er weer "
        "verbinding is. U kunt gewoon doorgaan."
    ),
    "no_storage": "Deze browser onthoudt niets: houd deze pagina open tot alles is bewaard.",
    "refused": "Een vinkje kon niet worden bewaard: het hoort niet bij een stop van dit plan.",
    "contact": "Contactpunt: {contact}",
    "undo": "Ongedaan maken",
    "map": "Route op de kaart",
    "copy": "Kopieer",
    "copied": "Gekopieerd",
    "place": "Opent er geen kaart? Zoek op:",
    "what": "Wat is er bijzonder?",
    "no_names": "Alleen uit deze lijst; geen namen of beschrijvingen van personen.",
    "timer": "{time} ter plaatse, van {planned}",
    "stay": "Gepland: {planned}",
    "enough": "{time} ter plaatse: u kunt verder",
    "done": "bezocht",
    "here": "nu hier",
    "next": "volgende",
    "finished": "Alle stops zijn bezocht. Sluit deze pagina zodra alles is bewaard.",
}

NOT_SAVED: Final = (
    "Nog niet opgeslagen: de app is nu met andere gegevens bezig. Uw vinkjes staan op deze "
    "telefoon en worden vanzelf opgeslagen. U kunt gewoon doorgaan."
)
NO_RELOAD: Final = (
    "Vernieuw deze pagina niet zonder verbinding: dan opent zij niet. Uw vinkjes blijven wel "
    "bewaard op deze telefoon."
)
PRIVACY: Final = (
    "Vastgelegd worden de stop, het tijdstip, de organisatie en het nummer van het team; niet wie "
    "u bent of waar u verder loopt. Een plek waar u niets aantreft, telt later even zwaar mee: "
    "dat er iemand was, kan juist de reden zijn."
)


def say_left_out(plan: SavedPlan) -> str:
    """Say how many stops of a plan the reader does not see."""
    stops = say_count(plan.left_out, "stop", "stops")
    lie = "ligt" if plan.left_out == 1 else "liggen"
    return f"Van dit plan {lie} {stops} buiten uw wijken; die staan hier niet."


def say_saved_team(team: SavedTeam, number: int) -> str:
    """Say which team it is: ``Team 1: politie, te voet``."""
    return f"Team {number}: {describe_team(team)}"


def say_saved_shift(version: PlanVersion, timezone: ZoneInfo) -> str:
    """Say of which day and hours a plan is: ``vrijdag 4 januari 2019, 16:00-00:00``."""
    terms = version.plan.terms
    begins = terms.begins.astimezone(timezone)
    # By way of UTC: a shift may see the clock change.
    ends = (terms.begins.astimezone(UTC) + timedelta(minutes=terms.minutes)).astimezone(timezone)
    return f"{WEEKDAYS[begins.weekday()]} {say_date(begins)}, {begins:%H:%M}-{ends:%H:%M}"


def say_kept(version: PlanVersion, timezone: ZoneInfo) -> str:
    """Say when a plan was kept, and what it rests on."""
    terms = version.plan.terms
    kept = version.recorded_at.astimezone(timezone)
    known = (
        "" if terms.data_as_of is None else f" · gegevens tot en met {say_date(terms.data_as_of)}"
    )
    changed = f"versie {version.version}, " if version.version > 1 else ""
    return f"{changed}bewaard op {say_date(kept)}, {kept:%H:%M}{known}"


def say_other_time(version: PlanVersion, now: datetime, timezone: ZoneInfo) -> str:
    """Say that a shift is not now, and what that does to ticks; empty during and around it.

    Parameters
    ----------
    version
        The plan.
    now
        With a time zone.
    timezone
        In which days are told.
    """
    terms = version.plan.terms
    begins = terms.begins.astimezone(UTC)
    ends = begins + timedelta(minutes=terms.minutes)
    if begins - _AROUND <= now <= ends + _AROUND:
        return ""
    when = "begint pas op" if now < begins else "was op"
    return (
        f"Deze dienst {when} {say_saved_shift(version, timezone)}. Wat u nu aantikt, telt op het "
        "tijdstip van nu en niet op dat van het plan."
    )


def say_progress(record: PatrolRecord) -> str:
    """Say how many stops of a plan were visited: ``3 van 12 stops bezocht``."""
    last = record.last
    visited = {(tick.team, tick.stop) for tick in record.ticks if tick.version == last.version}
    return (
        f"{say_number(len(visited))} van {say_count(len(last.plan.stops), 'stop', 'stops')} bezocht"
    )


def say_kept_patrols(plans: int, ticks: int) -> str:
    """Say how many plans were kept and how much was ticked off: ``3, met 120 vinkjes``."""
    if not plans:
        return "nog geen"
    return f"{say_number(plans)}, met {say_count(ticks, 'vinkje', 'vinkjes')}"


def tell_round(record: PatrolRecord, team: int, *, crs: CRS, timezone: ZoneInfo) -> Plain:
    """Tell all that the phone has to know of the round of a team.

    Parameters
    ----------
    record
        The plan, with what was ticked off.
    team
        Number of the team, from 1.
    crs
        Of the places in the plan.
    timezone
        In which hours are told.
    """
    last = record.last
    stops = last.plan.list_stops(team)
    return {
        "name": f"{record.plan_id}-{team}",
        "version": last.version,
        "team": team,
        "stops": _tell_stops(stops, last.plan.terms.contacts, crs, timezone),
        "ticks": [
            _tell_tick(tick)
            for tick in record.ticks
            if (tick.version, tick.team) == (last.version, team)
        ],
        # Of every version: what is in the store need not stay on the phone.
        "kept": [tick.tick_id for tick in record.ticks if tick.team == team],
        "kinds": {kind.value: words for kind, words in TICKS.items()},
        "findings": {finding.value: words for finding, words in FINDINGS.items()},
        "words": dict(_WORDS),
        "timezone": timezone.key,
    }


_MS: Final = 1_000
# Who comes early or ends late is still in the shift.
_AROUND: Final = timedelta(hours=2)


def _tell_stops(
    stops: Sequence[SavedStop], contacts: Mapping[str, str], crs: CRS, timezone: ZoneInfo
) -> list[Plain]:
    if not stops:
        return []
    x, y = [stop.x for stop in stops], [stop.y for stop in stops]
    places = list_places(gpd.GeoSeries(gpd.points_from_xy(x, y), crs=crs)).tolist()
    return [
        {
            "stop": stop.stop,
            "time": f"{_clock(stop.starts, timezone)}-{_clock(stop.leaves, timezone)}",
            "label": show_on_one_line(stop.label),
            "area": show_on_one_line(stop.area),
            "why": show_on_one_line(stop.why),
            "contact": show_on_one_line(contacts.get(stop.place, "")),
            "minutes": stop.dwell_minutes,
            "planned": say_count(round(stop.dwell_minutes), "minuut", "minuten"),
            "latitude": latitude,
            "longitude": longitude,
        }
        for stop, (latitude, longitude) in zip(stops, places, strict=True)
    ]


def _clock(moment: datetime, timezone: ZoneInfo) -> str:
    return f"{moment.astimezone(timezone):%H:%M}"


def _tell_tick(tick: Tick) -> Plain:
    return {
        "id": tick.tick_id,
        "stop": tick.stop,
        "kind": tick.kind.value,
        "finding": None if tick.finding is None else tick.finding.value,
        "at": round(tick.ticked_at.timestamp() * _MS),
    }
