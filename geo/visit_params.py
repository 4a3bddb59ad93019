"""Frozen parameter classes of presence: when there is too little of it, and how it is judged."""

from dataclasses import dataclass

from geo.params import check_positive, check_share
from geo.placement_parts import check_radii


@dataclass(frozen=True, kw_only=True)
class DosageRules:
    """When a place was left alone for long, and when it gets more than was meant for it.

    Rules of thumb of our own: what is known is that an effect wears off, not after how many days.

    Parameters
    ----------
    unvisited_days
        Days without a visit from which on a planned place was left alone for long.
    over_share
        Times the planned visits from which on a place gets more than was meant for it.
    over_visits
        Visits above the plan that it takes besides: one more is nothing to speak of.
    same_place_m
        Stops of different plans so near each other are one place: hotspots shift a little with
        every incident.

    Raises
    ------
    ParamsError
        If a value is not positive.
    """

    unvisited_days: int = 14
    over_share: float = 1.5
    over_visits: int = 2
    same_place_m: float = 100.0

    def __post_init__(self) -> None:
        """Refuse rules that say nothing."""
        for name, value in vars(self).items():
            check_positive(name, value)


@dataclass(frozen=True, kw_only=True)
class VisitTerms:
    """By what it is judged whether there were fewer incidents around visited places.

    Parameters
    ----------
    target_m, buffer_m
        What lies within the first counts as the place, what lies between both as around it.
    reduction
        Expected reduction, as a share of what there would have been: it decides whether finding
        nothing says something. Nobody agreed on it before, so that it is said wherever it counts.
    most_places
        So many places at most are judged, those with the most visits.

    Raises
    ------
    ParamsError
        If a value is out of range, or the buffer lies within the target.
    """

    target_m: float = 100.0
    buffer_m: float = 200.0
    reduction: float = 0.2
    most_places: int = 20

    def __post_init__(self) -> None:
        """Refuse what cannot be judged."""
        check_radii(self.target_m, self.buffer_m)
        check_share("reduction", self.reduction)
        check_positive("most_places", self.most_places)
