import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.noding import cut_lines
from geo.analysis.street_graph import Streets, build_graph, measure_travel, trace_way
from geo.schema import TravelMode


def lines(*coordinates):
    return np.array([shapely.LineString(each) for each in coordinates], object)


def streets(*coordinates, kind=None, one_way=None, off_ground=None, is_noded=False):
    count = len(coordinates)
    return Streets(
        lines(*coordinates),
        np.array([None] * count if kind is None else kind, object),
        np.array([0] * count if one_way is None else one_way, np.int8),
        None if is_noded else np.array([False] * count if off_ground is None else off_ground),
    )


def way(graph, start, end):
    return measure_travel(graph, np.array([start, end], float))[0, 1]


CROSS = ([(0, 0), (100, 0)], [(50, -50), (50, 50)])


def test_streets_that_cross_on_the_ground_meet():
    graph = build_graph(streets(*CROSS), TravelMode.FOOT)
    assert way(graph, (0, 0), (50, 50)) == pytest.approx(100)


def test_a_bridge_leads_over_a_street_and_does_not_meet_it():
    over = build_graph(streets(*CROSS, off_ground=[False, True]), TravelMode.FOOT)
    assert (over.used_m, over.dropped_m) == (100, 100)


def test_streets_that_are_cut_at_every_junction_meet_at_shared_corners_only():
    apart = build_graph(streets(*CROSS, is_noded=True), TravelMode.FOOT)
    assert apart.dropped_m == 100
    shared = streets([(0, 0), (50, 0), (100, 0)], [(50, 0), (50, 50)], is_noded=True)
    assert way(build_graph(shared, TravelMode.FOOT), (100, 0), (50, 50)) == pytest.approx(100)


def test_a_street_that_ends_within_a_metre_of_another_ends_on_it():
    near = build_graph(streets([(0, 0), (100, 0)], [(50, 0.9), (50, 50)]), TravelMode.FOOT)
    assert way(near, (0, 0), (50, 50)) == pytest.approx(100, abs=1)
    far = build_graph(streets([(0, 0), (100, 0)], [(50, 1.1), (50, 50)]), TravelMode.FOOT)
    assert far.dropped_m == pytest.approx(48.9)


def test_cars_keep_to_one_way_streets_and_others_need_not():
    ring = streets([(0, 0), (100, 0)], [(100, 0), (100, 100), (0, 100), (0, 0)], one_way=[1, 1])
    assert way(build_graph(ring, TravelMode.CAR), (100, 0), (0, 0)) == 300
    assert way(build_graph(ring, TravelMode.BICYCLE), (100, 0), (0, 0)) == 100
    turned = streets([(0, 0), (100, 0)], [(100, 0), (100, 100), (0, 100), (0, 0)], one_way=[-1, -1])
    assert way(build_graph(turned, TravelMode.CAR), (100, 0), (0, 0)) == 100


def test_a_one_way_street_out_of_the_network_is_no_place_for_a_car():
    dead_end = streets([(0, 0), (100, 0)], [(100, 0), (200, 0)], one_way=[0, 1])
    assert build_graph(dead_end, TravelMode.CAR).dropped_m == 100
    assert build_graph(dead_end, TravelMode.FOOT).dropped_m == 0


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        ("motorway", {TravelMode.CAR}),
        ("trunk_link", {TravelMode.CAR}),
        ("residential", {TravelMode.CAR, TravelMode.BICYCLE, TravelMode.FOOT}),
        ("cycleway", {TravelMode.BICYCLE, TravelMode.FOOT}),
        ("footway", {TravelMode.FOOT}),
        ("steps", {TravelMode.FOOT}),
        (None, {TravelMode.CAR, TravelMode.BICYCLE, TravelMode.FOOT}),
    ],
)
def test_each_kind_of_street_is_open_to_those_who_may_use_it(kind, may):
    known = streets([(0, 0), (100, 0)], kind=[kind])
    assert {mode for mode in TravelMode if len(build_graph(known, mode).nodes)} == may


def test_places_beside_a_street_walk_to_it():
    graph = build_graph(streets([(0, 0), (100, 0)]), TravelMode.FOOT)
    assert way(graph, (0, 30), (100, -20)) == pytest.approx(150)


def test_the_way_is_drawn_along_the_streets():
    graph = build_graph(streets(*CROSS), TravelMode.FOOT)
    drawn = trace_way(graph, np.array([0.0, 0]), np.array([50.0, 50]))
    assert shapely.get_coordinates(drawn).tolist() == [[0, 0], [50, 0], [50, 50]]
    nowhere = trace_way(graph, np.array([0.0, 0]), np.array([1.0, 0]))
    assert nowhere.length == 0


def test_two_streets_between_the_same_corners_count_as_the_shorter_one():
    twice = streets([(0, 0), (0, 80), (100, 0)], [(0, 0), (100, 0)])
    assert way(build_graph(twice, TravelMode.FOOT), (0, 0), (100, 0)) == 100


@st.composite
def networks(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    corners = rng.integers(0, 8, (draw(st.integers(1, 12)), 2, 2)) * 10.0
    kept = corners[(corners[:, 0] != corners[:, 1]).any(axis=1)]
    return streets(*(kept if len(kept) else [[(0, 0), (10, 0)]]))


@settings(deadline=None)
@given(networks())
def test_no_length_is_lost_or_invented_and_no_detour_is_quicker(known):
    pieces = cut_lines(known.lines, off_ground=known.off_ground)
    assert pieces.length_m.sum() == pytest.approx(shapely.length(known.lines).sum(), abs=0.5)
    graph = build_graph(known, TravelMode.FOOT)
    metres = measure_travel(graph, graph.nodes)
    assert np.allclose(metres, metres.T, rtol=0, atol=1e-9)
    assert np.isfinite(metres).all()
    assert (metres <= (metres[:, :, None] + metres[None]).min(axis=1) + 1e-6).all()
    straight = np.hypot(*(graph.nodes[:, None] - graph.nodes).transpose(2, 0, 1))
    assert (metres >= straight - 1e-6).all()


@settings(deadline=None)
@given(networks(), st.integers(0, 2**32))
def test_a_drawn_way_never_leaves_the_streets_and_is_as_long_as_it_is_said_to_be(known, seed):
    graph = build_graph(known, TravelMode.FOOT)
    start, end = graph.nodes[np.random.default_rng(seed).integers(0, len(graph.nodes), 2)]
    drawn = trace_way(graph, start, end)
    length_m = way(graph, start, end)
    assert drawn.length == pytest.approx(length_m)
    assert trace_way(graph, start, end, within_m=length_m).equals_exact(drawn, tolerance=0)
    # A corner lies within a centimetre of its street.
    assert shapely.union_all(known.lines).buffer(0.02).covers(drawn)
