"""What the service hands on about kept patrol plans and visits: one frozen class an answer."""

from dataclasses import dataclass
from enum import StrEnum

from geo.advice.displacement import Placement as Counts
from geo.advice.dosage import Dosage
from geo.advice.evaluation import Evaluation
from geo.advice.visited import RateRatio
from geo.params import Period
from geo.patrol_records import PlanVersion, SavedPlan
from geo.patrol_ticks import Tick
from geo.placements import Place
from geo.service.placement.answers import Windows
from geo.visit_params import DosageRules, VisitTerms


@dataclass(frozen=True)
class PatrolRecord:
    """A plan with all its versions, and what was ticked off, in the order of ticking."""

    versions: tuple[PlanVersion, ...]
    ticks: tuple[Tick, ...]

    @property
    def plan_id(self) -> str:
        """Its id."""
        return self.versions[0].plan_id

    @property
    def first(self) -> PlanVersion:
        """As it was kept first."""
        return self.versions[0]

    @property
    def last(self) -> PlanVersion:
        """As it is now."""
        return self.versions[-1]

    @property
    def plan(self) -> SavedPlan:
        """What is planned now."""
        return self.last.plan


@dataclass(frozen=True)
class TickReceipt:
    """Ids of ticks that are in the store now, and of those that no stop belongs to."""

    kept: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class DosageReport:
    """Presence at hotspots by week, planned and done.

    ``others`` counts the visits to stops that are no hotspot, such as appointments: planned, and
    done. ``themes`` are those of the plans that have a stop in the period. ``plans`` counts these
    plans.
    """

    period: Period
    rules: DosageRules
    dosage: Dosage
    others: tuple[int, int]
    themes: tuple[str, ...]
    plans: int
    synthetic: bool


class Unjudged(StrEnum):
    """Why visited places cannot be held against others."""

    NO_VISIT = "no visit"
    TOO_EARLY = "no incidents since the first visit"
    NO_BEFORE = "no incidents of before"
    NO_CONTROL = "nothing to compare with"


@dataclass(frozen=True)
class VisitEvaluation:
    """Whether there were fewer incidents around visited places than visits do not explain.

    ``why`` says why there is no ``evaluation``. ``pairs`` has of each place that was judged its
    row in the report's spots, and its control. ``met`` counts the places left out because they lie
    so near to another one that incidents would count twice, ``lonely`` those without a control.
    ``ratio`` says how places went in proportion, ``is_uneven`` that they did better in number only.
    """

    terms: VisitTerms
    why: Unjudged | None = None
    windows: Windows | None = None
    pairs: tuple[tuple[int, Place], ...] = ()
    met: int = 0
    lonely: int = 0
    counts: Counts | None = None
    evaluation: Evaluation | None = None
    ratio: RateRatio | None = None
    is_uneven: bool = False
    police_made: int = 0
    without_place: int = 0
