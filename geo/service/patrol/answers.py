"""What the service hands on about patrols: frozen answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice import fairness
from geo.advice.orienteering import PatrolPlan
from geo.advice.rounds import SHAKES
from geo.patrol_params import PatrolQuestion

Values = NDArray[np.float64]

KEY: Final = "key"
KIND: Final = "kind"
LABEL: Final = "label"
WIJK_NAME: Final = "wijk_name"
PARK_NAME: Final = "park_name"
CONTACT: Final = schema.CONTACT
TOTAL: Final = "expected_week"
LATEST: Final = "latest"
TESTABLE: Final = "testable"
CAMERA: Final = "camera"
LEFT_OUT: Final = "left_out"

PLACE_COLUMNS: Final = (
    KEY,
    KIND,
    LABEL,
    schema.THEME,
    schema.RANK,
    schema.HOTSPOT_ID,
    schema.WIJK_CODE,
    WIJK_NAME,
    PARK_NAME,
    CONTACT,
    schema.X,
    schema.Y,
    schema.INCIDENTS,
    LATEST,
    TOTAL,
    TESTABLE,
    CAMERA,
    LEFT_OUT,
)

PLANNED_MINUTES: Final = fairness.PLANNED_MINUTES
SHARE_PLANNED: Final = fairness.SHARE_PLANNED
SHARE_INCIDENTS: Final = fairness.SHARE_INCIDENTS
SHARE_INHABITANTS: Final = fairness.SHARE_INHABITANTS

# Lately is four weeks, and a quarter.
LATELY_DAYS: Final = (28, 91)


class Caution(StrEnum):
    """What whoever uses a plan has to know about it."""

    OLD_DATA = "old-data"
    NO_PLACES = "no-places"
    NO_STREETS = "no-streets"
    NOT_TESTABLE = "not-testable"
    MAY_BE_CHANCE = "may-be-chance"
    CAMERA_STANDS = "camera-stands"
    CAMERA_DOUBLED = "camera-doubled"
    NO_VISIT = "no-visit"
    EMPTY_STRETCH = "empty-stretch"
    SHORT_SHIFT = "short-shift"
    LEFT_OUT_UNKNOWN = "left-out-unknown"
    NO_NAMES = "no-names"
    PREDICTABLE = "predictable"
    LOST = "lost"


@dataclass(frozen=True)
class PatrolWarning:
    """A caution, and the figures that its sentence names.

    Numbers of teams count from 1; ``place`` is a row of the answer's ``places``, ``after_minutes``
    counts from the start of the shift.
    """

    key: Caution
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of a team: a place (row of the answer's ``places``), and when."""

    place: int
    arrives: datetime
    starts: datetime
    leaves: datetime
    is_fixed: bool = False


@dataclass(frozen=True)
class LostVisit:
    """A stretch in which no team can visit a place, and the appointment that is why.

    Both are rows of the answer's ``places``; a visit could have started from ``opens`` to
    ``closes``.
    """

    place: int
    opens: datetime
    closes: datetime
    because: int


@dataclass(frozen=True, eq=False)
class PlaceReason:
    """Why a place is visited, without anything about persons.

    ``recent`` counts incidents of the last so many days of the period; ``codes`` are the three
    most frequent kinds, by title or else by code, and how many of each. ``hours`` has shape
    ``(24,)``: incidents by local hour of the day in which they may have happened, not smoothed.
    ``police_made`` counts records on this ground that police made themselves, which raise nothing.
    ``warm_until`` is the last day on which a near repeat is looked for; ``words`` what a person
    wrote. ``also`` has label and incidents of the places of other themes that lie so near that
    whoever is here is there: what a visit is worth counts them too, the other figures do not.
    """

    incidents: int = 0
    recent: Mapping[int, int] = field(default_factory=dict)
    latest: date | None = None
    codes: tuple[tuple[str, int], ...] = ()
    hours: Values = field(default_factory=lambda: np.zeros(24))
    police_made: int = 0
    warm_until: date | None = None
    words: str = ""
    also: tuple[tuple[str, int], ...] = ()

    def count_at(self, moment: datetime) -> float:
        """Count the incidents that fell in the hour of a moment, the one before and the one after.

        Parameters
        ----------
        moment
            Local; every day of the week counts.
        """
        return float(sum(self.hours[(moment.hour + step) % 24] for step in (-1, 0, 1)))


@dataclass(frozen=True)
class StandingCamera:
    """A camera unit that is in use during the shift, and on which days it stands there."""

    placement_id: int
    x: float
    y: float
    range_m: float
    first: date
    last: date


@dataclass(frozen=True, eq=False)
class PatrolAdvice:
    """What teams could do in a shift, and what that rests on.

    ``places`` has ``PLACE_COLUMNS`` of each place that a team may visit, and of those that were
    left out. ``key`` names a place the same in every plan; ``kind`` is of `schema.PlaceKind`.
    Of hotspots it has those that are more than chance, or that cannot be held against it
    (``testable`` says which). ``rank`` is 0 and ``id`` empty where there is no hotspot, ``theme``
    is empty for what people added. ``latest`` is the last day on which an incident began (None
    without any) and ``expected_week`` the weighed incidents to expect in a week. ``camera`` is the
    number of the placement that watches the place during the shift, 0 where none does;
    ``left_out`` the reason why it is not to be visited. ``reasons`` has one for each of its rows.

    ``visits`` has one list a team, in the order of the question; ``ways`` of each team the lines
    that it travels, shape ``(m, 2)`` in metres: to the first visit, to the next, and back; none
    for a team without visits. ``fairness`` has per wijk ``wijk_code``, ``wijk_name``, and what
    `geo.advice.fairness.weigh_fairness` tells of it: planned time beside the shares of recorded
    incidents and of inhabitants (missing where nobody knows).

    ``prize`` is what the visits are worth: the weighed incidents to expect in an hour around each.
    ``loss`` is the share of it that was given up so that nobody can foretell the plan; None where
    there was nothing to win. ``shake`` is how much prizes were shaken (standard deviation of the
    logarithm): less than usual where that gave up too much. ``chance`` counts the hotspots left out
    because they may be chance. ``lost`` are the visits for which appointments leave no time.
    ``iterations`` is how many steps the search took: the same question, seed and steps give the
    same plan, however fast the machine is.
    """

    question: PatrolQuestion
    titles: Mapping[str, str]
    places: pd.DataFrame
    reasons: tuple[PlaceReason, ...]
    plan: PatrolPlan
    visits: tuple[tuple[PlannedVisit, ...], ...]
    ways: tuple[tuple[Values, ...], ...]
    fairness: pd.DataFrame
    cameras: tuple[StandingCamera, ...]
    warnings: tuple[PatrolWarning, ...]
    loss: float | None
    chance: int
    on_streets: bool
    synthetic: bool
    shake: float = SHAKES[0]
    lost: tuple[LostVisit, ...] = ()
    iterations: int = 0

    @property
    def prize(self) -> float:
        """What the visits are worth."""
        return self.plan.prize
