"""What is told to an audience, and the mark that says what was held back from it and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Generic, TypeVar

from geo.disclosure_params import Audience, Rules

Answer = TypeVar("Answer")


class Held(Enum):
    """What stands in the place of a count that an audience may not see."""

    FEW = "fewer than may be told"
    PARTNER = "it would give away the count of another"
    HIDDEN = "so little is left around it that even a mark would tell"


Count = int | Held


class Reason(StrEnum):
    """Why something was held back."""

    FEW = "few"
    PARTNER = "partner"
    HOURS = "hours"
    POINTS = "points"
    OUTLINES = "outlines"
    WIDENED = "widened"
    TEXTS = "texts"


@dataclass(frozen=True, eq=False)
class Disclosed(Generic[Answer]):
    """An answer as an audience may see it; what is exported is made out of nothing else.

    Parameters
    ----------
    answer
        What is left of it.
    audience, rules
        For whom, and by which rules.
    held
        How many things were held back, by reason; a reason without any is not in it.
    """

    answer: Answer
    audience: Audience
    rules: Rules
    held: Mapping[Reason, int] = field(default_factory=dict)

    @property
    def held_back(self) -> int:
        """How many things were held back; an outline that was widened is still there.

        Points do not count: how many there were is a count itself.
        """
        uncounted = (Reason.WIDENED, Reason.POINTS)
        return sum(count for reason, count in self.held.items() if reason not in uncounted)
