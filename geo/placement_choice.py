"""What the choice of a place was held against, kept with the placement that came of it."""

from dataclasses import dataclass

from geo.errors import ParamsError
from geo.params import check_positive
from geo.placement_parts import Place, check_not_negative, check_place, check_text


@dataclass(frozen=True, kw_only=True)
class RunnerUp:
    """The best other place, on other ground than the suggested one.

    Parameters
    ----------
    place
        x and y in the workspace's coordinate system, metres.
    street
        The nearest street that has a name; empty where none is known.
    lost
        Points that a unit there would cover less.

    Raises
    ------
    ParamsError
        If the place is nowhere, or it would cover more.
    """

    place: Place
    street: str = ""
    lost: float

    def __post_init__(self) -> None:
        """Refuse what is no runner-up."""
        check_place(self.place)
        check_text("street", self.street)
        check_not_negative(lost=self.lost)


@dataclass(frozen=True, kw_only=True)
class TriedSetting:
    """What another setting would have made of the choice.

    Parameters
    ----------
    name
        What was different.
    moving
        How many of the suggested sites would have been others.
    farthest_m
        How far the site lies that moves most, metres.

    Raises
    ------
    ParamsError
        If it has no name, or a number is below zero.
    """

    name: str
    moving: int
    farthest_m: float

    def __post_init__(self) -> None:
        """Refuse what is no setting."""
        check_text("name", self.name, required=True)
        check_not_negative(moving=self.moving, farthest_m=self.farthest_m)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The share of incidents that such choices covered in the weeks after them.

    Parameters
    ----------
    share, low, high
        Between 0 and 1; the last two are the ends of its interval.

    Raises
    ------
    ParamsError
        If they are no shares in this order.
    """

    share: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse what is no share with its interval."""
        if not 0 <= self.low <= self.share <= self.high <= 1:
            raise ParamsError(
                "placement-ahead",
                expected="shares between 0 and 1 that follow each other",
                got=f"{self.low}, {self.share}, {self.high}",
                remedy="work the choice out again",
            )


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What the suggested sites were held against when they were chosen.

    Parameters
    ----------
    sites
        How many were suggested together.
    in_use
        Places of units that stayed where they were: what they covered did not count.
    runner_up
        The best other place in the stead of the suggested one; None where there was none.
    chosen, samples
        In how many of so many samples of the incidents a site within range of it came out.
    gap
        How far the choice may lie below the best one, as a share; 0 where it was proven.
    settings
        What other settings would have made of the choice.
    ahead
        What such choices covered in the weeks after them; None where nobody can say.

    Raises
    ------
    ParamsError
        If there is no site, a number is below zero, or more samples agree than were drawn.
    """

    sites: int
    in_use: tuple[Place, ...] = ()
    runner_up: RunnerUp | None = None
    chosen: int = 0
    samples: int = 0
    gap: float = 0.0
    settings: tuple[TriedSetting, ...] = ()
    ahead: Ahead | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could have reckoned."""
        check_positive("sites", self.sites)
        check_not_negative(chosen=self.chosen, more=self.samples - self.chosen, gap=self.gap)
        for place in self.in_use:
            check_place(place)
