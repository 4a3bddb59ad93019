import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.sites import candidate_sites, name_streets
from geo.errors import CrsMismatchError, ParamsError

CRS = 28992


def frame(*shapes, crs=CRS):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=crs)


GROUND = frame(shapely.box(0, 0, 100, 100))


def places(*shapes, ground=GROUND, **options):
    streets = frame(*shapes) if shapes else None
    found = candidate_sites(ground, streets=streets, **options)
    return [(float(x), float(y)) for x, y in found.get_coordinates().to_numpy()]


def test_a_street_gives_its_ends_and_a_point_every_25_metres():
    assert places(shapely.LineString([(10, 0), (70, 0)])) == [(10, 0), (35, 0), (60, 0), (70, 0)]


def test_steps_go_around_corners():
    bent = shapely.LineString([(0, 0), (20, 0), (20, 30)])
    assert places(bent) == [(0, 0), (20, 5), (20, 30)]


def test_where_streets_meet_there_is_one_site():
    cross = [shapely.LineString([(50, 50), end]) for end in ((50, 75), (50, 25), (75, 50))]
    assert places(*cross) == [(50, 25), (50, 50), (50, 75), (75, 50)]


def test_parts_of_a_street_are_walked_each():
    parts = shapely.MultiLineString([[(0, 0), (10, 0)], [(50, 0), (60, 0)]])
    assert places(parts) == [(0, 0), (10, 0), (50, 0), (60, 0)]


def test_a_street_that_leaves_the_ground_gives_only_what_lies_in_it():
    assert places(shapely.LineString([(75, 50), (300, 50)])) == [(75, 50), (100, 50)]
    assert places(shapely.LineString([(200, 200), (300, 50)])) == []


def test_what_is_kept_out_holds_no_site_nor_does_its_edge():
    water = np.array([shapely.box(30, -10, 60, 10)], object)
    assert places(shapely.LineString([(10, 0), (70, 0)]), kept_out=water) == [(10, 0), (70, 0)]
    assert places(kept_out=np.array([shapely.box(-1, -1, 101, 101)], object)) == []


def test_without_streets_a_grid_is_clipped_to_the_ground():
    triangle = frame(shapely.Polygon([(0, 0), (100, 0), (0, 100)]))
    found = places(ground=triangle, step_m=40)
    assert found == [(20, 20), (20, 60), (60, 20)]


def test_streets_without_a_point_in_the_ground_are_not_made_up_for_by_a_grid():
    assert candidate_sites(GROUND, streets=frame().set_crs(CRS)).empty


def test_sites_know_their_coordinate_system():
    assert candidate_sites(GROUND, step_m=50).crs == CRS


@given(st.permutations(range(4)), st.integers(5, 60))
def test_the_order_of_the_streets_does_not_matter(order, step_m):
    ends = [(90, 90), (90, 10), (10, 90), (33, 66)]
    lines = [shapely.LineString([(50, 50), end]) for end in ends]
    assert places(*(lines[i] for i in order), step_m=step_m) == places(*lines, step_m=step_m)


@given(st.integers(1, 400), st.integers(3, 90))
def test_no_place_on_a_street_is_farther_from_a_site_than_half_a_step(length, step_m):
    ground = frame(shapely.box(0, -1, 400, 1))
    street = shapely.LineString([(0, 0), (length, 0)])
    x = np.array(places(street, ground=ground, step_m=step_m))[:, 0]
    assert (x[0], x[-1]) == (0, length)
    assert np.diff(x).max() <= step_m


@pytest.mark.parametrize("step_m", [0, -25, float("nan"), float("inf")])
def test_a_step_that_leads_nowhere_is_refused(step_m):
    with pytest.raises(ParamsError):
        candidate_sites(GROUND, step_m=step_m)


def test_degrees_are_refused():
    with pytest.raises(CrsMismatchError):
        candidate_sites(frame(shapely.box(4, 51, 5, 52), crs=4326))


def test_streets_of_a_real_town_give_sites_on_them(shared_dir):
    data = shared_dir / "data"
    streets = gpd.read_file(data / "streets" / "ridderkerk_roads_osm_rd.geojson").set_crs(
        CRS, allow_override=True
    )
    wijken = gpd.read_file(data / "boundaries" / "ridderkerk_wijken_2022_rd.geojson").set_crs(
        CRS, allow_override=True
    )
    sites = candidate_sites(wijken, streets=streets)
    assert len(sites) > 5_000
    near = shapely.STRtree(streets.geometry.to_numpy()).query_nearest(
        sites.geometry.to_numpy(), max_distance=1, all_matches=False
    )
    assert near.shape[1] == len(sites)


def test_a_place_is_named_by_the_nearest_street_with_a_name():
    streets = gpd.GeoDataFrame(
        {"name": ["Dorpsstraat", None, "Kade"]},
        geometry=[shapely.LineString([(0, y), (100, y)]) for y in (0, 20, 60)],
        crs=CRS,
    )
    points = shapely.points([(10, 18), (10, 55), (10, 400)])
    assert name_streets(points, streets) == ["Dorpsstraat", "Kade", ""]
    assert name_streets(points, None) == ["", "", ""]
    assert name_streets(points, streets[streets["name"].isna()]) == ["", "", ""]
