import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import schema
from geo.analysis.reasons import (
    NearestArea,
    WijkShare,
    count_codes,
    find_nearest_area,
    measure_recency,
    share_of_wijk,
)

END = pd.Timestamp("2019-01-01", tz="Europe/Brussels")


def draw_areas(*squares):
    """Areas of ten metres wide as (code, name, west)."""
    return gpd.GeoDataFrame(
        {
            schema.AREA_CODE: pd.Series([code for code, *_ in squares], dtype="str"),
            schema.AREA_NAME: pd.Series([name for _, name, _ in squares], dtype="str"),
        },
        geometry=[None if x is None else shapely.box(x, 0, x + 10, 10) for *_, x in squares],
        crs="EPSG:32631",
    )


def test_codes_are_counted_most_frequent_first_and_ties_by_code():
    codes = pd.Series(["b", "a", None, "c", "c", "b"], dtype="str")
    table = count_codes(pd.DataFrame({schema.CODE: codes}))
    assert table[schema.CODE].fillna("none").tolist() == ["b", "c", "a", "none"]
    assert table[schema.INCIDENTS].tolist() == [2, 2, 1, 1]


def test_recency_counts_the_last_ninety_days_and_whole_quiet_days():
    written = ["2018-12-20 12:00", "2018-10-03", "2018-10-02", "2016-01-01"]
    starts = pd.to_datetime(written, format="ISO8601")
    frame = pd.DataFrame({schema.STARTED_AT: starts.tz_localize("Europe/Brussels")})
    found = measure_recency(frame, as_of=END)
    assert (found.recent, found.quiet_days) == (2, 11)


def test_share_of_the_wijk_leaves_out_what_lies_in_another():
    frame = pd.DataFrame(
        {
            schema.WIJK_CODE: pd.Series(["A", "A", "A", "B", None], dtype="str"),
            schema.CLUSTER: [0, 0, -1, 0, 0],
        }
    )
    assert share_of_wijk(frame, cluster=0, wijk_code="A") == WijkShare("A", part=2, whole=3)


@pytest.mark.parametrize(
    ("squares", "expected"),
    [
        pytest.param([("P2", "Far", 50), ("P1", "Near", 20)], ("P1", "Near", 10), id="nearest"),
        pytest.param([("P2", "Right", 20), ("P1", "Left", -20)], ("P1", "Left", 10), id="tie"),
        pytest.param([("P1", "Touched", 10)], ("P1", "Touched", 0), id="touched"),
        pytest.param([("P1", None, 20)], ("P1", "P1", 10), id="no-name"),
        pytest.param(
            [("P1", "Lost", None), ("P2", "Here", 30)], ("P2", "Here", 20), id="no-ground"
        ),
        pytest.param([(None, "Loose", 5), ("P2", "Here", 30)], ("P2", "Here", 20), id="no-code"),
    ],
)
def test_the_nearest_area_is_found(squares, expected):
    here = shapely.box(0, 0, 10, 10)
    assert find_nearest_area(here, draw_areas(*squares)) == NearestArea(*expected)


@pytest.mark.parametrize("squares", [[], [("P1", "Lost", None)]])
def test_no_area_is_no_answer(squares):
    assert find_nearest_area(shapely.box(0, 0, 10, 10), draw_areas(*squares)) is None
