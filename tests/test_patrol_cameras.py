"""Cameras that watch during a shift: told, and not doubled unless asked."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from patrol_town import FAR, ask, make_patrol_town
from placement_drawings import draw_placement
from towns import NOW, WEST

from geo import service
from geo.params import HourSelection, MonteCarlo, Period
from geo.patrol_params import AddedStop, PatrolParams
from geo.placements import Site, Siting
from geo.schema import DayPart
from geo.service.patrol.answers import CAMERA, Caution

FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=50)
USED = Period(first=date(2026, 11, 1), last=date(2026, 11, 28))


def stand(place, **changes):
    """A placement on a place through November, in use at every hour."""
    drawn = draw_placement()
    return replace(
        drawn,
        siting=Siting(
            chosen=Site(place=place, points=10, incidents=10), suggested=None, reason="Zicht"
        ),
        **{
            "learned_from": Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
            "used": USED,
            "hours": HourSelection(),
            "range_m": 80.0,
            "goal": replace(drawn.goal, evaluated_on=date(2027, 3, 1)),
        }
        | changes,
    )


@pytest.fixture
def town(tmp_path):
    return make_patrol_town(tmp_path)


def plan(town, **changes):
    return service.plan_patrol(town, ask(town, **changes), params=SHORT, draws=FEW)


def visited(advice):
    return {advice.places["x"][visit.place] for team in advice.visits for visit in team}


def keys(advice):
    return {warning.key for warning in advice.warnings}


def test_a_place_that_a_camera_watches_is_told_and_not_visited(town) -> None:
    service.record_placement(town, stand((WEST[0] + 50, WEST[1])), now=NOW)
    advice = plan(town)
    (camera,) = advice.cameras
    assert (camera.placement_id, camera.x, camera.range_m) == (1, WEST[0] + 50, 80.0)
    assert (camera.first, camera.last) == (USED.first, USED.last)
    assert dict(zip(advice.places["x"], advice.places[CAMERA], strict=True)) == {
        WEST[0]: 1,
        FAR[0]: 0,
    }
    assert visited(advice) == {FAR[0]}
    assert Caution.CAMERA_STANDS in keys(advice)


def test_it_is_visited_where_that_is_asked(town) -> None:
    service.record_placement(town, stand(WEST), now=NOW)
    advice = plan(town, doubles_cameras=True)
    assert visited(advice) == {WEST[0], FAR[0]}
    assert Caution.CAMERA_DOUBLED in keys(advice)


@pytest.mark.parametrize(
    "changes",
    [
        {"used": Period(first=date(2026, 11, 4), last=date(2026, 11, 28))},
        {"hours": HourSelection(day_parts=(DayPart.MORNING,))},
        {"hours": HourSelection(weekdays=(5, 6))},
        {"range_m": 20.0, "place": (WEST[0] + 21, WEST[1])},
    ],
    ids=["not yet there", "in the morning only", "at the weekend only", "out of range"],
)
def test_a_camera_that_does_not_watch_changes_nothing(town, changes) -> None:
    free = plan(town)
    place = changes.get("place", WEST)
    others = {name: value for name, value in changes.items() if name != "place"}
    service.record_placement(town, stand(place, **others), now=NOW)
    advice = plan(town)
    assert advice.visits == free.visits
    assert not advice.places[CAMERA].any()


def test_a_night_shift_meets_a_camera_that_comes_at_midnight(town) -> None:
    service.record_placement(
        town, stand(WEST, used=Period(first=date(2026, 11, 4), last=date(2026, 11, 9))), now=NOW
    )
    begins = datetime(2026, 11, 3, 23, tzinfo=town.timezone)
    assert len(plan(town, begins=begins, minutes=60).cameras) == 0
    assert len(plan(town, begins=begins, minutes=90).cameras) == 1


def test_the_last_version_of_a_placement_counts(town) -> None:
    first = service.record_placement(town, stand(WEST), now=NOW)
    ended = Period(first=USED.first, last=date(2026, 11, 2))
    service.revise_placement(town, first, stand(WEST, used=ended), why="Eerder weg", now=NOW)
    assert plan(town).cameras == ()


def test_what_a_person_adds_is_visited_in_front_of_a_camera_too(town) -> None:
    service.record_placement(town, stand(WEST), now=NOW)
    added = AddedStop(x=WEST[0], y=WEST[1], label="Plein", reason="Vraag van bewoners")
    assert visited(plan(town, added=(added,))) == {WEST[0], FAR[0]}
