"""What the service hands on about patrols: frozen answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from geo.advice.orienteering import PatrolPlan
from geo.patrol_params import PatrolQuestion

TOTAL: Final = "expected_week"
LATEST: Final = "latest"
TESTABLE: Final = "testable"


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of a team: a hotspot (row of the answer's ``places``), and when."""

    place: int
    arrives: datetime
    starts: datetime
    leaves: datetime


@dataclass(frozen=True, eq=False)
class PatrolAdvice:
    """What teams could do in a shift, and what that rests on.

    ``places`` has of each hotspot that is more than chance, or that cannot be held against it
    (``testable`` says which): ``theme``, ``rank``, ``id``, ``wijk_code``, ``x``, ``y``,
    ``incidents``, ``latest`` (the last day on which one began) and ``expected_week``, the weighed
    incidents to expect in a week. ``visits`` has one list a team, in the order of the question.
    ``prize`` is what the visits are worth: the weighed incidents to expect in an hour around each.
    ``loss`` is the share of it that was given up so that nobody can foretell the plan; None where
    there was nothing to win. ``chance`` counts the hotspots left out because they may be chance.
    """

    question: PatrolQuestion
    titles: Mapping[str, str]
    places: pd.DataFrame
    plan: PatrolPlan
    visits: tuple[tuple[PlannedVisit, ...], ...]
    loss: float | None
    chance: int
    on_streets: bool
    synthetic: bool

    @property
    def prize(self) -> float:
        """What the visits are worth."""
        return self.plan.prize
