from datetime import date, datetime, timedelta
from itertools import count

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.advice.dosage import Rotation, measure_dosage, number_spots, reckon_visits
from geo.errors import ParamsError
from geo.params import Period
from geo.visit_params import DosageRules

# A Monday.
MONDAY = date(2026, 11, 2)
FOUR_WEEKS = Period(first=MONDAY, last=MONDAY + timedelta(days=27))
SQUARE, STATION = (1000.0, 2000.0), (1500.0, 2000.0)


def at(day, minutes=0, hour=16):
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(
        days=day, hours=hour, minutes=minutes
    )


def stops(rows):
    """Stops from rows of plan, team, stop, place and day; each quarter of an hour."""
    return pd.DataFrame(
        [
            {
                "plan_id": plan,
                "version": 1,
                "team": team,
                "stop": stop,
                "label": f"Plek {place[0]:.0f}",
                "area": "Centrum",
                "x": place[0],
                "y": place[1],
                "starts": at(day, 30 * stop),
                "leaves": at(day, 30 * stop + 15),
                "shift_begins": at(day),
                "is_last": True,
            }
            for plan, team, stop, place, day in rows
        ]
    ).astype(dict.fromkeys(("starts", "leaves", "shift_begins"), "datetime64[us]"))


def ticks(rows):
    """Ticks from rows of plan, team, stop, kind and moment."""
    columns = ["plan_id", "team", "stop", "kind", "ticked_at"]
    frame = pd.DataFrame(rows, columns=columns).assign(version=1)
    return frame.astype({"ticked_at": "datetime64[us]", "team": "int64", "stop": "int64"})


def visit(plan, team, stop, day, minutes=15.0):
    """Ticks of one visit, half an hour after the last one of the team."""
    arrived = at(day, 30 * stop)
    left = arrived + timedelta(minutes=minutes)
    return [(plan, team, stop, "arrived", arrived), (plan, team, stop, "left", left)]


def measure(planned, ticked, period=FOUR_WEEKS, **rules):
    return measure_dosage(stops(planned), ticks(ticked), period, DosageRules(**rules))


def test_a_visit_lasts_from_arriving_to_leaving():
    visits = reckon_visits(ticks(visit("a", 1, 1, 0, minutes=12.5)))
    assert visits["minutes"].tolist() == [12.5]
    assert visits["begins"].tolist() == [at(0, 30)]


def test_a_visit_ends_at_the_latest_when_the_team_is_at_its_next_stop():
    forgotten = [*visit("a", 1, 1, 0, minutes=200), *visit("a", 1, 2, 0)]
    assert reckon_visits(ticks(forgotten))["minutes"].tolist() == [30, 15]
    # Another team is elsewhere, and ends nothing.
    beside = [*visit("a", 1, 1, 0, minutes=200), *visit("a", 2, 2, 0)]
    assert reckon_visits(ticks(beside))["minutes"].tolist() == [200, 15]


@pytest.mark.parametrize("kind", ["arrived", "left", "nothing-found", "particular"])
def test_a_stop_of_which_one_thing_was_ticked_was_visited_for_nobody_knows_how_long(kind):
    visits = reckon_visits(ticks([("a", 1, 1, kind, at(0))]))
    assert visits["begins"].tolist() == [at(0)]
    assert visits["minutes"].isna().tolist() == [True]


def test_leaving_before_arriving_says_nothing_of_how_long():
    odd = [("a", 1, 1, "arrived", at(0, 10)), ("a", 1, 1, "left", at(0, 5))]
    assert reckon_visits(ticks(odd))["minutes"].isna().all()


def test_without_ticks_there_are_no_visits():
    assert reckon_visits(ticks([])).empty


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_in_which_ticks_came_in_makes_no_difference(order):
    told = [*visit("a", 1, 1, 0), *visit("a", 1, 2, 0), *visit("b", 1, 1, 3), *visit("a", 2, 1, 0)]
    expected = reckon_visits(ticks(told))
    pd.testing.assert_frame_equal(reckon_visits(ticks([told[n] for n in order])), expected)


def test_stops_near_each_other_are_one_place_and_others_are_not():
    near, far = (SQUARE[0] + 60, SQUARE[1]), (SQUARE[0] + 170, SQUARE[1])
    drawn = stops([("a", 1, 1, SQUARE, 0), ("b", 1, 1, near, 1), ("c", 1, 1, far, 2)])
    # The latest one makes the first place; the square is 170 metres from it.
    assert number_spots(drawn, same_place_m=100).tolist() == [1, 1, 0]
    assert number_spots(drawn, same_place_m=120).tolist() == [1, 0, 0]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(5)))
def test_places_do_not_hang_on_the_order_of_the_rows(order):
    places = [(1000 + 70 * n, 2000) for n in range(5)]
    drawn = stops([("a", 1, n, place, n) for n, place in enumerate(places)])
    numbers = number_spots(drawn, same_place_m=100)
    shuffled = drawn.iloc[list(order)]
    assert number_spots(shuffled, same_place_m=100).tolist() == numbers[list(order)].tolist()


def test_planned_and_done_are_counted_by_place_and_week():
    planned = [("a", 1, 1, SQUARE, 0), ("a", 1, 2, STATION, 0), ("b", 1, 1, SQUARE, 8)]
    found = measure(planned, [*visit("a", 1, 1, 0, minutes=10), *visit("b", 1, 1, 8)])
    assert found.spots["label"].tolist() == ["Plek 1000", "Plek 1500"]
    square = found.weeks[found.weeks["spot"] == 0].set_index("week")
    assert [f"{week:%m-%d}" for week in square.index] == ["11-02", "11-09", "11-16", "11-23"]
    assert square["planned_visits"].tolist() == [1, 1, 0, 0]
    assert square["planned_minutes"].tolist() == [15, 15, 0, 0]
    assert square["done_visits"].tolist() == [1, 1, 0, 0]
    assert square["done_minutes"].tolist() == [10, 15, 0, 0]
    assert found.spots["done_visits"].tolist() == [2, 0]
    assert found.spots["last_visit"].iloc[0] == pd.Timestamp("2026-11-10")
    assert pd.isna(found.spots["last_visit"].iloc[1])


def test_a_visit_without_departure_counts_and_adds_no_minutes():
    found = measure([("a", 1, 1, SQUARE, 0)], [("a", 1, 1, "arrived", at(0))])
    row = found.spots.iloc[0]
    assert (row["done_visits"], row["done_minutes"], row["untimed"]) == (1, 0, 1)


def test_what_was_found_makes_no_difference():
    planned = [("a", 1, 1, SQUARE, 0)]
    plain = measure(planned, visit("a", 1, 1, 0))
    nothing = [*visit("a", 1, 1, 0), ("a", 1, 1, "nothing-found", at(0, 40))]
    particular = [*visit("a", 1, 1, 0), ("a", 1, 1, "particular", at(0, 40))]
    for told in (nothing, particular):
        found = measure(planned, told)
        pd.testing.assert_frame_equal(found.spots, plain.spots)
        pd.testing.assert_frame_equal(found.weeks, plain.weeks)


def test_what_is_planned_no_longer_counts_only_where_it_was_done():
    drawn = stops([("a", 1, 1, SQUARE, 0), ("a", 1, 2, STATION, 0)]).assign(is_last=False)
    found = measure_dosage(drawn, ticks(visit("a", 1, 1, 0)), FOUR_WEEKS)
    assert found.spots["label"].tolist() == ["Plek 1000"]
    assert found.spots[["planned_visits", "done_visits"]].to_numpy().tolist() == [[0, 1]]


def test_other_days_count_for_nothing():
    period = Period(first=MONDAY, last=MONDAY + timedelta(days=1))
    planned = [("a", 1, 1, SQUARE, 0), ("b", 1, 1, SQUARE, 2)]
    found = measure(planned, [*visit("a", 1, 1, 0), *visit("b", 1, 1, 2)], period)
    assert found.spots[["planned_visits", "done_visits"]].to_numpy().tolist() == [[1, 1]]
    assert found.spots["last_visit"].iloc[0] == pd.Timestamp(MONDAY)


def test_nothing_planned_is_an_empty_answer():
    period = Period(first=date(2020, 1, 1), last=date(2020, 1, 31))
    found = measure([("a", 1, 1, SQUARE, 0)], [], period)
    assert (len(found.spots), len(found.weeks)) == (0, 0)


def rotation(planned, ticked, **rules):
    return measure(planned, ticked, **rules).spots["rotation"].tolist()


def test_a_planned_place_where_nobody_came_for_long_is_told():
    numbers = count(1)
    planned = [(f"p{next(numbers)}", 1, 1, SQUARE, day) for day in (0, 7, 14, 21)]
    assert rotation(planned, []) == [Rotation.LONG_UNVISITED]
    assert rotation(planned, visit("p2", 1, 1, 7)) == [Rotation.LONG_UNVISITED]
    assert rotation(planned, visit("p3", 1, 1, 14)) == [Rotation.AS_PLANNED]
    assert rotation(planned, visit("p2", 1, 1, 7), unvisited_days=21) == [Rotation.AS_PLANNED]


def test_a_place_that_was_planned_a_few_days_ago_is_not_left_alone_yet():
    assert rotation([("a", 1, 1, SQUARE, 25)], []) == [Rotation.AS_PLANNED]


def test_a_place_that_gets_more_than_was_meant_for_it_is_told():
    drawn = stops([(f"p{n}", 1, 1, SQUARE, 20) for n in range(5)])
    ticked = ticks([tick for n in range(5) for tick in visit(f"p{n}", 1, 1, 20)])
    # Three of the five visits are planned no longer, and were made all the same.
    three = drawn.assign(is_last=np.arange(5) < 3)
    four = drawn.assign(is_last=np.arange(5) < 4)
    over = [
        measure_dosage(each, ticked, FOUR_WEEKS).spots["rotation"].tolist()
        for each in (drawn, four, three)
    ]
    assert over == [[Rotation.AS_PLANNED], [Rotation.AS_PLANNED], [Rotation.OVER_DOSED]]


@pytest.mark.parametrize("name", ["unvisited_days", "over_share", "over_visits", "same_place_m"])
def test_rules_that_say_nothing_are_refused(name):
    with pytest.raises(ParamsError) as told:
        DosageRules(**{name: 0})
    assert told.value.key == "param-not-positive"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=1, max_size=12),
    st.sets(st.integers(0, 11)),
)
def test_the_weeks_add_up_to_the_places_and_no_visit_goes_missing(drawn, done):
    places = [SQUARE, STATION, (1050.0, 2000.0)]
    planned = [(f"p{n}", 1, 1, places[place], day) for n, (place, day) in enumerate(drawn)]
    ticked = [tick for n in done if n < len(drawn) for tick in visit(f"p{n}", 1, 1, drawn[n][1])]
    found = measure(planned, ticked)
    measures = ["planned_visits", "planned_minutes", "done_visits", "done_minutes", "untimed"]
    sums = found.weeks.groupby("spot")[measures].sum().reindex(range(len(found.spots)))
    assert np.allclose(sums.to_numpy(), found.spots[measures].to_numpy())
    inside = [n for n, (_, day) in enumerate(drawn) if day < 28]
    assert found.spots["planned_visits"].sum() == len(inside)
    assert found.spots["done_visits"].sum() == len(done.intersection(inside))


def test_what_a_night_shift_does_after_midnight_is_of_the_day_on_which_it_began():
    """The shift of Sunday night belongs to the week that ends with it, planned and done."""
    night = at(6, hour=23)
    planned = stops([("a", 1, 1, SQUARE, 6)]).assign(
        starts=pd.Timestamp(at(7, 30, hour=0)),
        leaves=pd.Timestamp(at(7, 45, hour=0)),
        shift_begins=pd.Timestamp(night),
    )
    ticked = ticks(
        [
            ("a", 1, 1, "arrived", at(7, 40, hour=0)),
            ("a", 1, 1, "left", at(7, 50, hour=0)),
        ]
    )
    dosage = measure_dosage(planned, ticked, FOUR_WEEKS)
    assert dosage.weeks["planned_visits"].tolist() == [1, 0, 0, 0]
    assert dosage.weeks["done_visits"].tolist() == [1, 0, 0, 0]
    assert dosage.spots["first_visit"].tolist() == [pd.Timestamp(at(6, hour=0))]
    first_week = Period(first=MONDAY, last=MONDAY + timedelta(days=6))
    assert measure_dosage(planned, ticked, first_week).spots["done_visits"].tolist() == [1]


@pytest.mark.parametrize(("hours", "day"), [(-1, 0), (0, 0), (23, 0), (24, 1)])
def test_a_tick_outside_its_shift_counts_on_its_own_day(hours, day):
    planned = stops([("a", 1, 1, SQUARE, 0)])
    made = at(0) + timedelta(hours=hours)
    dosage = measure_dosage(planned, ticks([("a", 1, 1, "arrived", made)]), FOUR_WEEKS)
    assert dosage.spots["first_visit"].tolist() == [pd.Timestamp(at(day, hour=0))]
