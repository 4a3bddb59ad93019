"""How firm a choice of camera sites is, in words that the page and the fact sheet share."""

from collections.abc import Mapping
from typing import Final

from geo.present.wording import say_distance, say_number
from geo.service.camera.answers import Setting

SETTINGS: Final[Mapping[str, str]] = {
    Setting.CLOSER: "bereik een kwart kleiner",
    Setting.FARTHER: "bereik een kwart groter",
    Setting.SHORTER_MEMORY: "oude meldingen tellen sneller minder",
    Setting.LONGER_MEMORY: "oude meldingen tellen langer mee",
    Setting.EQUAL_WEIGHTS: "elke melding telt even zwaar",
}


def say_setting(name: str) -> str:
    """Say which setting was tried; one of another version stays as it is written."""
    return SETTINGS.get(name, name)


def say_moved(metres: float) -> str:
    """Say how far the site lies that moves most."""
    return "dezelfde plek" if metres == 0 else say_distance(metres)


def say_gap(gap: float) -> str:
    """Say how far a choice may lie below the best one."""
    if gap == 0:
        return "bewezen: geen andere keuze telt zwaarder"
    return f"ten hoogste {say_number(100 * gap, decimals=2)}% onder wat het beste kan zijn"


def say_share(share: float | None) -> str:
    """Write a share as a percentage, ``12,5%``; one that nobody knows is called unknown."""
    return "onbekend" if share is None else f"{say_number(100 * share, decimals=1)}%"
