from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from geo.errors import IntakeError
from geo.intake.point_rows import Wanted, check_wanted, read_rows
from geo.intake.point_sets import open_point_set
from geo.params import Period

BRUSSELS = ZoneInfo("Europe/Brussels")
HISTORY = ("x", "y", "started_at", "ended_at", "reporter", "place_precision", "source")


def read(frame, folder, wanted):
    frame.to_parquet(folder / "set.parquet", index=False)
    points = open_point_set(str(folder))
    check_wanted(points, wanted)
    return read_rows(points.parts[0], wanted, points.columns)


def make_frame(**columns):
    return pd.DataFrame({"x": [5e5, 5e5, np.nan], "y": [57e5, 57e5, np.nan], **columns})


MIDNIGHT = pd.DatetimeIndex(
    ["2018-06-30 23:59", "2018-07-01 00:01", "2018-07-01 12:00"], tz=BRUSSELS
)


def test_what_a_set_does_not_say_is_not_known(tmp_path):
    rows = read(make_frame(started_at=MIDNIGHT), tmp_path, Wanted(HISTORY, BRUSSELS))
    assert rows.columns.tolist() == list(HISTORY)
    assert set(rows["reporter"]) == set(rows["place_precision"]) == {"onbekend"}
    assert rows["source"].isna().all()
    assert rows["ended_at"].equals(rows["started_at"].rename("ended_at"))


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param(MIDNIGHT.tz_convert("UTC"), id="utc"),
        pytest.param(MIDNIGHT.as_unit("ms"), id="local"),
    ],
)
def test_days_are_local_whatever_the_zone_of_the_set(tmp_path, moments):
    july = Period(first=date(2018, 7, 1), last=date(2018, 7, 31))
    wanted = Wanted(("started_on",), BRUSSELS, period=july)
    rows = read(make_frame(started_at=moments), tmp_path, wanted)
    assert rows["started_on"].tolist() == [pd.Timestamp("2018-07-01")] * 2
    assert rows.index.tolist() == [0, 1]


def test_an_end_that_is_missing_is_the_start(tmp_path):
    ended = [MIDNIGHT[1], pd.NaT, pd.NaT]
    rows = read(
        make_frame(started_at=MIDNIGHT, ended_at=ended), tmp_path, Wanted(HISTORY, BRUSSELS)
    )
    assert (rows["ended_at"] - rows["started_at"]).dt.total_seconds().tolist() == [120, 0, 0]


def test_a_theme_chooses_rows_and_a_set_without_themes_is_of_one(tmp_path):
    wanted = Wanted(("x", "y"), BRUSSELS, theme="a")
    assert len(read(make_frame(theme=["a", "b", "a"]), tmp_path, wanted)) == 2
    assert len(read(make_frame(), tmp_path, wanted)) == 3


def test_a_question_that_needs_moments_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(IntakeError) as caught:
        read(make_frame(), tmp_path, Wanted(("started_on",), BRUSSELS))
    assert caught.value.key == "points-columns"
    assert caught.value.facts["columns"] == "started_at"


def test_an_end_that_nobody_filled_in_is_the_start(tmp_path):
    frame = make_frame(started_at=MIDNIGHT, ended_at=[None, None, None])
    rows = read(frame, tmp_path, Wanted(HISTORY, BRUSSELS))
    assert rows["ended_at"].equals(rows["started_at"].rename("ended_at"))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(["gisteren", "vandaag", "morgen"], id="text"),
        pytest.param([20180701, 20180702, 3], id="numbers"),
        pytest.param([date(2018, 7, 1)] * 3, id="days"),
        pytest.param(MIDNIGHT.tz_localize(None), id="without-a-zone"),
    ],
)
def test_what_is_no_moment_is_refused(tmp_path, values):
    wanted = Wanted(("started_at",), BRUSSELS)
    with pytest.raises(IntakeError) as caught:
        read(make_frame(started_at=values), tmp_path, wanted)
    assert caught.value.key == "points-no-moment"
