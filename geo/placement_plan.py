"""What somebody wants to agree on for a placement, before the figures are filled in."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from geo.params import Period, check_positive, check_share
from geo.placement_parts import Place, check_radii
from geo.placement_safeguards import Safeguards

# Reports come in late: an evaluation any sooner would count too few of them.
_WAIT = timedelta(days=28)
_BUFFER_FACTOR = 2.0


@dataclass(frozen=True, kw_only=True)
class PlacementPlan:
    """What is agreed on a placement; what is left out follows from the advice.

    Parameters
    ----------
    purpose
        What the placement is for, in words.
    used
        Local days on which the unit is to stand there, both included.
    reduction
        Expected reduction in the target, as a share: over 0, up to 1.
    site
        Number of the suggested site, from 1, that this unit takes, or takes the place of.
    place
        Another place than that site, x and y in metres; None takes the site itself.
    reason
        Why the unit is to stand at another place.
    target_m
        Radius of the target, metres; None takes the range of the unit.
    buffer_m
        Radius up to which the buffer reaches, metres; None takes twice that of the target.
    evaluated_on
        Day of the evaluation; None takes four weeks after the last day, when late reports are in.
    safeguards
        What the decision has to state.

    Raises
    ------
    ParamsError
        If a number is out of range.
    """

    purpose: str
    used: Period
    reduction: float
    site: int = 1
    place: Place | None = None
    reason: str = ""
    target_m: float | None = None
    buffer_m: float | None = None
    evaluated_on: date | None = None
    safeguards: Safeguards = field(default_factory=Safeguards)

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        check_share("reduction", self.reduction)
        check_positive("site", self.site)

    def radii(self, *, range_m: float) -> tuple[float, float]:
        """Return the radii of target and buffer of a unit with such a range, metres.

        Raises
        ------
        ParamsError
            If the buffer would lie within the target.
        """
        target_m = range_m if self.target_m is None else self.target_m
        buffer_m = _BUFFER_FACTOR * target_m if self.buffer_m is None else self.buffer_m
        check_radii(target_m, buffer_m)
        return target_m, buffer_m

    @property
    def evaluation_day(self) -> date:
        """The day of the evaluation."""
        return self.evaluated_on or self.used.last + _WAIT
