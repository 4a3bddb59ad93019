"""A patrol plan as GPX 1.1: waypoints with their times, the order of stops and the way itself."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from gpxpy.gpx import (
    GPX,
    GPXRoute,
    GPXRoutePoint,
    GPXTrack,
    GPXTrackPoint,
    GPXTrackSegment,
    GPXWaypoint,
)

from geo.disclosure import Disclosed
from geo.present import wording
from geo.present.audience_words import AUDIENCES
from geo.present.degrees import in_degrees
from geo.present.markup import show_on_one_line
from geo.present.patrol.map import draw_ways, list_teams
from geo.present.patrol.table import ToldVisit, tell_visits
from geo.present.patrol.words import say_day, say_shift, say_team
from geo.service.patrol.kits import PatrolKit

_MAKER: Final = "Hotspotkaart"
# Signs that no XML 1.0 may hold, beside those that cannot be seen.
_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")


def render_gpx(told: Disclosed[PatrolKit], *, team: int | None = None) -> bytes:
    """Write a plan as GPX.

    Each visit is a waypoint with the time at which it starts, in UTC as GPX wants it. Each team
    has a route from stop to stop, and a track along the streets that it travels.

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
    kit = told.answer
    question = kit.advice.question
    gpx = GPX()
    gpx.creator = _MAKER
    gpx.name = _settle(f"Patrouille {kit.municipality}")
    gpx.description = _settle(" ".join(_describe(told)))
    gpx.time = _in_utc(question.begins)
    for number in list_teams(kit.advice) if team is None else [team]:
        visits = tell_visits(kit, team=number)
        gpx.waypoints += [_tell_waypoint(each) for each in visits]
        gpx.routes.append(_tell_route(kit, number, visits))
        gpx.tracks.append(_tell_track(kit, number))
    return gpx.to_xml(version="1.1").encode("utf-8")


def _describe(told: Disclosed[PatrolKit]) -> Iterator[str]:
    """Say of what day a plan is, for whom, and what it rests on."""
    kit, question = told.answer, told.answer.advice.question
    if kit.data.synthetic:
        yield wording.SYNTHETIC_NOTICE
    yield f"{say_day(question)}, {say_shift(question)}."
    yield f"Voor wie: {AUDIENCES[told.audience]}."
    yield from (f"{label}: {text}." for label, text in wording.say_origin(kit.data))


def _tell_waypoint(told: ToldVisit) -> GPXWaypoint:
    return GPXWaypoint(
        told.latitude,
        told.longitude,
        time=_in_utc(told.visit.starts),
        name=_settle(f"{told.team}.{told.number} {told.name}"),
        description=_settle(" ".join([*told.why, told.contact_line]).rstrip()),
        type="stop",
    )


def _tell_route(kit: PatrolKit, team: int, visits: list[ToldVisit]) -> GPXRoute:
    question = kit.advice.question
    route = GPXRoute(name=_settle(say_team(question, team)), number=team)
    (first, first_lon), (last, last_lon) = _locate(kit, [question.base, question.end])
    route.points = [
        GPXRoutePoint(first, first_lon, time=_in_utc(question.begins), name="Begin"),
        *(
            GPXRoutePoint(
                told.latitude,
                told.longitude,
                time=_in_utc(told.visit.starts),
                name=_settle(f"Stop {told.number}: {told.name}"),
            )
            for told in visits
        ),
        GPXRoutePoint(last, last_lon, name="Einde"),
    ]
    return route


def _tell_track(kit: PatrolKit, team: int) -> GPXTrack:
    track = GPXTrack(name=_settle(say_team(kit.advice.question, team)))
    track.number = team
    lines = in_degrees(gpd.GeoSeries(draw_ways(kit.advice.ways[team - 1]), crs=kit.crs))
    for line in lines:
        points = [GPXTrackPoint(lat, lon) for lon, lat in shapely.get_coordinates(line).tolist()]
        track.segments.append(GPXTrackSegment(points))
    return track


def _locate(kit: PatrolKit, places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    points = in_degrees(gpd.GeoSeries(shapely.points(np.array(places)), crs=kit.crs))
    return [(lat, lon) for lon, lat in shapely.get_coordinates(points.to_numpy()).tolist()]


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _settle(text: str) -> str:
    return _NOT_IN_XML.sub("", show_on_one_line(text))
