"""What a placement of a camera unit is made of: frozen parts, which check themselves."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot
from typing import Final

from geo.errors import ParamsError
from geo.params import MOST_METRES, Period, check_positive, check_share
from geo.written import check_signs, is_blank

Place = tuple[float, float]

# A purpose or a reason, not a file.
MOST_TEXT: Final = 500
# Nearer than this, two places are the same one.
_SAME_PLACE_M: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class ThemeGoal:
    """One theme that a placement is for.

    Parameters
    ----------
    theme
        Name of its card.
    weight
        How heavily one of its incidents weighed in the choice of the place.
    incidents
        In the target, in the hours of use, in the period that was learned from.

    Raises
    ------
    ParamsError
        If a number is below zero.
    """

    theme: str
    weight: float
    incidents: int

    def __post_init__(self) -> None:
        """Refuse what is no weight or count."""
        check_not_negative(weight=self.weight, incidents=self.incidents)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place, and what a unit there would have covered in the period that was learned from.

    Parameters
    ----------
    place
        x and y in the workspace's coordinate system, metres.
    points
        Its score: incidents times their weights.
    incidents
        Within range.

    Raises
    ------
    ParamsError
        If the place is nowhere, or a number is below zero.
    """

    place: Place
    points: float
    incidents: int

    def __post_init__(self) -> None:
        """Refuse what is no place or count."""
        check_place(self.place)
        check_not_negative(points=self.points, incidents=self.incidents)

    def is_at(self, other: "Site") -> bool:
        """Whether both are the same place, to within a metre."""
        (x, y), (other_x, other_y) = self.place, other.place
        return hypot(x - other_x, y - other_y) < _SAME_PLACE_M


@dataclass(frozen=True, kw_only=True)
class Siting:
    """Where the unit stands, beside where the advice would have put it.

    Parameters
    ----------
    chosen
        Where it stands.
    suggested
        The site that the advice named; None where it named none that anybody could answer for.
    reason
        Why it stands elsewhere than suggested, or stands at all where nothing was suggested.

    Raises
    ------
    ParamsError
        If the reason for another place is missing, or longer than `MOST_TEXT` characters.
    """

    chosen: Site
    suggested: Site | None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse another place without a reason."""
        check_text("reason", self.reason)
        if self.is_override and is_blank(self.reason):
            raise ParamsError(
                "placement-no-reason",
                expected="a reason for another place than the suggested one",
                got="none",
                remedy="say in a line why the unit stands there",
            )

    @property
    def is_override(self) -> bool:
        """Whether a person chose another place than the advice."""
        return self.suggested is None or not self.chosen.is_at(self.suggested)

    @property
    def points_lost(self) -> float:
        """What the chosen place covers less than the suggested one; 0 where there is none."""
        return 0.0 if self.suggested is None else self.suggested.points - self.chosen.points

    @property
    def incidents_lost(self) -> int:
        """How many incidents fewer the chosen place covers; 0 where nothing was suggested."""
        return 0 if self.suggested is None else self.suggested.incidents - self.chosen.incidents


@dataclass(frozen=True, kw_only=True)
class FrozenGoal:
    """What was agreed on the evaluation before the unit was placed.

    The target is what lies within ``target_m`` of the unit, the buffer what lies around that and
    within ``buffer_m``. The control is a place where no unit stands, with a target and a buffer of
    the same size: the one whose history before was most like that of the target.

    Parameters
    ----------
    target_m, buffer_m
        Radii in metres.
    control
        x and y in metres; None where no place is left to compare with.
    control_distance
        How far the history of the control lies from the target's: about 1 where they differ as
        chance alone would make them; None without a control.
    reduction
        Expected reduction in the target, as a share of what there would have been.
    expected
        Incidents in the target in the planned period, if all stays as it was.
    smallest_reduction
        Incidents fewer in the target that could just be told from chance in the planned period.
    power
        Chance of finding the expected reduction in the planned period.
    evaluated_on
        Day of the evaluation.

    Raises
    ------
    ParamsError
        If a value is out of range, or the buffer lies within the target.
    """

    target_m: float
    buffer_m: float
    control: Place | None
    control_distance: float | None
    reduction: float
    expected: float
    smallest_reduction: float
    power: float
    evaluated_on: date

    def __post_init__(self) -> None:
        """Refuse what cannot be evaluated."""
        check_radii(self.target_m, self.buffer_m)
        check_share("reduction", self.reduction)
        check_not_negative(
            expected=self.expected, smallest_reduction=self.smallest_reduction, power=self.power
        )
        if self.control is not None:
            check_place(self.control)


def check_place(place: Place) -> None:
    """Refuse a place that is nowhere, or on no map.

    Raises
    ------
    ParamsError
        If a coordinate is no number, or one that no map has.
    """
    if not all(abs(value) <= MOST_METRES for value in place):
        raise ParamsError(
            "placement-nowhere",
            expected="a place in metres",
            got=f"{place}",
            remedy="choose a place on the map",
        )


def find_days_before(period: Period) -> Period:
    """Return as many days, to the day, that end just before a period: months differ in length."""
    last = period.first - timedelta(days=1)
    return Period(first=last - timedelta(days=period.days - 1), last=last)


def check_radii(target_m: float, buffer_m: float) -> None:
    """Refuse a buffer that does not reach beyond its target.

    Raises
    ------
    ParamsError
        If a radius is not positive, or the buffer lies within the target.
    """
    check_positive("target_m", target_m)
    check_positive("buffer_m", buffer_m)
    if buffer_m <= target_m:
        raise ParamsError(
            "placement-buffer",
            expected=f"a buffer that reaches beyond the target of {target_m:g} m",
            got=f"{buffer_m:g} m",
            remedy="give a larger radius for the buffer",
            target_m=f"{target_m:g}",
            buffer_m=f"{buffer_m:g}",
        )


def check_text(name: str, text: str, *, required: bool = False) -> None:
    """Refuse a text that is missing or too long.

    Parameters
    ----------
    name
        What it says, as the error calls it.
    text
        What was written.
    required
        Whether it may not be empty.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    check_signs(text)
    if required and is_blank(text):
        raise ParamsError(
            "placement-text-missing",
            expected=f"{name} in words",
            got="nothing",
            remedy="write a line",
            name=name,
        )
    if len(text) > MOST_TEXT:
        raise ParamsError(
            "placement-text-long",
            expected=f"{name} of at most {MOST_TEXT} characters",
            got=f"{len(text)}",
            remedy="say it shorter",
            name=name,
            length=len(text),
            most=MOST_TEXT,
        )


def check_not_negative(**values: float) -> None:
    """Refuse numbers below zero.

    Raises
    ------
    ParamsError
        If one is.
    """
    for name, value in values.items():
        if not 0 <= value < float("inf"):
            raise ParamsError(
                "param-negative",
                expected=f"{name} >= 0",
                got=f"{value}",
                remedy="give zero or a positive number",
                name=name,
                value=value,
            )
