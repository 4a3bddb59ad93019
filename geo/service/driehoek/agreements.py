"""What was agreed on places, as far as the audience of a meeting may see it."""

from collections.abc import Mapping
from typing import Final

from geo.agreements import AgreedGround, GroundKind, Measure
from geo.disclosure import Disclosed, Reason
from geo.params import Period
from geo.service.agreement.answers import AgreementFilter, AgreementResult
from geo.service.agreement.keeping import narrow_agreements, read_agreements
from geo.service.agreement.results import measure_agreements
from geo.service.agreement.sight import find_agreement_sight
from geo.service.areas import Layers
from geo.service.disclosing import read_rules
from geo.service.driehoek.answers import AgreementPart, MeetingQuestion
from geo.themes import ThemeCard
from geo.workspace import Workspace

# Of these a place is told to everybody: no incident is any nearer for it.
_AREAS: Final = (GroundKind.WIJK, GroundKind.PARK)


def gather_agreements(
    workspace: Workspace,
    question: MeetingQuestion,
    layers: Layers,
    cards: Mapping[str, ThemeCard],
) -> Disclosed[tuple[AgreementPart, ...]]:
    """Gather the agreements on a day of a period, with their results up to its last day.

    Who may not see places is told of a hotspot the wijken that it touched, and no counts at all:
    those of a ground that lies within a wijk would give away those of the rest of it. Counts of
    incidents that whoever prepares the meeting may not see are told to nobody.

    Parameters
    ----------
    workspace
        The municipality.
    question
        Local days of the meeting, and who will see it.
    layers
        Its area layers.
    cards
        Theme cards.
    """
    period, audience = question.period, question.audience
    wanted = AgreementFilter(period=period)
    records = narrow_agreements(workspace, read_agreements(workspace), wanted, layers=layers)
    results = measure_agreements(workspace, records[::-1], period.last, layers=layers)
    sight = find_agreement_sight(workspace, layers=layers)
    parts = tuple(
        _tell(
            result,
            period,
            cards,
            shows_place=audience.may_see_places,
            shows_counts=audience.may_see_places and sight.sees_counts(result.record.first),
        )
        for result in results
    )
    held = {
        Reason.OUTLINES: sum(part.place is None for part in parts),
        Reason.FEW: sum(part.is_held for part in parts),
    }
    return Disclosed(
        parts,
        audience,
        read_rules(workspace, audience),
        {reason: count for reason, count in held.items() if count},
    )


def _tell(
    result: AgreementResult,
    period: Period,
    cards: Mapping[str, ThemeCard],
    *,
    shows_place: bool,
    shows_counts: bool,
) -> AgreementPart:
    record = result.record
    last, goal = record.last, record.first.goal
    counts_incidents = goal.measure is Measure.INCIDENTS
    shows_figures = shows_counts or not counts_incidents
    effect = result.effect
    return AgreementPart(
        number=record.agreement_id,
        kind=last.kind,
        parties=last.parties,
        used=last.used,
        status=last.status,
        is_overdue=last.is_overdue(period.last),
        is_set_late=record.is_set_late,
        place=_tell_place(last.ground, shows_place=shows_place),
        wijken=last.ground.wijken,
        titles=tuple(cards[name].title if name in cards else name for name in last.themes),
        goal=goal if shows_figures else None,
        agreed_share=goal.reduction,
        by=goal.by,
        progress=result.progress if shows_figures else None,
        is_reached=result.progress.is_reached,
        why=result.why,
        verdict=None if effect is None else effect.judged.evaluation.verdict,
        result=result if shows_counts else None,
        is_held=not shows_figures,
    )


def _tell_place(ground: AgreedGround, *, shows_place: bool) -> AgreedGround | None:
    return ground if shows_place or ground.kind in _AREAS else None
