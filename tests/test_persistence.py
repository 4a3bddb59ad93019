import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.analysis.persistence import match_hotspots, order_by_news
from geo.errors import CrsMismatchError
from geo.params import Period

GRID = "EPSG:32631"


def draw(*boxes, crs=GRID):
    """Hotspots as (west, east, incidents), a hundred metres high, ranked as they come."""
    frame = {
        schema.RANK: pd.Series(range(1, len(boxes) + 1), dtype="int64"),
        schema.HOTSPOT_ID: pd.Series([f"H{n}" for n in range(1, len(boxes) + 1)], dtype="str"),
        schema.INCIDENTS: pd.Series([count for *_, count in boxes], dtype="int64"),
    }
    shapes = [shapely.box(west, 0, east, 100) for west, east, _ in boxes]
    frame[schema.CENTRE] = gpd.GeoSeries([shape.centroid for shape in shapes], crs=crs)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=crs), crs=crs)


def changes(found):
    return found.current[schema.CHANGE].tolist()


def partners(found):
    return found.current[schema.EARLIER_ID].fillna("none").tolist()


@pytest.mark.parametrize(("count", "change"), [(12, "grown"), (8, "shrunk"), (10, "equal")])
def test_a_place_of_both_periods_has_grown_or_shrunk_by_its_incidents(count, change):
    found = match_hotspots(draw((0, 100, count)), draw((0, 100, 10)))
    assert (changes(found), partners(found)) == ([change], ["H1"])
    assert found.current[schema.EARLIER_INCIDENTS].tolist() == [10]
    assert found.vanished.empty


def test_places_of_one_period_only_are_new_or_gone():
    found = match_hotspots(draw((0, 100, 5)), draw((500, 600, 5)))
    assert (changes(found), partners(found)) == (["new"], ["none"])
    assert found.current[schema.EARLIER_INCIDENTS].isna().all()
    assert found.vanished[schema.HOTSPOT_ID].tolist() == ["H1"]


@pytest.mark.parametrize(("west", "change"), [(75, "equal"), (76, "new"), (100, "new")])
def test_a_quarter_of_the_smaller_outline_makes_one_place(west, change):
    found = match_hotspots(draw((west, west + 100, 5)), draw((0, 100, 5)))
    assert changes(found) == [change]
    assert len(found.vanished) == (change == "new")


def test_a_small_outline_within_a_large_one_is_the_same_place():
    assert changes(match_hotspots(draw((40, 50, 5)), draw((0, 1000, 50)))) == ["shrunk"]
    assert changes(match_hotspots(draw((0, 1000, 50)), draw((40, 50, 5)))) == ["grown"]


def test_most_shared_ground_decides_and_then_the_lowest_rank():
    assert partners(match_hotspots(draw((0, 100, 5)), draw((60, 160, 5), (-50, 50, 5)))) == ["H2"]
    assert partners(match_hotspots(draw((0, 100, 5)), draw((60, 160, 5), (-60, 40, 5)))) == ["H1"]


def test_a_place_that_splits_up_is_not_new_and_one_that_is_swallowed_not_gone():
    split = match_hotspots(draw((0, 40, 5), (60, 100, 4)), draw((0, 100, 9)))
    assert (changes(split), partners(split)) == (["shrunk", "shrunk"], ["H1", "H1"])
    merged = match_hotspots(draw((0, 100, 9)), draw((0, 40, 5), (70, 100, 4)))
    assert partners(merged) == ["H1"]
    assert merged.vanished.empty


def test_outlines_that_only_touch_are_two_places():
    found = match_hotspots(draw((0, 100, 5)), draw((100, 200, 5)), least_share=1e-9)
    assert changes(found) == ["new"]


def match_moving(current, earlier):
    """Hotspots found with a radius of 50: one that moved went 100 metres at most."""
    return match_hotspots(draw(*current), draw(*earlier), eps_m=50)


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [
        pytest.param((200, 300, 10), (100, 200, 10), "moved", id="next-door"),
        pytest.param((201, 301, 10), (100, 200, 10), "new", id="too-far"),
        # A fifth of it is where it was: too little for one place.
        pytest.param((180, 280, 10), (100, 200, 10), "moved", id="partly-on-itself"),
        pytest.param((200, 300, 5), (100, 200, 10), "moved", id="half-as-large"),
        pytest.param((200, 300, 10), (100, 200, 5), "moved", id="twice-as-large"),
        pytest.param((200, 300, 4), (100, 200, 10), "new", id="much-smaller"),
        pytest.param((200, 300, 10), (100, 200, 4), "new", id="much-larger"),
    ],
)
def test_a_hotspot_of_like_size_that_turns_up_nearby_has_moved(now, then, change):
    found = match_moving([now], [then])
    assert changes(found) == [change]
    assert len(found.vanished) == (change == "new")


def test_a_move_is_told_with_where_from_how_many_and_how_far():
    found = match_moving([(0, 100, 9), (380, 480, 12)], [(300, 400, 10), (0, 100, 9)])
    assert changes(found) == ["equal", "moved"]
    assert partners(found) == ["H2", "H1"]
    assert found.current[schema.EARLIER_INCIDENTS].tolist() == [9, 10]
    assert found.current[schema.MOVED_M].fillna(-1).tolist() == [-1, 80]
    assert found.vanished.empty


def test_each_hotspot_moves_once_the_shortest_way_first():
    # The one in the middle may have gone either way: 90 metres beats 100.
    found = match_moving([(0, 100, 10), (190, 290, 10)], [(100, 200, 10)])
    assert changes(found) == ["new", "moved"]
    found = match_moving([(100, 200, 10)], [(0, 100, 10), (190, 290, 10)])
    assert partners(found) == ["H2"]
    assert found.vanished[schema.HOTSPOT_ID].tolist() == ["H1"]


def test_ties_of_moves_go_to_the_lowest_rank():
    assert changes(match_moving([(200, 300, 9), (0, 100, 9)], [(100, 200, 9)])) == ["moved", "new"]
    found = match_moving([(100, 200, 9)], [(200, 300, 9), (0, 100, 9)])
    assert partners(found) == ["H1"]


def test_a_hotspot_that_stayed_does_not_move_as_well():
    found = match_moving([(100, 200, 10), (200, 300, 10)], [(100, 200, 10)])
    assert changes(found) == ["equal", "new"]


def test_without_a_radius_nothing_moves():
    found = match_hotspots(draw((200, 300, 10)), draw((100, 200, 10)))
    assert changes(found) == ["new"]
    assert found.current[schema.MOVED_M].isna().all()


@pytest.mark.parametrize(("current", "earlier"), [(0, 1), (1, 0), (0, 0)])
def test_a_period_without_hotspots_keeps_the_types(current, earlier):
    found = match_hotspots(draw(*[(0, 9, 5)] * current), draw(*[(90, 99, 5)] * earlier))
    whole = match_hotspots(draw((0, 9, 5)), draw((0, 9, 5)))
    assert (len(found.current), len(found.vanished)) == (current, earlier)
    for name in (schema.EARLIER_ID, schema.EARLIER_INCIDENTS, schema.MOVED_M):
        assert found.current[name].dtype == whole.current[name].dtype


def test_frames_in_different_systems_are_refused():
    with pytest.raises(CrsMismatchError, match="reproject"):
        match_hotspots(draw((0, 9, 5)), draw((0, 9, 5), crs="EPSG:32632"))


def test_input_and_its_index_are_left_as_they_were():
    current, earlier = draw((0, 100, 5), (200, 300, 6)), draw((0, 100, 5))
    current.index = pd.Index([7, 3])
    before = current.copy()
    found = match_hotspots(current, earlier)
    pd.testing.assert_frame_equal(current, before)
    assert found.current.index.tolist() == [7, 3]
    assert changes(found) == ["equal", "new"]


def test_news_comes_first_and_ties_by_rank():
    later = draw((0, 100, 9), (200, 300, 12), (400, 500, 10), (600, 700, 5), (800, 900, 4))
    found = match_hotspots(later, draw((0, 100, 10), (200, 300, 10), (400, 500, 10)))
    ordered = order_by_news(found.current)
    assert ordered[schema.CHANGE].tolist() == ["new", "new", "grown", "equal", "shrunk"]
    assert ordered[schema.RANK].tolist() == [4, 5, 2, 3, 1]


boxes = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 200), st.integers(1, 30)).map(
        lambda box: (box[0], box[0] + box[1], box[2])
    ),
    max_size=6,
)


@given(boxes, boxes)
def test_each_earlier_place_is_met_again_or_gone(later, before):
    found = match_hotspots(draw(*later), draw(*before))
    assert len(found.current) == len(later)
    gone = set(found.vanished[schema.HOTSPOT_ID])
    assert not gone & set(found.current[schema.EARLIER_ID].dropna())
    fresh = np.array(changes(found), object) == "new"
    assert fresh.tolist() == found.current[schema.EARLIER_ID].isna().tolist()


@given(boxes, boxes)
@settings(max_examples=40)
def test_each_hotspot_moves_once_and_none_is_lost(later, before):
    found = match_moving(later, before)
    moved = found.current[found.current[schema.CHANGE] == "moved"]
    assert moved[schema.EARLIER_ID].is_unique
    assert not set(found.vanished[schema.HOTSPOT_ID]) & set(
        found.current[schema.EARLIER_ID].dropna()
    )
    assert moved[schema.MOVED_M].between(0, 100).all()
    still = match_hotspots(draw(*later), draw(*before))
    assert len(found.vanished) + len(moved) == len(still.vanished)
    stayed = found.current[schema.CHANGE] != "moved"
    assert (found.current[schema.CHANGE] == still.current[schema.CHANGE])[stayed].all()
    assert (still.current[schema.CHANGE] == "new")[~stayed].all()


@given(boxes, boxes, st.integers(-10_000, 10_000))
@settings(max_examples=40)
def test_a_shift_of_both_periods_changes_nothing(later, before, by):
    shifted = [[(west + by, east + by, n) for west, east, n in part] for part in (later, before)]
    here, there = match_moving(later, before), match_moving(*shifted)
    assert changes(here) == changes(there)
    assert partners(here) == partners(there)


@given(boxes)
def test_a_period_held_against_itself_is_the_same(later):
    found = match_hotspots(draw(*later), draw(*later))
    assert "new" not in changes(found)
    assert found.vanished.empty


def test_the_previous_period_is_as_long_and_ends_the_day_before():
    year = Period(first=pd.Timestamp("2018-01-01").date(), last=pd.Timestamp("2018-12-31").date())
    assert str(year.previous.first) == "2017-01-01"
    assert str(year.previous.last) == "2017-12-31"
    assert year.previous.days == year.days
