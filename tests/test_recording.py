from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geo import schema
from geo.analysis.recording import (
    FALSE_RATE,
    KIND,
    LAST_MONTH,
    find_changes,
    report_changes,
    weigh_chance,
)
from geo.schema import Weakness

FIRST, LAST = date(2016, 1, 1), date(2018, 12, 31)
MONTHS = pd.date_range(FIRST, LAST, freq="MS")
STEADY = [20] * len(MONTHS)


def monthly(**codes):
    """Count by month, a code an argument, its name with underscores in place of points."""
    return pd.DataFrame(
        [
            ("thema", code.replace("_", ".")[1:], month, count)
            for code, counts in codes.items()
            for month, count in zip(MONTHS, counts, strict=True)
            if count
        ],
        columns=[schema.THEME, schema.CODE, schema.MONTH, schema.INCIDENTS],
    )


def changes_of(first=FIRST, last=LAST, **codes):
    return find_changes(monthly(**codes), first=first, last=last)


def planted(*, at, counts):
    """Twenty a month, but for the months from a place on."""
    return STEADY[:at] + counts + STEADY[at + len(counts) :]


def test_a_code_that_stops_is_one_change_over_all_its_silent_months():
    changes = changes_of(c1=planted(at=24, counts=[0] * 5), c2=STEADY)
    (row,) = changes.to_dict("records")
    assert (row[schema.CODE], row[KIND]) == ("1", Weakness.CODE_STOPS)
    assert row[schema.MONTH] == pd.Timestamp("2018-01-01")
    assert row[schema.INCIDENTS] == 0
    assert row[schema.EXPECTED] == pytest.approx(240 * 31 / 365)
    assert row[LAST_MONTH] >= pd.Timestamp("2018-05-01")


def test_a_code_that_stops_for_good_is_seen_at_the_end():
    changes = changes_of(c1=planted(at=34, counts=[0, 0]), c2=STEADY)
    assert changes[schema.MONTH].dt.strftime("%Y-%m").tolist() == ["2018-11"]


def test_a_code_that_doubles_is_found_in_its_first_month():
    changes = changes_of(c1=planted(at=20, counts=[48] * 16))
    (row,) = changes.to_dict("records")
    assert (row[KIND], row[schema.INCIDENTS]) == (Weakness.CODE_DOUBLES, 48)
    assert f"{row[schema.MONTH]:%Y-%m}" == "2017-09"


def test_what_comes_back_every_year_is_a_season():
    december = [60 if month.month == 12 else 12 for month in MONTHS]
    winter_rest = [0 if month.month in (1, 2) else 24 for month in MONTHS]
    assert changes_of(c1=december, c2=winter_rest).empty


def test_a_rare_code_has_no_silence_to_speak_of():
    assert changes_of(c1=[9] * 24 + [0] * 12, c2=STEADY).empty


@pytest.mark.parametrize("last", [date(2018, 11, 30), date(2018, 12, 30)])
def test_a_month_that_is_not_over_is_not_called_silent(last):
    assert changes_of(last=last, c1=[*STEADY[:-1], 0], c2=STEADY).empty
    assert len(changes_of(last=LAST, c1=[*STEADY[:-1], 0], c2=STEADY)) == 1


def test_a_year_or_less_has_nothing_to_hold_a_month_against():
    for last in (date(2016, 1, 10), date(2016, 12, 31)):
        assert changes_of(last=last, c1=STEADY).empty
    assert find_changes(monthly(), first=date.min, last=date.min).empty


def test_records_without_a_code_are_followed_too():
    rows = monthly(c1=[*STEADY[:-1], 0], c2=STEADY)
    rows[schema.CODE] = rows[schema.CODE].where(rows[schema.CODE] != "1").astype("str")
    (row,) = find_changes(rows, first=FIRST, last=LAST).to_dict("records")
    assert row[schema.CODE] == ""


def test_chance_is_that_of_the_exact_conditional_test():
    now, before, share = np.array([[0], [7], [60]]), np.array([[240], [80], [300]]), 31 / 396
    p_values = weigh_chance(now, before, np.array([share])).ravel()
    for row, p_value in enumerate(p_values):
        tails = [
            stats.binomtest(
                int(now[row, 0]), int((now + before)[row, 0]), share, alternative=side
            ).pvalue
            for side in ("less", "greater")
        ]
        assert p_value == pytest.approx(min(1, 2 * min(tails)))


def test_chance_is_never_smaller_than_it_is_called():
    rng = np.random.default_rng(3)
    before, now = rng.poisson(12 * 15, (20_000, 1)), rng.poisson(15, (20_000, 1))
    p_values = weigh_chance(now, before, np.array([1 / 13]))
    for level in (0.2, 0.05, 0.01):
        error = 3 * np.sqrt(level * (1 - level) / len(p_values))
        assert (p_values <= level).mean() <= level + error


def test_data_in_which_nothing_changed_seldom_give_a_finding():
    rng = np.random.default_rng(4)
    runs, rates = 200, rng.uniform(2, 60, 12)
    alarms = sum(
        not changes_of(**{f"c{n}": rng.poisson(rate, 36) for n, rate in enumerate(rates)}).empty
        for _ in range(runs)
    )
    assert alarms <= stats.binom.ppf(0.999, runs, FALSE_RATE)


def test_planted_changes_are_found():
    rng = np.random.default_rng(5)
    found = {Weakness.CODE_STOPS: 0, Weakness.CODE_DOUBLES: 0}
    for _ in range(50):
        rates = np.full((2, 36), 40.0)
        rates[0, 30:], rates[1, 30:] = 0, 80
        stopped, doubled = rng.poisson(rates)
        kinds = set(changes_of(c1=stopped, c2=doubled, c3=rng.poisson(40, 36))[KIND])
        for kind in kinds:
            found[Weakness(kind)] += 1
    assert found[Weakness.CODE_STOPS] == 50
    assert found[Weakness.CODE_DOUBLES] >= 45


def test_changes_are_reported_by_kind_and_theme_with_their_months():
    changes = changes_of(
        c1=planted(at=30, counts=[0] * 6), c2=planted(at=30, counts=[60] * 6), c3=STEADY
    )
    stops, doubles = report_changes(changes)[::-1]
    assert (stops.kind, stops.theme, stops.count, stops.total) == ("code-stops", "thema", 1, None)
    assert stops.examples == ("1 in 2018-07: 0 where 20.4 were expected",)
    assert doubles.kind == Weakness.CODE_DOUBLES
    assert stops.share is None
    assert report_changes(changes.iloc[:0]) == []
