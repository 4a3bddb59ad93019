"""What people changed in a patrol plan, as it is written in the page's link.

Whoever wrote a link may have written anything: what cannot be read is passed over, and counted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import urlencode

import streamlit as st

from geo.errors import ParamsError
from geo.patrol_params import AddedStop, Appointment, LeftOut, Place
from geo.patrol_parts import check_place

APPOINTMENT: Final = "afspraak"
ADDED: Final = "extra"
LEFT_OUT: Final = "weg"
POINT: Final = "punt"

# What people look at or point at, and not what they ask.
_PASSING: Final = frozenset({POINT, "stop"})
_MARK: Final = "~"
# Far more than anybody plans in a shift, and short enough for a link.
_MOST: Final = 20
_POINT: Final = re.compile(r"(-?[0-9]{1,8}),(-?[0-9]{1,8})")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DAY: Final = timedelta(days=1)

Part = TypeVar("Part")


@dataclass(frozen=True)
class Changes:
    """What the link says of appointments, added stops and places to leave out.

    ``numbers`` says of each kind of change where in the link each of them stands; ``unread`` counts
    the parts of it that cannot be read. ``shift`` is the shift of a week that they are of, as
    `name_shift` writes it; empty where one shift is planned.
    """

    appointments: tuple[Appointment, ...]
    added: tuple[AddedStop, ...]
    left_out: tuple[LeftOut, ...]
    numbers: Mapping[str, tuple[int, ...]]
    unread: int
    shift: str = ""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.appointments) + len(self.added) + len(self.left_out)


def name_shift(begins: datetime) -> str:
    """Write which shift of a week a change is of: ``20190101T1500``."""
    return f"{begins:%Y%m%dT%H%M}"


def read_changes(begins: datetime, *, teams: int, shift: str = "") -> Changes:
    """Read what people changed out of the page's link.

    Parameters
    ----------
    begins
        Local start of the shift; a time of day is the first one from then on.
    teams
        How many go out: an appointment of a team that does not is for any.
    shift
        Of which shift of a week, as `name_shift` writes it; empty where one shift is planned.
    """
    names = {kind: _name(kind, shift) for kind in (APPOINTMENT, ADDED, LEFT_OUT)}
    appointments = _read(names[APPOINTMENT], lambda parts: _appointment(parts, begins, teams))
    added = _read(names[ADDED], lambda parts: _added(parts, begins))
    left_out = _read(names[LEFT_OUT], _left_out)
    numbers = {
        APPOINTMENT: tuple(appointments),
        ADDED: tuple(added),
        LEFT_OUT: tuple(left_out),
    }
    return Changes(
        tuple(appointments.values()),
        tuple(added.values()),
        tuple(left_out.values()),
        numbers,
        sum(
            len(st.query_params.get_all(names[kind])) - len(read) for kind, read in numbers.items()
        ),
        shift,
    )


def read_point(text: str) -> Place | None:
    """Read a place as it is written in the link; None for any other text, or one on no map."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    place = float(match[1]), float(match[2])
    try:
        check_place(place)
    except ParamsError:
        return None
    return place


def write_point(place: Place) -> str:
    """Write a place for the link, in whole metres."""
    x, y = place
    return f"{x:.0f},{y:.0f}"


def add_part(kind: str, parts: Sequence[str], *, shift: str = "") -> None:
    """Put another change into the link; to be called when a widget changes."""
    written = _MARK.join(part.replace(_MARK, " ").strip() for part in parts)
    name = _name(kind, shift)
    st.query_params[name] = [*st.query_params.get_all(name), written]


def drop_part(kind: str, number: int, shift: str = "") -> None:
    """Take a change out of the link by where it stands there."""
    name = _name(kind, shift)
    kept = st.query_params.get_all(name)
    del kept[number]
    st.query_params[name] = kept


def link_exactly(fixed: Mapping[str, str]) -> str:
    """Write a link to this page that asks what it asks now, with all that could change later.

    Parameters
    ----------
    fixed
        What the link says beside, or in place of, what is in it now.
    """
    now = {name: st.query_params.get_all(name) for name in st.query_params if name not in _PASSING}
    return f"?{urlencode({**now, **fixed}, doseq=True)}"


def _name(kind: str, shift: str) -> str:
    return f"{kind}-{shift}" if shift else kind


def _read(name: str, read: Callable[[list[str]], Part | None]) -> dict[int, Part]:
    written = st.query_params.get_all(name)[:_MOST]
    found = ((number, _try(read, text.split(_MARK))) for number, text in enumerate(written))
    return {number: part for number, part in found if part is not None}


def _try(read: Callable[[list[str]], Part | None], parts: list[str]) -> Part | None:
    try:
        return read(parts)
    except ParamsError:
        return None


def _appointment(parts: list[str], begins: datetime, teams: int) -> Appointment | None:
    time, minutes, where, team, label = [*parts, "", "", "", "", ""][:5]
    moment, place = _read_time(time, begins), read_point(where)
    if moment is None or place is None or not _is_number(minutes):
        return None
    number = int(team) - 1 if _is_number(team) else None
    return Appointment(
        begins=moment,
        minutes=int(minutes),
        x=place[0],
        y=place[1],
        label=label,
        team=number if number is not None and 0 <= number < teams else None,
    )


def _added(parts: list[str], begins: datetime) -> AddedStop | None:
    where, label, reason, opens, closes = [*parts, "", "", "", "", ""][:5]
    place = read_point(where)
    if place is None:
        return None
    return AddedStop(
        x=place[0],
        y=place[1],
        label=label,
        reason=reason,
        opens=_read_time(opens, begins),
        closes=_read_time(closes, begins),
    )


def _left_out(parts: list[str]) -> LeftOut | None:
    key, reason = [*parts, "", ""][:2]
    return LeftOut(key=key, reason=reason) if key else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len("10000")


def _read_time(text: str, begins: datetime) -> datetime | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    moment = begins.replace(hour=int(match[1]), minute=int(match[2]))
    return moment if moment >= begins else moment + _DAY
