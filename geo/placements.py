"""Placements of a camera unit: frozen records of what was decided, which check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import hypot
from typing import Final

from pydantic import TypeAdapter

from geo.errors import ParamsError
from geo.params import HourSelection, Period, check_positive, check_share

Place = tuple[float, float]

# Images are kept for at most four weeks: art. 151c Gemeentewet.
MOST_RETENTION_DAYS: Final = 28
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
        _check_not_negative(weight=self.weight, incidents=self.incidents)


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
        _check_not_negative(points=self.points, incidents=self.incidents)

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
        _check_text("reason", self.reason)
        if self.is_override and not self.reason.strip():
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
        check_positive("target_m", self.target_m)
        check_positive("buffer_m", self.buffer_m)
        check_share("reduction", self.reduction)
        _check_not_negative(
            expected=self.expected, smallest_reduction=self.smallest_reduction, power=self.power
        )
        if self.control is not None:
            check_place(self.control)
        if self.buffer_m <= self.target_m:
            raise ParamsError(
                "placement-buffer",
                expected=f"a buffer that reaches beyond the target of {self.target_m:g} m",
                got=f"{self.buffer_m:g} m",
                remedy="give a larger radius for the buffer",
                target_m=f"{self.target_m:g}",
                buffer_m=f"{self.buffer_m:g}",
            )


@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """What a decision on cameras has to state, as far as it is known: nothing is made up.

    Parameters
    ----------
    lighter_measures
        Lighter measures that were tried before; empty until somebody fills it in.
    consulted_on
        Day on which the driehoek was consulted; None until it was.
    viewing_hours
        When somebody watches the images; empty until somebody fills it in.
    retention_days
        How long images are kept: 1 to 28 days.

    Raises
    ------
    ParamsError
        If a text is too long, or images would be kept for too long.
    """

    lighter_measures: str = ""
    consulted_on: date | None = None
    viewing_hours: str = ""
    retention_days: int = MOST_RETENTION_DAYS

    def __post_init__(self) -> None:
        """Refuse what may not be."""
        _check_text("lighter_measures", self.lighter_measures)
        _check_text("viewing_hours", self.viewing_hours)
        if not 1 <= self.retention_days <= MOST_RETENTION_DAYS:
            raise ParamsError(
                "placement-retention",
                expected=f"images kept for 1 to {MOST_RETENTION_DAYS} days",
                got=f"{self.retention_days}",
                remedy="give at most four weeks",
                days=self.retention_days,
                most=MOST_RETENTION_DAYS,
            )


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A camera unit on a place, for a purpose, in a period, and how it will be judged.

    Parameters
    ----------
    purpose
        What it is for, in words.
    themes
        What it is to bring down, each theme once.
    learned_from
        Local days whose incidents led to the place.
    used
        Local days on which the unit stands there, both included.
    hours
        Hours of the week in which it is used.
    range_m
        It covers what lies within so many metres.
    siting
        The place, and that of the advice.
    goal
        What was agreed on the evaluation.
    safeguards
        What the decision has to state.
    data_as_of
        Day of the last incident that was known; None where there was none.
    synthetic
        Whether invented incidents are among those that it rests on.

    Raises
    ------
    ParamsError
        If there is no purpose or theme, a theme comes twice, or days do not follow each other.
    """

    purpose: str
    themes: tuple[ThemeGoal, ...]
    learned_from: Period
    used: Period
    hours: HourSelection
    range_m: float
    siting: Siting
    goal: FrozenGoal
    safeguards: Safeguards = field(default_factory=Safeguards)
    data_as_of: date | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        """Refuse what nobody could decide on or evaluate."""
        check_positive("range_m", self.range_m)
        _check_text("purpose", self.purpose, required=True)
        names = [goal.theme for goal in self.themes]
        if not names or len(set(names)) < len(names):
            raise ParamsError(
                "camera-themes",
                expected="at least one theme, and none of them twice",
                got=", ".join(names) or "none",
                remedy="name each theme once",
            )
        if self.learned_from.last >= self.used.first:
            raise ParamsError(
                "placement-learned-late",
                expected=f"a period to learn from that ends before {self.used.first}",
                got=f"{self.learned_from.last}",
                remedy="let the placement begin later, or learn from earlier days",
                learned=self.learned_from.last,
                first=self.used.first,
            )
        if self.goal.evaluated_on <= self.used.last:
            raise ParamsError(
                "placement-evaluated-early",
                expected=f"an evaluation after the last day, {self.used.last}",
                got=f"{self.goal.evaluated_on}",
                remedy="choose a later day for the evaluation",
                day=self.goal.evaluated_on,
                last=self.used.last,
            )

    @property
    def place(self) -> Place:
        """Where the unit stands."""
        return self.siting.chosen.place

    @property
    def theme_names(self) -> tuple[str, ...]:
        """Names of the cards of its themes."""
        return tuple(goal.theme for goal in self.themes)

    @property
    def weights(self) -> Mapping[str, float]:
        """How heavily an incident of each theme weighed."""
        return {goal.theme: goal.weight for goal in self.themes}

    @property
    def before(self) -> Period:
        """The days just before the placement, as many as it lasts."""
        return self.used.previous

    @property
    def latest_end(self) -> date:
        """First day on which the unit is gone."""
        return self.used.last + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class PlacementVersion:
    """A placement as it was written down at some moment; later versions leave it as it is.

    Parameters
    ----------
    placement_id
        Number of the placement, from 1.
    version
        Number of the version, from 1.
    recorded_at
        When it was written down, with its time zone.
    why
        Why it replaces the version before; empty for the first.
    placement
        What was written down.

    Raises
    ------
    ParamsError
        If a number is below 1, the moment has no time zone, or a later version says not why.
    """

    placement_id: int
    version: int
    recorded_at: datetime
    why: str
    placement: Placement

    def __post_init__(self) -> None:
        """Refuse a version that cannot be told from the others."""
        check_positive("placement_id", self.placement_id)
        check_positive("version", self.version)
        _check_text("why", self.why, required=self.version > 1)
        if self.recorded_at.tzinfo is None:
            raise ParamsError(
                "placement-no-zone",
                expected="a moment with its time zone",
                got=f"{self.recorded_at}",
                remedy="hand in a zone-aware moment",
            )


_RECORDS: Final = TypeAdapter(Placement)


def encode_placement(placement: Placement) -> str:
    """Write a placement as JSON; `decode_placement` reads it back as it was."""
    return _RECORDS.dump_json(placement).decode()


def decode_placement(text: str) -> Placement:
    """Read a placement from JSON.

    Raises
    ------
    ValueError
        If it is none.
    """
    return _RECORDS.validate_json(text)


def check_place(place: Place) -> None:
    """Refuse a place that is nowhere.

    Raises
    ------
    ParamsError
        If a coordinate is no number.
    """
    if not all(-float("inf") < value < float("inf") for value in place):
        raise ParamsError(
            "placement-nowhere",
            expected="a place in metres",
            got=f"{place}",
            remedy="choose a place on the map",
        )


def _check_text(name: str, text: str, *, required: bool = False) -> None:
    if required and not text.strip():
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


def _check_not_negative(**values: float) -> None:
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
