"""The placements of camera units, as far as a meeting may see what came of them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from geo.disclosure import Audience
from geo.errors import ParamsError
from geo.schema import Layer
from geo.service.areas import Layers
from geo.service.driehoek.answers import CameraPart
from geo.service.placement.answers import LeftOut, PlacementEvaluation, PlacementRecord
from geo.service.placement.evaluating import evaluate_placement
from geo.service.placement.factsheets import draw_ground, name_touched
from geo.service.placement.keeping import list_placements
from geo.themes import Themes
from geo.workspace import Workspace

# Why a placement cannot be measured, by the error that says so.
_UNMEASURED: Final[Mapping[str, LeftOut]] = {
    "evaluation-no-data": LeftOut.NO_BEFORE,
    "evaluation-too-early": LeftOut.TOO_EARLY,
}


def gather_cameras(
    workspace: Workspace, last: date, audience: Audience, *, layers: Layers, cards: Themes
) -> tuple[CameraPart, ...]:
    """List the placements that began by a day, the first of them first, with what came of them.

    Parameters
    ----------
    workspace
        The municipality.
    last
        Last local day that counts.
    audience
        Who will see it.
    layers, cards
        Its area layers and theme cards.
    """
    parts = []
    for record in reversed(list_placements(workspace)):
        if record.last.used.first > last:
            continue
        found, why = _evaluate(workspace, record, last)
        names, placed = record.last.theme_names, record.last
        parts.append(
            CameraPart(
                number=record.placement_id,
                wijken=_name_wijken(record, layers),
                titles=tuple(
                    cards.cards[name].title if name in cards.cards else name for name in names
                ),
                used=placed.used,
                agreed_share=record.first.goal.reduction,
                evaluated_on=placed.goal.evaluated_on,
                verdict=None if found is None else found.outcome.evaluation.verdict,
                advice=None if found is None else found.advice,
                why=why,
                # It holds the counts around the place.
                found=found if audience.may_see_places else None,
            )
        )
    return tuple(parts)


def _evaluate(
    workspace: Workspace, record: PlacementRecord, last: date
) -> tuple[PlacementEvaluation | None, LeftOut | None]:
    try:
        return evaluate_placement(workspace, record.placement_id, last), None
    except ParamsError as problem:
        if problem.key not in _UNMEASURED:
            raise
        return None, _UNMEASURED[problem.key]


def _name_wijken(record: PlacementRecord, layers: Layers) -> tuple[str, ...]:
    if Layer.WIJKEN not in layers:
        return ()
    return name_touched(layers[Layer.WIJKEN].areas, draw_ground(record.last))
