"""What of agreements somebody sees: those on their ground, with the counts that are for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.access import RIGHTS, Right, Role
from geo.agreements import Agreement, AgreementVersion, Measure
from geo.service.agreement.answers import AgreementRecord
from geo.service.areas import Layers
from geo.service.own_ground import OwnGround, draw_own_ground, find_own_ground
from geo.workspace import Workspace


@dataclass(frozen=True, eq=False)
class AgreementSight:
    """What of agreements a viewer sees.

    Parameters
    ----------
    kept_to
        The ground that they are kept to; None where they may see agreements anywhere.
    own
        Their wijken, of which they see the incidents of every source; None without any.
    open_sources
        Sources of which they see the incidents anywhere.
    is_everything
        Whether no incident is out of their sight.
    """

    kept_to: OwnGround | None
    own: OwnGround | None
    open_sources: frozenset[str]
    is_everything: bool

    def narrow(self, records: Sequence[AgreementRecord]) -> list[AgreementRecord]:
        """Keep the agreements on ground that the viewer may see, in their order."""
        return [self._lessen(record) for record in records if self.reaches(record.first)]

    def reaches(self, agreement: Agreement) -> bool:
        """Say whether a place is the viewer's: that of a wijkagent shares ground with theirs."""
        return self.kept_to is None or self.kept_to.touches(agreement.ground.shape)

    def sees_counts(self, agreement: Agreement) -> bool:
        """Say whether the viewer may see all incidents that an agreement rests on.

        Those on ground within their own wijken, and those of open sources; an agreement that does
        not say from which sources it was counted is held to be of the police.
        """
        if self.is_everything:
            return True
        if self.own is not None and self.own.covers(agreement.ground.shape):
            return True
        if self.kept_to is not None:
            return False
        if agreement.goal.measure is Measure.ACTIONS:
            return True
        return agreement.sources is not None and self.open_sources.issuperset(agreement.sources)

    def _lessen(self, record: AgreementRecord) -> AgreementRecord:
        if self.sees_counts(record.first):
            return record
        return AgreementRecord(
            tuple(leave_count_out(version) for version in record.versions), has_counts=False
        )


def find_agreement_sight(workspace: Workspace, *, layers: Layers | None = None) -> AgreementSight:
    """Find what of agreements the viewer sees.

    Parameters
    ----------
    workspace
        As the question at hand sees it.
    layers
        Its area layers, where they have been read already.
    """
    roles = {role for role in workspace.viewer.roles if Right.POINTS in RIGHTS[role]}
    sees_open = Role.OPENBARE_ORDE in roles
    return AgreementSight(
        kept_to=find_own_ground(workspace, Right.POINTS, layers=layers),
        own=draw_own_ground(workspace, layers=layers) if Role.WIJKAGENT in roles else None,
        open_sources=workspace.settings.access.open_sources if sees_open else frozenset(),
        is_everything=Role.LOCAL in roles,
    )


def leave_count_out(version: AgreementVersion) -> AgreementVersion:
    """Leave out of a version how many incidents its goal begins with."""
    agreement = version.agreement
    if agreement.goal.measure is Measure.ACTIONS:
        return version
    goal = replace(agreement.goal, start=None)
    return replace(version, agreement=replace(agreement, goal=goal))
