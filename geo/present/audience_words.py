"""For whom something is, and what was held back from them: in words and as plain facts."""

from collections.abc import Mapping
from typing import Any, Final

from geo.disclosure import Audience, Disclosed, Reason
from geo.present.wording import say_count, say_list

# As people choose them, and as links write them in lower case.
AUDIENCE_LABELS: Final[Mapping[Audience, str]] = {
    Audience.INTERNAL: "Intern",
    Audience.DRIEHOEK: "Driehoek",
    Audience.COUNCIL: "Raad",
    Audience.PUBLIC: "Openbaar",
}
# As a file or a sheet of paper states them.
AUDIENCES: Final[Mapping[Audience, str]] = {
    Audience.INTERNAL: "Intern: voor wie zelf met de meldingen werkt",
    Audience.DRIEHOEK: "Vertrouwelijk, voor de driehoek",
    Audience.COUNCIL: "Voor de gemeenteraad",
    Audience.PUBLIC: "Openbaar",
}
NOTHING_HELD: Final = "niets"
# To who hands files out: what is held back of one period is not reckoned with another.
FIXED_PERIODS: Final = (
    "Geef raad en publiek vaste periodes, zoals hele jaren: uit bestanden over periodes die elkaar "
    "overlappen is soms een klein aantal te halen."
)
# What a file states in which nobody is told anything of incidents.
WITHOUT_INCIDENTS: Final = ("Voor wie", "Openbaar: er staan geen meldingen in")

_POINTS: Final = "de losse meldingen"
_HELD: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.FEW: ("klein aantal", "kleine aantallen"),
    Reason.PARTNER: (
        "aantal waaruit een ander te berekenen was",
        "aantallen waaruit andere te berekenen waren",
    ),
    Reason.HOURS: ("uur met weinig meldingen", "uren met weinig meldingen"),
    Reason.OUTLINES: ("omtrek", "omtrekken"),
    Reason.WIDENED: ("omtrek die ruimer is getekend", "omtrekken die ruimer zijn getekend"),
    Reason.TEXTS: ("tekst", "teksten"),
}


def say_held(held: Mapping[Reason, int]) -> str:
    """Say how much was held back, and why; of points no count, which could be a few."""
    points = [_POINTS] if held.get(Reason.POINTS) else []
    told = [say_count(held[reason], *words) for reason, words in _HELD.items() if held.get(reason)]
    return say_list([*points, *told]) or NOTHING_HELD


def add_held(*told: Disclosed[Any]) -> dict[Reason, int]:
    """Add up what was held back from several answers that go along together."""
    sums = {reason: sum(one.held.get(reason, 0) for one in told) for reason in Reason}
    return {reason: count for reason, count in sums.items() if count}


def state_audience(told: Disclosed[Any]) -> list[tuple[str, str]]:
    """State for whom an answer is, and what was held back from it."""
    return [("Voor wie", AUDIENCES[told.audience]), ("Achtergehouden", say_held(told.held))]


def tell_audience(told: Disclosed[Any]) -> dict[str, Any]:
    """Tell the same for other programs."""
    return {"audience": told.audience.value, "held_back": told.held_back}
