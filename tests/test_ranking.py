import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.analysis.area_index import index_areas
from geo.analysis.areas import assign_areas
from geo.analysis.hotspots import find_hotspots
from geo.analysis.ranking import add_tallies, rank_areas, rank_hotspots, tally_part
from geo.params import HotspotParams

CRS = 28992
AS_OF = pd.Timestamp("2020-01-01", tz="Europe/Amsterdam")


def make_areas(*rows):
    """Squares of 100 metres beside each other, as (code, inhabitants)."""
    shapes = [shapely.box(100 * n, 0, 100 * n + 100, 100) for n in range(len(rows))]
    return gpd.GeoDataFrame(
        {
            "area_code": pd.Series([code for code, _ in rows], dtype="str"),
            "name": pd.Series([f"wijk {code}" for code, _ in rows], dtype="str"),
            "inhabitants": pd.Series([count for _, count in rows], dtype="Int64"),
        },
        geometry=shapes,
        crs=CRS,
    )


THREE = make_areas(("A", 1000), ("B", 2000), ("C", 50))
INDEX = index_areas(THREE)


def make_part(*points):
    """Points as (x, cluster)."""
    x, cluster = zip(*points, strict=True)
    return pd.DataFrame({"x": np.array(x, float), "y": 50.0, "cluster": cluster})


def tally(*parts, index=INDEX):
    return add_tallies(tally_part(part, index) for part in parts)


def test_incidents_hotspots_and_their_shares_are_counted_by_wijk():
    found = tally(make_part((10, 0), (20, 0), (30, -1), (40, -1), (150, -1), (999, -1)))
    table = rank_areas(found, THREE).set_index("area_code")
    assert table["incidents"].to_dict() == {"A": 4, "B": 1, "C": 0}
    assert table["hotspots"].to_dict() == {"A": 1, "B": 0, "C": 0}
    assert table.loc["A", "share_in_hotspots"] == 0.5
    assert np.isnan(table.loc["C", "share_in_hotspots"])
    assert table.loc["A", "rate"] == 4.0


def test_equal_counts_are_in_order_of_code():
    found = tally(make_part((10, -1), (150, -1)))
    assert rank_areas(found, THREE)["area_code"].tolist() == ["A", "B", "C"]


def test_a_hotspot_over_two_wijken_belongs_to_the_one_with_most_of_it():
    found = tally(make_part((90, 0)), make_part((110, 0), (120, 0)))
    row = rank_hotspots(found).iloc[0]
    assert (row["wijk_code"], row["incidents"]) == ("B", 3)
    assert row["share_in_wijk"] == pytest.approx(2 / 3)
    assert (row["x"], row["y"]) == (106.67, 50.0)


def test_a_hotspot_outside_every_wijk_is_kept_without_one():
    found = rank_hotspots(tally(make_part((900, 0), (901, 0), (10, 1))))
    assert found["incidents"].tolist() == [2, 1]
    assert found["wijk_code"].isna().tolist() == [True, False]


def test_hotspots_are_in_order_in_the_country_and_in_their_wijk():
    found = rank_hotspots(
        tally(make_part((10, 0), (150, 1), (150, 1), (160, 2), (160, 2), (160, 2), (900, 3)))
    )
    assert found["wijk_code"].fillna("-").tolist() == ["B", "B", "A", "-"]
    assert found["rank_in_wijk"].tolist() == [1, 2, 1, 1]


def test_of_a_few_incidents_or_inhabitants_nothing_is_ranked_by_rate():
    points = [(10, -1)] * 9 + [(150, -1)] * 40 + [(250, -1)] * 40
    table = rank_areas(tally(make_part(*points)), THREE).set_index("area_code")
    assert table["is_rough"].to_dict() == {"A": True, "B": False, "C": True}
    assert table["rate_rank"].isna().to_dict() == {"A": True, "B": False, "C": True}


def test_ranks_that_the_intervals_leave_open_are_told_beside_the_rank():
    areas = make_areas(("A", 1000), ("B", 1000), ("C", 1000))
    points = [(10, -1)] * 100 + [(150, -1)] * 95 + [(250, -1)] * 10
    table = rank_areas(tally(make_part(*points), index=index_areas(areas)), areas).set_index(
        "area_code"
    )
    assert table["rate_rank"].tolist() == [1, 2, 3]
    assert table["rank_best"].tolist() == [1, 1, 3]
    assert table["rank_worst"].tolist() == [2, 2, 3]


def test_withheld_inhabitants_give_a_count_and_no_rate():
    areas = make_areas(("A", None))
    row = rank_areas(tally(make_part((10, -1)), index=index_areas(areas)), areas).iloc[0]
    assert row["incidents"] == 1
    assert np.isnan(row["rate"])
    assert pd.isna(row["rate_rank"])


def test_no_points_at_all_leave_every_wijk_at_zero():
    empty = pd.DataFrame({"x": [], "y": [], "cluster": []}, dtype=float)
    found = tally(empty)
    assert rank_areas(found, THREE)["incidents"].tolist() == [0, 0, 0]
    assert rank_hotspots(found).empty
    pd.testing.assert_frame_equal(found, add_tallies([]))


points = st.lists(
    st.tuples(st.integers(-20, 320), st.integers(-1, 4), st.integers(0, 6)), min_size=1, max_size=60
)


@settings(max_examples=40)
@given(points)
def test_however_the_points_are_parted_the_ranking_is_the_same(drawn):
    whole = make_part(*[(x, cluster) for x, cluster, _ in drawn])
    part_of = np.array([part for *_, part in drawn])
    parts = [whole[part_of == part] for part in range(7)]
    together, apart = tally(whole), tally(*parts)
    pd.testing.assert_frame_equal(together, apart)
    assert together["incidents"].sum() == len(drawn)


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_the_hotspots_are_those_of_the_search_in_one_municipality(seed):
    random = np.random.default_rng(seed)
    x, y = random.uniform((0, 0), (300, 100), (60, 2)).round(2).T
    incidents = gpd.GeoDataFrame(
        {"started_at": AS_OF}, geometry=gpd.points_from_xy(x, y), crs=CRS, index=range(60)
    )
    params = HotspotParams(eps_m=12, min_samples=4, half_life_days=365)
    located = assign_areas(incidents, INDEX, column=schema.WIJK_CODE)
    searched = find_hotspots(located, params, as_of=AS_OF)
    part = pd.DataFrame({"x": x, "y": y, "cluster": searched.incidents["cluster"]})
    ranked = rank_hotspots(tally(part))
    expected = searched.hotspots[["incidents", "wijk_code"]].sort_values(
        ["incidents", "wijk_code"], ascending=[False, True]
    )
    assert ranked[["incidents", "wijk_code"]].to_numpy().tolist() == expected.to_numpy().tolist()
