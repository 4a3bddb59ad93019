"""All that a choice of camera sites is made of: what weighs, where, and what stands there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.cameras import CameraParams
from geo.advice.coverage import Coverage, cover_demand
from geo.advice_params import CameraQuestion
from geo.analysis.points import read_points
from geo.service.answers import DataStatus
from geo.service.camera.answers import FIRM, RESPONSIBLE, Place, Sight
from geo.service.camera.demand import WeighedTheme
from geo.service.camera.ground import CameraGround, Candidates
from geo.service.camera.view import Surroundings

# Fewer incidents than this in significant hotspots are no ground for a decision. See `MOST_CHANCE`
# of `geo.analysis.significance` for chance.
FEWEST_INCIDENTS: Final = 10
_TIME_LIMIT_S: Final = 10.0

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CameraCase:
    """What a choice is made of.

    Parameters
    ----------
    question
        What is asked.
    themes
        Their incidents, weighed: at least one in all.
    candidates
        Places to choose from.
    data
        What all of it rests on.
    around
        What stands around the places.
    ground
        On which they lie.
    """

    question: CameraQuestion
    themes: tuple[WeighedTheme, ...]
    candidates: Candidates
    data: DataStatus
    around: Surroundings
    ground: CameraGround

    @property
    def timezone(self) -> ZoneInfo:
        """Of the hours of the week."""
        return self.ground.workspace.timezone

    @cached_property
    def incidents(self) -> gpd.GeoDataFrame:
        """All that weighs, theme after theme."""
        frames = [theme.demand.incidents for theme in self.themes]
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def xy(self) -> Values:
        """Where each incident was, shape ``(m, 2)``."""
        return np.column_stack(read_points(self.incidents))

    @cached_property
    def places(self) -> Values:
        """Places to choose from, and behind them those in use."""
        in_use = np.array(self.question.in_use, np.float64).reshape(-1, 2)
        return np.vstack([self.candidates.places, in_use])

    @cached_property
    def table(self) -> gpd.GeoDataFrame:
        """Places to choose from, with what lies within range of each; see `CameraAdvice`."""
        last = len(self.candidates.table)
        return self.candidates.table.assign(
            **{
                schema.INCIDENTS: self._count(np.ones(len(self.xy)))[:last],
                FIRM: self._count(self.firm.astype(np.float64))[:last],
                RESPONSIBLE: self.responsible[:last],
            }
        )

    @property
    def in_use(self) -> tuple[int, ...]:
        """Numbers of the places in use."""
        return tuple(range(len(self.candidates.places), len(self.places)))

    @cached_property
    def in_hours(self) -> Values:
        """The chance that each incident happened in the hours of use, shape ``(m,)``."""
        return np.concatenate([theme.demand.in_hours for theme in self.themes])

    @cached_property
    def firm(self) -> Flags:
        """Which incidents lie in hotspots that may lead to advice, shape ``(m,)``."""
        return np.concatenate([theme.in_hotspot for theme in self.themes])

    @cached_property
    def coverage(self) -> Coverage:
        """Which place covers which incidents, and what they weigh."""
        return self.cover()

    @cached_property
    def responsible(self) -> Flags:
        """Which places may be suggested, shape ``(n,)``.

        Within range of each lie at least `FEWEST_INCIDENTS` incidents of hotspots that are more
        than chance, as far as they happened in the hours of use, that no place in use covers.
        """
        firm = self.coverage.reweigh(np.where(self.firm, self.in_hours, 0.0))
        free = np.where(firm.covers(self.in_use), 0.0, firm.weights)
        enough: Flags = firm.matrix @ free >= FEWEST_INCIDENTS
        enough[list(self.in_use)] = False
        return enough

    def cover(self, *, range_factor: float = 1.0, weights: Values | None = None) -> Coverage:
        """Return what is in sight within another range, or of incidents that weigh otherwise."""
        in_range = cover_demand(
            self.places,
            self.xy,
            range_m=range_factor * self.question.range_m,
            weights=self.weigh() if weights is None else weights,
        )
        return self.around.keep_in_sight(in_range)

    def place_of(self, site: int) -> Place:
        """Return x and y of a place by its number, those in use included."""
        x, y = self.places[site]
        return float(x), float(y)

    def tell_sight(self, site: int) -> Sight:
        """Say how far buildings were reckoned with at a place."""
        in_range = np.hypot(*(self.xy - self.places[site]).T) <= self.question.range_m
        seen = self.coverage.covers_points([site])
        return self.around.tell_sight(self.place_of(site), self.xy, in_range, seen)

    def weigh(self, *, half_life_factor: float = 1.0) -> Values:
        """Return what each incident weighs, shape ``(m,)``; a factor makes half-lives longer."""
        weighed = [theme.demand.weigh(half_life_factor=half_life_factor) for theme in self.themes]
        return np.concatenate(weighed)

    def params(self, units: int) -> CameraParams:
        """Return the settings of a choice of so many of the places that may be suggested."""
        barred = ~self.responsible
        barred[list(self.in_use)] = False
        return CameraParams(
            units=units,
            time_limit_s=_TIME_LIMIT_S,
            in_use=self.in_use,
            kept_out=tuple(np.flatnonzero(barred).tolist()),
        )

    def _count(self, points: Values) -> NDArray[np.int64]:
        counted = self.coverage.reweigh(points)
        counts: NDArray[np.int64] = np.rint(counted.matrix @ counted.weights).astype(np.int64)
        return counts
