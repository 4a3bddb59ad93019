import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.analysis.area_index import index_areas, locate
from geo.analysis.areas import assign_areas, find_codes, outline
from geo.errors import CrsMismatchError

CRS = 28992
WEST, EAST = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)


def frame_areas(shapes, crs=CRS):
    """Areas from a mapping of code to shape."""
    return gpd.GeoDataFrame(
        {schema.AREA_CODE: pd.array(list(shapes), dtype="str")},
        geometry=list(shapes.values()),
        crs=crs,
    )


def frame_points(places, crs=CRS, index=None):
    points = [None if place is None else shapely.Point(place) for place in places]
    return gpd.GeoDataFrame({"n": range(len(points))}, geometry=points, crs=crs, index=index)


def codes_of(places, shapes):
    joined = assign_areas(frame_points(places), frame_areas(shapes), column="area")
    return [None if pd.isna(code) else code for code in joined["area"]]


def join_slowly(points, areas):
    """The same question to geopandas: intersects, and the lowest code of each point."""
    right = areas.dropna(subset=[schema.AREA_CODE])
    joined = gpd.sjoin(points, right, how="left", predicate="intersects")
    return joined.groupby(level=0)[schema.AREA_CODE].min().reindex(points.index)


def test_point_gets_the_area_that_it_lies_in() -> None:
    assert codes_of([(50, 50), (150, 50), (250, 50)], {"A": WEST, "B": EAST}) == ["A", "B", None]


@pytest.mark.parametrize("shapes", [{"A": WEST, "B": EAST}, {"B": WEST, "A": EAST}])
def test_edge_point_gets_one_wijk_the_lowest(shapes) -> None:
    assert codes_of([(100, 50), (100, 0), (100, 100)], shapes) == ["A", "A", "A"]


def test_places_as_numbers_get_the_area_that_points_get() -> None:
    areas = frame_areas({"A": WEST, "B": EAST})
    places = [(50, 50), (100, 50), (150, 50), (250, 50), (np.nan, np.nan)]
    table = pd.DataFrame(places, columns=["x", "y"], index=[9, 8, 7, 6, 5])
    points = [*places[:4], None]
    joined = assign_areas(frame_points(points, index=table.index), areas, column="area")["area"]
    for kept in (areas, index_areas(areas)):
        pd.testing.assert_series_equal(find_codes(table, kept), joined, check_names=False)


def test_overlap_goes_to_the_lowest_code() -> None:
    wide = shapely.box(50, 0, 150, 100)
    assert codes_of([(75, 50), (125, 50)], {"C": WEST, "A": wide, "B": EAST}) == ["A", "A"]


def test_area_inside_another_of_a_lower_code_never_wins() -> None:
    inner = shapely.box(40, 40, 60, 60)
    assert codes_of([(50, 50), (40, 50)], {"A": WEST, "B": inner}) == ["A", "A"]
    assert codes_of([(50, 50), (40, 50), (30, 50)], {"B": WEST, "A": inner}) == ["A", "A", "B"]


def test_hole_belongs_to_no_area_but_its_edge_does() -> None:
    ring = WEST.difference(shapely.box(40, 40, 60, 60))
    assert codes_of([(50, 50), (40, 50), (20, 20)], {"A": ring}) == [None, "A", "A"]


def test_incident_without_a_place_gets_none_and_stays() -> None:
    points = frame_points([(50, 50), None, (150, 50)])
    points.loc[3] = [3, shapely.Point()]
    joined = assign_areas(points, frame_areas({"A": WEST}), column="area")

    assert joined["area"].isna().tolist() == [False, True, True, True]


@pytest.mark.parametrize("place", [(np.inf, 50), (-np.inf, 50), (1e300, 1e300), (-1e9, 50)])
def test_place_far_away_lies_nowhere(place) -> None:
    x, y = np.array([place], float).T
    assert locate(x, y, index_areas(frame_areas({"A": WEST}))).tolist() == [-1]


def test_rows_and_index_stay_and_nothing_is_changed_in_place() -> None:
    points = frame_points([(150, 50), (50, 50), (50, 60)], index=["z", "a", "a"])
    areas = frame_areas({"B": EAST, "A": WEST})
    kept_points, kept_areas = points.copy(), areas.copy()

    joined = assign_areas(points, areas, column=schema.WIJK_CODE)

    assert joined.index.tolist() == ["z", "a", "a"]
    assert joined[schema.WIJK_CODE].tolist() == ["B", "A", "A"]
    assert joined.crs == points.crs
    assert_geodataframe_equal(points, kept_points)
    assert_geodataframe_equal(areas, kept_areas)


@pytest.mark.parametrize("places", [[], [(50, 50)]])
@pytest.mark.parametrize("shapes", [{}, {"A": WEST}])
def test_empty_frames_give_a_text_column(places, shapes) -> None:
    joined = assign_areas(frame_points(places), frame_areas(shapes), column="area")

    assert joined["area"].dtype == "str"
    assert joined["area"].notna().sum() == min(len(places), len(shapes))


def test_area_without_code_or_shape_is_left_out() -> None:
    areas = frame_areas({"A": WEST, "B": EAST, "C": shapely.Polygon()})
    areas.loc[0, schema.AREA_CODE] = None
    joined = assign_areas(frame_points([(50, 50), (150, 50)]), areas, column="area")

    assert joined["area"].isna().tolist() == [True, False]


def test_invalid_ring_is_read_as_the_ground_that_it_encloses() -> None:
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert codes_of([(10, 50), (90, 50), (50, 10)], {"A": bow_tie}) == ["A", "A", None]


def test_line_and_dot_of_an_area_do_not_break_the_index() -> None:
    thin = shapely.Polygon([(0, 0), (100, 0), (0, 0)])
    assert codes_of([(50, 0), (50, 1), (150, 50)], {"A": thin, "B": EAST}) == ["A", None, "B"]


def test_coordinate_systems_must_be_the_same() -> None:
    with pytest.raises(CrsMismatchError, match="reproject"):
        assign_areas(frame_points([(4, 52)], crs=4326), frame_areas({"A": WEST}), column="area")


def test_index_answers_like_the_frame_that_it_was_made_of() -> None:
    areas, points = frame_areas({"A": WEST, "B": EAST}), frame_points([(100, 1), (160, 9), (0, -1)])
    by_index = assign_areas(points, index_areas(areas), column="area")

    assert_geodataframe_equal(by_index, assign_areas(points, areas, column="area"))


def test_outline_is_the_ground_of_all_areas_together() -> None:
    assert outline(frame_areas({"A": WEST, "B": EAST})).equals(shapely.box(0, 0, 200, 100))
    assert outline(frame_areas({})).is_empty


def test_outline_of_invalid_rings_is_valid() -> None:
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    ground = outline(frame_areas({"A": bow_tie, "B": shapely.box(300, 0, 400, 100)}))

    assert ground.is_valid
    assert ground.area == 15_000


whole = st.integers(-6, 6)


@st.composite
def drawn_layers(draw):
    """Boxes, stars, slivers and holes on a coarse grid, and points on and around their corners."""
    offset = draw(st.sampled_from([(0, 0), (1e5, 4.3e5), (-3e6, 1e7)]))
    scale = draw(st.sampled_from([1.0, 0.1, 997.3]))
    shapes = []
    for _ in range(draw(st.integers(1, 6))):
        corners = draw(st.lists(st.tuples(whole, whole), min_size=3, max_size=7, unique=True))
        shape = shapely.make_valid(shapely.Polygon(corners))
        if draw(st.booleans()):
            shape = shape.difference(shapely.box(-1, -1, draw(whole), draw(whole)))
        if draw(st.booleans()):
            shape = shapely.union(shape, shapely.box(0, 0, 6, 1e-6))
        shapes.append(shape)
    moved = shapely.transform(np.array(shapes), lambda places: places * scale + offset)
    codes = draw(st.permutations([f"K{number}" for number in range(len(shapes))]))
    steps = st.one_of(whole, st.floats(-7, 7, allow_nan=False))
    points = np.array(draw(st.lists(st.tuples(steps, steps), min_size=1, max_size=60)), float)
    corners = shapely.get_coordinates(moved)
    midways = (corners + np.roll(corners, 1, axis=0)) / 2
    places = np.concatenate([points * scale + offset, corners, midways])
    return dict(zip(codes, moved, strict=True)), places


@settings(max_examples=150, deadline=None)
@given(drawn_layers())
def test_join_equals_that_of_geopandas(layer) -> None:
    shapes, places = layer
    areas, points = frame_areas(shapes), frame_points(places)
    joined = assign_areas(points, areas, column="area")["area"]

    pd.testing.assert_series_equal(joined, join_slowly(points, areas), check_names=False)


@settings(max_examples=50, deadline=None)
@given(drawn_layers(), st.randoms(use_true_random=False))
def test_join_does_not_depend_on_the_order_of_rows(layer, random) -> None:
    shapes, places = layer
    areas, points = frame_areas(shapes), frame_points(places)
    order = random.sample(range(len(points)), len(points))
    shuffled = frame_areas(dict(random.sample(list(shapes.items()), len(shapes))))

    first = assign_areas(points, areas, column="area")
    second = assign_areas(points.iloc[order], shuffled, column="area")

    assert_geodataframe_equal(first, second.sort_index())


@pytest.mark.parametrize(
    ("name", "areas_expected"),
    [("ridderkerk_wijken_2022_rd", 12), ("nederland_wijken_2022_rd", 3340)],
)
def test_join_equals_that_of_geopandas_on_real_wijken(shared_dir, name, areas_expected) -> None:
    path = shared_dir / f"data/boundaries/{name}.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    areas = gpd.GeoDataFrame.from_features(features, crs=CRS)
    areas = areas.rename(columns={"code": schema.AREA_CODE})[[schema.AREA_CODE, "geometry"]]
    random = np.random.default_rng(5)
    west, south, east, north = areas.total_bounds
    anywhere = random.uniform((west, south), (east, north), (40_000, 2))
    corners = shapely.get_coordinates(areas.geometry)[::7]
    points = frame_points(np.concatenate([anywhere, corners]))

    joined = assign_areas(points, areas, column="area")["area"]

    assert len(areas) == areas_expected
    pd.testing.assert_series_equal(joined, join_slowly(points, areas), check_names=False)
