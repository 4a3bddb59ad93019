"""What the service hands on about placements of camera units: one frozen class an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.advice.displacement import Placement as Counts
from geo.advice.evaluation import Advice, Evaluation
from geo.advice.safety import ShareChange
from geo.params import Period
from geo.placements import Moment, Place, Placement, PlacementVersion, SafetySurvey


@dataclass(frozen=True)
class PlacementRecord:
    """A placement with all its versions, and how safe people felt: the last figure of a moment.

    Where ``has_counts`` is not so, its counts are zero, without a control and without surveys:
    they are not for who reads it.
    """

    versions: tuple[PlacementVersion, ...]
    surveys: Mapping[Moment, SafetySurvey]
    has_counts: bool = True

    @property
    def placement_id(self) -> int:
        """Its number."""
        return self.versions[0].placement_id

    @property
    def first(self) -> Placement:
        """As it was agreed, before anything changed: the goal is judged by this."""
        return self.versions[0].placement

    @property
    def last(self) -> Placement:
        """As it is now."""
        return self.versions[-1].placement


class Cut(StrEnum):
    """Why fewer days are compared than the unit was to stand there."""

    RUNNING = "still running"
    DATA_END = "data end before it"
    DATA_START = "data start too late"


@dataclass(frozen=True)
class Windows:
    """Days before the placement and with it, as many of both, and why they may be fewer."""

    before: Period
    after: Period
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Whether a place still calls for a camera, by the incidents up to the end of the evaluation.

    ``points`` is what a unit there would cover, ``better`` the place that would cover most out of
    its range and ``better_points`` how much; None and 0 where no place that anybody could answer
    for would cover more.
    """

    is_hotspot: bool
    points: float
    better: Place | None
    better_points: float


@dataclass(frozen=True)
class Outcome:
    """What was measured of one placement.

    ``goal`` and place are those of the first version, the days those of the last one: when the
    unit stood there. ``changes`` names what later versions say otherwise. ``precisions`` counts the
    incidents around the place by how precisely their place is known; what was left out is counted
    for the whole municipality. ``safety`` is None where it was not asked at both moments.
    """

    record: PlacementRecord
    windows: Windows
    counts: Counts
    evaluation: Evaluation
    changes: tuple[str, ...]
    precisions: Mapping[str, int]
    police_made: int
    without_place: int
    without_hour: int
    safety: ShareChange | None
    synthetic: bool


@dataclass(frozen=True)
class PlacementEvaluation:
    """Whether a placement worked, whether it is still needed, and what to do next."""

    outcome: Outcome
    standing: Standing
    advice: Advice


class LeftOut(StrEnum):
    """Why a placement is not in the pool."""

    TOO_EARLY = "not a day to measure yet"
    NO_BEFORE = "no data before it"
    NO_CONTROL = "nothing to compare with"
    SYNTHETIC = "invented data beside real"
    COUNTED = "its incidents count for another placement already"


@dataclass(frozen=True)
class PooledEvaluation:
    """What placements show together; ``evaluation`` is None where none could be measured.

    ``reduction`` is the expected one: that of each placement, weighed by its incidents before.
    """

    outcomes: tuple[Outcome, ...]
    left_out: Mapping[int, LeftOut]
    evaluation: Evaluation | None
    reduction: float | None
    synthetic: bool
