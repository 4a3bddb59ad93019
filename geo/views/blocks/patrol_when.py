"""When a patrol goes out: the day, and a shift by its name or by hours of one's own."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

import streamlit as st

from geo.present.patrol_asked import SHIFTS
from geo.schema import ShiftName
from geo.views.blocks.link import linked, linked_day
from geo.views.context import Context
from geo.workspace import ShiftHours

_OWN: Final = "Eigen uren"
_HALF_HOURS: Final = {
    f"{hour:02d}:{half}": time(hour, int(half)) for hour in range(24) for half in ("00", "30")
}
_WRITTEN: Final = {text: text for text in _HALF_HOURS}
_BEGINS: Final = "16:00"
_ENDS: Final = "20:00"
_DAY: Final = timedelta(days=1)
_MINUTE_SECONDS: Final = 60
_DAYS_AHEAD: Final = timedelta(days=3660)


def choose_shift(context: Context) -> tuple[datetime, int]:
    """Let people choose day and hours.

    Returns
    -------
    tuple of datetime and int
        Local moment at which the shift begins, and how many minutes it lasts.
    """
    today = datetime.now(tz=context.workspace.timezone).date()
    learned = context.data.first or today
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        day = st.date_input(
            "Dag",
            format="DD-MM-YYYY",
            min_value=learned,
            max_value=today + _DAYS_AHEAD,
            width=160,
            **linked_day("dag", default=today, earliest=learned, latest=today + _DAYS_AHEAD),
        )
        hours = _choose_hours(context.workspace.settings.patrol.shifts)
    zone = context.workspace.timezone
    begins = datetime.combine(day, hours.begins, tzinfo=zone)
    last = day if hours.ends > hours.begins else day + _DAY
    ends = datetime.combine(last, hours.ends, tzinfo=zone)
    # By way of seconds: the clock on the wall may change during a night.
    return begins, round((ends.timestamp() - begins.timestamp()) / _MINUTE_SECONDS)


def _choose_hours(shifts: Mapping[ShiftName, ShiftHours]) -> ShiftHours:
    named = {SHIFTS[name]: hours for name, hours in shifts.items()}
    written = {name: name for name in (*named, _OWN)}
    chosen: str = st.segmented_control(
        "Dienst",
        list(written),
        required=True,
        format_func=lambda name: f"{name} {_say_hours(named[name])}" if name in named else name,
        **linked("dienst", written, default=SHIFTS[ShiftName.LATE]),
    )
    return _choose_own() if chosen == _OWN else named[chosen]


def _choose_own() -> ShiftHours:
    begins, ends = (
        st.selectbox(label, list(_HALF_HOURS), width=120, **linked(name, _WRITTEN, default=usual))
        for label, name, usual in (("Begint", "begint", _BEGINS), ("Eindigt", "eindigt", _ENDS))
    )
    return ShiftHours(begins=_HALF_HOURS[begins], ends=_HALF_HOURS[ends])


def _say_hours(hours: ShiftHours) -> str:
    return f"{hours.begins:%H:%M}-{hours.ends:%H:%M}"
