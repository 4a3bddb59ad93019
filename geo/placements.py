"""Placements of a camera unit: frozen records of what was decided, which check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter

from geo.errors import ParamsError
from geo.params import HourSelection, Period, check_positive, check_themes
from geo.placement_choice import Weighed
from geo.placement_parts import (
    MOST_TEXT,
    FrozenGoal,
    Place,
    Site,
    Siting,
    ThemeGoal,
    check_not_negative,
    check_text,
    find_days_before,
)
from geo.placement_safeguards import MOST_RETENTION_DAYS, Safeguards

__all__ = [
    "MOST_RETENTION_DAYS",
    "MOST_TEXT",
    "FrozenGoal",
    "Moment",
    "Place",
    "Placement",
    "PlacementVersion",
    "Safeguards",
    "SafetySurvey",
    "Site",
    "Siting",
    "ThemeGoal",
    "Weighed",
    "decode_placement",
    "encode_placement",
    "find_days_before",
]


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
    weighed
        What the suggested place was held against; None where nothing was suggested, and in records
        from before it was kept.
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
    weighed: Weighed | None = None
    data_as_of: date | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        """Refuse what nobody could decide on or evaluate."""
        check_positive("range_m", self.range_m)
        check_text("purpose", self.purpose, required=True)
        check_themes([goal.theme for goal in self.themes])
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
        return find_days_before(self.used)

    def stands_in(self, period: Period) -> bool:
        """Whether the unit stands there on a day of a period."""
        return period.first <= self.used.last and self.used.first <= period.last

    def is_set_late(self, day: date) -> bool:
        """Whether a goal that is set on a day came only when the unit stood there already.

        Such a placement may be written down, so that earlier ones can be evaluated and pooled; but
        it is told with it that a goal chosen afterwards proves little.
        """
        return day > self.used.first

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
        check_text("why", self.why, required=self.version > 1)
        _check_zone(self.recorded_at)


class Moment(StrEnum):
    """When people were asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class SafetySurvey:
    """How many people said that they feel safe, before a placement or after it.

    Parameters
    ----------
    placement_id
        Number of the placement.
    moment
        Before or after.
    asked
        How many answered.
    safe
        How many of them feel safe.
    recorded_at
        When it was written down, with its time zone; of each moment the last one counts.

    Raises
    ------
    ParamsError
        If nobody was asked, more feel safe than were asked, or the moment has no time zone.
    """

    placement_id: int
    moment: Moment
    asked: int
    safe: int
    recorded_at: datetime

    def __post_init__(self) -> None:
        """Refuse what is no survey."""
        check_positive("asked", self.asked)
        check_not_negative(safe=self.safe)
        _check_zone(self.recorded_at)
        if self.safe > self.asked:
            raise ParamsError(
                "survey-more-safe",
                expected=f"at most the {self.asked} that were asked",
                got=f"{self.safe}",
                remedy="correct one of the two numbers",
                asked=self.asked,
                safe=self.safe,
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


def _check_zone(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ParamsError(
            "placement-no-zone",
            expected="a moment with its time zone",
            got=f"{moment}",
            remedy="hand in a zone-aware moment",
        )
