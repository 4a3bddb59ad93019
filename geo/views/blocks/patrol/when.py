"""When a patrol goes out: the day, and a shift by its name or by hours of one's own."""

from datetime import date, datetime, time, timedelta
from typing import Final

import streamlit as st

from geo import service
from geo.present.patrol.asked import SHIFTS
from geo.schema import ShiftName
from geo.service import ShiftHours
from geo.views.blocks.link import linked, linked_day
from geo.views.context import Context

DAY: Final = "dag"

_OWN: Final = "own"
_HALF_HOURS: Final = {
    f"{hour:02d}:{minute:02d}": time(hour, minute) for hour in range(24) for minute in (0, 30)
}
_WRITTEN: Final = {text: text for text in _HALF_HOURS}
_BEGINS: Final = "16:00"
_ENDS: Final = "20:00"
_FAR_AHEAD: Final = timedelta(days=3660)


def choose_shift(context: Context) -> ShiftHours:
    """Let people choose day and hours of a shift."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        return _choose_hours(context, _choose_day(context, "Dag"))


def choose_week(context: Context) -> ShiftHours:
    """Let people choose a week by one of its days; return a shift on its Monday."""
    day = _choose_day(context, "Week van")
    monday = day - timedelta(days=day.weekday())
    return service.read_shift_hours(context.workspace, ShiftName.LATE, monday)


def _choose_day(context: Context, label: str) -> date:
    today = datetime.now(tz=context.workspace.timezone).date()
    earliest, latest = context.data.first or today, today + _FAR_AHEAD
    day: date = st.date_input(
        label,
        format="DD-MM-YYYY",
        min_value=earliest,
        max_value=latest,
        width=160,
        **linked_day(DAY, default=today, earliest=earliest, latest=latest),
    )
    return day


def _choose_hours(context: Context, day: date) -> ShiftHours:
    hours = {name: service.read_shift_hours(context.workspace, name, day) for name in ShiftName}
    options = {name.value: SHIFTS[name] for name in ShiftName} | {_OWN: "Eigen uren"}
    chosen: str = st.segmented_control(
        "Dienst",
        list(options),
        required=True,
        format_func=options.__getitem__,
        **linked("dienst", options, default=ShiftName.LATE.value),
    )
    return _choose_own(context, day) if chosen == _OWN else hours[ShiftName(chosen)]


def _choose_own(context: Context, day: date) -> ShiftHours:
    begins, ends = (
        st.selectbox(label, list(_WRITTEN), width=120, **linked(name, _WRITTEN, default=usual))
        for label, name, usual in (("Begint", "begint", _BEGINS), ("Eindigt", "eindigt", _ENDS))
    )
    return service.span_hours(context.workspace, day, _HALF_HOURS[begins], _HALF_HOURS[ends])
