"""What a decision on cameras has to state beside place and goal, as far as it is filled in."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.errors import ParamsError
from geo.placement_parts import check_text

# Images are kept for at most four weeks: art. 151c Gemeentewet.
MOST_RETENTION_DAYS: Final = 28


@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """What a decision on cameras has to state, as far as it is known: nothing is made up.

    Parameters
    ----------
    requested
        Whether the police asked for the camera; None until somebody fills it in.
    requested_on
        Day of their request; None until somebody fills it in.
    request_reference
        Under which reference the request is kept, and no name; empty until it is filled in.
    lighter_measures
        Lighter measures that were tried before; empty until somebody fills it in.
    consulted_on
        Day on which the driehoek was consulted; None until it was.
    viewing_hours
        When somebody watches the images; empty until somebody fills it in.
    signs
        How and where people are told that there is a camera; empty until somebody fills it in.
    retention_days
        How long images are kept: 1 to 28 days.

    Raises
    ------
    ParamsError
        If a text is too long, a request is dated that nobody says there was, or images would be
        kept for too long.
    """

    requested: bool | None = None
    requested_on: date | None = None
    request_reference: str = ""
    lighter_measures: str = ""
    consulted_on: date | None = None
    viewing_hours: str = ""
    signs: str = ""
    retention_days: int = MOST_RETENTION_DAYS

    def __post_init__(self) -> None:
        """Refuse what may not be, or what contradicts itself."""
        for name in ("request_reference", "lighter_measures", "viewing_hours", "signs"):
            check_text(name, getattr(self, name))
        if not self.requested and (self.requested_on or self.request_reference.strip()):
            raise ParamsError(
                "placement-request",
                expected="a request of the police, or neither a day nor a reference of one",
                got="a day or a reference without a request",
                remedy="say that the police asked for it, or leave day and reference empty",
            )
        if not 1 <= self.retention_days <= MOST_RETENTION_DAYS:
            raise ParamsError(
                "placement-retention",
                expected=f"images kept for 1 to {MOST_RETENTION_DAYS} days",
                got=f"{self.retention_days}",
                remedy="give at most four weeks",
                days=self.retention_days,
                most=MOST_RETENTION_DAYS,
            )
