import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from proving import Proof
from scipy import stats

from geo.analysis.peak_windows import PeakWindow, find_peaks
from geo.analysis.timing import WeekHours
from geo.params import MonteCarlo
from geo.present.peak_windows import say_peaks, say_window

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
DRAWS = MonteCarlo(repeats=99, seed=1)


def draw(*blocks, ground=0.0):
    """A week of blocks (days, hours, weight an hour) on a ground that is the same everywhere."""
    weights = np.full((7, 24), ground)
    for days, hours, weight in blocks:
        weights[np.ix_(list(days), list(hours))] += weight
    return WeekHours(weights, 0, 0)


def peaks(week, **options):
    found = find_peaks(week, draws=DRAWS, **options)
    return [(peak.first_day, peak.days, peak.first_hour, peak.hours) for peak in found]


def test_the_window_and_what_it_holds_are_those_worked_out_by_hand():
    # Twelve hours with three incidents each, and a sixth of one in every hour of the week.
    week = draw(((1, 2, 3), range(18, 22), 3.0), ground=1 / 6)
    (peak,) = find_peaks(week)
    assert (peak.first_day, peak.days, peak.first_hour, peak.hours) == (TUESDAY, 3, 18, 4)
    assert peak.incidents == pytest.approx(12 * (3 + 1 / 6))
    assert peak.share == pytest.approx(38 / 64)
    assert peak.share_of_week == 12 / 168
    assert peak.p_value == 1 / 1000


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [((4, 5), (22, 23), 5.0), ((5, 6), (0, 1, 2), 5.0)], (FRIDAY, 2, 22, 5), id="nights"
        ),
        pytest.param(
            [((6,), (22, 23), 5.0), ((0,), (0, 1), 5.0)], (SUNDAY, 1, 22, 4), id="into-monday"
        ),
        pytest.param([((5, 6, 0), (14, 15), 5.0)], (SATURDAY, 3, 14, 2), id="round-the-week"),
        pytest.param([(range(7), range(18, 24), 2.0)], (MONDAY, 7, 18, 6), id="every-day"),
        pytest.param([((5,), range(24), 2.0)], (SATURDAY, 1, 0, 24), id="a-whole-day"),
    ],
)
def test_windows_run_round_the_clock_and_the_week(blocks, expected):
    assert peaks(draw(*blocks)) == [expected]


def test_ties_go_to_the_earliest_and_the_next_peak_shares_no_hour():
    # Too far apart for one window of 42 hours.
    apart = draw(((1,), (5,), 10.0), ((4,), (17,), 10.0))
    assert peaks(apart) == [(TUESDAY, 1, 5, 1), (FRIDAY, 1, 17, 1)]
    assert peaks(apart, most=1) == [(TUESDAY, 1, 5, 1)]


def test_empty_hours_are_not_taken_along():
    assert peaks(draw(((2,), (10, 11), 20.0))) == [(2, 1, 10, 2)]


def test_a_window_holds_a_tenth_and_stands_out_by_half():
    # 42 hours with 1.4 times their share; then with 1.6 times.
    assert peaks(draw((range(7), range(18, 24), 0.7), ground=1.0)) == []
    assert peaks(draw((range(7), range(18, 24), 1.2), ground=1.0)) == [(MONDAY, 7, 18, 6)]
    # One hour that stands out without doubt, with a fifteenth of all incidents.
    assert peaks(draw(((2,), (10,), 24.0), ground=2.0)) == []


@pytest.mark.parametrize(
    "week",
    [
        pytest.param(draw(), id="no-incidents"),
        pytest.param(draw(ground=3.0), id="all-alike"),
        pytest.param(WeekHours(np.full((7, 24), 50 / 168), 50, 4), id="no-hour-known"),
        pytest.param(draw(((1,), (5, 9), 1.0)), id="two-incidents"),
    ],
)
def test_without_a_pattern_there_is_no_peak(week):
    assert peaks(week) == []


def test_what_may_have_happened_at_any_hour_favours_none_and_dilutes():
    sharp = draw(((1, 2, 3), range(18, 22), 3.0))
    blurred = WeekHours(sharp.weights + 100 / 168, 100, 0)
    (peak,) = find_peaks(blurred, draws=DRAWS)
    assert (peak.first_day, peak.days, peak.first_hour, peak.hours) == (TUESDAY, 3, 18, 4)
    assert peak.share == pytest.approx((36 + 12 * 100 / 168) / 136)


@st.composite
def draw_weeks(drawn, most_planted=20):
    """A restless ground, and on it a block that mostly is no chance."""
    ground = drawn(hnp.arrays(np.int64, (7, 24), elements=st.sampled_from([0, 0, 0, 1, 2])))
    days, hours = (
        sorted(drawn(st.sets(st.integers(0, top), min_size=1, max_size=3))) for top in (6, 23)
    )
    ground[np.ix_(days, hours)] += drawn(st.integers(0, most_planted))
    return ground


weeks = draw_weeks()


def by_definition(weights):
    """Every window, written out: the best by the rule, chance left aside."""
    total = weights.sum()
    ranked = []
    for days in range(1, 8):
        for hours in range(1, 25):
            starts = range(0, 168, 24) if hours == 24 else range(168)
            for start in starts if days < 7 else [s for s in starts if s < 24]:
                size = days * hours
                taken = [(start + 24 * d + h) % 168 for d in range(days) for h in range(hours)]
                share = round(weights.ravel()[taken].sum() / total, 9)
                if size <= 42 and share >= max(0.1, round(1.5 * size / 168, 9)):
                    excess = round(share - size / 168, 9)
                    ranked.append((-excess, size, days, *divmod(start, 24), hours))
    return sorted(ranked)


@given(weeks)
@settings(max_examples=10)
def test_the_peak_is_the_best_of_all_windows_written_out(weights):
    found = find_peaks(WeekHours(weights.astype(float), 0, 0), most=1, draws=DRAWS)
    if not found:
        return
    _, _, days, first_day, first_hour, hours = by_definition(weights)[0]
    peak = found[0]
    assert (peak.first_day, peak.days, peak.first_hour, peak.hours) == (
        first_day,
        days,
        first_hour,
        hours,
    )


def test_the_chance_of_a_peak_is_the_share_of_weeks_drawn_alike_that_have_one_as_high():
    week, draws = draw(((1, 2), (18, 19), 2.5), ground=0.125), MonteCarlo(repeats=199, seed=4)
    (peak, *_) = find_peaks(week, draws=draws)
    drawn = np.random.default_rng(4).integers(0, 168, (199, 31), dtype=np.uint8)
    excess = peak.share - peak.days * peak.hours / 168
    as_high = sum(highest(np.bincount(one, minlength=168)) >= excess - 1e-9 for one in drawn)
    assert as_high > 0
    assert peak.p_value == (1 + as_high) / 200


def highest(hours):
    """The largest excess of all windows of a week, written out."""
    twice = np.cumsum([0, *hours, *hours])
    found = []
    for length in range(1, 25):
        by_start = twice[length : 168 + length] - twice[:168]
        for days in range(1, min(7, 42 // length) + 1):
            windows = sum(np.roll(by_start, -24 * day) for day in range(days))
            starts = windows[::24] if length == 24 else windows
            found.append(starts.max() / hours.sum() - days * length / 168)
    return max(found)


@given(weeks, st.integers(0, 6))
@settings(max_examples=20)
def test_another_first_day_of_the_week_changes_no_share(weights, later):
    here, there = (
        find_peaks(WeekHours(np.roll(weights, shift, axis=0).astype(float), 0, 0), draws=DRAWS)
        for shift in (0, later)
    )
    assert [peak.share for peak in here[:1]] == [peak.share for peak in there[:1]]
    assert [peak.p_value for peak in here[:1]] == [peak.p_value for peak in there[:1]]


@given(weeks)
@settings(max_examples=20)
def test_peaks_fall_off_share_no_hour_and_hold_what_they_say(weights):
    found = find_peaks(WeekHours(weights.astype(float), 0, 0), most=4, draws=DRAWS)
    taken = np.zeros((7, 24), int)
    for peak in found:
        taken += peak.mask()
        assert peak.mask().sum() == peak.days * peak.hours <= 42
        assert peak.incidents == pytest.approx(weights[peak.mask()].sum(), abs=1e-6)
        assert 0 < peak.p_value <= 0.05
    assert taken.max(initial=0) <= 1
    excess = [peak.share - peak.share_of_week for peak in found]
    assert excess == sorted(excess, reverse=True)
    p_values = [peak.p_value for peak in found]
    assert p_values == sorted(p_values)


def test_the_same_seed_gives_the_same_answer():
    random = np.random.default_rng(1)
    week = WeekHours(random.poisson(1 + np.arange(24) / 8, (7, 24)).astype(float), 0, 0)
    assert find_peaks(week, draws=DRAWS) == find_peaks(week, draws=DRAWS) != ()


@pytest.mark.prove
def test_a_week_with_all_hours_alike_seldom_shows_a_peak(proof: Proof) -> None:
    runs, alpha = proof.runs(60, 400), 0.05
    random = np.random.default_rng(proof.seed)
    shown = 0
    for run in range(runs):
        moments = int(random.integers(5, 60))
        weights = random.multinomial(moments, np.full(168, 1 / 168)).reshape(7, 24)
        draws = MonteCarlo(repeats=39, seed=run)
        shown += bool(find_peaks(WeekHours(weights.astype(float), 0, 0), draws=draws))
    at_most = int(stats.binom.ppf(1 - 1e-4, runs, alpha))
    assert shown <= at_most
    proof.note(runs=runs, runs_with_a_peak=shown, at_most=at_most)


def window(first_day, days, first_hour, hours, share=0.4):
    return PeakWindow(first_day, days, first_hour, hours, share, 40.0, 0.01)


@pytest.mark.parametrize(
    ("peak", "text"),
    [
        (window(1, 3, 18, 4), "di-do 18-22 uur"),
        (window(1, 1, 18, 6), "di 18-24 uur"),
        (window(5, 3, 0, 6), "za-ma 0-6 uur"),
        (window(4, 2, 22, 5), "vr-za 22-3 uur (de dag erna)"),
        (window(0, 7, 18, 6), "elke dag 18-24 uur"),
        (window(5, 1, 0, 24), "za, de hele dag"),
    ],
)
def test_a_window_has_a_short_name(peak, text):
    assert say_window(peak) == text


def test_a_peak_is_told_with_what_it_holds():
    week = draw(((1, 2, 3), range(18, 22), 3.0), ground=1 / 6)
    assert say_peaks(find_peaks(week), week) == (
        "Piek: di-do 18-22 uur, naar schatting 38 van de 64 meldingen (59%) in 7% van de week."
    )
    apart = draw(((1,), (5,), 10.0), ((4,), (17,), 10.0))
    assert "; daarna vr 17-18 uur, naar schatting 10 " in say_peaks(find_peaks(apart), apart)


def test_a_handful_has_no_percentage():
    week = draw(((1,), (5,), 8.0))
    assert say_peaks(find_peaks(week), week) == (
        "Piek: di 5-6 uur, naar schatting 8 van de 8 meldingen."
    )


def test_no_peak_is_said_too():
    assert say_peaks((), draw(ground=1.0)) == (
        "Geen piek: geen stuk van de week springt er duidelijk genoeg uit."
    )
    assert "uur is van geen enkele melding bekend" in say_peaks((), draw())
