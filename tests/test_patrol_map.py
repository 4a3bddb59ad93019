import json
from dataclasses import replace

from papers import HOSTILE
from patrol_kits import BASE, make_advice, make_kit, make_places

from geo.present.grounds import plan_base
from geo.present.patrol.map import (
    LOOKS,
    PatrolPart,
    bound_plan,
    legend_html,
    list_numbers,
    look_of_team,
    plan_chosen_stop,
    plan_patrol_map,
)


def read(steps):
    """The data of each verb; of a verb that comes more than once, all of them."""
    found = {}
    for text in steps:
        verb, data = json.loads(text)
        found.setdefault(verb, []).append(data)
    return found


def stops_of(steps):
    (drawn,) = read(steps)["drawStops"]
    return drawn["shapes"]["features"]


def test_each_place_has_the_numbers_of_all_its_visits_by_team() -> None:
    kit = make_kit(2, teams=2, order=[0, 1, 0])
    first, second = stops_of(plan_patrol_map(kit))
    assert [first["properties"]["id"], second["properties"]["id"]] == [
        "jeugdoverlast:h0",
        "jeugdoverlast:h1",
    ]
    for team in (1, 2):
        assert f'aria-label="Team {team}, stop 1"' in first["properties"]["html"]
        assert f'aria-label="Team {team}, stop 3"' in first["properties"]["html"]
        assert f'aria-label="Team {team}, stop 2"' in second["properties"]["html"]
    assert list_numbers(kit.advice, 1) == {0: [1, 3], 1: [2]}


def test_one_team_can_be_shown_alone() -> None:
    kit = make_kit(2, teams=2)
    steps = plan_patrol_map(kit, team=2)
    assert "Team 1" not in "".join(steps)
    assert all("Team 2" in stop["properties"]["html"] for stop in stops_of(steps))
    ways = [each for each in read(steps)["drawEdges"] if each["style"].get("fillColor") is None]
    assert [way["style"]["color"] for way in ways] == [look_of_team(2).colour]


def test_teams_along_one_street_are_all_seen_and_told_apart_without_colour() -> None:
    steps = plan_patrol_map(make_kit(2, teams=3), parts=())
    styles = [each["style"] for each in read(steps)["drawEdges"]]
    weights = [style["weight"] for style in styles]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3
    assert len({style["dashArray"] for style in styles}) == 3
    assert len({look.dash for look in LOOKS}) == len({look.radius for look in LOOKS}) == len(LOOKS)


def test_a_camera_in_use_is_shown_with_its_range_unless_taken_off() -> None:
    kit = make_kit()
    shown = plan_patrol_map(kit, parts=(PatrolPart.CAMERAS,))
    assert "▲" in "".join(shown)
    assert "▲" not in "".join(plan_patrol_map(kit, parts=()))
    assert "camera" in legend_html(kit)
    assert "camera" not in legend_html(kit, parts=())
    without = replace(kit, advice=replace(kit.advice, cameras=()))
    assert "camera" not in legend_html(without)


def test_a_way_that_goes_nowhere_is_no_line() -> None:
    places = make_places(1).assign(x=BASE[0], y=BASE[1])
    kit = replace(make_kit(1), advice=make_advice(places=places, cameras=()))
    assert "drawEdges" not in read(plan_patrol_map(kit))


def test_a_plan_without_visits_still_shows_where_teams_begin() -> None:
    kit = make_kit(2, visits=((),), ways=((),))
    found = read(plan_patrol_map(kit))
    assert "drawStops" not in found
    assert "drawLabels" in found
    assert len(bound_plan(kit)) == 2


def test_text_of_people_comes_out_harmless() -> None:
    kit = make_kit(2, text=HOSTILE)
    text = "".join((*plan_patrol_map(kit), *plan_base(kit.layers), legend_html(kit)))
    assert "<script" not in text
    assert "${" not in text


def test_the_same_plan_gives_the_same_map_and_a_choice_stands_out() -> None:
    assert plan_patrol_map(make_kit()) == plan_patrol_map(make_kit())
    assert plan_chosen_stop(None) == ()
    assert json.loads(plan_chosen_stop("added:1")[0])[1]["id"] == "added:1"
