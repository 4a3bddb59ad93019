"""What a question about a patrol is made of: frozen parts, which check themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from geo.errors import ParamsError
from geo.params import MOST_METRES, check_positive, check_years
from geo.schema import Organisation, TravelMode
from geo.written import check_signs, is_blank

Place = tuple[float, float]

# Kilometres an hour through a town, stops at crossings included; every team may say its own.
USUAL_KMH: Final = {TravelMode.FOOT: 5.0, TravelMode.BICYCLE: 15.0, TravelMode.CAR: 30.0}
# What fits beside a number on a sheet of paper; and a reason in a sentence or two.
MOST_LABEL: Final = 60
MOST_REASON: Final = 200
# A day, also the one on which the clock goes back.
MOST_MINUTES: Final = 25 * 60
_LEAST_DWELL_MINUTES: Final = 1


@dataclass(frozen=True, kw_only=True)
class PatrolParams:
    """How long to look for a better plan.

    Parameters
    ----------
    iterations
        Steps of the search; as long as these end it, the same seed gives the same plan.
    time_limit_s
        Seconds that the search may take; without end unless told.
    seed
        Seed of the search.

    Raises
    ------
    ParamsError
        If a value is not positive.
    """

    iterations: int = 2_000
    time_limit_s: float = float("inf")
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a search that would not begin."""
        check_positive("iterations", self.iterations)
        check_positive("time_limit_s", self.time_limit_s, endless=True)


@dataclass(frozen=True, kw_only=True)
class VisitRules:
    """How long a visit lasts, and how far apart visits of a place are.

    Fifteen minutes once every half hour to two hours is a rule of thumb after Koper (1995), found
    in one city and not since.

    Parameters
    ----------
    dwell_minutes
        How long a visit lasts.
    least_gap_minutes, most_gap_minutes
        From leaving a place to being there again.

    Raises
    ------
    ParamsError
        If a visit takes less than a minute, or the most is less than the least.
    """

    dwell_minutes: float = 15.0
    least_gap_minutes: float = 30.0
    most_gap_minutes: float = 120.0

    def __post_init__(self) -> None:
        """Refuse rules that no visit can keep."""
        check_positive("dwell_minutes", self.dwell_minutes)
        if self.dwell_minutes < _LEAST_DWELL_MINUTES:
            raise ParamsError(
                "patrol-dwell",
                expected=f"visits of {_LEAST_DWELL_MINUTES} minute or more",
                got=f"{self.dwell_minutes} minutes",
                remedy="give a longer visit",
            )
        if not 0 <= self.least_gap_minutes <= self.most_gap_minutes < float("inf"):
            raise ParamsError(
                "patrol-gaps",
                expected="a least time of zero or more, and a most time that is no less",
                got=f"{self.least_gap_minutes} to {self.most_gap_minutes} minutes",
                remedy="give a longer most time",
            )

    @property
    def window_minutes(self) -> float:
        """How long the stretch is in which a visit may start.

        Half of the slack: visits of two stretches that follow then keep both times.
        """
        return (self.most_gap_minutes - self.least_gap_minutes) / 2

    @property
    def round_minutes(self) -> float:
        """From the start of one stretch to that of the next."""
        return self.window_minutes + self.dwell_minutes + self.least_gap_minutes


@dataclass(frozen=True, kw_only=True)
class PatrolTeam:
    """Who goes out, and how.

    Parameters
    ----------
    mode
        How it travels.
    kmh
        Kilometres an hour; None takes what is usual.
    organisation
        For whom it works.

    Raises
    ------
    ParamsError
        If the speed is not positive.
    """

    mode: TravelMode
    kmh: float | None = None
    organisation: Organisation = Organisation.POLICE

    def __post_init__(self) -> None:
        """Refuse a team that does not move."""
        check_positive("kmh", self.speed_kmh)

    @property
    def speed_kmh(self) -> float:
        """Kilometres an hour."""
        return USUAL_KMH[self.mode] if self.kmh is None else self.kmh


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """Somewhere to be at a set time, which every plan keeps.

    Parameters
    ----------
    begins
        Moment at which it begins, with its zone.
    minutes
        How long it lasts.
    x, y
        Where, in metres.
    label
        What it is, in a few words; no name of a person.
    team
        Number of the team that has it, from 0; None lets any go.

    Raises
    ------
    ParamsError
        If it has no length, zone, place or label, or lasts longer than a day.
    """

    begins: datetime
    minutes: int
    x: float
    y: float
    label: str
    team: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could keep."""
        check_length(self.minutes)
        check_zone(self.begins)
        check_place((self.x, self.y))
        _check_words("patrol-label", self.label, most=MOST_LABEL)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A place that a person does not want to be visited, and why.

    Parameters
    ----------
    key
        That of the place in an answer.
    reason
        In a sentence; no name of a person.

    Raises
    ------
    ParamsError
        If there is no reason, or too long a one.
    """

    key: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a choice that nobody can account for."""
        check_signs(self.key)
        _check_words("patrol-reason", self.reason, most=MOST_REASON)


@dataclass(frozen=True, kw_only=True)
class AddedStop:
    """A visit that a person wants to be made, and why; every plan makes it once.

    Parameters
    ----------
    x, y
        Where, in metres.
    label
        What is there, in a few words; no name of a person.
    reason
        In a sentence; no name of a person.
    opens, closes
        First and last moment at which the visit may start, with their zone; None means any.

    Raises
    ------
    ParamsError
        If place, label or reason is missing, or it closes before it opens.
    """

    x: float
    y: float
    label: str
    reason: str
    opens: datetime | None = None
    closes: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a visit that cannot be made, or that nobody can account for."""
        check_place((self.x, self.y))
        _check_words("patrol-label", self.label, most=MOST_LABEL)
        _check_words("patrol-reason", self.reason, most=MOST_REASON)
        for moment in (self.opens, self.closes):
            if moment is not None:
                check_zone(moment)
        if self.opens is not None and self.closes is not None and self.closes < self.opens:
            raise ParamsError(
                "patrol-added-window",
                expected=f"a last start after {self.opens}",
                got=f"{self.closes}",
                remedy="swap the two times",
                label=self.label,
            )


def check_teams(teams: Sequence[object]) -> None:
    """Refuse a shift in which nobody goes out.

    Raises
    ------
    ParamsError
        If there is no team.
    """
    if not teams:
        raise ParamsError(
            "patrol-no-team",
            expected="at least one team",
            got="none",
            remedy="add a team on foot, by bicycle or by car",
        )


def check_length(minutes: int) -> None:
    """Refuse a shift or appointment of no time, or of more than a day.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    check_positive("minutes", minutes)
    if minutes > MOST_MINUTES:
        raise ParamsError(
            "patrol-too-long",
            expected=f"at most {MOST_MINUTES} minutes",
            got=f"{minutes}",
            remedy="plan each day on its own",
            minutes=minutes,
            most=MOST_MINUTES,
        )


def check_zone(moment: datetime) -> None:
    """Refuse a moment without a time zone, or of another age."""
    check_years(moment.date(), moment.date())
    if moment.tzinfo is None:
        raise ParamsError(
            "patrol-no-zone",
            expected="a moment with its time zone",
            got=f"{moment}",
            remedy="hand in a zone-aware moment",
        )


def check_place(place: Place) -> None:
    """Refuse a place that is nowhere, or on no map."""
    if not all(abs(metres) <= MOST_METRES for metres in place):
        raise ParamsError(
            "patrol-base",
            expected="x and y in metres",
            got=f"{place}",
            remedy="choose a place on the map",
            base=place,
        )


def _check_words(key: str, words: str, *, most: int) -> None:
    check_signs(words)
    if is_blank(words) or len(words) > most:
        raise ParamsError(
            key,
            expected=f"1 to {most} characters",
            got=f"{len(words)}",
            remedy="say it in a few words, without names of persons",
            length=len(words),
            most=most,
        )
