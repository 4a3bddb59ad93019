from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import spopt
from advice_drawings import best_by_trying, coverages, points, random_coverage
from hypothesis import given, settings
from hypothesis import strategies as st
from pulp import PULP_CBC_CMD
from scipy.sparse import csr_array
from spopt.locate import MCLP

from geo.advice import cameras, reductions
from geo.advice.cameras import CameraParams, Proof, choose_sites, suggest_sites
from geo.advice.coverage import Coverage, Distance, cover_demand
from geo.errors import ParamsError

SF = Path(spopt.__file__).parent / "tests" / "test_locate" / "data"
units = st.integers(1, 3)
NO_TIME = {"time_limit_s": 1e-9}


def choose(coverage, count, **options):
    return choose_sites(coverage, CameraParams(units=count, **options))


def suggest(coverage, count, **options):
    return suggest_sites(coverage, CameraParams(units=count, **options))


def within(distances, range_m, weights):
    """A coverage out of a table of distances, sites by demand."""
    near = csr_array((distances <= range_m).astype(float))
    none = np.zeros((distances.shape[0], 2)), np.zeros((distances.shape[1], 2))
    return Coverage(*none, near, weights, np.arange(len(weights)), weights)


@pytest.fixture(scope="module")
def san_francisco():
    table = pd.read_csv(SF / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    names = table["name"].unique()
    apart = table.pivot_table(values="distance", index="DestinationName", columns="name")[names]
    people = table.groupby("DestinationName")["demand"].first()
    return names, within(apart.to_numpy().T, 5_000, people.loc[apart.index].to_numpy(float))


def test_san_francisco_is_covered_as_published(san_francisco):
    names, coverage = san_francisco
    found = choose(coverage, 4)
    assert (found.covered, found.demand) == (875_247, 955_113)
    # The published numbers are the names of the stores: their places in the file are 1, 7, 8, 11.
    assert names[list(found.sites)].tolist() == ["Store_2", "Store_11", "Store_12", "Store_15"]
    assert (found.proof, found.gap) == (Proof.OPTIMAL, 0)


@pytest.mark.parametrize(("count", "added", "covered"), [(20, 201, 540), (40, 279, 618)])
def test_york_is_covered_as_published(shared_dir, count, added, covered):
    reference = shared_dir / "data" / "reference"
    buildings = pd.read_csv(reference / "york.csv")
    crimes = pd.read_csv(reference / "york_crime.csv")
    coverage = cover_demand(
        *(table[["long", "lat"]].to_numpy(float) for table in (buildings, crimes)),
        range_m=100,
        distance=Distance.HAVERSINE,
    )
    grade_one = np.flatnonzero(buildings["grade"] == "I").tolist()
    assert (len(grade_one), coverage.measure(grade_one), coverage.demand) == (71, 339, 1814)

    found = choose(coverage, count, in_use=tuple(grade_one))

    assert (found.added, found.covered, found.proof) == (added, covered, Proof.OPTIMAL)
    assert not set(found.sites) & set(grade_one)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("seed", "sites", "demand", "range_m", "count"),
    [
        *((seed, 40, 150, 18.0, seed % 5 + 1) for seed in range(12)),
        (44, 100, 300, 25.0, 5),
        # Here the solver has to be asked.
        (101, 120, 400, 25.0, 6),
    ],
)
def test_spopt_finds_the_same_optimum(seed, sites, demand, range_m, count):
    coverage = random_coverage(
        seed, sites=sites, demand=demand, range_m=range_m, whole=seed % 2 == 0
    )
    apart = np.where(coverage.matrix.toarray().T > 0, 0.0, 9.0)
    oracle = MCLP.from_cost_matrix(apart, coverage.weights, service_radius=1, p_facilities=count)
    oracle.solve(PULP_CBC_CMD(msg=False, threads=1))
    found = choose(coverage, count)
    assert found.covered == pytest.approx(oracle.problem.objective.value(), rel=1e-6)
    assert found.proof is Proof.OPTIMAL


@given(coverages(), units)
def test_no_choice_covers_more_than_the_proven_one(coverage, count):
    count = min(count, len(coverage.sites))
    found = choose(coverage, count)
    assert found.covered == coverage.measure(found.sites) == best_by_trying(coverage, count)
    assert (len(set(found.sites)), found.proof, found.gap) == (count, Proof.OPTIMAL, 0)


@given(coverages(), units)
@settings(max_examples=40)
def test_the_solver_alone_finds_the_best_choice(coverage, count):
    count = min(count, len(coverage.sites))
    problem = reductions.merge_demand(reductions.pose_problem(coverage))
    worst = cameras._tell(problem, np.arange(count), coverage.demand)
    if len(problem.weights):
        found = cameras._solve(problem, problem, CameraParams(units=count), worst)
        assert found.covered == best_by_trying(coverage, count)
        assert (len(set(found.sites)), found.proof) == (count, Proof.OPTIMAL)


@given(coverages(), units)
def test_the_answer_at_once_is_within_the_gap_that_it_names(coverage, count):
    count = min(count, len(coverage.sites))
    found = suggest(coverage, count)
    best = best_by_trying(coverage, count)
    assert found.covered == coverage.measure(found.sites)
    assert found.covered <= best <= found.covered + max(found.bound - found.covered, 0) + 1e-9
    assert found.proof is not Proof.OPTIMAL or found.covered == best


@given(coverages(sites=7), st.integers(1, 2), st.data())
def test_sites_in_use_stay_and_what_they_cover_is_not_counted_twice(coverage, count, data):
    number = st.integers(0, len(coverage.sites) - 1)
    in_use = sorted(data.draw(st.sets(number, max_size=len(coverage.sites) - 1)))
    count = min(count, len(coverage.sites) - len(in_use))
    found = choose(coverage, count, in_use=tuple(in_use))
    assert not set(found.sites) & set(in_use)
    assert found.covered == best_by_trying(coverage, count, in_use)
    assert found.added == found.covered - coverage.measure(in_use)


@given(coverages(), st.integers(1, 7))
def test_coverage_never_falls_when_there_are_more_units(coverage, count):
    count = min(count, len(coverage.sites) - 1)
    assert choose(coverage, count + 1).covered >= choose(coverage, count).covered


@given(points(2, 6), points(1, 20), st.integers(1, 15), st.integers(0, 15), units)
def test_coverage_never_falls_when_the_range_grows(sites, demand, range_m, more_m, count):
    count = min(count, len(sites))
    near = cover_demand(sites, demand, range_m=range_m)
    far = cover_demand(sites, demand, range_m=range_m + more_m)
    assert choose(far, count).covered >= choose(near, count).covered


@given(coverages())
def test_one_unit_is_exact_at_once(coverage):
    found = suggest(coverage, 1)
    assert (found.covered, found.proof) == (best_by_trying(coverage, 1), Proof.OPTIMAL)


@given(points(1, 6), points(1, 20), st.integers(1, 15), points(1, 1))
def test_adding_a_site_never_lowers_the_optimum(sites, demand, range_m, another):
    fewer = cover_demand(sites, demand, range_m=range_m)
    more = cover_demand(np.concatenate([sites, another]), demand, range_m=range_m)
    assert choose(more, 1).covered >= choose(fewer, 1).covered
    if len(sites) > 1:
        assert choose(more, 2).covered >= choose(fewer, 2).covered


@given(points(2, 8), points(1, 25), st.integers(1, 15), units)
def test_moving_all_points_moves_the_answer(sites, demand, range_m, count):
    count = min(count, len(sites))
    here = cover_demand(sites, demand, range_m=range_m)
    there = cover_demand(sites + 2048, demand + 2048, range_m=range_m)
    assert choose(here, count) == choose(there, count)


@given(coverages(), units)
def test_the_same_input_gives_the_same_answer(coverage, count):
    count = min(count, len(coverage.sites))
    assert choose(coverage, count) == choose(coverage, count)


def test_of_equals_the_site_that_stands_first_is_chosen():
    sites = np.array([[50.0, 0], [0, 0], [1, 0], [0, 1], [100, 0]])
    demand = np.array([[0.0, 0]] * 3 + [[100.0, 0]] * 3)
    assert choose(cover_demand(sites, demand, range_m=5), 1).sites == (1,)
    assert choose(cover_demand(sites, demand, range_m=5), 2).sites == (1, 4)


def test_swaps_mend_what_the_best_next_site_spoils():
    # One site in the middle is best alone; the two beside it cover all.
    sites = np.array([[10.0, 0], [0, 0], [20, 0]])
    demand = np.array([[0.0, 0]] * 3 + [[6.0, 0]] * 2 + [[14.0, 0]] * 2 + [[20.0, 0]] * 3)
    coverage = cover_demand(sites, demand, range_m=6.5)
    assert suggest(coverage, 1).sites == (0,) or coverage.measure([0]) <= coverage.measure([1])
    assert suggest(coverage, 2).sites == (1, 2)


def test_a_unit_too_many_still_gets_a_site():
    coverage = cover_demand(np.array([[0.0, 0], [0, 1], [90, 90]]), np.zeros((4, 2)), range_m=5)
    assert choose(coverage, 3).sites == (0, 1, 2)
    assert choose(coverage, 2).covered == 4


def test_one_street_of_stacked_points_is_one_place():
    street = np.full((5_000, 2), 7.0)
    sites = np.column_stack([np.arange(0, 1000, 25.0), np.full(40, 7.0)])
    found = choose(cover_demand(sites, street, range_m=30), 3)
    assert (found.covered, found.share, found.sites[0]) == (5_000, 1, 0)


def test_nothing_in_range_covers_nothing():
    found = choose(cover_demand(np.zeros((3, 2)), np.full((2, 2), 99.0), range_m=5), 2)
    assert (found.sites, found.covered, found.gap, found.share) == ((0, 1), 0, 0, 0)


def test_sites_that_are_kept_out_are_not_chosen():
    coverage = random_coverage(4)
    best = choose(coverage, 1).sites
    assert choose(coverage, 1, kept_out=best).sites != best


@pytest.fixture
def hard():
    """Sites so close together that bounds alone do not prove the choice."""
    return random_coverage(101, sites=120, demand=400, range_m=25)


def test_where_time_is_up_the_gap_is_told(hard):
    found = choose(hard, 6, **NO_TIME)
    best = choose(hard, 6)
    # So short a time finds nothing at all: what was found without the solver stands.
    assert found.covered >= suggest(hard, 6).covered
    assert 0 < found.gap < 0.2
    assert found.covered <= best.covered <= found.bound
    assert best.proof is Proof.OPTIMAL


@given(coverages(), units)
@settings(max_examples=40)
def test_reductions_lose_no_best_choice(coverage, count):
    count = min(count, len(coverage.sites))
    best = best_by_trying(coverage, count)
    problem = reductions.merge_demand(reductions.pose_problem(coverage))
    known = coverage.measure(range(count))
    bounded = reductions.bound_choice(problem, count, known=known)
    probed = reductions.probe_sites(problem, count, known=known)
    for found in (bounded, probed):
        sites = reductions.drop_outdone(found.problem).sites.tolist()
        earned = problem.sites[found.earners].tolist()
        assert found.bound >= best - 1e-9
        # What came up on the way is a better choice itself.
        reached = max(known, coverage.measure(earned))
        if best > reached:
            fewer = cover_demand_like(coverage, sites)
            assert best_by_trying(fewer, min(count, len(sites))) == pytest.approx(best)


@pytest.mark.parametrize("sites", [1, 2])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_probing_ends_where_there_is_next_to_nothing_to_choose(sites, count):
    coverage = cover_demand(np.eye(2)[:sites], np.array([[0.0, 0], [1, 1], [9, 9]]), range_m=1)
    problem = reductions.pose_problem(coverage)
    assert reductions.probe_sites(problem, count, known=1).bound >= 2
    assert reductions.probe_sites(problem, count, known=2).bound <= 3


def cover_demand_like(coverage, sites):
    return Coverage(
        coverage.sites[sites],
        coverage.places,
        coverage.matrix[sites],
        coverage.weights,
        coverage.place_of,
        coverage.points,
    )


@pytest.mark.parametrize(
    ("count", "options", "key"),
    [
        (4, {}, "camera-too-many-units"),
        (2, {"kept_out": (0, 2)}, "camera-too-many-units"),
        (1, {"kept_out": (0, 1, 2)}, "camera-no-sites"),
        (1, {"kept_out": (3,)}, "camera-site-unknown"),
        (1, {"in_use": (-1,)}, "camera-site-unknown"),
        (1, {"in_use": (0, 1), "kept_out": (2,)}, "camera-no-sites"),
    ],
)
@pytest.mark.parametrize("way", [choose, suggest])
def test_what_cannot_be_chosen_is_refused(count, options, key, way):
    coverage = cover_demand(np.eye(3, 2), np.zeros((2, 2)), range_m=5)
    with pytest.raises(ParamsError) as caught:
        way(coverage, count, **options)
    assert caught.value.key == key


@pytest.mark.parametrize("change", [{"units": 0}, {"units": -1}, {"time_limit_s": 0.0}])
def test_settings_without_an_answer_are_refused(change):
    with pytest.raises(ParamsError):
        CameraParams(**{"units": 1} | change)
