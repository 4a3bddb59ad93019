"""What the words of a command for patrols ask for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from geo import service
from geo.cli.session import period_of, read_harm, read_names
from geo.errors import ParamsError
from geo.params import check_years
from geo.patrol_params import (
    AddedStop,
    Appointment,
    LeftOut,
    PatrolQuestion,
    PatrolTeam,
    Place,
    VisitRules,
    settle_seed,
)
from geo.schema import Organisation, ShiftName, TravelMode
from geo.service import ShiftHours
from geo.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class ShiftWords:
    """What every shift is asked with, as the options of a command say it.

    ``rules`` are the minutes of a visit, and the least and the most between two of them.
    """

    theme: list[str]
    first: datetime
    last: datetime
    team: list[str]
    base: str
    end_base: str | None
    rules: tuple[float, float, float]
    area: list[str] | None
    leave_out: list[str] | None
    double_cameras: bool
    prefer: list[str] | None
    share_places: bool
    seed: int | None

    def ask(self, workspace: Workspace, when: ShiftHours) -> PatrolQuestion:
        """Return the question of a shift.

        Raises
        ------
        ParamsError
            If words cannot be read, or ask for what cannot be answered.
        """
        dwell, least, most = self.rules
        return PatrolQuestion(
            themes=read_names(self.theme),
            period=period_of(self.first, self.last),
            begins=when.begins,
            minutes=when.minutes,
            teams=tuple(read_team(each) for each in self.team),
            base=read_base(workspace, self.base),
            end_base=None if self.end_base is None else read_base(workspace, self.end_base),
            harm=read_harm(self.theme),
            rules=VisitRules(dwell_minutes=dwell, least_gap_minutes=least, most_gap_minutes=most),
            areas=tuple(self.area or ()),
            left_out=tuple(read_left_out(each) for each in self.leave_out or ()),
            doubles_cameras=self.double_cameras,
            preferred=read_preferred(self.prefer),
            shares_places=self.share_places,
            seed=settle_seed(when.begins) if self.seed is None else self.seed,
        )


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
