from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patrol_drawings import MINUTE, cloud, line, team

from geo.advice.orienteering import PatrolProblem, Stops
from geo.advice.patrols import plan_patrols, suggest_patrols
from geo.advice.plan_checks import find_faults
from geo.advice.predictability import measure_starts
from geo.advice.rounds import (
    Shift,
    draw_offsets,
    keep_clear,
    leaves_starts_free,
    offer_visits,
    shake_prizes,
    smooth_week,
)
from geo.errors import ParamsError
from geo.patrol_params import PatrolParams, VisitRules

RULES = VisitRules()
HALF_AN_HOUR = 30.0
# A Tuesday from 16 until 24 o'clock.
LATE = Shift(week_minute=(24 + 16) * 60, minutes=480)
EVEN = np.ones((1, 168))


def offer(rates, shift, rules=RULES, offset=0):
    return offer_visits(rates, shift, rules, offset_minutes=np.full(len(rates), float(offset)))


def minutes(stops):
    return [
        (opens / MINUTE, closes / MINUTE)
        for opens, closes in zip(stops.opens_ms, stops.closes_ms, strict=True)
    ]


def test_a_place_is_offered_every_hour_and_a_half():
    stops = offer(EVEN, LATE)
    assert minutes(stops) == [(0, 45), (90, 135), (180, 225), (270, 315), (360, 405), (450, 465)]
    assert (stops.dwell_ms == 15 * MINUTE).all()


def test_an_offset_moves_the_stretches_and_cuts_the_first():
    stops = offer(EVEN, LATE, offset=30)
    assert minutes(stops)[:2] == [(0, 15), (60, 105)]


@given(
    st.floats(1, 60), st.floats(0, 60), st.floats(0, 120), st.floats(-300, 300), st.integers(1, 900)
)
def test_visits_in_stretches_that_follow_keep_their_distance(dwell, least, more, offset, length):
    rules = VisitRules(dwell_minutes=dwell, least_gap_minutes=least, most_gap_minutes=least + more)
    stops = offer(EVEN, Shift(week_minute=0, minutes=length), rules, offset=offset)
    opens, closes, stays = stops.opens_ms, stops.closes_ms, stops.dwell_ms
    shortest = opens[1:] - (closes + stays)[:-1]
    longest = closes[1:] - (opens + stays)[:-1]
    assert (shortest >= least * MINUTE - 2).all()
    assert (longest <= (least + more) * MINUTE + 2).all()
    assert ((closes + stays) <= length * MINUTE).all()


def test_each_place_has_rounds_of_its_own():
    offsets = np.array([0.0, 60.0])
    stops = offer_visits(
        np.ones((2, 168)), Shift(week_minute=0, minutes=90), RULES, offset_minutes=offsets
    )
    assert stops.place.tolist() == [0, 1]
    assert minutes(stops) == [(0, 45), (30, 75)]


def test_rounds_begin_by_chance_within_the_first_hours():
    offsets = draw_offsets(500, LATE, RULES, seed=3)
    assert (offsets == draw_offsets(500, LATE, RULES, seed=3)).all()
    assert -150 <= offsets.min() < -144
    assert -6 < offsets.max() <= 0
    assert offsets.std() == pytest.approx(43, rel=0.05)
    short = Shift(week_minute=0, minutes=20)
    drawn = draw_offsets(50, short, RULES, seed=3)
    assert len(offer_visits(np.ones((50, 168)), short, RULES, offset_minutes=drawn)) == 50


def test_the_rounds_of_one_place_begin_at_any_moment_and_those_of_all_are_spread():
    drawn = -np.array([draw_offsets(8, LATE, RULES, seed=seed) for seed in range(2_000)])
    assert drawn.mean(axis=0) == pytest.approx(np.full(8, 75), abs=4)
    assert drawn.std(axis=0) == pytest.approx(np.full(8, 43), abs=2)
    dozens = -np.array([draw_offsets(24, LATE, RULES, seed=seed) for seed in range(50)])
    parts = np.floor(np.sort(dozens, axis=1) / 150 * 24)
    assert (parts == np.arange(24)).all()


@pytest.mark.parametrize("places", [1, 2, 5, 12, 13, 25, 60])
def test_of_a_dozen_plans_three_begin_a_place_in_each_quarter(places):
    dozen = range(36, 48)
    drawn = -np.array([draw_offsets(places, LATE, RULES, seed=seed) for seed in dozen])
    quarters = np.sort(np.floor(drawn / 150 * 4), axis=0)
    assert (quarters == np.repeat(np.arange(4), 3)[:, np.newaxis]).all()
    assert drawn.std(axis=0, ddof=1).min() > HALF_AN_HOUR


def test_places_of_a_dozen_do_not_begin_in_the_same_order_in_plan_after_plan():
    drawn = -np.array([draw_offsets(12, LATE, RULES, seed=seed) for seed in range(12)])
    orders = {tuple(plan) for plan in drawn.argsort(axis=1).tolist()}
    assert len(orders) == 12
    together = np.corrcoef(drawn.T)[np.triu_indices(12, 1)]
    assert np.abs(together).mean() < 0.5


def draw_week(case, minutes=None):
    """A town, a shift and teams at random."""
    rng = np.random.default_rng(case)
    places = int(rng.integers(4, 20))
    lasts = int(rng.integers(300, 560))
    shift = Shift(week_minute=int(rng.integers(0, 168 * 60)), minutes=minutes or lasts)
    rates = rng.gamma(0.7, size=(places, 168)) + 0.1
    return rates, shift, int(rng.integers(1, 4)), cloud(rng, places, minutes=30)


def plan_first_starts(case, seed, minutes=None):
    """When each place is first visited in a plan that is made at once."""
    rates, shift, teams, travel = draw_week(case, minutes)
    offsets = draw_offsets(len(rates), shift, RULES, seed=seed)
    stops = offer_visits(rates, shift, RULES, offset_minutes=offsets)
    shaken = replace(stops, prize=shake_prizes(stops.prize, seed=seed))
    out = (team(ends=shift.minutes),) * teams
    problem = PatrolProblem(
        shaken, out, (travel,), least_gap_ms=30 * MINUTE, most_gap_ms=120 * MINUTE
    )
    visits = [visit for route in suggest_patrols(problem).routes for visit in route.visits]
    found = {}
    for visit in sorted(visits, key=lambda visit: -visit.starts_ms):
        found[str(stops.place[visit.stop])] = visit.starts_ms / MINUTE
    return found


def test_over_twelve_plans_the_starts_of_a_stop_differ_by_half_an_hour():
    deviations = []
    for case in range(12):
        starts = measure_starts([plan_first_starts(case, seed) for seed in range(12)])
        deviations += [one.deviation for one in starts.values() if one.plans == 12]
    enough = np.array(deviations) >= HALF_AN_HOUR
    assert len(enough) > 60
    # Where an hour is worth many times the others, visits stay near it.
    assert enough.mean() >= 0.97
    assert np.median(deviations) >= 1.5 * HALF_AN_HOUR


@pytest.mark.parametrize(
    ("lasts", "is_free"), [(60, False), (120, False), (180, False), (240, True), (480, True)]
)
def test_a_shift_that_is_too_short_for_that_is_known_to_be(lasts, is_free):
    """Of the places visited in half of twelve plans or more: in most, or in hardly one."""
    assert leaves_starts_free(Shift(week_minute=0, minutes=lasts), RULES) == is_free
    deviations = []
    for case in range(6):
        starts = measure_starts([plan_first_starts(case, seed, lasts) for seed in range(12)])
        deviations += [one.deviation for one in starts.values() if one.plans >= 6]
    enough = (np.array(deviations) >= HALF_AN_HOUR).mean()
    assert len(deviations) >= 12
    assert (enough >= 0.85) == is_free


def test_a_visit_is_worth_what_is_to_be_expected_in_its_hours():
    rates = np.zeros((2, 168))
    rates[0, 24 + 17] = 0.3
    rates[1, 24 + 23] = 0.6
    stops = offer(rates, LATE)
    # From 17:30 until 18:15 two thirds lie in the hour from 17 o'clock.
    assert stops.prize[stops.place == 0] == pytest.approx([0, 0.2, 0, 0, 0, 0])
    # From 22:45 until 23:00 is before it, from 23:30 until 23:45 in it.
    assert stops.prize[stops.place == 1] == pytest.approx([0, 0, 0, 0, 0, 0.6])


def test_a_shift_runs_on_into_the_next_week():
    rates = np.zeros((1, 168))
    rates[0, 0] = 1.0
    sunday = Shift(week_minute=167 * 60, minutes=120)
    stops = offer(rates, sunday, offset=60)
    assert minutes(stops) == [(30, 75)]
    assert stops.prize == pytest.approx([1 / 3])


def test_a_shift_shorter_than_a_visit_offers_none():
    assert len(offer(EVEN, Shift(week_minute=0, minutes=14))) == 0


def test_without_places_there_is_nothing_to_offer():
    assert len(offer(np.ones((0, 168)), LATE)) == 0


def test_places_with_few_incidents_follow_the_week_of_their_theme():
    theme = np.zeros(168)
    theme[20] = 500
    places = np.zeros((2, 168))
    places[1, 100] = 60
    shares = smooth_week(places, theme)
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    assert shares[0, 19:22] == pytest.approx([0.25, 0.5, 0.25])
    assert shares[1, 100] == pytest.approx(0.5 * 60 / 80)


def test_without_any_hour_known_every_hour_is_alike():
    assert smooth_week(np.zeros((1, 168)), np.zeros(168)) == pytest.approx(
        np.full((1, 168), 1 / 168)
    )


def test_prizes_are_shaken_by_chance_that_the_seed_settles():
    prize = np.full(4_000, 2.0)
    shaken = shake_prizes(prize, seed=5)
    assert (shaken == shake_prizes(prize, seed=5)).all()
    assert (shaken != shake_prizes(prize, seed=6)).any()
    logs = np.log(shaken / prize)
    assert logs.mean() == pytest.approx(0, abs=0.02)
    assert logs.std() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_offered_visits_make_a_plan_that_can_be_done(seed):
    rates = np.random.default_rng(seed).gamma(0.5, size=(6, 168))
    stops = offer(rates, LATE, offset=20)
    problem = PatrolProblem(
        stops,
        (team(ends=480), team(ends=480)),
        (line(6, minutes=4),),
        least_gap_ms=30 * MINUTE,
        most_gap_ms=120 * MINUTE,
    )
    plan = plan_patrols(problem, PatrolParams(iterations=100))
    assert find_faults(problem, plan) == []
    assert plan.prize > 0


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"dwell_minutes": 0}, "param-not-positive"),
        ({"least_gap_minutes": 130}, "patrol-gaps"),
        ({"least_gap_minutes": -1}, "patrol-gaps"),
    ],
)
def test_rules_that_no_visit_can_keep_are_refused(wrong, key):
    with pytest.raises(ParamsError) as refused:
        VisitRules(**wrong)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        (0, 45, [(0, 45)]),
        (50, 120, [(50, 85)]),
        (130, 170, [(150, 170)]),
        (90, 140, []),
        (60, 200, [(150, 200)]),
        (20, 160, [(20, 85)]),
        (200, 230, [(200, 230)]),
    ],
)
def test_a_visit_keeps_clear_of_a_stretch_in_which_somebody_is_there(opens, closes, kept):
    """From 100 to 150, visits of 15: they begin up to 85 or from 150 on."""
    one = Stops(
        np.array([0, 1]),
        np.ones(2),
        np.full(2, 15 * MINUTE),
        np.full(2, opens * MINUTE),
        np.full(2, closes * MINUTE),
        np.zeros(2, np.bool_),
    )
    clear = keep_clear(one, np.array([True, False]), (100 * MINUTE, 150 * MINUTE))
    told = [
        (place, first // MINUTE, last // MINUTE)
        for place, first, last in zip(clear.place, clear.opens_ms, clear.closes_ms, strict=True)
    ]
    assert told == [*((0, *stretch) for stretch in kept), (1, opens, closes)]


def test_a_later_draw_is_another_one_of_the_same_quarters():
    drawn = -np.array([draw_offsets(24, LATE, RULES, seed=4, draw=draw) for draw in range(6)])
    assert len(np.unique(drawn, axis=0)) == 6
    assert (np.floor(drawn / 150 * 4) == np.floor(drawn[0] / 150 * 4)).all()


def test_prizes_may_be_shaken_less_or_not_at_all():
    prize = np.full(4_000, 2.0)
    assert np.log(shake_prizes(prize, seed=5, shake=0.125)).std() == pytest.approx(0.125, abs=0.01)
    assert (shake_prizes(prize, seed=5, shake=0.0) == prize).all()
