"""Frozen parameter classes of advice on cameras, which check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.params import HourSelection, Period, check_harm, check_positive, check_themes


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
        check_themes(self.themes)
        check_harm(self.themes, self.harm)
