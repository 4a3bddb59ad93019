"""What commands for patrols are asked in the same way."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from geo import service
from geo.errors import ParamsError
from geo.params import check_years
from geo.patrol_params import AddedStop, Appointment, LeftOut, PatrolTeam, Place, VisitRules
from geo.present.patrol.files import ENDINGS
from geo.present.patrol.sheet import Paper
from geo.schema import Organisation, ShiftName, TravelMode
from geo.service import ShiftHours
from geo.workspace import Workspace

_MOMENT: Final = typer.Option(
    "--begins", formats=["%Y-%m-%dT%H:%M"], help="Local start of the shift, YYYY-MM-DDTHH:MM."
)
_DAY: Final = typer.Option(
    "--date", formats=["%Y-%m-%d"], help="Local day on which the shift begins, YYYY-MM-DD."
)

Begins = Annotated[datetime | None, _MOMENT]
Day = Annotated[datetime | None, _DAY]
ShiftOption = Annotated[
    ShiftName | None, typer.Option("--shift", help="With --date: hours as gemeente.toml has them.")
]
Hours = Annotated[
    str | None, typer.Option(help="With --date: own hours, such as 18:30-23:00.", metavar="FROM-TO")
]
Week = Annotated[
    datetime,
    typer.Option("--week", formats=["%Y-%m-%d"], help="First local day of the week, YYYY-MM-DD."),
]
Days = Annotated[int, typer.Option(min=1, max=28, help="How many days it has.")]
Shifts = Annotated[
    list[ShiftName] | None,
    typer.Option("--shift", help="Shifts of each day, as gemeente.toml has them; repeatable."),
]
LeastVisits = Annotated[
    int, typer.Option(min=0, help="Every hotspot is visited so often in the week, or more.")
]
WijkShare = Annotated[
    float, typer.Option(help="A wijk gets at most this part of all visits, up to 1.")
]
Minutes = Annotated[int, typer.Option(help="With --begins: how long the shift lasts.")]
Teams = Annotated[
    list[str],
    typer.Option(
        "--team",
        help="foot, bicycle or car, or boa:bicycle=12 (police, boa or youth_work; km an hour); "
        "may be repeated.",
    ),
]
Base = Annotated[
    str, typer.Option(help="Where teams begin: x,y in metres, or a base of gemeente.toml.")
]
EndBase = Annotated[str | None, typer.Option(help="Where they end; as --base unless told.")]
DwellMinutes = Annotated[float, typer.Option(help="How long a visit lasts.")]
GapMinutes = Annotated[float, typer.Option(help="Between two visits of a place.")]
Areas = Annotated[
    list[str] | None, typer.Option("--area", help="Code of a wijk, buurt or park; repeatable.")
]
Appointments = Annotated[
    list[str] | None,
    typer.Option(
        "--appointment",
        help="'HH:MM; MINUTES; X,Y; LABEL' or with '; TEAM' (from 1) behind it; repeatable.",
    ),
]
LeaveOut = Annotated[
    list[str] | None, typer.Option(help="'KEY; REASON' of a place not to visit; repeatable.")
]
Out = Annotated[
    list[Path] | None,
    typer.Option(help=f"File to make or replace: {', '.join(ENDINGS)}; repeatable."),
]
PaperSize = Annotated[Paper, typer.Option("--paper", help="Size of a PDF.")]
Add = Annotated[
    list[str] | None,
    typer.Option(help="'X,Y; LABEL; REASON' or with '; HH:MM-HH:MM' behind it; repeatable."),
]
DoubleCameras = Annotated[
    bool, typer.Option(help="Visit also what a camera watches during the shift.")
]
Preferred = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        help="THEME=ORGANISATION: who goes to its places, if out; repeatable.",
    ),
]
SharePlaces = Annotated[
    bool, typer.Option(help="Let more than one organisation visit a place in a shift.")
]
Save = Annotated[bool, typer.Option("--save", help="Keep the plan, to tick it off later.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same plan.")]


def read_hours(
    workspace: Workspace,
    *,
    begins: datetime | None,
    minutes: int,
    day: datetime | None,
    shift: ShiftName | None,
    hours: str | None,
) -> ShiftHours:
    """Return when a shift is: by its start and length, its name, or its hours.

    Raises
    ------
    ParamsError
        If it was asked in no way, or in more than one.
    """
    if begins is not None and day is None and shift is None and hours is None:
        return ShiftHours(begins.replace(tzinfo=workspace.timezone), minutes)
    if begins is None and day is not None and (shift is None) != (hours is None):
        if shift is not None:
            return service.read_shift_hours(workspace, shift, day.date())
        return service.span_hours(workspace, day.date(), *_read_span(hours or ""))
    raise ParamsError(
        "patrol-when",
        expected="--begins, or --date with either --shift or --hours",
        got="none or several of these",
        remedy="write for instance --date 2026-11-27 --shift late",
    )


def read_week(
    workspace: Workspace, first: datetime, days: int, shifts: list[ShiftName] | None
) -> tuple[ShiftHours, ...]:
    """Return when the shifts of a week are, in order; all that there are unless told.

    Raises
    ------
    ParamsError
        If the week is one of another age.
    """
    check_years(first.date(), first.date())
    asked = [
        service.read_shift_hours(workspace, shift, first.date() + timedelta(days=day))
        for day in range(days)
        for shift in dict.fromkeys(shifts or ShiftName)
    ]
    return tuple(sorted(asked, key=lambda hours: hours.begins))


def read_rules(dwell_minutes: float, least_minutes: float, most_minutes: float) -> VisitRules:
    """Return the rules that three options ask."""
    return VisitRules(
        dwell_minutes=dwell_minutes,
        least_gap_minutes=least_minutes,
        most_gap_minutes=most_minutes,
    )


def read_team(words: str) -> PatrolTeam:
    """Return the team of ``[ORGANISATION:]MODE[=KMH]``.

    Raises
    ------
    ParamsError
        If it is none.
    """
    who, colon, how = words.rpartition(":")
    mode, sign, kmh = how.partition("=")
    try:
        return PatrolTeam(
            mode=TravelMode(mode),
            kmh=float(kmh) if sign else None,
            organisation=Organisation(who) if colon else Organisation.POLICE,
        )
    except ValueError as error:
        raise ParamsError(
            "patrol-team",
            expected="foot, bicycle or car, with or without ORGANISATION: and =SPEED",
            got=words,
            remedy="write for instance boa:bicycle=12",
            team=words,
        ) from error


def read_preferred(words: list[str] | None) -> dict[str, Organisation]:
    """Return who goes first to the places of a theme, of ``THEME=ORGANISATION`` each.

    Raises
    ------
    ParamsError
        If one is none.
    """
    found = {}
    for each in words or ():
        theme, _, who = each.partition("=")
        try:
            found[theme] = Organisation(who)
        except ValueError as error:
            raise _refuse_words(each, "THEME=ORGANISATION") from error
    return found


def read_base(workspace: Workspace, words: str) -> Place:
    """Return the place of ``x,y`` or of a base that the settings name.

    Raises
    ------
    ParamsError
        If it is none.
    """
    named = {base.name: (base.x, base.y) for base in workspace.settings.patrol.bases}
    return named[words] if words in named else _read_place(words)


def read_appointment(words: str, shift: ShiftHours) -> Appointment:
    """Return the appointment of ``HH:MM; MINUTES; X,Y; LABEL[; TEAM]``.

    Raises
    ------
    ParamsError
        If it is none.
    """
    parts = _split(words)
    try:
        clock, minutes, place, label, *team = parts
        (number,) = team or ["0"]
        x, y = _read_place(place)
        return Appointment(
            begins=_moment_in(shift, time.fromisoformat(clock)),
            minutes=int(minutes),
            x=x,
            y=y,
            label=label,
            team=int(number) - 1 if team else None,
        )
    except ParamsError:
        raise
    except ValueError as error:
        raise _refuse_words(words, "HH:MM; MINUTES; X,Y; LABEL") from error


def read_left_out(words: str) -> LeftOut:
    """Return the place of ``KEY; REASON``.

    Raises
    ------
    ParamsError
        If the reason is missing.
    """
    key, *reason = _split(words)
    return LeftOut(key=key, reason="; ".join(reason))


def read_added(words: str, shift: ShiftHours) -> AddedStop:
    """Return the stop of ``X,Y; LABEL; REASON[; HH:MM-HH:MM]``.

    Raises
    ------
    ParamsError
        If it is none.
    """
    parts = _split(words)
    try:
        place, label, reason, *hours = parts
        (span,) = hours or [""]
    except ValueError as error:
        raise _refuse_words(words, "X,Y; LABEL; REASON") from error
    x, y = _read_place(place)
    opens, closes = (
        (_moment_in(shift, clock) for clock in _read_span(span)) if span else (None, None)
    )
    return AddedStop(x=x, y=y, label=label, reason=reason, opens=opens, closes=closes)


def _split(words: str) -> list[str]:
    return [part.strip() for part in words.split(";")]


def _read_span(words: str) -> tuple[time, time]:
    try:
        first, last = (time.fromisoformat(part.strip()) for part in words.split("-"))
    except ValueError as error:
        raise _refuse_when(words) from error
    return first, last


def _moment_in(shift: ShiftHours, clock: time) -> datetime:
    """Return the first moment from the start of a shift on at which the clock says so."""
    moment = datetime.combine(shift.begins.date(), clock, shift.begins.tzinfo)
    return moment if moment >= shift.begins else moment + timedelta(days=1)


def _read_place(words: str) -> Place:
    try:
        x, y = (float(part) for part in words.split(","))
    except ValueError as error:
        raise ParamsError(
            "patrol-base",
            expected="x,y in metres",
            got=words,
            remedy="write for instance 101500,431000",
            base=words,
        ) from error
    return x, y


def _refuse_when(words: str) -> ParamsError:
    return ParamsError(
        "patrol-hours",
        expected="two times such as 18:30-23:00",
        got=f"{words}",
        remedy="write hours and minutes, with a dash between",
        hours=words,
    )


def _refuse_words(words: str, form: str) -> ParamsError:
    return ParamsError(
        "patrol-words",
        expected=form,
        got=words,
        remedy="write the parts in this order",
        words=words,
        form=form,
    )
