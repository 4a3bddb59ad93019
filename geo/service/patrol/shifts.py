"""When the shifts of a day are."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from geo.params import check_years
from geo.schema import ShiftName
from geo.workspace import Workspace


class ShiftHours(NamedTuple):
    """Local moment at which a shift begins, with its zone, and how many minutes it lasts."""

    begins: datetime
    minutes: int


def read_shift_hours(workspace: Workspace, shift: ShiftName, day: date) -> ShiftHours:
    """Read when a shift is that begins on a day.

    Parameters
    ----------
    workspace
        Its settings say at which hours.
    shift
        Which one; it may end on the next day.
    day
        Local.
    """
    settings = workspace.settings.patrol
    hours = {
        ShiftName.EARLY: settings.early,
        ShiftName.LATE: settings.late,
        ShiftName.NIGHT: settings.night,
    }[shift]
    return span_hours(workspace, day, *(time.fromisoformat(each) for each in hours.split("-")))


def span_hours(workspace: Workspace, day: date, first: time, last: time) -> ShiftHours:
    """Span the time from one hour of the clock to another, as it really lasts.

    Parameters
    ----------
    workspace
        Its zone counts.
    day
        Local day of the first.
    first, last
        By the clock; a last that comes no later than the first is that of the next day.

    Raises
    ------
    ParamsError
        If the day is one of another age.
    """
    check_years(day, day)
    begins, ends = (datetime.combine(day, each, workspace.timezone) for each in (first, last))
    if last <= first:
        ends += timedelta(days=1)
    # By way of UTC: the clock may change in between.
    lasts = ends.astimezone(UTC) - begins.astimezone(UTC)
    return ShiftHours(begins, round(lasts.total_seconds() / 60))
