"""Frozen parameter classes of advice, which check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.errors import ParamsError
from geo.params import HourSelection, Period, check_positive


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
    harm: Mapping[str, float] = field(default_factory=dict)
    half_life_days: float | None = None
    hours: HourSelection = field(default_factory=HourSelection)
    area: str | None = None
    kept_out: tuple[str, ...] = ()
    in_use: tuple[tuple[float, float], ...] = ()
    sites: tuple[tuple[float, float], ...] = ()
    step_m: float = 25.0

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        for name in ("units", "range_m", "step_m"):
            check_positive(name, getattr(self, name))
        if self.half_life_days is not None:
            check_positive("half_life_days", self.half_life_days)
        if not self.themes or len(set(self.themes)) < len(self.themes):
            raise ParamsError(
                "camera-themes",
                expected="at least one theme, and none of them twice",
                got=", ".join(self.themes) or "none",
                remedy="name each theme once",
            )
        for theme, weight in self.harm.items():
            if theme not in self.themes or not 0 <= weight < float("inf"):
                raise ParamsError(
                    "camera-harm",
                    expected="a weight of zero or more for a theme that is asked for",
                    got=f"{weight} for {theme}",
                    remedy="name the theme, or correct its weight",
                    theme=theme,
                    weight=weight,
                )


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
