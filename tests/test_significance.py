import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from proving import Proof
from scipy import stats

from geo import schema
from geo.analysis.dbscan import cluster_points
from geo.analysis.hotspots import find_hotspots
from geo.analysis.opportunities import Opportunities, spread_opportunities
from geo.analysis.significance import (
    Chance,
    NotTestable,
    Significance,
    Untestable,
    simulate_largest,
    weigh_chance,
)
from geo.errors import CrsMismatchError, ParamsError
from geo.params import HotspotParams, MonteCarlo
from geo.schema import PlacePrecision

CRS = 28992
AS_OF = pd.Timestamp("2020-01-01", tz="Europe/Amsterdam")
INCIDENTS = 120
ALPHA = 0.05
PARAMS = HotspotParams(eps_m=100, min_samples=3, half_life_days=365)
DRAWS = MonteCarlo(repeats=99, seed=5)


def town(addresses=400, *, side=2_000, seed=1, crs=CRS):
    places = np.random.default_rng(seed).uniform(0, side, (addresses, 2)).round()
    points = gpd.points_from_xy(*places.T)
    return spread_opportunities(gpd.GeoDataFrame(geometry=points, crs=crs))


def frame(places, ages=None, *, crs=CRS, precision=PlacePrecision.ADDRESS):
    ages = np.full(len(places), 100.0) if ages is None else ages
    points = [None if place is None else shapely.Point(place) for place in places]
    return gpd.GeoDataFrame(
        {
            schema.STARTED_AT: pd.Series(AS_OF - pd.to_timedelta(ages, unit="D")),
            schema.PLACE_PRECISION: pd.Series(precision, range(len(places)), dtype="str"),
        },
        geometry=gpd.GeoSeries(points, crs=crs),
        crs=crs,
    )


def draw(opportunities, incidents, random):
    """A pattern of the null itself: places out of the opportunities, times at random."""
    weights = opportunities.weights / opportunities.weights.sum()
    places = random.choice(opportunities.places, incidents, p=weights)
    return frame(places, random.uniform(0, 365, incidents))


def weigh(incidents, opportunities, *, params=PARAMS, draws=DRAWS):
    search = find_hotspots(incidents, params, as_of=AS_OF)
    return weigh_chance(search, params, as_of=AS_OF, chance=Chance(opportunities, draws))


def p_values(found):
    assert isinstance(found, Significance)
    return found.p_values


def test_a_planted_hotspot_is_no_chance_and_one_of_chance_is():
    opportunities = town()
    random = np.random.default_rng(2)
    spread = opportunities.places[random.integers(0, 400, 60)]
    planted = np.repeat(opportunities.places[:1], 20, axis=0)
    found = p_values(weigh(frame([*spread, *planted]), opportunities))
    assert found.iloc[0] == 1 / 100
    assert len(found) > 1
    assert (found.iloc[1:] > 0.05).all()


def test_p_counts_the_simulations_whose_largest_is_at_least_as_large():
    # One place: every simulation stacks all incidents there, as they lie.
    one = town(1)
    assert p_values(weigh(frame([one.places[0]] * 4), one)).tolist() == [1.0]
    # Two places far apart and three incidents: all on one place in a quarter of the simulations.
    two = Opportunities(np.array([[0.0, 0.0], [9_000.0, 0.0]]), np.ones(2), one.crs)
    draws = MonteCarlo(repeats=9_999, seed=1)
    (p,) = p_values(weigh(frame([(0, 0)] * 3), two, draws=draws))
    assert p == pytest.approx(0.25, abs=0.02)
    # Three quarters of the weight on one of the two: (3/4)^3 + (1/4)^3.
    skewed = Opportunities(two.places, np.array([3.0, 1.0]), one.crs)
    (p,) = p_values(weigh(frame([(0, 0)] * 3), skewed, draws=draws))
    assert p == pytest.approx(28 / 64, abs=0.02)


def test_old_incidents_count_less_in_simulations_too():
    # Three of six make a cluster of chance; three recent ones together are rarer than that.
    two = Opportunities(np.array([[9_000.0 * n, 0.0] for n in range(6)]), np.ones(6), town(1).crs)
    places = [(0, 0)] * 3 + [(9_000, 0)] * 3
    ages = np.array([0.0] * 3 + [3_650.0] * 3)
    draws = MonteCarlo(repeats=999, seed=1)
    recent, old = p_values(weigh(frame(places, ages), two, draws=draws))
    assert recent < 0.1 < old


def largest_by_hand(weights, opportunities, params, draws):
    """The definition, one simulation after the other."""
    random = np.random.default_rng(draws.seed)
    reached = np.cumsum(opportunities.weights) / opportunities.weights.sum()
    largest = []
    for _ in range(draws.repeats):
        drawn = np.searchsorted(reached, random.random(len(weights)), side="right")
        x, y = opportunities.places[drawn].T
        found = cluster_points(x, y, eps_m=params.eps_m, min_samples=params.min_samples)
        scores = [weights[found.labels == label].sum() for label in set(found.labels) - {-1}]
        largest.append(max(scores, default=0.0))
    return largest


@given(
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(1, 6),
    st.sampled_from([40.0, 100.0, 250.0]),
    st.integers(0, 2**32),
)
@settings(max_examples=40)
def test_simulations_cluster_as_the_search_does(incidents, addresses, min_samples, eps_m, seed):
    opportunities = town(addresses, side=1_500, seed=seed)
    weights = np.random.default_rng(seed).uniform(0.1, 1, incidents)
    params = HotspotParams(eps_m=eps_m, min_samples=min_samples, half_life_days=365)
    draws = MonteCarlo(repeats=7, seed=seed)
    found = simulate_largest(weights, opportunities, params, draws=draws)
    assert found == pytest.approx(largest_by_hand(weights, opportunities, params, draws))


def test_many_blocks_of_simulations_give_what_one_would(monkeypatch):
    weights, opportunities = np.linspace(0.2, 1, 80), town()
    whole = simulate_largest(weights, opportunities, PARAMS, draws=DRAWS)
    monkeypatch.setattr("geo.analysis.significance._LEAST_PATTERNS", 1)
    monkeypatch.setattr("geo.analysis.significance._BLOCK", 500)
    assert np.array_equal(whole, simulate_largest(weights, opportunities, PARAMS, draws=DRAWS))


@pytest.mark.prove
def test_patterns_without_hotspots_seldom_show_one(proof: Proof) -> None:
    runs = proof.runs(60, 400)
    shown, _ = count_false(lambda drawn, _: drawn, runs=runs, seed=proof.seed)
    low, high = bound_false(runs)
    assert low <= shown <= high
    proof.note(runs=runs, runs_with_a_hotspot=shown, at_most=high)


@pytest.mark.prove
@pytest.mark.parametrize(
    ("put", "share"), [("estate", 0.04), ("estate", 0.4), ("raster", 0.4), ("raster", 1.0)]
)
def test_what_chance_cannot_place_makes_no_false_hotspots(proof: Proof, put, share) -> None:
    """Some happened at an estate that the layer lacks, or are known by a raster of 500 m only."""
    runs = proof.runs(40, 400)
    change = {"estate": move_to_estate, "raster": round_to_raster}[put]
    shown, untestable = count_false(
        lambda drawn, random: change(drawn, random.random(len(drawn)) < share),
        runs=runs,
        seed=proof.seed,
    )
    _, high = bound_false(runs)
    assert shown <= high
    if (put, share) in {("estate", 0.4), ("raster", 1.0)}:
        assert untestable == runs
    else:
        assert untestable < runs
    proof.note(runs=runs, runs_with_a_hotspot=shown, runs_not_testable=untestable, at_most=high)


def count_false(change, *, runs, seed):
    """Count the runs over patterns without hotspots that show one, and those not testable."""
    random, opportunities = np.random.default_rng(seed), town()
    shown = untestable = 0
    for run in range(runs):
        incidents = change(draw(opportunities, INCIDENTS, random), random)
        found = weigh(incidents, opportunities, draws=MonteCarlo(repeats=39, seed=run))
        if isinstance(found, NotTestable):
            untestable += 1
        else:
            shown += bool((found.p_values <= ALPHA).any())
    return shown, untestable


def bound_false(runs):
    """Chance alone leaves these bounds once in ten thousand times on either side."""
    low, high = stats.binom.ppf([1e-4, 1 - 1e-4], runs, ALPHA)
    return int(low), int(high)


def move_to_estate(incidents, chosen):
    """Put the chosen ones in the yards of 300 by 300 m beside the town."""
    random = np.random.default_rng(int(chosen.sum()))
    there = shapely.points(random.uniform(2_150, 2_450, (len(incidents), 2)))
    return incidents.set_geometry(np.where(chosen, there, incidents.geometry), crs=CRS)


def round_to_raster(incidents, chosen, *, side=500):
    """Put the chosen ones in the middle of their cell."""
    places = shapely.get_coordinates(incidents.geometry.to_numpy())
    middles = shapely.points((places // side + 0.5) * side)
    precision = np.where(chosen, PlacePrecision.GRID, PlacePrecision.ADDRESS)
    moved = incidents.set_geometry(np.where(chosen, middles, incidents.geometry), crs=CRS)
    return moved.assign(**{schema.PLACE_PRECISION: precision.astype(str)})


@pytest.mark.parametrize("opportunities", [None, spread_opportunities(frame([]))])
def test_without_opportunities_there_is_no_p_value(opportunities):
    assert weigh(frame([(0, 0)] * 9), opportunities) == NotTestable(Untestable.NO_OPPORTUNITIES)


def test_opportunities_of_another_town_are_refused():
    away = frame([(50_000, 0)] * 9)
    assert weigh(away, town()) == NotTestable(Untestable.OFF_GROUND)


def test_a_hotspot_away_from_all_opportunities_is_not_testable_and_the_rest_is():
    home = town().places[0]
    found = weigh(frame([home] * 96 + [(50_000, 0)] * 4 + [None]), town())
    assert found.off_ground == 4
    assert found.p_values.isna().tolist() == [False, True]
    assert found.reasons == {1: Untestable.OFF_GROUND}
    assert found.p_values[0] == 1 / 100


def test_more_than_one_in_twenty_away_from_all_opportunities_makes_nothing_testable():
    home = town().places[0]
    found = weigh(frame([home] * 94 + [(50_000, 0)] * 6), town())
    assert found == NotTestable(Untestable.OFF_GROUND)


@pytest.mark.parametrize(("away", "testable"), [(2, True), (3, False)])
def test_fewer_away_than_make_a_hotspot_do_not_stand_in_the_way(away, testable):
    home = town().places[0]
    found = weigh(frame([home] * 9 + [(50_000, 0)] * away), town())
    assert isinstance(found, Significance) == testable


def test_a_hotspot_that_is_half_away_is_testable():
    one = town(1)
    x, y = one.places[0]
    far = one.places + 5_000
    two = Opportunities(np.concatenate([one.places, far]), np.ones(2), one.crs)
    # A hotspot of ten, five of them just too far from its address, and one of ninety.
    places = [*[(x + 90, y)] * 5, *[(x + 110, y)] * 5, *far.repeat(90, 0)]
    found = weigh(frame(places), two)
    assert (found.off_ground, found.reasons) == (5, {})
    assert len(found.p_values) == 2


@pytest.mark.parametrize("precision", [PlacePrecision.POSTCODE, PlacePrecision.GRID])
def test_places_known_by_postcode_or_raster_only_are_too_coarse_to_test(precision):
    incidents = frame([town().places[0]] * 9, precision=precision)
    assert weigh(incidents, town()) == NotTestable(Untestable.COARSE)


def test_a_hotspot_of_coarse_places_is_not_testable_and_the_rest_is():
    here, there = town().places[:1], town().places[:1] + 900
    precision = [PlacePrecision.STREET] * 12 + [PlacePrecision.GRID] * 9
    found = weigh(frame([*here.repeat(12, 0), *there.repeat(9, 0)], precision=precision), town())
    assert (found.coarse, found.reasons) == (9, {1: Untestable.COARSE})
    assert found.p_values.notna().tolist() == [True, False]


def test_how_precise_a_place_is_may_be_unknown():
    incidents = frame([town().places[0]] * 9, precision=PlacePrecision.UNKNOWN)
    assert p_values(weigh(incidents, town())).notna().all()


def test_coarse_places_far_from_the_layer_do_not_make_it_too_small():
    home = town().places[0]
    precision = [PlacePrecision.ADDRESS] * 7 + [PlacePrecision.POSTCODE] * 3
    found = weigh(frame([home] * 7 + [(50_000, 0)] * 3, precision=precision), town())
    assert (found.off_ground, found.coarse) == (0, 3)


@pytest.mark.parametrize("incidents", [0, 1, 2])
def test_too_few_incidents_for_a_hotspot_give_no_p_values(incidents):
    found = p_values(weigh(frame([(9, 9)] * incidents + [None]), town(50, side=100)))
    assert found.empty
    assert found.dtype == np.float64


def test_frames_in_different_systems_are_refused():
    with pytest.raises(CrsMismatchError, match="reproject"):
        weigh(frame([(0, 0)] * 9), town(crs=32631))


@pytest.mark.parametrize(("repeats", "seed"), [(0, 1), (-5, 1), (99, -1)])
def test_draws_that_give_no_p_value_are_refused(repeats, seed):
    with pytest.raises(ParamsError):
        MonteCarlo(repeats=repeats, seed=seed)


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not():
    incidents = draw(town(), INCIDENTS, np.random.default_rng(3))
    first, again = (p_values(weigh(incidents, town())).to_numpy().tobytes() for _ in range(2))
    other = p_values(weigh(incidents, town(), draws=MonteCarlo(repeats=99, seed=6)))
    assert first == again != other.to_numpy().tobytes()


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_p_values_follow_the_rank_by_score_and_not_the_rows(seed, random):
    incidents = draw(town(), INCIDENTS, np.random.default_rng(seed))
    draws = MonteCarlo(repeats=19, seed=1)
    found = p_values(weigh(incidents, town(), draws=draws))
    assert ((found > 0) & (found <= 1)).all()
    assert found.is_monotonic_increasing
    shuffled = incidents.iloc[random.sample(range(INCIDENTS), INCIDENTS)]
    again = p_values(weigh(shuffled, town(), draws=draws))
    assert found.tolist() == again.tolist()


@pytest.mark.parametrize("shift", [(155_000, 463_000), (-1e6, 1e6)])
def test_a_shift_of_everything_changes_nothing(shift):
    here, incidents = town(), draw(town(), INCIDENTS, np.random.default_rng(4))
    there = Opportunities(here.places + np.array(shift), here.weights, here.crs)
    moved = incidents.set_geometry(incidents.geometry.translate(*shift))
    assert p_values(weigh(incidents, here)).tolist() == p_values(weigh(moved, there)).tolist()
