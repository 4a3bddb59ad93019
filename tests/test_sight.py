import numpy as np
import pandas as pd
import pytest
import shapely
from advice_drawings import points
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.coverage import cover_demand
from geo.advice.sight import count_facades, find_unknown, keep_in_sight, outline_unknown

# A site in the street; a wall across it, ten metres on.
SITE = np.array([[0.0, 0.0]])
WALL = shapely.box(10, -5, 12, 5)


def sees(place, *footprints, sites=SITE):
    coverage = cover_demand(np.asarray(sites, float), np.array([place], float), range_m=100)
    return keep_in_sight(coverage, np.array(footprints, object)).measure([0]) == 1


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ((5, 0), True),
        ((20, 0), False),
        ((20, 20), True),
        ((-20, 0), True),
        ((20, 10), False),  # the line touches the corner of the wall
        ((20, 10.1), True),
    ],
)
def test_a_wall_hides_what_lies_behind_it(place, seen):
    assert sees(place, WALL) == seen


def test_an_incident_in_its_own_building_is_seen_however_deep_it_lies():
    assert sees((30, 0), shapely.box(12, -5, 60, 5))


def test_an_incident_on_the_wall_of_its_own_building_is_seen():
    assert sees((10, 0), WALL)


def test_another_building_before_its_own_hides_it():
    assert not sees((30, 0), WALL, shapely.box(28, -5, 40, 5))


@pytest.mark.parametrize(("gap_m", "seen"), [(2.9, True), (3.1, False)])
def test_the_last_three_metres_are_left_off(gap_m, seen):
    assert sees((12 + gap_m, 0), shapely.box(12, -5, 12 + gap_m / 1000, 5)) == seen


def test_what_lies_nearer_than_three_metres_is_seen():
    assert sees((2, 0), shapely.box(0.5, -5, 1, 5))


def test_an_incident_at_the_site_is_seen():
    assert sees((0, 0), WALL)


def test_a_site_in_a_building_sees_nothing_outside_it():
    assert not sees((20, 0), WALL, sites=[(11, 0)])


def test_without_footprints_everything_in_range_is_seen():
    assert sees((20, 0))


def test_a_building_around_one_incident_hides_the_other_behind_it():
    places = np.array([[11.0, 0.0], [20.0, 0.0]])
    coverage = keep_in_sight(cover_demand(SITE, places, range_m=100), np.array([WALL], object))
    assert coverage.matrix.toarray().tolist() == [[1, 0]]


def sees_by_the_rule(start, end, footprints):
    """The rule of `keep_in_sight`, word for word, for one site and one place."""
    length = np.hypot(*(end - start))
    share = max(length - 3, 0) / length if length else 0
    line = shapely.LineString([start, start + (end - start) * share])
    others = footprints[~shapely.intersects(footprints, shapely.Point(end))]
    return not shapely.intersects(others, line).any()


def test_many_lines_are_the_same_as_one_at_a_time():
    random = np.random.default_rng(5)
    corners = random.uniform(0, 1000, (300, 2))
    footprints = shapely.box(*corners.T, *(corners + random.uniform(5, 40, (300, 2))).T)
    sites, places = random.uniform(0, 1000, (400, 2)), random.uniform(0, 1000, (600, 2))
    coverage = cover_demand(sites, places, range_m=1500)
    seen = keep_in_sight(coverage, footprints).matrix.toarray()
    assert coverage.matrix.nnz > 200_000
    for site, place in random.integers(0, (400, 600), (200, 2)):
        start, end = coverage.sites[site], coverage.places[place]
        assert seen[site, place] == sees_by_the_rule(start, end, footprints)


@st.composite
def buildings(draw):
    """Up to six buildings with up to six corners on whole metres, of any shape that is one."""
    corners = draw(st.lists(points(3, 6), min_size=1, max_size=6))
    hulls = shapely.convex_hull([shapely.MultiPoint(each) for each in corners])
    bent = [shapely.make_valid(shapely.Polygon(each)) for each in corners]
    parts = shapely.get_parts([*bent, *hulls])
    solid = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return np.asarray(solid, object)


@given(points(1, 6), points(1, 12), buildings(), st.integers(0, 200_000))
def test_each_site_sees_what_the_rule_says(sites, places, footprints, east):
    # As far from the origin as the country's own coordinates, where sums round off.
    moved = shapely.transform(footprints, lambda xy: xy + east)
    coverage = cover_demand(sites + east, places + east, range_m=100)
    seen = keep_in_sight(coverage, moved).matrix.toarray()
    for site, start in enumerate(coverage.sites):
        for place, end in enumerate(coverage.places):
            assert seen[site, place] == sees_by_the_rule(start, end, moved)


@given(points(1, 6), points(1, 12), buildings(), st.integers(1, 30), st.integers(0, 30))
def test_a_wider_range_sees_all_that_a_closer_one_sees(sites, places, footprints, range_m, more_m):
    near, far = (
        keep_in_sight(cover_demand(sites, places, range_m=reach_m), footprints).matrix.toarray()
        for reach_m in (range_m, range_m + more_m)
    )
    assert (far >= near).all()


@given(points(1, 6), points(1, 12), buildings(), st.integers(0, 5))
def test_another_building_never_shows_more(sites, places, footprints, fewer):
    coverage = cover_demand(sites, places, range_m=100)
    some = keep_in_sight(coverage, footprints[: max(len(footprints) - fewer, 0)])
    in_all = keep_in_sight(coverage, footprints)
    # The building around a place hides nothing of it, but may hide others.
    assert (in_all.matrix.toarray() <= some.matrix.toarray()).all()


def test_where_no_building_is_loaded_near_nobody_knows_what_stands():
    places = np.array([[0.0, 0], [255, 0], [270, 0]])
    assert find_unknown(np.array([WALL]), places).tolist() == [False, False, True]


def test_the_ground_away_from_all_buildings_is_drawn():
    ground = shapely.box(0, -100, 2_000, 100)
    unknown = outline_unknown(np.array([WALL]), ground)
    assert not shapely.intersects_xy(unknown, 50, 0)
    assert shapely.intersects_xy(unknown, 1_500, 0)
    assert shapely.within(unknown, shapely.buffer(ground, 1e-6))


def test_facades_are_counted_as_far_as_no_other_building_stands_before_them():
    behind = shapely.box(20, -5, 30, 5)
    beside = shapely.box(-5, 10, 5, 20)
    far = shapely.box(200, 0, 210, 10)
    buildings = np.array([WALL, behind, beside, far])
    assert count_facades((0.0, 0.0), buildings, range_m=50) == 2
    assert count_facades((0.0, 0.0), buildings, range_m=5) == 0


def test_real_buildings_end_east_of_ridderkerk_and_that_ground_is_called_unknown(shared_dir):
    path = shared_dir / "data" / "buildings" / "ridderkerk_pitched_roof_buildings_3dbag.csv"
    known = pd.read_csv(path)
    half = np.sqrt(known["hull_area_m2"].to_numpy()) / 2
    x, y = known["x_rd"].to_numpy(), known["y_rd"].to_numpy()
    buildings = shapely.box(x - half, y - half, x + half, y + half)
    cut = x[known["lon"] > 4.619].max()
    middle = float(np.median(y[known["lon"] > 4.61]))
    places = np.array([[cut - 100, middle], [cut + 400, middle]])
    assert find_unknown(buildings, places)[1]
    sites = np.column_stack([x[::6], y[::6]])[:2_000] + half[::6][:2_000, None] + 6
    demand = np.column_stack([x, y])[:5_000]
    coverage = cover_demand(sites, demand, range_m=100)
    seen = keep_in_sight(coverage, buildings)
    assert 0 < seen.matrix.nnz < coverage.matrix.nnz
