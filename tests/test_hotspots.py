from collections.abc import Iterable, Sequence
from random import Random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.hotspots import Hotspots, find_hotspots
from geo.errors import CrsMismatchError, ParamsError
from geo.params import HotspotParams

CRS = 28992
PARAMS = HotspotParams(eps_m=50, min_samples=4, half_life_days=10)
AS_OF = pd.Timestamp("2020-01-31", tz="Europe/Amsterdam")
TOWN = shapely.box(100, 100, 250, 250)
SQUARE = [(0, 0), (0, 10), (10, 0), (10, 10)]

places = st.tuples(st.integers(0, 300), st.integers(0, 300))
incidents = st.lists(st.tuples(places, st.integers(0, 60)), max_size=40)
Incident = tuple[tuple[int, int], int]


def frame(
    points: Sequence[tuple[float, float] | None], *, days: Sequence[float] = (), **columns: object
) -> gpd.GeoDataFrame:
    """Incidents so many days before the end of the period, ten unless told."""
    shapes = [None if point is None else shapely.Point(point) for point in points]
    ages = pd.Series(days or [10] * len(shapes), dtype="float64")
    texts = {name: pd.Series(values, dtype="str") for name, values in columns.items()}
    return gpd.GeoDataFrame(
        {schema.STARTED_AT: AS_OF - pd.to_timedelta(ages, unit="D"), **texts},
        geometry=gpd.GeoSeries(shapes, crs=CRS),
        crs=CRS,
    )


def frame_of(rows: Sequence[Incident], *, shift: float = 0) -> gpd.GeoDataFrame:
    points = [(x + shift, y + shift) for (x, y), _ in rows]
    return frame(points, days=[day for _, day in rows])


def search(given_incidents: gpd.GeoDataFrame, params: HotspotParams = PARAMS) -> Hotspots:
    return find_hotspots(given_incidents, params, as_of=AS_OF)


def moved(points: Iterable[tuple[float, float]], x: float, y: float) -> list[tuple[float, float]]:
    return [(px + x, py + y) for px, py in points]


def test_a_small_town_worked_out_by_hand() -> None:
    # A square of four with one incident at its border, a stack of four, one alone, one nowhere.
    points = [*SQUARE, (55, 5), *[(1_000, 1_000)] * 4, (5_000, 5_000), None]
    found = search(
        frame(
            points,
            days=[10, 20, 30, 40, 0, 10, 10, 10, 10, 0, 0],
            wijk_code=["W2", "W2", "W1", "W1", "W3", *[None] * 4, "W1", "W1"],
            park_id=["P1", "P1", "P2", "P3", None, "P9", "P9", None, None, "P1", "P1"],
        )
    )
    stack, square = found.hotspots.to_dict("records")
    assert found.hotspots.columns.tolist() == list(schema.HOTSPOT_COLUMNS)
    assert found.incidents[schema.CLUSTER].tolist() == [1] * 5 + [0] * 4 + [-1, -1]
    assert (
        found.incidents[schema.IS_CORE].tolist() == [True] * 4 + [False] + [True] * 4 + [False] * 2
    )

    assert (stack["rank"], stack["incidents"], stack["core_points"]) == (1, 4, 4)
    assert stack["score"] == 4 / 2
    assert stack["centre"] == shapely.Point(1_000, 1_000)
    assert pd.isna(stack["wijk_code"])
    assert stack["park_id"] == "P9"

    assert (square["rank"], square["incidents"], square["core_points"]) == (2, 5, 4)
    assert square["score"] == 1 / 2 + 1 / 4 + 1 / 8 + 1 / 16 + 1
    assert square["centre"] == shapely.Point(15, 5)
    assert square["wijk_code"] == "W1"
    assert pd.isna(square["park_id"])
    for hotspot in (stack, square):
        assert hotspot["area_ha"] == hotspot["geometry"].area / 10_000
        assert hotspot["geometry"].contains(hotspot["centre"])


def test_age_is_counted_in_hours_that_passed() -> None:
    # The night of 29 March 2020 was an hour short: 35 hours lie between the two moments.
    noon = pd.Timestamp("2020-03-28 12:00", tz="Europe/Amsterdam")
    stacked = frame([(0, 0)] * 4).assign(**{schema.STARTED_AT: noon})
    end = pd.Timestamp("2020-03-30", tz="Europe/Amsterdam")
    found = find_hotspots(stacked, PARAMS, as_of=end)
    assert found.hotspots[schema.SCORE].tolist() == pytest.approx([4 * 2 ** (-35 / 24 / 10)])


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        pytest.param([5] * 4, [6] * 4, 0, id="score"),
        pytest.param([10] * 4, [20] * 8, 1, id="incidents-at-equal-score"),
        pytest.param([3, 7, 11, 13], [11, 3, 13, 7], 0, id="smallest-x-at-equal-ages"),
    ],
)
def test_rank_follows_score_then_incidents_then_place(
    first: list[float], second: list[float], winner: int
) -> None:
    # Places in an order in which sums of the same ages would round apart.
    left, right = (
        [(place, y) for y in range(len(days))] for place, days in ((0, first), (900, second))
    )
    found = search(frame([*left, *right], days=[*first, *second]))
    assert found.incidents[schema.CLUSTER].iloc[0] == winner
    assert found.hotspots[schema.RANK].tolist() == [1, 2]


def test_equal_hotspots_above_each_other_rank_from_the_south() -> None:
    found = search(frame([*moved(SQUARE, 0, 500), *SQUARE]))
    assert found.hotspots[schema.CENTRE].y.tolist() == [5, 505]


@given(incidents, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_say(rows: list[Incident], random: Random) -> None:
    straight = frame_of(rows).assign(
        wijk_code=pd.Series([f"W{x % 3}" for (x, _), _ in rows], dtype="str")
    )
    order = list(range(len(rows)))
    random.shuffle(order)
    found, shuffled = search(straight), search(straight.iloc[order])
    pd.testing.assert_frame_equal(found.incidents.iloc[order], shuffled.incidents)
    pd.testing.assert_frame_equal(
        found.hotspots.to_wkb(), shuffled.hotspots.to_wkb(), check_exact=True
    )


@given(incidents)
def test_every_incident_is_in_one_hotspot_or_noise(rows: list[Incident]) -> None:
    found = search(frame_of(rows))
    hotspots, clusters = found.hotspots, found.incidents[schema.CLUSTER]
    recency = np.array([2 ** (-day / 10) for _, day in rows])
    inside = (clusters != schema.NOISE).to_numpy()
    assert hotspots[schema.RANK].tolist() == list(range(1, len(hotspots) + 1))
    assert hotspots[schema.HOTSPOT_ID].is_unique
    assert hotspots[schema.INCIDENTS].tolist() == [
        (clusters == rank - 1).sum() for rank in hotspots[schema.RANK]
    ]
    assert hotspots[schema.INCIDENTS].sum() + (~inside).sum() == len(rows)
    assert hotspots[schema.SCORE].sum() == pytest.approx(recency[inside].sum())
    assert hotspots[schema.SCORE].is_monotonic_decreasing


@given(incidents, st.sampled_from([155_000, 1e7, -1e7]))
def test_a_shift_moves_hotspots_and_changes_nothing_else(
    rows: list[Incident], shift: float
) -> None:
    here, there = search(frame_of(rows)), search(frame_of(rows, shift=shift))
    figures = [schema.RANK, schema.INCIDENTS, schema.CORE_POINTS, schema.SCORE]
    pd.testing.assert_frame_equal(
        pd.DataFrame(here.hotspots[figures]),
        pd.DataFrame(there.hotspots[figures]),
        check_exact=True,
    )
    assert np.allclose(here.hotspots[schema.AREA_HA], there.hotspots[schema.AREA_HA], rtol=0.02)
    noise = here.incidents[schema.CLUSTER] == schema.NOISE
    assert noise.equals(there.incidents[schema.CLUSTER] == schema.NOISE)


@given(incidents)
def test_the_centre_lies_in_the_outline(rows: list[Incident]) -> None:
    for town in (None, TOWN):
        found = find_hotspots(frame_of(rows), PARAMS, as_of=AS_OF, municipality=town).hotspots
        assert shapely.covers(found.geometry.to_numpy(), found[schema.CENTRE].to_numpy()).all()
        assert (found.geometry.area / 10_000).tolist() == found[schema.AREA_HA].tolist()


def test_a_bent_hotspot_has_its_centre_on_a_core_point() -> None:
    corner = [(x, 0) for x in range(0, 1_001, 20)] + [(0, y) for y in range(20, 1_001, 20)]
    (hotspot,) = search(frame(corner)).hotspots.to_dict("records")
    # The mean lies at 250, 250; along both legs x = 250 or y = 250 comes nearest, a tie.
    assert hotspot["centre"] in {
        shapely.Point(240, 0),
        shapely.Point(0, 240),
        shapely.Point(0, 260),
    }
    assert hotspot["centre"].x == 0


def test_outlines_are_clipped_to_the_municipality() -> None:
    town = shapely.box(5, -100, 100, 100)
    points = [*SQUARE, *moved(SQUARE, 900, 0)]
    found = find_hotspots(frame(points), PARAMS, as_of=AS_OF, municipality=town).hotspots
    inside, outside = found.geometry
    assert town.covers(inside)
    assert not outside.intersects(town)
    assert outside.area > inside.area > 0


def test_an_id_stays_while_the_core_points_stay() -> None:
    (before,) = search(frame([*SQUARE, (55, 5)], days=[1, 2, 3, 4, 5])).hotspots[schema.HOTSPOT_ID]
    (later,) = search(frame(SQUARE[::-1], days=[30, 40, 50, 60])).hotspots[schema.HOTSPOT_ID]
    (moved_on,) = search(frame(moved(SQUARE, 1, 0))).hotspots[schema.HOTSPOT_ID]
    wider = HotspotParams(eps_m=50.5, min_samples=4, half_life_days=10)
    (other,) = search(frame(SQUARE), wider).hotspots[schema.HOTSPOT_ID]
    same = HotspotParams(eps_m=50.0, min_samples=4, half_life_days=99)
    assert before == later
    assert search(frame(SQUARE), same).hotspots[schema.HOTSPOT_ID].tolist() == [before]
    assert len({before, moved_on, other}) == 3


@pytest.mark.parametrize(
    ("codes", "wijk", "park"),
    [
        pytest.param(["B", "A", "B", "A"], "A", "A", id="tie-lowest"),
        pytest.param(["B", "B", "A", "C"], "B", "B", id="exactly-half"),
        pytest.param(["A", "B", "C", "D"], "A", None, id="under-half"),
        pytest.param(["C", None, None, None], "C", None, id="most-nowhere"),
        pytest.param([None] * 4, None, None, id="nowhere"),
    ],
)
def test_a_hotspot_lies_where_most_of_its_incidents_do(
    codes: list[str | None], wijk: str | None, park: str | None
) -> None:
    found = search(frame(SQUARE, wijk_code=codes, park_id=codes)).hotspots
    told = found[[schema.WIJK_CODE, schema.PARK_ID]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [[wijk, park]]


def test_without_area_columns_no_area_is_named() -> None:
    found = search(frame(SQUARE)).hotspots
    assert found[[schema.WIJK_CODE, schema.PARK_ID]].isna().all(axis=None)


@pytest.mark.parametrize(
    "points",
    [
        pytest.param([], id="no-incidents"),
        pytest.param([(3, 4)], id="one"),
        pytest.param([None, None, None, None], id="none-placed"),
        pytest.param([(0, 0), (99, 0), (0, 99), (99, 99)], id="far-apart"),
    ],
)
def test_no_hotspot_is_an_empty_frame_of_the_same_types(
    points: list[tuple[float, float] | None],
) -> None:
    found, full = search(frame(points)), search(frame(SQUARE))
    assert len(found.hotspots) == 0
    assert found.hotspots.dtypes.equals(full.hotspots.dtypes)
    assert found.hotspots.crs == found.hotspots[schema.CENTRE].crs == full.hotspots.crs
    assert found.incidents.dtypes.equals(full.incidents.dtypes)
    assert found.incidents[schema.CLUSTER].tolist() == [-1] * len(points)


def test_incidents_without_a_place_are_noise() -> None:
    nowhere = [None, shapely.Point(), shapely.Point(np.nan, 0), shapely.Point(0, np.inf)]
    shapes = gpd.GeoSeries([*nowhere, *[shapely.Point(0, 0)] * 4], crs=CRS)
    found = search(frame([(0, 0)] * 8).set_geometry(shapes))
    assert found.incidents[schema.CLUSTER].tolist() == [-1] * 4 + [0] * 4
    assert found.hotspots[schema.INCIDENTS].tolist() == [4]


def test_the_index_and_columns_of_the_caller_stay() -> None:
    given_incidents = frame([*SQUARE, (500, 0)], code=["a", "b", "c", "d", "e"])
    given_incidents.index = pd.Index([7, 7, 3, 1, 7], name="row")
    before = given_incidents.copy()
    found = search(given_incidents)
    pd.testing.assert_frame_equal(given_incidents, before)
    pd.testing.assert_frame_equal(found.incidents[before.columns.tolist()], before)
    assert found.incidents[schema.CLUSTER].tolist() == [0, 0, 0, 0, -1]
    again = search(found.incidents)
    pd.testing.assert_frame_equal(again.incidents, found.incidents)


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "EPSG:2263"])
def test_other_than_projected_metres_is_refused(crs: str | None) -> None:
    with pytest.raises(CrsMismatchError, match="projected coordinate system in metres"):
        search(frame(SQUARE).set_crs(crs, allow_override=True))


@pytest.mark.parametrize("value", [0, -5, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["eps_m", "min_samples", "half_life_days"])
def test_params_that_find_nothing_are_refused(name: str, value: float) -> None:
    with pytest.raises(ParamsError, match=f"expected {name} > 0, got {value}"):
        HotspotParams(**{"eps_m": 50, "min_samples": 4, "half_life_days": 10, name: value})
