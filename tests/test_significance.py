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

CRS = 28992
AS_OF = pd.Timestamp("2020-01-01", tz="Europe/Amsterdam")
INCIDENTS = 120
PARAMS = HotspotParams(eps_m=100, min_samples=3, half_life_days=365)
DRAWS = MonteCarlo(repeats=99, seed=5)


def town(addresses=400, *, side=2_000, seed=1, crs=CRS):
    places = np.random.default_rng(seed).uniform(0, side, (addresses, 2)).round()
    points = gpd.points_from_xy(*places.T)
    return spread_opportunities(gpd.GeoDataFrame(geometry=points, crs=crs))


def frame(places, ages=None, *, crs=CRS):
    ages = np.full(len(places), 100.0) if ages is None else ages
    points = [None if place is None else shapely.Point(place) for place in places]
    return gpd.GeoDataFrame(
        {schema.STARTED_AT: pd.Series(AS_OF - pd.to_timedelta(ages, unit="D"))},
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
    monkeypatch.setattr("geo.analysis.significance._BLOCK", 500)
    assert np.array_equal(whole, simulate_largest(weights, opportunities, PARAMS, draws=DRAWS))


@pytest.mark.prove
def test_patterns_without_hotspots_seldom_show_one(proof: Proof) -> None:
    runs, alpha = proof.runs(60, 400), 0.05
    random = np.random.default_rng(proof.seed)
    opportunities = town()
    shown = 0
    for run in range(runs):
        found = weigh(
            draw(opportunities, INCIDENTS, random),
            opportunities,
            draws=MonteCarlo(repeats=39, seed=run),
        )
        shown += bool((p_values(found) <= alpha).any())
    # Chance alone leaves these bounds once in ten thousand times on either side.
    low, high = stats.binom.ppf([1e-4, 1 - 1e-4], runs, alpha)
    assert low <= shown <= high
    proof.note(runs=runs, runs_with_a_hotspot=shown, at_most=int(high))


@pytest.mark.parametrize("opportunities", [None, spread_opportunities(frame([]))])
def test_without_opportunities_there_is_no_p_value(opportunities):
    assert weigh(frame([(0, 0)] * 9), opportunities) == NotTestable(Untestable.NO_OPPORTUNITIES)


def test_opportunities_of_another_town_are_refused():
    away = frame([(50_000, 0)] * 9)
    assert weigh(away, town()) == NotTestable(Untestable.OFF_GROUND)


def test_incidents_away_from_all_opportunities_are_counted():
    home = town().places[0]
    found = weigh(frame([home] * 5 + [(50_000, 0)] * 4 + [None]), town())
    assert found.off_ground == 4


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
