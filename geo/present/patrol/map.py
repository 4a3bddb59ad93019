"""The map of a patrol plan: the stops of each team with their numbers, and the way between them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.patrol_params import Place
from geo.present.degrees import list_features, list_places
from geo.present.legend import signs_legend_html
from geo.present.marks import ink_on
from geo.present.markup import escape
from geo.present.overlays import plan_streets
from geo.present.patrol.words import name_place, say_team
from geo.present.steps import Steps, step
from geo.service.patrol.answers import KEY, PatrolAdvice
from geo.service.patrol.kits import PatrolKit

_RANGE_STYLE: Final = {
    "color": "#1b2733",
    "weight": 1,
    "dashArray": "2 4",
    "fillColor": "#1b2733",
    "fillOpacity": 0.06,
}
# What lies below is wider, so that teams along one street are all seen.
_WIDEST, _NARROWEST = 8, 3
# How much ground lies around what is shown.
_AROUND_M: Final = 120.0
_LABEL_LOOK: Final = "hk-base"
_CAMERA_LOOK: Final = "hk-camera"
_CHOSEN_STYLE: Final = {"color": "#154273", "weight": 5}


@dataclass(frozen=True)
class TeamLook:
    """How a team is known on a map: never by its colour alone.

    Parameters
    ----------
    colour
        Of its line and stops.
    dash
        Dashes of its line; empty for a whole one.
    radius
        Corners of its stops, as a style sheet writes them.
    """

    colour: str
    dash: str
    radius: str

    @property
    def chip(self) -> str:
        """Style of a stop."""
        ink = ink_on(self.colour)
        return f"background:{self.colour};color:{ink};border-radius:{self.radius}"


# The colours are those of Okabe and Ito.
LOOKS: Final = (
    TeamLook("#0072b2", "", "12px"),
    TeamLook("#d55e00", "12 6", "3px"),
    TeamLook("#009e73", "2 6", "12px 12px 3px 3px"),
    TeamLook("#cc79a7", "14 5 2 5", "3px 12px"),
    TeamLook("#56b4e9", "20 8", "12px 3px 3px 12px"),
    TeamLook("#e69f00", "6 6", "3px 3px 12px 12px"),
    TeamLook("#000000", "2 10", "3px 12px 12px 3px"),
    TeamLook("#f0e442", "14 4 2 4 2 4", "12px 3px"),
)


class PatrolPart(StrEnum):
    """What people may put on the map or take off it; the values are shown on screen."""

    CAMERAS = "Camera's"
    STREETS = "Straten"


def look_of_team(number: int) -> TeamLook:
    """Return the look of a team by its number from 1; the ninth looks like the first."""
    return LOOKS[(number - 1) % len(LOOKS)]


def plan_patrol_map(
    kit: PatrolKit,
    *,
    parts: Collection[PatrolPart] = tuple(PatrolPart),
    team: int | None = None,
) -> Steps:
    """Plan the stops of a plan and the ways between them.

    Parameters
    ----------
    kit
        The plan.
    parts
        What to show beside stops and ways.
    team
        Number from 1 of the only team to show; all of them by default.

    Returns
    -------
    tuple of str
        For `maps.lay_over`. A stop carries the ``key`` of its place as ``id``.
    """
    steps: Steps = plan_streets() if PatrolPart.STREETS in parts and kit.streets else ()
    if PatrolPart.CAMERAS in parts:
        steps += tuple(_plan_cameras(kit))
    shown = list_teams(kit.advice) if team is None else [team]
    return (*steps, *_plan_ways(kit, shown), *_plan_bases(kit), *_plan_stops(kit, shown))


def plan_chosen_stop(key: str | None) -> Steps:
    """Plan to let the stop at one place stand out; none for no choice."""
    return () if key is None else (step("markChosen", id=key, style=_CHOSEN_STYLE),)


def list_teams(advice: PatrolAdvice) -> list[int]:
    """Return the numbers of the teams, from 1."""
    return list(range(1, len(advice.visits) + 1))


def list_numbers(advice: PatrolAdvice, team: int) -> dict[int, list[int]]:
    """Return the numbers of the visits of a team by place (row of ``places``), both in order."""
    numbers: dict[int, list[int]] = {}
    for number, visit in enumerate(advice.visits[team - 1], start=1):
        numbers.setdefault(visit.place, []).append(number)
    return numbers


def draw_ways(ways: tuple[NDArray[np.float64], ...]) -> NDArray[Any]:
    """Return ways as lines, those that go nowhere left out."""
    moving = [way for way in ways if len(way) > 1 and np.ptp(way, axis=0).any()]
    return np.array([shapely.linestrings(way) for way in moving], object)


def bound_plan(kit: PatrolKit) -> gpd.GeoDataFrame:
    """Return the ground around stops and bases as a frame, for `grounds.plan_view`."""
    places = kit.advice.places.iloc[sorted(_list_visited(kit.advice))]
    question = kit.advice.question
    xy = np.vstack([places[[schema.X, schema.Y]].to_numpy(np.float64), question.base, question.end])
    return gpd.GeoDataFrame(geometry=shapely.buffer(shapely.points(xy), _AROUND_M), crs=kit.crs)


def legend_html(
    kit: PatrolKit,
    *,
    parts: Collection[PatrolPart] = tuple(PatrolPart),
    team: int | None = None,
) -> str:
    """Return what the signs of the map mean, planned with the same parts and team."""
    advice = kit.advice
    signs = [
        (look_of_team(number).chip, str(number), say_team(advice.question, number))
        for number in (list_teams(advice) if team is None else [team])
    ]
    signs.append(("background:#fff;border:2px solid #1b2733", "B", "begin en einde van de dienst"))
    if PatrolPart.CAMERAS in parts and advice.cameras:
        signs.append(("border:1px dotted #1b2733", "▲", "camera die dan in gebruik is"))
    return signs_legend_html(signs)


def _list_visited(advice: PatrolAdvice) -> set[int]:
    return {visit.place for visits in advice.visits for visit in visits}


def _plan_ways(kit: PatrolKit, teams: list[int]) -> Iterator[str]:
    for place, number in enumerate(teams):
        lines = draw_ways(kit.advice.ways[number - 1])
        if len(lines):
            look = look_of_team(number)
            style = {
                "color": look.colour,
                "weight": max(_WIDEST - 2 * place, _NARROWEST),
                "opacity": 0.85,
                "dashArray": look.dash,
            }
            shapes = list_features(gpd.GeoSeries(lines, crs=kit.crs))
            yield step("drawEdges", shapes=shapes, style=style)


def _plan_stops(kit: PatrolKit, teams: list[int]) -> Iterator[str]:
    advice = kit.advice
    numbers = {team: list_numbers(advice, team) for team in teams}
    rows = sorted({row for found in numbers.values() for row in found})
    if not rows:
        return
    known = [
        {
            "id": str(advice.places[KEY].iloc[row]),
            "label": escape(name_place(advice, row)),
            "html": "".join(
                _chip(team, number) for team in teams for number in numbers[team].get(row, [])
            ),
        }
        for row in rows
    ]
    xy = advice.places[[schema.X, schema.Y]].to_numpy(np.float64)[rows]
    points = gpd.GeoSeries(shapely.points(xy), crs=kit.crs)
    yield step("drawStops", shapes=list_features(points, known))


def _chip(team: int, number: int) -> str:
    label = f"Team {team}, stop {number}"
    return f'<b style="{look_of_team(team).chip}" aria-label="{label}">{number}</b>'


def _plan_bases(kit: PatrolKit) -> Iterator[str]:
    question = kit.advice.question
    rows = _label_places(kit, list(dict.fromkeys([question.base, question.end])), "<b>B</b>")
    yield step("drawLabels", rows=rows, look=_LABEL_LOOK)


def _plan_cameras(kit: PatrolKit) -> Iterator[str]:
    cameras = kit.advice.cameras
    if not cameras:
        return
    places = [(camera.x, camera.y) for camera in cameras]
    ranges = shapely.buffer(
        shapely.points(places), [camera.range_m for camera in cameras], quad_segs=16
    )
    shapes = list_features(gpd.GeoSeries(ranges, crs=kit.crs))
    yield step("drawEdges", shapes=shapes, style=_RANGE_STYLE)
    yield step("drawLabels", rows=_label_places(kit, places, "<b>▲</b>"), look=_CAMERA_LOOK)


def _label_places(kit: PatrolKit, places: list[Place], html: str) -> list[list[Any]]:
    points = gpd.GeoSeries(shapely.points(places), crs=kit.crs)
    return [[*place, html] for place in list_places(points).tolist()]
