from datetime import UTC
from xml.etree import ElementTree as ET

import gpxpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import HOSTILE
from patrol_kits import AUTUMN_NIGHT, make_kit, render_gpx

from geo.present.patrol.table import tell_visits


def read(content):
    return gpxpy.parse(content.decode("utf-8"))


def test_each_visit_is_a_waypoint_at_its_place_and_time() -> None:
    kit = make_kit(3, teams=2)
    gpx = read(render_gpx(kit))
    told = tell_visits(kit)
    assert len(gpx.waypoints) == len(told) == 6
    for point, each in zip(gpx.waypoints, told, strict=True):
        assert (point.latitude, point.longitude) == (each.latitude, each.longitude)
        assert point.time == each.visit.starts.astimezone(UTC)
        assert point.name.startswith(f"{each.team}.{each.number} ")
        assert "13 meldingen" in point.description


def test_each_team_has_a_route_from_base_to_base_and_a_track_along_its_way() -> None:
    kit = make_kit(3, teams=2)
    gpx = read(render_gpx(kit))
    assert [route.number for route in gpx.routes] == [1, 2]
    for team, route in enumerate(gpx.routes, start=1):
        assert [point.name for point in route.points[:: len(route.points) - 1]] == [
            "Begin",
            "Einde",
        ]
        assert len(route.points) == 5
        times = [point.time for point in route.points[:-1]]
        assert times == sorted(times)
        legs = kit.advice.ways[team - 1]
        points = [len(segment.points) for segment in gpx.tracks[team - 1].segments]
        assert points == [len(leg) for leg in legs]


def test_it_is_of_version_one_point_one() -> None:
    root = ET.fromstring(render_gpx(make_kit(1)))  # noqa: S314
    assert root.tag == "{http://www.topografix.com/GPX/1/1}gpx"
    assert root.attrib["version"] == "1.1"
    # In the order that the schema wants.
    kinds = [child.tag.rpartition("}")[2] for child in root]
    assert kinds == sorted(kinds, key=["metadata", "wpt", "rte", "trk"].index)


def test_one_team_can_be_written_alone() -> None:
    gpx = read(render_gpx(make_kit(2, teams=3), team=3))
    assert [route.number for route in gpx.routes] == [3]
    assert len(gpx.waypoints) == 2


def test_times_of_the_night_in_which_the_clock_goes_back_stay_apart() -> None:
    kit = make_kit(8, begins=AUTUMN_NIGHT)
    times = [point.time for point in read(render_gpx(kit)).waypoints]
    assert times == [visit.starts.astimezone(UTC) for visit in kit.advice.visits[0]]
    assert times == sorted(set(times))


@pytest.mark.parametrize("synthetic", [True, False])
def test_it_says_whether_its_data_are_made_up(synthetic) -> None:
    gpx = read(render_gpx(make_kit(1, synthetic=synthetic)))
    assert ("Synthetische" in gpx.description) is synthetic


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_of_people_makes_a_file_that_is_read(text) -> None:
    gpx = read(render_gpx(make_kit(1, text=f"{text}\ufffe\uffff\x01")))
    assert len(gpx.waypoints) == 1


def test_text_of_people_comes_out_as_itself() -> None:
    (point,) = read(render_gpx(make_kit(1, text=HOSTILE))).waypoints
    assert HOSTILE in point.name


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert render_gpx(make_kit(3)) == render_gpx(make_kit(3))
    assert render_gpx(make_kit(3)) != render_gpx(make_kit(2))
