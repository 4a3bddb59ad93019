"""Frozen parameter classes of advice, which check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from geo.errors import ParamsError
from geo.params import HourSelection, Period, check_positive, check_themes
from geo.schema import TravelMode

# Kilometres an hour through a town, stops at crossings included; every team may say its own.
USUAL_KMH: Final = {TravelMode.FOOT: 5.0, TravelMode.BICYCLE: 15.0, TravelMode.CAR: 30.0}


@dataclass(frozen=True, kw_only=True)
class CameraQuestion:
    """What somebody wants to know about where camera units could stand.

    Parameters
    ----------
    themes
        Names of theme cards, each once.
    period
        Local days to learn from, both ends included.
    units
        How many sites to suggest.
    range_m
        A unit covers what lies within so many metres. It belongs to the purpose and the camera:
        there is no value that is right of itself.
    range_source
        For which purpose the range holds and who says so; empty where somebody just gave it.
    harm
        Theme to how heavily one of its incidents weighs, in place of what its card says.
    half_life_days
        Days after which an incident counts half; None takes that of each card.
    hours
        Hours of the week in which the units are used.
    area
        Code of a wijk, buurt or business park to stay in: sites and incidents; None for all.
    kept_out
        Codes of areas in which no unit may stand.
    in_use
        Places of units that stay, x and y in metres: what they cover is covered.
    sites
        Places to choose from, x and y in metres; none means along streets, else on a grid.
    weeks
        How long the units will be used.
    step_m
        Metres from one place to the next along a street, or on the grid.

    Raises
    ------
    ParamsError
        If no theme or one twice is asked for, or a number is out of range.
    """

    themes: tuple[str, ...]
    period: Period
    units: int
    range_m: float
    range_source: str = ""
    harm: Mapping[str, float] = field(default_factory=dict)
    half_life_days: float | None = None
    hours: HourSelection = field(default_factory=HourSelection)
    area: str | None = None
    kept_out: tuple[str, ...] = ()
    in_use: tuple[tuple[float, float], ...] = ()
    sites: tuple[tuple[float, float], ...] = ()
    weeks: int = 8
    step_m: float = 25.0

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        for name in ("units", "range_m", "step_m", "weeks"):
            check_positive(name, getattr(self, name))
        if self.half_life_days is not None:
            check_positive("half_life_days", self.half_life_days)
        _check_themes(self.themes, self.harm)


@dataclass(frozen=True, kw_only=True)
class PatrolParams:
    """How long to look for a better plan.

    Parameters
    ----------
    iterations
        Steps of the search; as long as these end it, the same seed gives the same plan.
    time_limit_s
        Seconds that the search may take; without end unless told.
    seed
        Seed of the search.

    Raises
    ------
    ParamsError
        If a value is not positive.
    """

    iterations: int = 2_000
    time_limit_s: float = float("inf")
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a search that would not begin."""
        check_positive("iterations", self.iterations)
        check_positive("time_limit_s", self.time_limit_s, endless=True)


@dataclass(frozen=True, kw_only=True)
class VisitRules:
    """How long a visit lasts, and how far apart visits of a place are.

    Fifteen minutes once every half hour to two hours is a rule of thumb after Koper (1995), found
    in one city and not since.

    Parameters
    ----------
    dwell_minutes
        How long a visit lasts.
    least_gap_minutes, most_gap_minutes
        From leaving a place to being there again.

    Raises
    ------
    ParamsError
        If a visit takes no time, or the most is less than the least.
    """

    dwell_minutes: float = 15.0
    least_gap_minutes: float = 30.0
    most_gap_minutes: float = 120.0

    def __post_init__(self) -> None:
        """Refuse rules that no visit can keep."""
        check_positive("dwell_minutes", self.dwell_minutes)
        if not 0 <= self.least_gap_minutes <= self.most_gap_minutes < float("inf"):
            raise ParamsError(
                "patrol-gaps",
                expected="a least time of zero or more, and a most time that is no less",
                got=f"{self.least_gap_minutes} to {self.most_gap_minutes} minutes",
                remedy="give a longer most time",
            )

    @property
    def window_minutes(self) -> float:
        """How long the stretch is in which a visit may start.

        Half of the slack: visits of two stretches that follow then keep both times.
        """
        return (self.most_gap_minutes - self.least_gap_minutes) / 2

    @property
    def round_minutes(self) -> float:
        """From the start of one stretch to that of the next."""
        return self.window_minutes + self.dwell_minutes + self.least_gap_minutes


@dataclass(frozen=True, kw_only=True)
class PatrolTeam:
    """Who goes out, and how.

    Parameters
    ----------
    mode
        How it travels.
    kmh
        Kilometres an hour; None takes what is usual.

    Raises
    ------
    ParamsError
        If the speed is not positive.
    """

    mode: TravelMode
    kmh: float | None = None

    def __post_init__(self) -> None:
        """Refuse a team that does not move."""
        check_positive("kmh", self.speed_kmh)

    @property
    def speed_kmh(self) -> float:
        """Kilometres an hour."""
        return USUAL_KMH[self.mode] if self.kmh is None else self.kmh


@dataclass(frozen=True, kw_only=True)
class PatrolQuestion:
    """Where and when to be on patrol.

    Parameters
    ----------
    themes
        Names of theme cards, each once.
    period
        Local days to learn from.
    begins
        Local moment at which the shift begins, with its zone.
    minutes
        How long it lasts.
    teams
        Those who go out.
    base
        Where they begin and end, x and y in metres.
    harm
        Theme to how heavily one of its incidents weighs, in place of what its card says.
    rules
        How long a visit lasts, and how far apart visits of a place are.
    area
        Code of a wijk, buurt or business park to stay in; None for all.
    seed
        Settles what is left to chance; recorded with the plan.

    Raises
    ------
    ParamsError
        If there is no theme or team, or a number is out of range.
    """

    themes: tuple[str, ...]
    period: Period
    begins: datetime
    minutes: int
    teams: tuple[PatrolTeam, ...]
    base: tuple[float, float]
    harm: Mapping[str, float] = field(default_factory=dict)
    rules: VisitRules = field(default_factory=VisitRules)
    area: str | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        check_positive("minutes", self.minutes)
        _check_themes(self.themes, self.harm)
        if not self.teams:
            raise ParamsError(
                "patrol-no-team",
                expected="at least one team",
                got="none",
                remedy="add a team on foot, by bicycle or by car",
            )


def _check_themes(themes: tuple[str, ...], harm: Mapping[str, float]) -> None:
    check_themes(themes)
    for theme, weight in harm.items():
        if theme not in themes or not 0 <= weight < float("inf"):
            raise ParamsError(
                "camera-harm",
                expected="a weight of zero or more for a theme that is asked for",
                got=f"{weight} for {theme}",
                remedy="name the theme, or correct its weight",
                theme=theme,
                weight=weight,
            )
