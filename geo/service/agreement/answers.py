"""What the service asks and hands on about agreements: one frozen class a question or answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.advice.displacement import Placement as Counts
from geo.advice.visited import VisitJudgement
from geo.agreements import Agreement, AgreementVersion, Party, Status
from geo.params import Period
from geo.service.placement.answers import Windows


@dataclass(frozen=True)
class AgreementRecord:
    """An agreement with all its versions.

    ``has_counts`` is not so where it rests on incidents that are out of sight: then its goal does
    not say with how many it begins, and nothing is measured.
    """

    versions: tuple[AgreementVersion, ...]
    has_counts: bool = True

    @property
    def agreement_id(self) -> int:
        """Its number."""
        return self.versions[0].agreement_id

    @property
    def first(self) -> Agreement:
        """As it was agreed, before anything changed: the goal is judged by this."""
        return self.versions[0].agreement

    @property
    def last(self) -> Agreement:
        """As it is now."""
        return self.versions[-1].agreement

    @property
    def is_set_late(self) -> bool:
        """Whether its goal was set only when it was being done already."""
        return self.first.is_set_late(self.versions[0].recorded_at.date())


@dataclass(frozen=True, kw_only=True)
class AgreementFilter:
    """Which agreements somebody wants to see; what is left out narrows nothing.

    Parameters
    ----------
    area
        Code of a wijk, buurt or business park that their ground shares ground with.
    period
        Local days on one of which they are done.
    statuses
        How far they are.
    parties
        Who does them: one of these at least.
    since
        Local day from which on a version was written down.
    """

    area: str | None = None
    period: Period | None = None
    statuses: tuple[Status, ...] = ()
    parties: tuple[Party, ...] = ()
    since: date | None = None


class Unmeasured(StrEnum):
    """Why the effect of an agreement cannot be measured."""

    OUT_OF_SIGHT = "incidents out of sight"

    NOT_BEGUN = "nobody says that it was begun"
    TOO_EARLY = "no incidents since its first day"
    NO_BEFORE = "no incidents of before"
    TOO_SHORT = "too few days"
    WHOLE_TOWN = "nothing left beside its ground"
    OTHER_MEASURE = "another measure on the same ground"
    TOO_FEW = "too few incidents before"
    NO_CONTROL = "nothing to compare with"


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Another measure on the same ground in the same days: numbers of agreements and placements."""

    agreements: tuple[int, ...] = ()
    placements: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.agreements or self.placements)


@dataclass(frozen=True)
class GoalProgress:
    """What was counted of a goal so far.

    ``count`` is None where nothing can be counted yet, or nobody filled it in. ``period`` is that
    of the incidents; None for what is done. ``is_reached`` is None as long as nobody can say: the
    days are not as many as those it is held against, or the day of the goal has not come.
    """

    count: int | None
    period: Period | None
    is_reached: bool | None


@dataclass(frozen=True)
class AgreementEffect:
    """What was measured: counts before and after, what they were held against, and the judgement.

    ``target_m`` is the radius of the circle that was counted around a hotspot; None for an area.
    ``control`` is the name of the area held against; empty for another place.
    """

    windows: Windows
    counts: Counts
    judged: VisitJudgement
    reduction: float
    target_m: float | None
    control: str


@dataclass(frozen=True)
class AgreementResult:
    """What came of an agreement: how its goal stands, and the effect or why there is none to tell.

    ``why`` is None where there is an ``effect``. ``overlap`` names the other measures where these
    are why. What was left out is counted for the whole municipality.
    """

    record: AgreementRecord
    progress: GoalProgress
    why: Unmeasured | None
    effect: AgreementEffect | None = None
    overlap: Overlap = Overlap()
    police_made: int = 0
    without_place: int = 0
    synthetic: bool = False
