"""The incidents that a placement is judged by, counted around places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.advice.displacement import BeforeAfter
from geo.advice.displacement import Placement as Counts
from geo.advice.rings import Rings, count_rings
from geo.analysis.reporters import leave_out_police
from geo.analysis.summary import count_values
from geo.params import HourSelection, Period
from geo.placements import Place
from geo.service.narrowing import Narrowing, read_narrowed
from geo.service.opening import open_store
from geo.store import Stretch
from geo.workspace import Workspace

_NOTHING: Final = BeforeAfter(0, 0)
_COLUMNS: Final = (
    schema.THEME,
    schema.X,
    schema.Y,
    schema.REPORTER,
    schema.PLACE_PRECISION,
    schema.SOURCE,
)


@dataclass(frozen=True, eq=False)
class PlacedIncidents:
    """Incidents with a place, in the hours of use, and how many were left out.

    ``rows`` has ``theme``, ``x``, ``y``, ``started_on`` (a moment without a zone),
    ``place_precision`` and ``source``; index 0..n-1.
    """

    rows: pd.DataFrame
    police_made: int
    without_place: int
    without_hour: int

    @property
    def is_synthetic(self) -> bool:
        """Whether invented incidents are among them."""
        return bool((self.rows[schema.SOURCE] == schema.DEMO_SOURCE).any())

    @property
    def xy(self) -> NDArray[np.float64]:
        """Where they lie, shape ``(n, 2)``."""
        return self.rows[[schema.X, schema.Y]].to_numpy(np.float64)

    def count_around(
        self,
        places: Sequence[Place] | NDArray[np.float64],
        periods: Sequence[Period],
        *,
        radii_m: tuple[float, float],
    ) -> Rings:
        """Count incidents around places, by period; periods do not overlap."""
        return count_rings(
            np.asarray(places, np.float64).reshape(-1, 2),
            self.xy,
            self._span(periods),
            spans=len(periods),
            radii_m=radii_m,
        )

    def count_within(
        self, grounds: Sequence[BaseGeometry], periods: Sequence[Period]
    ) -> NDArray[np.int64]:
        """Count incidents in grounds, edges included, by period; periods do not overlap.

        Returns
        -------
        ndarray
            Shape ``(grounds, periods)``.
        """
        xy, span = self.xy, self._span(periods)
        counts = np.zeros((len(grounds), len(periods)), np.int64)
        for number, ground in enumerate(grounds):
            shapely.prepare(ground)
            inside = span[shapely.intersects_xy(ground, xy)]
            counts[number] = np.bincount(inside[inside >= 0], minlength=len(periods))
        return counts

    def count_changes(
        self,
        place: Place,
        control: Place | None,
        periods: tuple[Period, Period],
        *,
        radii_m: tuple[float, float],
    ) -> Counts:
        """Count incidents before and after, in and around a place and its control.

        Parameters
        ----------
        place, control
            Where presence was, and where none was; the counts of no control are zero.
        periods
            Before, and with it.
        radii_m
            Of the target and, beyond it, of the buffer.
        """
        places = [place] if control is None else [place, control]
        rings = self.count_around(places, periods, radii_m=radii_m)
        targets, buffers = (
            [BeforeAfter(*row) for row in counts.tolist()] + [_NOTHING] for counts in rings
        )
        return Counts(
            target=targets[0],
            control=targets[1],
            buffer=buffers[0],
            buffer_control=buffers[1],
        )

    def count_themes(self, place: Place, period: Period, *, radius_m: float) -> Mapping[str, int]:
        """Count incidents within a radius of a place, by theme; those without any are left out."""
        near = self.rows[self._is_near(place, radius_m) & (self._span([period]) == 0)]
        return count_values(near[schema.THEME])

    def count_precisions(
        self, place: Place, periods: Sequence[Period], *, radius_m: float
    ) -> Mapping[str, int]:
        """Count incidents within a radius of a place by how precisely their place is known."""
        near = self.rows[self._is_near(place, radius_m) & (self._span(periods) >= 0)]
        return count_values(near[schema.PLACE_PRECISION])

    def _is_near(self, place: Place, radius_m: float) -> NDArray[np.bool_]:
        near: NDArray[np.bool_] = np.hypot(*(self.xy - np.asarray(place)).T) <= radius_m
        return near

    def _span(self, periods: Sequence[Period]) -> NDArray[np.intp]:
        days = self.rows[schema.STARTED_ON]
        span = np.full(len(days), -1, np.intp)
        for number, period in enumerate(periods):
            span[days.between(pd.Timestamp(period.first), pd.Timestamp(period.last))] = number
        return span


def read_placed(
    workspace: Workspace, themes: Sequence[str], period: Period, hours: HourSelection
) -> PlacedIncidents:
    """Read the incidents of some themes that a placement may be judged by.

    Those that police made themselves are left out, as are those without a place and, where hours
    are chosen, those of which the hour is not known.

    Parameters
    ----------
    workspace
        The municipality.
    themes
        Names of theme cards.
    period
        Local days on which they started.
    hours
        Hours of use.
    """
    everywhere = Narrowing(None, None, hours, workspace.timezone)
    with open_store(workspace) as store:
        found = [
            read_narrowed(store, _COLUMNS, Stretch(theme=theme, period=period), everywhere)
            for theme in themes
        ]
    told = leave_out_police(pd.concat([rows.kept for rows in found], ignore_index=True))
    placed = told.incidents[schema.X].notna()
    return PlacedIncidents(
        told.incidents[placed].reset_index(drop=True),
        told.police_made,
        int((~placed).sum()),
        sum(len(rows.unknown) for rows in found),
    )
