from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.analysis import outlines
from geo.analysis.outlines import draw_outline, unite_discs

EPS_M = 100.0
TOWN = shapely.box(0, 0, 1_000, 1_000)
# Share by which a polygon of 32 corners, straightened a little, may fall short of a disc.
SLACK = 0.05

places = st.tuples(st.integers(0, 1_500), st.integers(0, 1_500))
clusters = st.lists(places, min_size=1, max_size=40)


def draw(core_points: Sequence[tuple[float, float]], ground: BaseGeometry | None = None):
    return draw_outline(np.array(core_points, float), eps_m=EPS_M, municipality=ground)


@given(clusters)
def test_an_outline_is_valid_ground_that_holds_every_core_point(
    cores: list[tuple[int, int]],
) -> None:
    outline = draw(cores)
    assert outline.is_valid
    assert outline.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.contains_xy(outline, np.array(cores)).all()


@given(clusters)
def test_an_outline_covers_half_eps_and_stays_within_eps(cores: list[tuple[int, int]]) -> None:
    outline = draw(cores)
    near = shapely.union_all(shapely.buffer(shapely.points(cores), EPS_M / 2))
    reach = shapely.union_all(shapely.buffer(shapely.points(cores), EPS_M))
    assert shapely.difference(near, outline.buffer(SLACK * EPS_M)).area == 0
    assert reach.contains(outline)


@given(clusters, st.permutations(range(40)))
def test_order_and_repetition_of_core_points_have_no_say(
    cores: list[tuple[int, int]], order: list[int]
) -> None:
    shuffled = [cores[place % len(cores)] for place in order]
    assert draw([*cores, *shuffled]).wkb == draw(list(reversed([*shuffled, *cores]))).wkb


@given(clusters)
def test_a_clipped_outline_is_the_shared_ground(cores: list[tuple[int, int]]) -> None:
    whole, clipped = draw(cores), draw(cores, TOWN)
    shared = whole.intersection(TOWN).area
    assert clipped.is_valid
    assert clipped.area == pytest.approx(shared or whole.area)
    assert shapely.difference(clipped, TOWN if shared else whole).area == pytest.approx(0)


def assert_united(places: np.ndarray) -> None:
    """Hold the union against that of every single disc."""
    whole = shapely.union_all(shapely.buffer(shapely.points(places), EPS_M, quad_segs=8))
    united = unite_discs(places, EPS_M)
    assert shapely.symmetric_difference(whole, united).area == pytest.approx(0, abs=1e-6)
    assert count_holes(united) == count_holes(whole)


def count_holes(shape: BaseGeometry) -> int:
    return int(shapely.get_num_interior_rings(shapely.get_parts(shape)).sum())


@given(clusters)
def test_discs_that_are_left_out_are_not_missed(cores: list[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlines, "_FEW_DISCS", 1)
        assert_united(np.unique(np.array(cores, float), axis=0))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("crowd", [200, 3_000])
def test_a_crowd_of_discs_is_the_union_of_each_of_them(seed: int, crowd: int) -> None:
    random = np.random.default_rng(seed)
    spread = random.uniform(0, 1_500, (crowd, 2))
    clumps = random.uniform(0, 1_500, (4, 1, 2)) + random.normal(0, 30, (4, crowd // 4, 2))
    assert_united(np.unique(np.concatenate([spread, clumps.reshape(-1, 2)]).round(1), axis=0))


@pytest.mark.parametrize(("radius", "holes"), [(60.0, 0), (250.0, 1)])
def test_a_gap_that_no_disc_covers_stays_open(radius: float, holes: int) -> None:
    angles = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    rings = [r * np.column_stack([np.cos(angles), np.sin(angles)]) for r in (radius, radius + 40)]
    places = np.unique(np.concatenate(rings), axis=0)
    assert count_holes(unite_discs(places, EPS_M)) == holes
    assert_united(places)


def test_most_discs_of_a_dense_town_are_left_out() -> None:
    town = np.stack(np.meshgrid(np.arange(0, 1_000, 12.5), np.arange(0, 1_000, 12.5)), -1)
    places = town.reshape(-1, 2)
    assert outlines._lie_amid(places, EPS_M).mean() > 0.9
    assert_united(places)


def test_one_place_makes_a_disc_of_half_eps() -> None:
    outline = draw([(500, 500)] * 4)
    disc = np.pi * (EPS_M / 2) ** 2
    assert (1 - SLACK) * disc < outline.area < disc
    assert (outline.centroid.x, outline.centroid.y) == pytest.approx((500, 500), abs=1)


def test_a_street_makes_a_strip_and_not_a_hull() -> None:
    street = [(x, 0.0) for x in range(0, 1_001, 50)] + [(0.0, y) for y in range(0, 1_001, 50)]
    outline = draw(street)
    strip = 2 * 1_000 * EPS_M
    assert 0.95 * strip < outline.area < 1.05 * strip
    assert not shapely.contains_xy(outline, 300, 300)
    assert shapely.convex_hull(outline).area > 2 * outline.area


def test_what_is_narrower_than_eps_is_filled() -> None:
    # Core points 80 m from the middle leave a hole in the discs of 50 m that closing fills.
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = [(80 * np.cos(angle), 80 * np.sin(angle)) for angle in angles]
    assert shapely.contains_xy(draw(ring), 0, 0)
    wide = [(200 * np.cos(angle), 200 * np.sin(angle)) for angle in angles]
    assert not shapely.contains_xy(draw(wide), 0, 0)


def test_far_apart_core_points_make_parts() -> None:
    outline = draw([(0, 0), (400, 0)])
    assert outline.geom_type == "MultiPolygon"
    assert len(outline.geoms) == 2


@pytest.mark.parametrize(
    "ground",
    [
        pytest.param(shapely.box(600, 0, 900, 900), id="apart"),
        pytest.param(shapely.box(-100, -200, 100, -50), id="touching-in-a-line"),
        pytest.param(shapely.Polygon(), id="empty"),
    ],
)
def test_a_cluster_outside_the_municipality_keeps_its_outline(ground: BaseGeometry) -> None:
    assert draw([(0, 0)], ground).wkb == draw([(0, 0)]).wkb


def test_a_municipality_of_two_islands_splits_the_outline() -> None:
    islands = shapely.union(shapely.box(-500, -500, -20, 500), shapely.box(20, -500, 500, 500))
    outline = draw([(0, 0)], islands)
    assert outline.geom_type == "MultiPolygon"
    assert islands.buffer(1e-6).contains(outline)


def test_an_outline_far_from_the_origin_is_the_same_shape() -> None:
    cores = [(0, 0), (60, 10), (150, 0), (150, 90)]
    far = draw([(x + 1e7, y - 1e7) for x, y in cores])
    assert far.area == pytest.approx(draw(cores).area, rel=0.005)


def test_the_core_points_are_left_as_they_were() -> None:
    cores = np.array([[3.0, 4.0], [1.0, 2.0], [1.0, 2.0]])
    given_points = cores.copy()
    draw_outline(cores, eps_m=EPS_M, municipality=TOWN)
    assert np.array_equal(cores, given_points)
