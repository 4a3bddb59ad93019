"""Questions about patrols: frozen, and they check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from geo.errors import ParamsError
from geo.params import Period, check_harm, check_themes
from geo.patrol_parts import (
    MOST_LABEL,
    MOST_REASON,
    USUAL_KMH,
    AddedStop,
    Appointment,
    LeftOut,
    PatrolParams,
    PatrolTeam,
    Place,
    VisitRules,
    check_length,
    check_place,
    check_teams,
    check_zone,
)
from geo.schema import Organisation

__all__ = [
    "MOST_LABEL",
    "MOST_REASON",
    "USUAL_KMH",
    "AddedStop",
    "Appointment",
    "LeftOut",
    "PatrolParams",
    "PatrolQuestion",
    "PatrolTeam",
    "Place",
    "VisitRules",
    "settle_seed",
]

# Days of different hours never have the same number: there are fewer since the year 1.
_MOST_DAYS: Final = 1_000_000


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
        Where they begin, x and y in metres.
    end_base
        Where they end; None means where they began.
    harm
        Theme to how heavily one of its incidents weighs, in place of what its card says.
    rules
        How long a visit lasts, and how far apart visits of a place are.
    areas
        Codes of wijken, buurten or business parks to stay in; none means everywhere.
    appointments
        What is fixed.
    left_out, added
        What people changed, and why.
    doubles_cameras
        Whether to visit also where a camera stands that is in use during the shift.
    preferred
        Theme to the organisation that goes to its places, where it has a team out.
    shares_places
        Whether teams of more than one organisation may visit a place in this shift.
    seed
        Settles what is left to chance; recorded with the plan.

    Raises
    ------
    ParamsError
        If there is no theme or team, a number is out of range, or an appointment is for a team
        that is not there.
    """

    themes: tuple[str, ...]
    period: Period
    begins: datetime
    minutes: int
    teams: tuple[PatrolTeam, ...]
    base: Place
    end_base: Place | None = None
    harm: Mapping[str, float] = field(default_factory=dict)
    rules: VisitRules = field(default_factory=VisitRules)
    areas: tuple[str, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    added: tuple[AddedStop, ...] = ()
    doubles_cameras: bool = False
    preferred: Mapping[str, Organisation] = field(default_factory=dict)
    shares_places: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        check_length(self.minutes)
        check_themes(self.themes)
        check_harm(self.themes, self.harm)
        for place in (self.base, self.end):
            check_place(place)
        check_zone(self.begins)
        check_teams(self.teams)
        self._check_appointments()
        self._check_preferred()

    @property
    def end(self) -> Place:
        """Where teams end."""
        return self.base if self.end_base is None else self.end_base

    def _check_appointments(self) -> None:
        for one in self.appointments:
            if one.team is not None and not 0 <= one.team < len(self.teams):
                raise ParamsError(
                    "patrol-appointment-team",
                    expected=f"a team out of {len(self.teams)}",
                    got=f"team {one.team + 1}",
                    remedy="name a team that goes out, or none",
                    label=one.label,
                    team=one.team + 1,
                )

    def _check_preferred(self) -> None:
        for theme, organisation in self.preferred.items():
            if theme not in self.themes:
                raise ParamsError(
                    "patrol-preferred",
                    expected="a preference for a theme that is asked for",
                    got=f"{organisation.value} for {theme}",
                    remedy="name the theme, or leave out the preference",
                    theme=theme,
                    organisation=organisation.value,
                )


def settle_seed(begins: datetime) -> int:
    """Settle the seed of a shift of which nobody named one.

    Shifts at the same hour of days that follow each other get seeds that follow each other: of
    those, rounds begin at moments that are spread over the time.

    Parameters
    ----------
    begins
        Moment at which the shift begins, in the zone whose clock it goes by.

    Returns
    -------
    int
        Below 25 million.
    """
    return begins.hour * _MOST_DAYS + begins.toordinal()
