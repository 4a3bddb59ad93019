import numpy as np
import pytest
import shapely

from geo.advice.coverage import cover_demand
from geo.advice.sight import keep_in_sight

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
        length = np.hypot(*(end - start))
        line = shapely.LineString([start, start + (end - start) * max(length - 3, 0) / length])
        others = footprints[~shapely.intersects(footprints, shapely.Point(end))]
        assert seen[site, place] == (not shapely.intersects(others, line).any())
