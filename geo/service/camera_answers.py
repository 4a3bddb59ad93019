"""What the service hands on about the sites of camera units: one frozen class an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from geo.advice.cameras import Choice
from geo.advice.robustness import Variant
from geo.advice_params import CameraQuestion
from geo.analysis.timing import WeekHours

Place = tuple[float, float]


class NoSite(StrEnum):
    """Why there is no site that anybody could answer for."""

    TOO_FEW = "too few incidents"
    NO_HOTSPOT = "no significant hotspot"


@dataclass(frozen=True)
class ThemeDemand:
    """What one theme brings to the choice, and what of it was left out.

    ``testable`` says whether its hotspots could be held against chance: it bars nothing.
    """

    theme: str
    title: str
    harm: float
    half_life_days: float
    incidents: int
    police_made: int
    without_place: int
    without_hour: int
    testable: bool


@dataclass(frozen=True, eq=False)
class SiteAdvice:
    """One suggested site, explained.

    ``place`` is x and y in the workspace's coordinate system. ``themes`` has of each ``theme``
    that it covers the ``incidents``, how many of them are ``expected`` in the hours of use, and
    ``points``: what they add to ``score``. ``share`` is ``score`` as a part of all demand, looking
    back: it says nothing about the weeks to come. ``lost`` is what ``runner_up`` (None where there
    is no other at least twice the range away, which covers other ground) would cover less;
    ``chosen`` how often, of ``samples``,
    a site within the range of this one came out.
    """

    place: Place
    themes: pd.DataFrame
    week_hours: WeekHours
    score: float
    share: float
    runner_up: Place | None
    lost: float
    chosen: int
    samples: int


@dataclass(frozen=True)
class RefusedSite:
    """A unit for which there is "geen verantwoorde plek", and on how many incidents that rests."""

    reason: NoSite
    incidents: int


@dataclass(frozen=True, eq=False)
class CameraAdvice:
    """Where camera units could stand, and where nobody could answer for one.

    ``sites`` and ``refused`` are together as many as the units that were asked for. ``choice`` is
    what was reckoned, over all units, None where there was nothing to reckon with; ``equal`` are
    the places that come out when every incident weighs the same. ``variants`` says what another
    setting would choose. ``candidates`` counts the places that were chosen from.
    """

    question: CameraQuestion
    themes: tuple[ThemeDemand, ...]
    sites: tuple[SiteAdvice, ...]
    refused: tuple[RefusedSite, ...]
    choice: Choice | None = None
    equal: tuple[Place, ...] = ()
    variants: tuple[Variant, ...] = ()
    candidates: int = 0
    on_streets: bool = False
    synthetic: bool = False

    @property
    def moves(self) -> Mapping[str, bool]:
        """Whether each other setting changes at least one site."""
        return {variant.name: not variant.same for variant in self.variants}
