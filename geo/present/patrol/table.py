"""The visits of a patrol plan as a table, one row a visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.present.degrees import list_places
from geo.present.patrol.map import list_numbers, list_teams
from geo.present.patrol.words import (
    MODES,
    ORGANISATIONS,
    PLACE_KINDS,
    count_minutes,
    list_look_for,
    name_place,
    say_again,
    say_theme,
    say_why,
)
from geo.schema import PlaceKind
from geo.service.patrol.answers import CONTACT, KEY, KIND, PARK_NAME, WIJK_NAME, PlannedVisit
from geo.service.patrol.kits import PatrolKit

TEAM: Final = "Team"
STOP: Final = "Stop"
LATITUDE: Final = "Breedtegraad"
LONGITUDE: Final = "Lengtegraad"
PLACE: Final = "Plek"

_COLUMNS: Final = (
    TEAM,
    "Organisatie",
    "Vervoer",
    STOP,
    "Aankomst",
    "Begin",
    "Vertrek",
    "Minuten",
    PLACE,
    "Soort",
    "Thema",
    "Wijk",
    "Bedrijventerrein",
    "Contactpunt",
    "Waarom",
    "Let op",
    LATITUDE,
    LONGITUDE,
    "Kenmerk",
)


@dataclass(frozen=True)
class ToldVisit:
    """A visit with what is told of it wherever it is taken along.

    Parameters
    ----------
    team, number
        Of the team and of the visit, both from 1.
    visit
        The visit.
    name
        Of its place.
    latitude, longitude
        Of its place, in degrees.
    why, look_for
        Sentences, and what to pay attention to; at a place where the team was before only what
        differs.
    contact
        Whom to turn to; may be empty.
    """

    team: int
    number: int
    visit: PlannedVisit
    name: str
    latitude: float
    longitude: float
    why: tuple[str, ...]
    look_for: tuple[str, ...]
    contact: str

    @property
    def contact_line(self) -> str:
        """Whom to turn to, as a sentence says it; empty where there is nobody."""
        return f"Contactpunt: {self.contact}" if self.contact else ""


def tell_visits(kit: PatrolKit, *, team: int | None = None) -> list[ToldVisit]:
    """Tell all visits of a plan, team by team and in order.

    Parameters
    ----------
    kit
        The plan.
    team
        Number from 1 of the only team; None means all.
    """
    degrees = _locate(kit)
    teams = list_teams(kit.advice) if team is None else [team]
    return [told for number in teams for told in _tell_team(kit, number, degrees)]


def tabulate_visits(kit: PatrolKit, *, team: int | None = None) -> pd.DataFrame:
    """Return a table of the visits, with Dutch headings; moments are local, with their offset."""
    rows = [_tell_row(kit, told) for told in tell_visits(kit, team=team)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _locate(kit: PatrolKit) -> list[tuple[float, float]]:
    xy = kit.advice.places[[schema.X, schema.Y]].to_numpy(np.float64)
    if not len(xy):
        return []
    points = gpd.GeoSeries(shapely.points(xy), crs=kit.crs)
    return [(float(lat), float(lon)) for lat, lon in list_places(points)]


def _tell_team(
    kit: PatrolKit, team: int, degrees: list[tuple[float, float]]
) -> Iterator[ToldVisit]:
    advice = kit.advice
    numbers = list_numbers(advice, team)
    for number, visit in enumerate(advice.visits[team - 1], start=1):
        first, (latitude, longitude) = numbers[visit.place][0], degrees[visit.place]
        is_first = number == first
        why = say_why(kit, visit) if is_first else say_again(advice, visit, first=first)
        yield ToldVisit(
            team=team,
            number=number,
            visit=visit,
            name=name_place(advice, visit.place),
            latitude=latitude,
            longitude=longitude,
            why=tuple(why),
            look_for=list_look_for(kit, visit) if is_first else (),
            contact=str(advice.places[CONTACT].iloc[visit.place]),
        )


def _tell_row(kit: PatrolKit, told: ToldVisit) -> tuple[Any, ...]:
    advice, visit = kit.advice, told.visit
    place, team = advice.places.iloc[visit.place], advice.question.teams[told.team - 1]
    moments = (visit.arrives, visit.starts, visit.leaves)
    return (
        told.team,
        ORGANISATIONS[team.organisation],
        MODES[team.mode],
        told.number,
        *(moment.isoformat(timespec="seconds") for moment in moments),
        count_minutes(visit),
        told.name,
        PLACE_KINDS[PlaceKind(place[KIND])],
        say_theme(advice, visit.place),
        str(place[WIJK_NAME]),
        str(place[PARK_NAME]),
        told.contact,
        " ".join(told.why),
        "; ".join(told.look_for),
        told.latitude,
        told.longitude,
        str(place[KEY]),
    )
