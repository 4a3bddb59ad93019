import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.opportunities import spread_opportunities
from geo.errors import ParamsError

CRS = 28992


def layer(*shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(list(shapes), crs=CRS), crs=CRS)


def spread(*shapes, spacing_m=10.0, municipality=None, **columns):
    found = spread_opportunities(
        layer(*shapes, **columns), spacing_m=spacing_m, municipality=municipality
    )
    weights = found.weights.tolist()
    return {
        tuple(place): weight for place, weight in zip(found.places.tolist(), weights, strict=True)
    }


def test_addresses_are_places_and_those_on_one_spot_add_up():
    flat, house = shapely.Point(5, 5), shapely.Point(1, 9)
    assert spread(flat, house, flat, flat) == {(1, 9): 1, (5, 5): 3}


def test_a_weight_multiplies_and_what_weighs_nothing_is_no_place():
    points = [shapely.Point(n, 0) for n in range(5)]
    found = spread(*points, **{schema.WEIGHT: [2, 0, -1, np.nan, 0.5]})
    assert found == {(0, 0): 2, (4, 0): 0.5}


def test_a_building_stands_for_a_point_in_it():
    bent = shapely.Polygon([(0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9)])
    ((place, weight),) = spread(bent).items()
    assert bent.contains(shapely.Point(place))
    assert weight == 1


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (30, {(5, 0): 10, (15, 0): 10, (25, 0): 10}),
        (24, {(6, 0): 12, (18, 0): 12}),
        (3, {(1.5, 0): 3}),
    ],
)
def test_a_street_is_cut_into_equal_parts_that_weigh_their_length(length, expected):
    assert spread(shapely.LineString([(0, 0), (length, 0)])) == expected


def test_streets_are_cut_off_at_the_municipality():
    street = shapely.LineString([(-100, 5), (10, 5), (100, 5)])
    found = spread(street, shapely.Point(500, 5), municipality=shapely.box(0, 0, 20, 20))
    assert found == {(5, 5): 10, (15, 5): 10}


def test_a_street_that_leaves_and_comes_back_keeps_its_weight():
    street = shapely.LineString([(0, 0), (50, 0)])
    town = shapely.union(shapely.box(0, -5, 10, 5), shapely.box(40, -5, 50, 5))
    assert spread(street, municipality=town, **{schema.WEIGHT: [2]}) == {(5, 0): 20, (45, 0): 20}


def test_an_address_on_the_border_belongs():
    assert spread(shapely.Point(0, 7), municipality=shapely.box(0, 0, 20, 20)) == {(0, 7): 1}


@pytest.mark.parametrize(
    "shape", [None, shapely.Point(), shapely.LineString(), shapely.LineString([(1, 1), (1, 1)])]
)
def test_nothing_is_no_place(shape):
    found = spread_opportunities(layer(shape))
    assert (found.places.shape, found.weights.shape) == ((0, 2), (0,))


@pytest.mark.parametrize("spacing_m", [0, -1, float("nan"), float("inf")])
def test_a_spacing_that_cuts_nothing_is_refused(spacing_m):
    with pytest.raises(ParamsError, match="spacing_m"):
        spread_opportunities(layer(), spacing_m=spacing_m)


corners = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=6, unique=True
)
streets = st.lists(corners.map(shapely.LineString), max_size=5)


@given(streets, st.sampled_from([3.0, 10.0, 500.0]))
def test_the_length_of_streets_is_kept_and_every_place_lies_on_one(lines, spacing_m):
    found = spread_opportunities(layer(*lines), spacing_m=spacing_m)
    assert found.weights.sum() == pytest.approx(shapely.length(lines).sum())
    assert (found.weights > 0).all()
    ground = shapely.union_all(lines)
    assert shapely.distance(shapely.points(found.places), ground).max(initial=0) < 1e-6


@given(streets, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_say(lines, random):
    shuffled = random.sample(lines, len(lines))
    straight, turned = spread_opportunities(layer(*lines)), spread_opportunities(layer(*shuffled))
    assert np.array_equal(straight.places, turned.places)
    assert straight.weights == pytest.approx(turned.weights)


def test_the_streets_of_ridderkerk_keep_their_length(shared_dir):
    roads = gpd.read_file(shared_dir / "data/streets/ridderkerk_roads_osm_rd.geojson")
    wijken = gpd.read_file(shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson")
    ground = wijken.union_all()
    found = spread_opportunities(roads, municipality=ground)
    inside = shapely.length(shapely.intersection(roads.geometry.to_numpy(), ground)).sum()
    assert found.weights.sum() == pytest.approx(inside)
    assert len(found.places) > 40_000
