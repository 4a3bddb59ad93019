import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.intake.demo_places import (
    DemoAreas,
    Places,
    draw_places,
    lay_out_town,
    scatter_in_disc,
)
from geo.intake.demo_plan import DemoPlan, PlaceKind

# Two square wijken of a kilometre side by side, an empty one, and a park in the second.
LEFT, RIGHT = shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)
EMPTY = shapely.box(0, 1000, 2000, 1500)
PARK = shapely.box(1500, 500, 1900, 900)
CRS = 28992


def areas(**columns):
    return gpd.GeoDataFrame(columns, crs=CRS)


AREAS = DemoAreas(
    wijken=areas(
        area_code=["B", "A", "C"], dwellings=[300.0, 900.0, 0.0], geometry=[RIGHT, LEFT, EMPTY]
    ),
    parks=areas(area_code=["P"], geometry=[PARK]),
)


def plan(**changes):
    bare = {
        "town_seed": 1, "table": "t", "rows": {}, "assumptions": [], "built_up": {},
        "shops": [{"x": 500, "y": 500, "radius_m": 100, "share": 1.0}],
        "profiles": {}, "categories": {}, "planted": [],
    }  # fmt: skip
    return DemoPlan.model_validate(bare | changes)


@pytest.fixture(scope="module")
def town():
    return lay_out_town(plan(), AREAS)


def count_in(shape, places):
    return int(shapely.contains_xy(shape, places.xy).sum())


def test_each_wijk_has_its_dwellings(town):
    dwellings = town[PlaceKind.DWELLINGS]
    found = [count_in(shape, dwellings) for shape in (LEFT, RIGHT, EMPTY)]
    assert found == [900, 300, 0]


def test_streets_weigh_as_much_as_the_dwellings_along_them(town):
    streets = town[PlaceKind.STREETS]
    left = shapely.contains_xy(LEFT, streets.xy)
    assert streets.chance[left].sum() == pytest.approx(0.75)


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_chances_add_up_to_one(town, kind):
    assert town[kind].chance.sum() == pytest.approx(1)
    assert len(town[kind].xy) == len(town[kind].chance)


def test_nobody_lives_in_a_park_and_premises_lie_nowhere_else(town):
    assert count_in(PARK, town[PlaceKind.DWELLINGS]) == 0
    assert count_in(PARK, town[PlaceKind.PARKS]) == len(town[PlaceKind.PARKS].xy) > 0


def test_shops_lie_in_their_street(town):
    disc = shapely.Point(500, 500).buffer(100.1)
    assert count_in(disc, town[PlaceKind.SHOPS]) == len(town[PlaceKind.SHOPS].xy) > 0


def test_a_wijk_is_built_up_only_where_the_plan_says(town):
    built = lay_out_town(plan(built_up={"A": [[300, 300, 100]]}), AREAS)[PlaceKind.DWELLINGS]
    assert count_in(LEFT, built) == count_in(shapely.Point(300, 300).buffer(112), built) == 900


def test_more_dwellings_than_fronts_become_flats():
    crowded = AREAS.wijken.assign(dwellings=[0.0, 50_000.0, 0.0])
    town = lay_out_town(plan(), DemoAreas(crowded, AREAS.parks))
    houses = town[PlaceKind.DWELLINGS].xy
    assert len(houses) == 50_000
    assert len(np.unique(houses, axis=0)) < 20_000


def test_the_order_of_the_areas_has_no_say(town):
    turned = DemoAreas(AREAS.wijken.iloc[::-1], AREAS.parks)
    again = lay_out_town(plan(), turned)
    for kind in PlaceKind:
        np.testing.assert_array_equal(again[kind].xy, town[kind].xy)


def test_another_town_seed_is_another_town(town):
    other = lay_out_town(plan(town_seed=2), AREAS)[PlaceKind.DWELLINGS].xy
    assert not np.array_equal(other, town[PlaceKind.DWELLINGS].xy)


def test_streets_are_spread_and_no_hotspot_by_themselves(town):
    """No hundred-metre square of a wijk holds more than three times its share."""
    streets = town[PlaceKind.STREETS]
    left = shapely.contains_xy(LEFT.buffer(-30), streets.xy)
    xy, chance = streets.xy[left], streets.chance[left]
    summed, _, _ = np.histogram2d(xy[:, 0], xy[:, 1], bins=9, weights=chance)
    assert summed.max() < 3 * summed.mean()
    assert (summed > 0).all()


def test_drawing_follows_the_chance():
    spots = Places(np.array([[0.0, 0.0], [9.0, 9.0]]), np.array([0.2, 0.8]))
    drawn = draw_places(spots, 2000, np.random.default_rng(1))
    assert (drawn[:, 0] == 9).mean() == pytest.approx(0.8, abs=0.04)


def test_nothing_can_be_drawn_from_nowhere():
    nowhere = Places(np.empty((0, 2)), np.empty(0))
    assert draw_places(nowhere, 0, np.random.default_rng(1)).shape == (0, 2)


@given(
    radius_m=st.floats(0.1, 500), count=st.integers(0, 50), seed=st.integers(0, 2**32)
)  # fmt: skip
def test_scattered_spots_stay_in_the_disc(radius_m, count, seed):
    rng = np.random.default_rng(seed)
    xy = scatter_in_disc(100.0, -50.0, radius_m=radius_m, count=count, rng=rng)
    assert xy.shape == (count, 2)
    assert (np.hypot(xy[:, 0] - 100, xy[:, 1] + 50) <= radius_m * (1 + 1e-9)).all()
