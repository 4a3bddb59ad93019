from datetime import date, datetime, time

import pytest

from geo.errors import ParamsError, WorkspaceError
from geo.schema import ShiftName
from geo.service import read_shift_hours, span_hours
from geo.workspace import SETTINGS_FILE, create_workspace, open_workspace

TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
DAY = date(2026, 11, 3)


@pytest.fixture
def town(tmp_path):
    return create_workspace(tmp_path / "town", TOWN)


def extend(town, lines):
    path = town.root / SETTINGS_FILE
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return open_workspace(town.root)


@pytest.mark.parametrize(
    ("shift", "hour"), [(ShiftName.EARLY, 7), (ShiftName.LATE, 15), (ShiftName.NIGHT, 23)]
)
def test_shifts_of_a_day_follow_each_other(town, shift, hour) -> None:
    hours = read_shift_hours(town, shift, DAY)
    assert hours == (datetime(2026, 11, 3, hour, tzinfo=town.timezone), 480)


def test_a_workspace_sets_its_own_hours(town) -> None:
    own = extend(town, '\n[patrol]\nlate = "16:30-01:00"\n')
    begins, minutes = read_shift_hours(own, ShiftName.LATE, DAY)
    assert (begins.hour, begins.minute, minutes) == (16, 30, 510)


@pytest.mark.parametrize(
    "lines",
    [
        '[patrol]\nlate = "16:30"\n',
        '[patrol]\nlate = "24:00-25:00"\n',
        '[patrol]\nlate = "16:00-16:00"\n',
        '[patrol]\nbases = [{name = "", x = 1.0, y = 2.0}]\n',
        '[patrol]\nbases = [{name = "Bureau", x = nan, y = 2.0}]\n',
    ],
)
def test_settings_that_are_no_shift_or_base_are_refused(town, lines) -> None:
    with pytest.raises(WorkspaceError) as refused:
        extend(town, f"\n{lines}")
    assert refused.value.key == "settings-invalid"


@pytest.mark.parametrize(
    ("day", "minutes"), [(date(2026, 3, 28), 420), (DAY, 480), (date(2026, 10, 24), 540)]
)
def test_a_night_in_which_the_clock_changes_lasts_as_long_as_it_does(town, day, minutes) -> None:
    assert read_shift_hours(town, ShiftName.NIGHT, day).minutes == minutes


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_without_a_calendar_around_it_is_refused(town, day) -> None:
    with pytest.raises(ParamsError) as refused:
        read_shift_hours(town, ShiftName.NIGHT, day)
    assert refused.value.key == "period-out-of-range"


def test_own_hours_may_end_on_the_next_day(town) -> None:
    assert span_hours(town, DAY, time(22, 30), time(1, 15)).minutes == 165
    assert span_hours(town, DAY, time(9), time(9)).minutes == 24 * 60
