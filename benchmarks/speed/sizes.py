"""How large a store is measured, and how quick it must be."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Size:
    """A store, and what a changed filter may take on it, as the median.

    Parameters
    ----------
    incidents, years
        How many, over how many calendar years.
    server_seconds
        From the question until the server has sent the whole answer.
    browser_seconds
        From the choice until the answer is on the screen.
    """

    incidents: int
    years: int
    server_seconds: float
    browser_seconds: float


@dataclass(frozen=True)
class Crowd:
    """Sessions side by side, and what a changed filter may take among them, as the median."""

    sessions: int
    seconds: float
    target_seconds: float = 3.0


SIZES: Final = (Size(60_000, 5, 1.0, 2.0), Size(1_000_000, 10, 2.0, 4.0))
