from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from patrol_kits import BASE, make_kit

from geo.present.paper import map_badges, route_map
from geo.present.paper.document import PictureKind
from geo.present.paper.map_badges import Badge
from geo.present.paper.map_panels import add_panel, look_at
from geo.present.paper.route_map import RouteMap, render_route
from geo.schema import Layer


def make_plan(count=3, **changes):
    kit = make_kit(count)
    places = kit.advice.places[["x", "y"]].to_numpy().tolist()
    parts = {
        "stops": tuple(Badge(tuple(xy), str(n)) for n, xy in enumerate(places, start=1)),
        "ways": kit.advice.ways[0],
        "by_street": True,
        "ends": (BASE,),
        "cameras": ((BASE[0] + 50, BASE[1] + 50),),
        "wijken": kit.layers[Layer.WIJKEN].areas,
        "streets": kit.streets.lines,
        "size_in": (4.88, 3.0),
    }
    return RouteMap(**(parts | changes))


def draw(plan):
    figure = route_map._draw(plan)
    axes, legend = figure.axes
    return axes, [text.get_text() for text in legend.get_legend().get_texts()]


def panel(side_m):
    axes = add_panel(Figure(figsize=(5, 5)), (0, 0, 5, 5))
    look_at(axes, (0, 0, side_m, side_m), shape=1)
    return axes


@pytest.mark.parametrize("kind", PictureKind)
def test_the_same_plan_gives_the_same_bytes(kind) -> None:
    content = render_route(make_plan(), kind)
    assert render_route(make_plan(), kind) == content
    assert render_route(make_plan(2), kind) != content


def test_a_drawing_asks_nothing_of_another_machine() -> None:
    root = ET.fromstring(render_route(make_plan(), PictureKind.SVG))  # noqa: S314
    links = [value for node in root.iter() for key, value in node.attrib.items() if "href" in key]
    assert all(link.startswith("#") for link in links)


def test_every_number_is_on_the_map_once() -> None:
    axes, _ = draw(make_plan(30))
    texts = [text.get_text() for text in axes.texts]
    assert {str(number) for number in range(1, 31)} <= set(texts)
    assert all(texts.count(str(number)) == 1 for number in range(1, 31))


def test_a_straight_line_is_dashed_and_called_so() -> None:
    by_street, straight = draw(make_plan()), draw(make_plan(by_street=False))
    assert "Route" in by_street[1]
    assert "Route, in rechte lijn" in straight[1]
    dashes = [
        {line.get_linestyle() for line in axes.lines if line.get_color() == "#0072b2"}
        for axes, _ in (by_street, straight)
    ]
    assert dashes[0] != dashes[1]


def test_only_what_is_in_sight_is_in_the_legend() -> None:
    assert "Camera in gebruik" in draw(make_plan())[1]
    far = make_plan(cameras=((BASE[0] + 90_000, BASE[1]),))
    assert "Camera in gebruik" not in draw(far)[1]
    bare = draw(make_plan(wijken=None, streets=None))[1]
    assert not {"Straat", "Grens van een wijk"} & set(bare)


def test_another_end_is_marked_too() -> None:
    axes, told = draw(make_plan(ends=(BASE, (BASE[0] + 300, BASE[1]))))
    assert "Begin of einde" in told
    assert max(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "s") == 2


def test_a_team_that_stays_at_its_base_has_a_map() -> None:
    assert render_route(make_plan(stops=(), ways=()), PictureKind.SVG)
    still = make_plan(stops=(Badge(BASE, "1"),), ways=(np.array([BASE, BASE]),))
    assert render_route(still, PictureKind.SVG)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=25, unique=True))
@settings(max_examples=30, deadline=None)
def test_numbers_lie_on_the_map_and_not_over_each_other_where_there_is_room(spots) -> None:
    axes = panel(4_000.0)
    badges = [Badge((100.0 * x, 100.0 * y), str(n)) for n, (x, y) in enumerate(spots)]
    scale = map_badges.metres_to_a_point(axes)
    laid = list(map_badges._lay_out(badges, axes, shapely.Point(), scale))
    view = shapely.box(*map_badges.limits(axes))
    boxes = [ground for _, _, ground in laid]
    assert all(view.covers(box) for box in boxes)
    for number, box in enumerate(boxes):
        others = shapely.union_all(boxes[:number])
        assert box.intersection(others).area == 0


def test_a_number_stays_at_its_place_unless_another_is_in_the_way() -> None:
    axes = panel(1_000.0)
    scale = map_badges.metres_to_a_point(axes)
    apart = [Badge((200.0, 200.0), "1"), Badge((800.0, 800.0), "2")]
    laid = list(map_badges._lay_out(apart, axes, shapely.Point(), scale))
    assert [tuple(middle) for _, middle, _ in laid] == [badge.place for badge in apart]
    close = [Badge((500.0, 500.0), "1"), Badge((503.0, 500.0), "2")]
    moved = list(map_badges._lay_out(close, axes, shapely.Point(), scale))
    assert tuple(moved[1][1]) != close[1].place


def test_where_all_is_full_a_number_covers_as_little_as_it_can() -> None:
    axes = panel(1_000.0)
    full = shapely.box(-1e4, -1e4, 1e4, 1e4)
    scale = map_badges.metres_to_a_point(axes)
    ((_, _, box),) = map_badges._lay_out([Badge((500.0, 500.0), "1")], axes, full, scale)
    assert shapely.box(*map_badges.limits(axes)).covers(box)


def test_a_plan_is_not_changed_by_drawing_it() -> None:
    plan = make_plan()
    before = [way.copy() for way in plan.ways]
    render_route(replace(plan), PictureKind.SVG)
    assert all(np.array_equal(a, b) for a, b in zip(before, plan.ways, strict=True))
