import numpy as np
import pytest

from geo.advice.cameras import CameraParams
from geo.advice.coverage import cover_demand
from geo.advice.outlook import FEWEST_ORIGINS, History, Rolling, bound_share, look_ahead
from geo.errors import ParamsError

ONE = CameraParams(units=1)
RANGE_M = 50.0
SIDE_M = 1_000.0
DAYS = 700.0
LOTS = np.stack(np.meshgrid(np.arange(25.0, 1_000, 50), np.arange(25.0, 1_000, 50)), -1)
SITES = LOTS.reshape(-1, 2)
ROLLING = Rolling(origins=tuple(350 + 50.0 * n for n in range(7)), window_days=300, days=50)


def history_of(days, **columns):
    count = len(days)
    usual = {
        "started": days,
        "ended": days,
        "harm": np.ones(count),
        "half_life_days": np.full(count, 1e6),
        "in_hours": np.ones(count),
    }
    return History(**(usual | columns))


def scatter(seed, *, incidents=700, planted=0.0):
    """Incidents all over a square kilometre; a planted part of them at one place."""
    random = np.random.default_rng(seed)
    xy = random.uniform(0, SIDE_M, (incidents, 2))
    xy[random.random(incidents) < planted] = (475.0, 475.0)
    return xy, random.uniform(0, DAYS, incidents)


def look(xy, history, rolling=ROLLING, params=ONE, sites=SITES):
    return look_ahead(cover_demand(sites, xy, range_m=RANGE_M), history, rolling, params)


def test_what_was_planted_is_found_again_afterwards():
    xy, days = scatter(1, planted=0.3)
    outlook = look(xy, history_of(days))
    assert outlook.low < 0.3 < outlook.high
    assert outlook.ahead == pytest.approx(0.3, abs=0.06)
    assert outlook.looking_back == pytest.approx(0.3, abs=0.06)


def test_where_nothing_is_planted_looking_back_flatters_and_ahead_is_the_share_of_the_ground():
    found = [look(*_with_history(seed)) for seed in range(12)]
    ground = np.pi * RANGE_M**2 / SIDE_M**2
    ahead = np.mean([outlook.ahead for outlook in found])
    assert ahead == pytest.approx(ground, abs=0.003)
    assert np.mean([outlook.looking_back for outlook in found]) > 2 * ground
    assert sum(outlook.low <= ground <= outlook.high for outlook in found) >= 11


def _with_history(seed):
    xy, days = scatter(seed)
    return xy, history_of(days)


def test_only_what_was_over_is_learned_from():
    # At each origin all that is known lies left; what has begun but not ended lies right.
    days = np.repeat(np.arange(0.0, DAYS, 10), 2)
    xy = np.where(np.arange(len(days))[:, None] % 2, (925.0, 475.0), (75.0, 475.0))
    right = np.arange(len(days)) % 2 == 1
    ended = np.where(right, days + 10_000, days)
    heavy = np.where(right, 5.0, 1.0)
    outlook = look(xy, history_of(days, ended=ended, harm=heavy))
    assert outlook.looking_back == 1.0
    assert outlook.ahead == 0.5


def test_weights_decide_the_choice_and_not_the_count():
    days = np.repeat(np.arange(0.0, DAYS, 10), 3)
    left = np.arange(len(days)) % 3 == 0
    xy = np.where(left[:, None], (75.0, 475.0), (925.0, 475.0))
    heavy = look(xy, history_of(days, harm=np.where(left, 5.0, 1.0)))
    assert heavy.ahead == pytest.approx(1 / 3)
    assert look(xy, history_of(days)).ahead == pytest.approx(2 / 3)


def test_hours_of_use_count_for_their_share():
    days = np.arange(0.0, DAYS, 5)
    xy = np.tile((75.0, 475.0), (len(days), 1))
    outlook = look(xy, history_of(days, in_hours=np.full(len(days), 0.5)))
    assert outlook.came == pytest.approx(35)
    assert outlook.ahead == 1.0
    # None out of 35 is not none for ever.
    assert outlook.low < 0.95


def test_what_a_unit_in_use_covers_is_not_counted_again():
    days = np.repeat(np.arange(0.0, DAYS, 10), 3)
    left = np.arange(len(days)) % 3 == 0
    xy = np.where(left[:, None], (75.0, 475.0), (925.0, 475.0))
    sites = np.vstack([SITES, [(925.0, 475.0)]])
    params = CameraParams(units=1, in_use=(len(SITES),))
    assert look(xy, history_of(days), params=params, sites=sites).ahead == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("origins", "every_days"),
    [(tuple(400 + 50.0 * n for n in range(FEWEST_ORIGINS - 1)), 2), (ROLLING.origins, 60)],
    ids=["few-origins", "few-incidents"],
)
def test_from_too_little_nothing_is_said(origins, every_days):
    days = np.arange(0.0, DAYS, every_days)
    xy = np.tile((75.0, 475.0), (len(days), 1))
    rolling = Rolling(origins=origins, window_days=300, days=50)
    outlook = look(xy, history_of(days), rolling)
    assert (outlook.ahead, outlook.low, outlook.high) == (None, None, None)
    assert len(outlook.stands) <= len(origins)


def test_origins_after_which_nothing_came_do_not_count():
    days = np.arange(0.0, 500, 2)
    xy = np.tile((75.0, 475.0), (len(days), 1))
    assert [stand.origin for stand in look(xy, history_of(days)).stands] == [350.0, 400.0, 450.0]


def test_periods_of_use_that_overlap_are_refused():
    with pytest.raises(ParamsError, match="apart"):
        Rolling(origins=(0.0, 10.0), window_days=100, days=20)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
@pytest.mark.parametrize("periods", [4, 8, 12])
def test_the_interval_holds_the_true_share(share, periods):
    random = np.random.default_rng(periods)
    held = 0
    for _ in range(400):
        came = random.poisson(40, periods) + 1
        # Shares differ between periods more than chance alone makes them.
        shares = random.beta(60 * share, 60 * (1 - share), periods)
        low, high = bound_share(random.binomial(came, shares), came)
        held += low <= share <= high
    # Twice the error of 400 runs below 95%.
    assert held / 400 >= 0.928


def test_none_within_range_still_has_an_upper_bound():
    low, high = bound_share([0, 0, 0, 0], [10, 10, 10, 10])
    assert low == 0
    assert 0.05 < high < 0.25
