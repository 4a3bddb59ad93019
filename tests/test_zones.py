from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.intake.zones import find_days, find_moments

# Summer time that begins at midnight, that ends a minute past it, a day that was left out, half an
# hour of summer time, and hours that differ from UTC by quarters.
ZONES = (
    "Europe/Amsterdam",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
)
# Enough moments of a year for its days to be asked about at once.
YEAR_ROWS = 400


def around(year: int, seconds: list[int]) -> np.ndarray:
    """Moments in a year: some as drawn, the rest evenly spread over it."""
    start = np.datetime64(f"{year}-01-01", "us")
    spread = np.linspace(0, 365 * 86_400 - 1, YEAR_ROWS).astype(np.int64)
    steps = np.concatenate([np.array(seconds, np.int64), spread])
    return start + steps.astype("timedelta64[s]").astype("timedelta64[us]")


def ask_each(wall: np.ndarray, zone: ZoneInfo, *, latest: bool) -> np.ndarray:
    told = pd.DatetimeIndex(wall).tz_localize(
        zone, ambiguous=np.full(len(wall), not latest), nonexistent="shift_forward"
    )
    return told.tz_convert("UTC").tz_localize(None).to_numpy()


seconds_of_a_year = st.lists(st.integers(0, 365 * 86_400 - 1), max_size=40)


@given(
    name=st.sampled_from(ZONES),
    year=st.integers(1900, 2060),
    seconds=seconds_of_a_year,
    latest=st.booleans(),
)
def test_moments_are_those_of_each_wall_time_by_itself(name, year, seconds, latest) -> None:
    zone, wall = ZoneInfo(name), around(year, seconds)

    assert (find_moments(wall, zone, latest=latest) == ask_each(wall, zone, latest=latest)).all()


@given(name=st.sampled_from(ZONES), year=st.integers(1900, 2060), seconds=seconds_of_a_year)
def test_days_are_those_of_each_moment_by_itself(name, year, seconds) -> None:
    zone, moments = ZoneInfo(name), around(year, seconds)
    walls = pd.DatetimeIndex(moments, tz="UTC").tz_convert(zone).tz_localize(None)

    assert (find_days(moments, zone) == walls.to_numpy().astype("datetime64[D]")).all()


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("year", [1987, 2011, 2018])
def test_each_minute_around_a_change_of_the_clock_is_right(name, year) -> None:
    zone = ZoneInfo(name)
    hours = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[h]")
    offsets = np.diff(find_days_offset(hours, zone))
    changes = hours[1:][offsets != np.timedelta64(0)]
    minutes = [change + np.arange(-1500, 1500).astype("timedelta64[m]") for change in changes]
    wall = np.concatenate([around(year, []), *(part.astype("datetime64[us]") for part in minutes)])

    for latest in (False, True):
        found = find_moments(wall, zone, latest=latest)
        assert (found == ask_each(wall, zone, latest=latest)).all()


def find_days_offset(hours: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    moments = pd.DatetimeIndex(hours.astype("datetime64[us]"), tz="UTC")
    return moments.tz_convert(zone).tz_localize(None).to_numpy() - hours


def test_what_is_missing_stays_missing_and_the_last_years_are_read() -> None:
    wall = np.array(["NaT", "1900-01-01T00:00", "9999-12-29T00:00"], "datetime64[us]")
    found = find_moments(wall, ZoneInfo("Europe/Amsterdam"), latest=False)

    assert np.isnat(found).tolist() == [True, False, False]
    assert found[2] == np.datetime64("9999-12-28T23:00")
    assert np.isnat(find_days(found, ZoneInfo("Europe/Amsterdam"))).tolist() == [True, False, False]


def test_many_days_of_a_far_year_are_read_as_well() -> None:
    wall = np.full(500, np.datetime64("9999-12-29", "us"))
    found = find_moments(wall, ZoneInfo("Europe/Amsterdam"), latest=True)

    assert (found == np.datetime64("9999-12-28T23:00")).all()
