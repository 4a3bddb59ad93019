"""What the service hands on about kept patrol plans and visits: one frozen class an answer."""

from dataclasses import dataclass

from geo.patrol_records import PlanVersion, SavedPlan, Tick


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
