"""What an agreement is made of: frozen parts, which check themselves. No person is in them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import floor
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ParamsError
from geo.params import Period, check_share
from geo.placement_parts import check_not_negative, check_text
from geo.written import check_impersonal

# A line in a list, not a report.
MOST_NOTE: Final = 300
# Corners of a wijk at a metre are a hundredth of it.
_MOST_OUTLINE: Final = 500_000
_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_WKT_DECIMALS: Final = 2
# A tenth of 100 is 10, also where a computer makes it a little less.
_EXACT: Final = 1e-9


class ActionKind(StrEnum):
    """What is going to be done."""

    CAMERA = "camera"
    PATROL = "patrol"
    PREVENTION = "prevention"
    INSPECTION = "inspection"
    YOUTH_WORK = "youth-work"
    OTHER = "other"


class Party(StrEnum):
    """Who is going to do it: a role, and never a name."""

    POLICE = "police"
    BOA = "boa"
    YOUTH_WORK = "youth-work"
    MUNICIPALITY = "municipality"
    RESIDENTS = "residents"
    ENTREPRENEURS = "entrepreneurs"


class Status(StrEnum):
    """How far it is."""

    AGREED = "agreed"
    BUSY = "busy"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self in {Status.AGREED, Status.BUSY}


class Measure(StrEnum):
    """What a goal counts."""

    INCIDENTS = "incidents"
    ACTIONS = "actions"


class GroundKind(StrEnum):
    """What sort of place an agreement is on."""

    HOTSPOT = "hotspot"
    WIJK = "wijk"
    PARK = "park"


@dataclass(frozen=True, kw_only=True)
class AgreedGround:
    """The place of an agreement, as it was drawn at the moment of agreement.

    Parameters
    ----------
    kind
        Hotspot, wijk or business park.
    name
        What people call it.
    code
        Of the wijk or the park; of a hotspot, its theme.
    outline
        The ground as WKT, in the workspace's coordinate system, metres.
    wijken
        Names of the wijken that it touched.

    Raises
    ------
    ParamsError
        If the outline is no ground, or a text is too long.
    """

    kind: GroundKind
    name: str
    code: str
    outline: str
    wijken: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        check_text("place", self.name, required=True)
        check_text("code", self.code, required=True)
        for name in self.wijken:
            check_text("wijk", name, required=True)
        _check_outline(self.outline)

    @cached_property
    def shape(self) -> BaseGeometry:
        """The ground itself."""
        shape: BaseGeometry = shapely.from_wkt(self.outline)
        return shape

    def is_same_place(self, other: "AgreedGround") -> bool:
        """Whether both are one place, drawn alike."""
        return (self.kind, self.code, self.outline) == (other.kind, other.code, other.outline)


@dataclass(frozen=True, kw_only=True)
class CountableGoal:
    """What is to be reached, in figures.

    Parameters
    ----------
    theme
        Name of the card of which incidents are counted.
    measure
        Incidents in the ground, which are to become fewer, or times that something is done there.
    start
        Where it begins: incidents counted over ``counted``, or times that it was done already.
        None where it is not for who reads it; such a goal cannot be written down.
    to
        The figure to reach; None where a share is agreed on.
    reduction
        The share by which incidents are to become fewer: over 0, up to 1; None where a figure is.
    by
        Day on which it is to be reached.
    counted
        Local days over which ``start`` was counted; None for what is done.

    Raises
    ------
    ParamsError
        If there are two figures or none, or the figure lies the wrong way.
    """

    theme: str
    measure: Measure
    start: int | None
    by: date
    to: int | None = None
    reduction: float | None = None
    counted: Period | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could count."""
        if self.start is not None:
            check_not_negative(start=self.start)
        if self.to is not None:
            check_not_negative(to=self.to)
        if self.reduction is not None:
            check_share("reduction", self.reduction)
        is_share_of_actions = self.measure is Measure.ACTIONS and self.reduction is not None
        if is_share_of_actions or (self.to is None) == (self.reduction is None):
            raise ParamsError(
                "agreement-goal-figures",
                expected="one figure to reach: a number, or a share of the incidents",
                got="two or none, or a share of what is to be done",
                remedy="give one of them",
            )
        if self.start is not None and not self._leads_on(self.start):
            raise _wrong_way(self.measure, start=self.start, to=self.wanted)

    @property
    def wanted(self) -> int | None:
        """The figure to reach; None where it would give away where the goal begins."""
        if self.to is not None:
            return self.to
        if self.start is None:
            return None
        # Rounded down, so that a share of a small number still asks for one fewer.
        return floor(self.start * (1 - (self.reduction or 0)) + _EXACT)

    @property
    def share(self) -> float | None:
        """The reduction as a share of where it begins; None for what is done, and where unseen."""
        if self.measure is Measure.ACTIONS or self.reduction is not None:
            return self.reduction
        if self.start is None or self.to is None:
            return None
        return (self.start - self.to) / self.start

    def _leads_on(self, start: int) -> bool:
        if self.measure is Measure.ACTIONS:
            return self.to is not None and self.to > start
        return start > 0 and (self.to is None or self.to < start)


def write_outline(shape: BaseGeometry) -> str:
    """Write a ground as WKT to the centimetre; the same ground gives the same text."""
    return str(shapely.to_wkt(shapely.normalize(shape), rounding_precision=_WKT_DECIMALS))


def check_note(name: str, text: str, *, required: bool = False) -> None:
    """Refuse a text that is missing, too long, or by which a person is found.

    Raises
    ------
    ParamsError
        If it is refused.
    """
    check_text(name, text, required=required)
    if len(text) > MOST_NOTE:
        raise ParamsError(
            "agreement-text-long",
            expected=f"{name} of at most {MOST_NOTE} characters",
            got=f"{len(text)}",
            remedy="say it shorter",
            length=len(text),
            most=MOST_NOTE,
        )
    check_impersonal(text)


def _check_outline(text: str) -> None:
    try:
        # A library that draws a collection within collections goes into each of them, and never
        # comes back.
        is_plain = len(text) <= _MOST_OUTLINE and "COLLECTION" not in text.upper()
        shape = shapely.from_wkt(text) if is_plain else None
    except shapely.errors.GEOSException:
        shape = None
    if shape is None or shapely.get_type_id(shape) not in _POLYGONS or not shape.area > 0:
        raise ParamsError(
            "agreement-ground",
            expected="the outline of a place",
            got="no ground",
            remedy="choose a hotspot, a wijk or a business park",
        )


def _wrong_way(measure: Measure, *, start: int, to: int | None) -> ParamsError:
    if measure is Measure.ACTIONS:
        return ParamsError(
            "agreement-goal-actions",
            expected=f"more than the {start} times that it begins with",
            got=f"{to}",
            remedy="give a higher number",
            start=start,
            to=to,
        )
    if not start:
        return ParamsError(
            "agreement-goal-nothing",
            expected="incidents that can become fewer",
            got="none in this place in the days before",
            remedy="agree on a number of times that something is done",
        )
    return ParamsError(
        "agreement-goal-incidents",
        expected=f"fewer than the {start} incidents that it begins with",
        got=f"{to}",
        remedy="give a lower number",
        start=start,
        to=to,
    )
