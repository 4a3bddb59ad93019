"""What the service hands on about the sites of camera units: one frozen class an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.advice.cameras import Choice
from geo.advice.outlook import Outlook
from geo.advice.robustness import Variant
from geo.advice_params import CameraQuestion
from geo.analysis.timing import WeekHours
from geo.service.answers import DataStatus

Place = tuple[float, float]

# Columns of places to choose from, and of incidents.
STREET: Final = "street"
FIRM: Final = "firm"
RESPONSIBLE: Final = "responsible"
COVERED: Final = "covered"
# Columns of what a place covers of each theme, beside ``incidents``.
EXPECTED: Final = "expected"
POINTS: Final = "points"


class Setting(StrEnum):
    """What is tried in place of what was asked, to see whether the sites move."""

    CLOSER = "range -25%"
    FARTHER = "range +25%"
    SHORTER_MEMORY = "half-life halved"
    LONGER_MEMORY = "half-life doubled"
    EQUAL_WEIGHTS = "equal weights"


class NoSite(StrEnum):
    """Why there is no site that anybody could answer for."""

    TOO_FEW = "too few incidents"
    NO_HOTSPOT = "too few of them in significant hotspots"


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


@dataclass(frozen=True)
class LeftOut:
    """Places that were not chosen from, and why.

    ``in_building`` lie in a building and ``in_water`` on water. Of an own list moreover ``outside``
    lie outside the municipality or the area to stay in, ``kept_out`` in an area to keep out, and
    ``twice`` on a coordinate that stood in the list before.
    """

    outside: int = 0
    kept_out: int = 0
    twice: int = 0
    in_building: int = 0
    in_water: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.outside + self.kept_out + self.twice + self.in_building + self.in_water


NONE_LEFT_OUT: Final = LeftOut()


@dataclass(frozen=True)
class Sight:
    """How far buildings were reckoned with, at one place.

    ``loaded`` says whether any are, ``known_here`` whether some lie around the place: where none
    do, nobody knows whether there are any. ``hidden`` counts incidents within range that buildings
    hide, ``unknown`` those around which no building is loaded.
    """

    loaded: bool
    known_here: bool = False
    hidden: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class InView:
    """What a camera would see besides, within range; None where the layer is not loaded."""

    dwellings: int | None = None
    schools: int | None = None
    facades: int | None = None


@dataclass(frozen=True, eq=False)
class SiteAdvice:
    """One place, explained.

    ``site`` is its row among the candidates, ``place`` x and y in the workspace's coordinate
    system. ``themes`` has of each ``theme``
    that it covers the ``incidents``, how many of them are ``expected`` in the hours of use, and
    ``points``: what they add to ``score``. ``share`` is ``score`` as a part of all demand, looking
    back: it says nothing about the weeks to come. ``firm`` counts those in hotspots that are more
    than chance, ``added`` the points that no suggested site before it covers. ``lost`` is what
    ``runner_up`` (a row too; None where there is no other at least twice the range away, which
    covers other ground) would cover less; ``chosen`` in how many of so many ``samples`` a site
    within the range of this one came out, None as long as none were drawn. ``sight`` says how far
    buildings were reckoned with, ``in_view`` what else a camera there would look at.
    """

    site: int
    place: Place
    themes: pd.DataFrame
    week_hours: WeekHours
    score: float
    share: float
    firm: int
    added: float
    sight: Sight
    in_view: InView
    runner_up: int | None = None
    lost: float = 0.0
    chosen: int | None = None
    samples: int = 0

    @property
    def incidents(self) -> int:
        """All incidents within range."""
        return int(self.themes[schema.INCIDENTS].sum())


@dataclass(frozen=True)
class RefusedSite:
    """A unit for which there is "geen verantwoorde plek".

    The best place that is left would add so many ``incidents``, of which ``firm`` lie in hotspots
    that are more than chance.
    """

    reason: NoSite
    incidents: int
    firm: int = 0


@dataclass(frozen=True, eq=False)
class CameraAdvice:
    """Where camera units could stand, and where nobody could answer for one.

    ``sites`` and ``refused`` are together as many as the units that were asked for. ``choice`` is
    what was reckoned, None where no site can be answered for; ``equal`` are the places that come
    out when every incident weighs the same. ``variants`` says what another setting would choose,
    ``outlook`` what such a choice would have covered in the weeks after it; both are there once
    the choice has been ``proven``, as far as that goes. ``candidates`` are the places that were
    chosen from: the areas in which each lies, its ``street``, how many ``incidents`` lie within
    range and how many of them are ``firm``, and whether it is ``responsible``: whether it may be
    suggested. ``incidents`` has all that weighs, with the ``theme`` of each and whether it is
    ``covered``; ``sees_buildings`` says whether buildings are loaded and hide what lies behind
    them, ``unknown_ground`` where none are; ``knows_water`` whether water is loaded, on which no
    unit may stand; ``hotspots`` those that are more than chance or cannot
    be held against it.
    """

    question: CameraQuestion
    themes: tuple[ThemeDemand, ...]
    data: DataStatus
    incidents: gpd.GeoDataFrame
    hotspots: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    sites: tuple[SiteAdvice, ...] = ()
    refused: tuple[RefusedSite, ...] = ()
    choice: Choice | None = None
    equal: tuple[Place, ...] = ()
    variants: tuple[Variant, ...] = ()
    outlook: Outlook | None = None
    on_streets: bool = False
    left_out: LeftOut = NONE_LEFT_OUT
    sees_buildings: bool = False
    knows_water: bool = False
    unknown_ground: BaseGeometry | None = None
    proven: bool = False

    @property
    def synthetic(self) -> bool:
        """Whether it rests on invented incidents, or on invented places to hold them against."""
        return self.data.synthetic

    @property
    def moves(self) -> Mapping[str, float]:
        """How far the site moves that moves most, metres, under each other setting."""
        return {variant.name: variant.farthest_m for variant in self.variants}

    def place_of(self, site: int) -> Place:
        """Return x and y of a candidate by its row."""
        point = self.candidates.geometry.iloc[site]
        return float(point.x), float(point.y)
