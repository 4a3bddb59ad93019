from itertools import combinations, pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal import examples
from proving import Proof
from scipy import stats

from geo import schema
from geo.analysis.pairs import Metric, RepeatBands, count_in_each, count_pairs
from geo.analysis.repeats import (
    can_be_counted,
    count_near_repeats,
    find_near_repeats,
    measure_knox,
)
from geo.errors import CrsMismatchError, ParamsError
from geo.params import MonteCarlo

CRS = 28992
DRAWS = MonteCarlo(repeats=99, seed=1)
BANDS = RepeatBands(distances_m=(0, 1, 100, 200), days=(0, 7, 14))


def frame(rows, *, crs=CRS, precision="minute"):
    """Incidents as (x, y, local time); no place where x is None."""
    started = pd.to_datetime([row[2] for row in rows], format="ISO8601").as_unit("us")
    points = [None if row[0] is None else shapely.Point(row[0], row[1]) for row in rows]
    return gpd.GeoDataFrame(
        {
            schema.STARTED_AT: started.tz_localize("Europe/Amsterdam"),
            schema.TIME_PRECISION: pd.Series([precision] * len(rows), dtype="str"),
        },
        geometry=gpd.GeoSeries(points, crs=CRS).set_crs(crs, allow_override=True),
        crs=crs,
    )


def count(rows, bands=BANDS, draws=DRAWS):
    x, y, days = np.array(rows, float).reshape(-1, 3).T
    return count_near_repeats(x, y, days, bands, draws=draws)


def observed(rows, bands=BANDS):
    pairs = count(rows, bands, MonteCarlo(repeats=1))["pairs"]
    return pairs.to_numpy().reshape(len(bands.distances_m) - 1, -1).tolist()


def test_the_table_of_chicago_comes_out(shared_dir):
    rows = pd.read_csv(shared_dir / "data/reference/chicago_near_repeat_970.csv")
    days = pd.to_datetime(rows["date"]).to_numpy("datetime64[D]").astype(int)
    bands = RepeatBands(
        distances_m=(0, 0.1, 200, 400, 600), days=(0, 7, 14, 21), metric=Metric.MANHATTAN
    )
    x, y = rows["x"].to_numpy(), rows["y"].to_numpy()
    table = count_near_repeats(x, y, days, bands, draws=MonteCarlo())
    assert table["pairs"].to_numpy().reshape(4, 3).tolist() == [
        [28, 5, 5],
        [141, 69, 27],
        [186, 140, 100],
        [237, 192, 128],
    ]
    first = table[table["from_days"] == 0]
    assert first["ratio"].tolist() == pytest.approx([1.80, 1.41, 1.01, 0.98], abs=0.03)
    assert first["p_value"].tolist() == pytest.approx([0.001, 0.001, 0.435, 0.696], abs=0.03)
    assert table["is_raised"].tolist() == [True, False, False] * 2 + [False] * 6


def test_the_pairs_of_burkitt_come_out():
    cases = gpd.read_file(examples.get_path("burkitt.shp"))
    x, y, days = (cases[name].to_numpy(float) for name in ("X", "Y", "T"))
    within = RepeatBands(distances_m=(0, 20), days=(0, 5))
    found = measure_knox(x, y, days, within, draws=MonteCarlo())
    assert found.pairs == 13
    assert found.expected == pytest.approx(10.1438161, abs=5e-8)
    assert found.poisson_p == pytest.approx(0.14624558, abs=5e-9)


def test_bands_are_half_open():
    rows = [(0, 0, 0), (100, 0, 7), (199, 0, 13)]
    # 0-100 and 100-199 lie 100 and 99 m apart, 7 and 6 days; the outer two 199 m and 13 days.
    assert observed(rows) == [[0, 0], [1, 0], [0, 2]]
    assert observed([(0, 0, 0), (0, 0, 0), (200, 0, 0), (0, 0, 14)]) == [[1, 0], [0, 0], [0, 0]]


def test_manhattan_distance_goes_round_the_corner():
    rows = [(0, 0, 0), (120, 160, 0)]
    straight = RepeatBands(distances_m=(0, 200, 201), days=(0, 1))
    corner = RepeatBands(distances_m=(0, 280, 281), days=(0, 1), metric=Metric.MANHATTAN)
    assert observed(rows, straight) == [[0], [1]]
    assert observed(rows, corner) == [[0], [1]]


def test_bounds_may_leave_out_what_lies_nearest():
    rows = [(0, 0, 0), (0, 0, 0), (50, 0, 3)]
    assert observed(rows, RepeatBands(distances_m=(10, 100), days=(1, 7))) == [[2]]


def test_parts_of_days_count_as_they_are():
    rows = [(0, 0, 0.0), (0, 0, 6.9), (0, 0, 14.0)]
    assert observed(rows) == [[1, 1], [0, 0], [0, 0]]


def test_ratio_p_and_flag_follow_from_the_permutations():
    # Ten places with two incidents each, a day apart; the days of the places a month apart.
    rows = [(1_000 * n, 0, 30 * n + later) for n in range(10) for later in (0, 1)]
    table = count(rows)
    same = table.iloc[0]
    assert same["pairs"] == 10
    x, y, days = np.array(rows, float).T
    permuted = count_pairs(x, y, days, BANDS, draws=DRAWS).permuted[:, 0, 0]
    assert same["expected"] == permuted.mean() > 0
    assert same["ratio"] == 10 / permuted.mean()
    assert same["p_value"] == 1 / 100
    assert same["is_raised"]
    # Nothing lies 1 to 200 m apart: no ratio, no chance, no flag.
    rest = table.iloc[2:]
    assert rest["ratio"].isna().all()
    assert (rest["p_value"] == 1).all()
    assert not rest["is_raised"].any()


@pytest.mark.prove
def test_busy_days_and_busy_streets_alone_seldom_raise_a_band(proof: Proof) -> None:
    runs, alpha = proof.runs(60, 400), 0.05
    random = np.random.default_rng(proof.seed)
    near = RepeatBands(distances_m=(0, 200), days=(0, 7))
    raised = 0
    for run in range(runs):
        places, days = random.normal(0, 300, (120, 2)), random.normal(0, 60, 120).round()
        table = count_near_repeats(*places.T, days, near, draws=MonteCarlo(repeats=39, seed=run))
        raised += bool((table["p_value"] <= alpha).any())
    at_most = int(stats.binom.ppf(1 - 1e-4, runs, alpha))
    assert raised <= at_most
    proof.note(runs=runs, runs_with_a_small_p=raised, at_most=at_most)


def test_knox_includes_its_bounds():
    rows = np.array([(0, 0, 0), (20, 0, 5), (0, 21, 0), (900, 0, 6)], float)
    found = measure_knox(*rows.T, RepeatBands(distances_m=(0, 20), days=(0, 5)), draws=DRAWS)
    # One pair within 20 m; four of six within 5 days (0-5, 0-0, 5-0, 5-6).
    assert (found.pairs, found.expected) == (1, pytest.approx(4 / 6))
    assert 0 < found.p_value <= 1


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_incidents_give_an_answer_without_flags(rows):
    table = count([(0, 0, 0)] * rows)
    assert len(table) == 6
    assert table["pairs"].sum() == (rows == 2)
    assert not table["is_raised"].any()
    nothing = np.zeros(rows)
    found = measure_knox(nothing, nothing, nothing, BANDS, draws=DRAWS)
    assert (found.pairs, found.p_value) == (int(rows == 2), 1)


def test_incidents_start_on_days_of_the_local_calendar():
    # The night of the change to summer time: seven days later by the calendar, not by the clock.
    rows = [(0, 0, "2018-03-24 23:50"), (0, 0, "2018-03-31 00:10"), (0, 0, "2018-03-30 23:50")]
    found = find_near_repeats(frame(rows), BANDS, draws=DRAWS)
    assert found.table["pairs"].tolist()[:2] == [2, 1]


def test_what_has_no_place_or_day_is_left_out_and_counted():
    placed = frame([(0, 0, "2018-01-01"), (0, 0, "2018-01-02"), (None, None, "2018-01-02")])
    by_month = frame([(0, 0, "2018-01-01")] * 2, precision="month")
    found = find_near_repeats(pd.concat([placed, by_month]), BANDS, draws=DRAWS)
    assert (found.incidents, found.left_out) == (2, 3)
    assert found.table["pairs"].sum() == 1


def test_degrees_are_refused():
    with pytest.raises(CrsMismatchError, match="reproject"):
        find_near_repeats(frame([(4, 52, "2018-01-01")], crs=4326), BANDS, draws=DRAWS)


@pytest.mark.parametrize(
    "bounds",
    [
        {"distances_m": (0,)},
        {"distances_m": (0, 100, 100)},
        {"distances_m": (100, 0)},
        {"days": (-1, 7)},
        {"days": (0, float("nan"))},
    ],
)
def test_bounds_that_do_not_ascend_are_refused(bounds):
    with pytest.raises(ParamsError, match="ascending"):
        RepeatBands(**bounds)


def test_more_pairs_than_can_be_counted_within_minutes_are_refused(monkeypatch):
    bounded = frame([(0, 0, "2018-01-01")] * 4)
    assert can_be_counted(bounded, BANDS, draws=DRAWS)
    monkeypatch.setattr("geo.analysis.pairs._MOST_LOOKS", 6 * 100 - 1)
    assert not can_be_counted(bounded, BANDS, draws=DRAWS)
    with pytest.raises(ParamsError, match="shorter period"):
        count([(0, 0, 0)] * 4)


def test_days_far_apart_are_no_pairs_to_look_at(monkeypatch):
    monkeypatch.setattr("geo.analysis.pairs._MOST_LOOKS", 0)
    assert count([(0, 0, 0), (0, 0, 14), (0, 0, 28)])["pairs"].sum() == 0


def test_several_sets_of_bands_are_counted_in_one_go_as_each_alone():
    random = np.random.default_rng(1)
    x, y = random.integers(0, 900, (2, 200)).astype(float)
    days = random.integers(0, 60, 200)
    several = (
        RepeatBands(distances_m=(0, 200), days=(0, 14)),
        RepeatBands(),
        RepeatBands(distances_m=(50, 150, 500), days=(3, 10, 30)),
    )
    for bands, found in zip(several, count_in_each(x, y, days, several, draws=DRAWS), strict=True):
        alone = count_pairs(x, y, days, bands, draws=DRAWS)
        assert np.array_equal(found.observed, alone.observed)
        assert np.array_equal(found.permuted, alone.permuted)


def test_blocks_of_permutations_give_what_one_would(monkeypatch):
    random = np.random.default_rng(1)
    rows = random.integers(0, 150, (80, 3))
    whole = count(rows)
    monkeypatch.setattr("geo.analysis.pairs._BLOCK", 80 * 7)
    pd.testing.assert_frame_equal(whole, count(rows))


incidents = st.lists(
    st.tuples(st.integers(0, 250), st.integers(0, 250), st.integers(0, 30)), max_size=25
)
metrics = st.sampled_from(Metric)


def by_definition(rows, bands):
    counts = np.zeros((len(bands.distances_m) - 1, len(bands.days) - 1), int)
    for (x, y, day), (to_x, to_y, to_day) in combinations(rows, 2):
        aside, along = abs(x - to_x), abs(y - to_y)
        apart = aside + along if bands.metric == Metric.MANHATTAN else (aside**2 + along**2) ** 0.5
        for far, (low, high) in enumerate(pairwise(bands.distances_m)):
            for late, (early, later) in enumerate(pairwise(bands.days)):
                counts[far, late] += low <= apart < high and early <= abs(day - to_day) < later
    return counts.tolist()


@given(incidents, metrics)
def test_pairs_are_those_counted_one_by_one(rows, metric):
    bands = RepeatBands(distances_m=(0, 1, 100, 200), days=(0, 7, 14), metric=metric)
    assert observed(rows, bands) == by_definition(rows, bands)


def count_every_pair(x, y, days, bands, draws):
    """Every pair held against every permutation, distance by distance and day by day."""
    order = np.lexsort((days, y, x))
    x, y, since = x[order], y[order], (days - days.min())[order]
    first, second = np.triu_indices(len(x), 1)
    across, along = x[first] - x[second], y[first] - y[second]
    manhattan = bands.metric == Metric.MANHATTAN
    apart = np.abs(across) + np.abs(along) if manhattan else np.hypot(across, along)
    far = np.searchsorted(bands.distances_m, apart, side="right") - 1
    shape = (len(bands.distances_m) - 1, len(bands.days) - 1)
    near = (far >= 0) & (far < shape[0])

    def band(days):
        late = np.searchsorted(bands.days, np.abs(days[first] - days[second]), side="right") - 1
        kept = near & (late >= 0) & (late < shape[1])
        counts = np.zeros(shape, np.int64)
        np.add.at(counts, (far[kept], late[kept]), 1)
        return counts

    random = np.random.default_rng(draws.seed)
    return band(since), np.array([band(random.permutation(since)) for _ in range(draws.repeats)])


moments = st.one_of(st.integers(0, 40), st.floats(0, 40).map(lambda day: round(day, 3)))
spots = st.one_of(st.integers(0, 40), st.floats(-500, 500))
some_bands = st.sampled_from(
    [
        RepeatBands(distances_m=(0, 1, 100, 200), days=(0, 7, 14)),
        RepeatBands(distances_m=(0, 0.1, 5, 13), days=(0, 0.5, 3)),
        RepeatBands(distances_m=(5, 10), days=(1, 2, 30), metric=Metric.MANHATTAN),
    ]
)


@given(
    st.lists(st.tuples(spots, spots, moments), min_size=1, max_size=30),
    some_bands,
    st.sampled_from([(0, 0, 0), (155_000, 463_000, 17_000)]),
)
def test_permutations_are_counted_as_if_every_pair_were_looked_up(rows, bands, shift):
    x, y, days = (np.array(rows, float) + shift).T
    draws = MonteCarlo(repeats=5)
    found = count_pairs(x, y, days, bands, draws=draws)
    observed, permuted = count_every_pair(x, y, days, bands, draws)
    assert np.array_equal(found.observed, observed)
    assert np.array_equal(found.permuted, permuted)


@pytest.mark.parametrize("bands", [RepeatBands(), RepeatBands(distances_m=(0, 50), days=(3, 9))])
def test_a_town_of_some_hundreds_is_counted_alike(bands):
    random = np.random.default_rng(4)
    x, y = random.uniform(0, 3_000, (2, 600)).round()
    days = random.integers(0, 365, 600)
    found = count_pairs(x, y, days, bands, draws=DRAWS)
    observed, permuted = count_every_pair(x, y, days, bands, DRAWS)
    assert np.array_equal(found.observed, observed)
    assert np.array_equal(found.permuted, permuted)


@given(incidents, st.randoms(use_true_random=False), metrics)
@settings(max_examples=50)
def test_the_order_of_the_rows_has_no_say(rows, random, metric):
    bands = RepeatBands(distances_m=(0, 1, 100, 200), days=(0, 7, 14), metric=metric)
    draws = MonteCarlo(repeats=19)
    straight = count(rows, bands, draws)
    shuffled = count(random.sample(rows, len(rows)), bands, draws)
    pd.testing.assert_frame_equal(straight, shuffled)


@given(incidents, st.sampled_from([(155_000, 463_000, 17_000), (-1e6, 1e6, -400)]))
@settings(max_examples=50)
def test_another_place_and_another_year_change_nothing(rows, shift):
    draws = MonteCarlo(repeats=19)
    moved = np.array(rows, float).reshape(-1, 3) + shift
    pd.testing.assert_frame_equal(count(rows, draws=draws), count(moved, draws=draws))


@given(incidents)
@settings(max_examples=50)
def test_p_lies_over_0_and_flags_rest_on_p_and_ratio(rows):
    table = count(rows, draws=MonteCarlo(repeats=19))
    assert table["p_value"].between(1 / 20, 1).all()
    raised = (table["p_value"] <= 0.05) & (table["ratio"] >= 1.2)
    assert (table["is_raised"] == raised).all()


@given(incidents, st.integers(1, 200), st.integers(0, 30))
@settings(max_examples=50)
def test_wider_limits_never_find_fewer_pairs(rows, metres, days):
    x, y, day = np.array(rows, float).reshape(-1, 3).T
    draws = MonteCarlo(repeats=1)
    found = [
        measure_knox(x, y, day, RepeatBands(distances_m=(0, m), days=(0, d)), draws=draws)
        for m, d in ((metres, days + 1), (metres + 50, days + 1), (metres + 50, days + 9))
    ]
    assert [knox.pairs for knox in found] == sorted(knox.pairs for knox in found)
    assert all(0 <= knox.poisson_p <= 1 for knox in found)


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not():
    rows = np.random.default_rng(1).integers(0, 200, (60, 3))
    first, again, other = (
        count(rows, draws=MonteCarlo(repeats=49, seed=seed))["expected"].to_numpy().tobytes()
        for seed in (1, 1, 2)
    )
    assert first == again != other
