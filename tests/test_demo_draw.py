from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ParamsError
from geo.intake.demo_draw import DEMO_ID, END, START, DemoTown, X, Y, make_demo
from geo.intake.demo_places import Places
from geo.intake.demo_plan import DemoCounts, DemoPlan, PlaceKind
from geo.params import Period

DAYS = st.dates(date(2015, 1, 1), date(2020, 12, 31))
ONE_YEAR = Period(first=date(2017, 1, 1), last=date(2017, 12, 31))

EVEN = {"months": [1] * 12, "weekdays": [1] * 7, "hours": [1] * 24}
NIGHTS = EVEN | {"spans": [{"share": 0.6, "hours": [2, 14]}]}
PLAN = {
    "town_seed": 1,
    "table": "table.csv",
    "rows": {"Burglary": "1.1.1"},
    "assumptions": [{"code": "E35", "a_year": 7, "reason": "a guess"}],
    "built_up": {},
    "shops": [{"x": 0, "y": 0, "radius_m": 10, "share": 1}],
    "profiles": {"even": EVEN, "nights": NIGHTS},
    "categories": {
        "1.1.1": {"profile": "nights", "places": {"dwellings": 1}},
        "E35": {
            "profile": "even",
            "places": {"streets": 0.5, "shops": 0.5},
            "reporters": {"politie": 1},
        },
    },
    "planted": [
        {
            "id": "corner", "theme": "woninginbraak", "code": "1.1.1", "kind": "fading",
            "area": "A", "x": 100000, "y": 430000, "radius_m": 30,
            "from": date(2017, 3, 1), "to": date(2017, 4, 30), "counts": {2017: 12},
        }
    ],
}  # fmt: skip


def places(x, y):
    return Places(np.array([[x, y], [x + 100, y]], dtype=float), np.array([0.5, 0.5]))


TOWN = DemoTown(
    plan=DemoPlan.model_validate(PLAN),
    counts=DemoCounts({"1.1.1": {2016: 20, 2017: 41}}, {"E35": 7}),
    places={kind: places(99_000 + 10 * n, 431_000) for n, kind in enumerate(PlaceKind)},
    crs=28992,
    timezone=ZoneInfo("Europe/Amsterdam"),
)


def periods():
    return st.tuples(DAYS, st.integers(0, 800)).map(
        lambda drawn: Period(first=drawn[0], last=drawn[0] + timedelta(days=drawn[1]))
    )


@given(period=periods(), seed=st.integers(0, 2**40))
@settings(max_examples=30, deadline=None)
def test_every_incident_starts_in_the_period_and_ends_after_it_starts(period, seed):
    rows = make_demo(TOWN, period=period, seed=seed).incidents
    days = rows[START].dt.date
    assert ((days >= period.first) & (days <= period.last)).all()
    assert (rows[END] >= rows[START]).all()
    assert rows[DEMO_ID].is_unique
    assert rows[START].is_monotonic_increasing
    # Coordinates are written in decimetres.
    assert np.array_equal(rows[[X, Y]].round(1), rows[[X, Y]])


@given(whole=periods(), data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_part_holds_what_the_whole_holds_of_it(whole, data):
    day = st.dates(whole.first, whole.last)
    first, last = sorted([data.draw(day), data.draw(day)])
    part = make_demo(TOWN, period=Period(first=first, last=last), seed=5).incidents
    rows = make_demo(TOWN, period=whole, seed=5).incidents
    days = rows[START].dt.date
    expected = rows[(days >= first) & (days <= last)].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, expected)


@given(seed=st.integers(0, 2**64))
@settings(max_examples=20, deadline=None)
def test_counts_hold_for_any_seed_planted_included(seed):
    demo = make_demo(TOWN, period=ONE_YEAR, seed=seed)
    assert demo.incidents["code"].value_counts().to_dict() == {"1.1.1": 41, "E35": 7}
    assert len(demo.truth[0]["incident_ids"]) == 12


def test_years_outside_the_table_get_the_rounded_mean_and_nothing_planted():
    period = Period(first=date(2020, 1, 1), last=date(2020, 12, 31))
    demo = make_demo(TOWN, period=period, seed=1)
    assert (demo.incidents["code"] == "1.1.1").sum() == 31  # 30.5, half up
    assert demo.truth == ()


def test_truth_tells_the_planted_and_no_one_else():
    demo = make_demo(TOWN, period=ONE_YEAR, seed=1)
    (spot,) = demo.truth
    rows = demo.incidents
    near = rows[np.hypot(rows[X] - 100_000, rows[Y] - 430_000) < 200]
    assert sorted(spot["incident_ids"]) == sorted(near[DEMO_ID])
    assert (spot["kind"], spot["from"], spot["to"]) == ("fading", "2017-03-01", "2017-04-30")
    # The corner in degrees, to some ten metres.
    assert spot["lon"] == pytest.approx(4.5890, abs=2e-4)
    assert spot["lat"] == pytest.approx(51.8558, abs=2e-4)


def test_ids_do_not_tell_what_was_planted():
    demo = make_demo(TOWN, period=ONE_YEAR, seed=1)
    burglaries = demo.incidents[demo.incidents["code"] == "1.1.1"]
    assert burglaries[DEMO_ID].tolist() == [f"demo-2017-1.1.1-{n:04d}" for n in range(1, 42)]


def test_reporter_and_precision_follow_the_plan():
    rows = make_demo(TOWN, period=ONE_YEAR, seed=1).incidents.set_index("code")
    assert set(rows.loc["E35", "reporter"]) == {"politie"}
    assert set(rows.loc["1.1.1", "reporter"]) == {"burger"}
    assert set(rows.loc["1.1.1", "place_precision"]) == {"adres"}
    assert set(rows.loc["E35", "place_precision"]) == {"straat", "adres"}


def test_an_empty_day_gives_an_empty_frame_with_the_same_types():
    days = [Period(first=date(2016, 1, day), last=date(2016, 1, day)) for day in range(1, 32)]
    demos = [make_demo(TOWN, period=day, seed=1).incidents for day in days]
    empty = next(rows for rows in demos if rows.empty)
    full = make_demo(TOWN, period=ONE_YEAR, seed=1).incidents
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_a_negative_seed_is_refused():
    with pytest.raises(ParamsError, match=r"expected seed >= 0, got -1"):
        make_demo(TOWN, period=ONE_YEAR, seed=-1)
