"""Which rows of a part are asked for, where they lie and how heavily they count."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.hotspots import weigh_recency
from geo.analysis.reporters import leave_out_police
from geo.errors import IntakeError
from geo.intake.point_rows import read_moments
from geo.intake.point_sets import PointPart, PointSet, read_part
from geo.params import MOST_METRES, HotspotParams

_USED = (schema.THEME, schema.STARTED_AT, schema.REPORTER)


@dataclass(frozen=True)
class Choice:
    """What is asked of a set of points.

    Parameters
    ----------
    params
        Settings of the search.
    theme
        Rows of which theme; None takes all.
    bounds
        First instant, and the one after the last, at which ages are counted; None takes all rows,
        which then count alike.
    columns
        Of those that rows are chosen by, the ones that the set has.
    """

    params: HotspotParams
    theme: str | None
    bounds: tuple[pd.Timestamp, pd.Timestamp] | None
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The rows of a part that are asked for.

    ``rows`` says of each row of the part whether it is; ``x``, ``y`` (not a number where it has no
    place) and ``weights`` are of those that are. ``police_made`` were left out because the police
    recorded them on their own.
    """

    rows: NDArray[np.bool_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weights: NDArray[np.float64]
    police_made: int

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Which of those that are asked for have a place."""
        return np.isfinite(self.x)


def settle_choice(
    points: PointSet,
    params: HotspotParams,
    *,
    theme: str | None,
    bounds: tuple[pd.Timestamp, pd.Timestamp] | None,
) -> Choice:
    """Settle by what rows of a set are chosen.

    A set without ``theme`` is of one theme as a whole; one with ``reporter`` is rid of what police
    recorded on their own, as everywhere.

    Raises
    ------
    IntakeError
        If there is a period and no ``started_at`` that could lie in it.
    """
    if bounds and schema.STARTED_AT not in points.columns:
        raise IntakeError(
            "points-columns",
            expected=f"the column {schema.STARTED_AT} in {points.address}, to choose a period",
            got=", ".join(sorted(points.columns)[:20]),
            remedy="ask for all points, without a period, or write that column",
            file=points.address,
            columns=schema.STARTED_AT,
        )
    used = [name for name in _USED if name in points.columns]
    if not bounds:
        used = [name for name in used if name != schema.STARTED_AT]
    return Choice(params, theme if schema.THEME in used else None, bounds, tuple(used))


def read_chosen(part: PointPart, choice: Choice) -> Chosen:
    """Read the rows of a part that are asked for.

    Raises
    ------
    IntakeError
        If the part cannot be read, or its ``started_at`` are no moments.
    """
    frame = read_part(part, choice.columns)
    kept = frame if choice.theme is None else frame[frame[schema.THEME] == choice.theme]
    if choice.bounds:
        kept = _stay_within(kept, part, choice.bounds)
    made = 0
    if schema.REPORTER in choice.columns:
        kept, made = leave_out_police(kept)
    rows = np.zeros(len(frame), np.bool_)
    rows[kept.index] = True
    x, y = kept[schema.X].to_numpy(np.float64, copy=True), kept[schema.Y].to_numpy(copy=True)
    # No place lies beyond where a coordinate system ends.
    unplaced = ~((np.abs(x) <= MOST_METRES) & (np.abs(y) <= MOST_METRES))
    x[unplaced] = y[unplaced] = np.nan
    return Chosen(rows, x, y, _weigh(kept, choice), made)


def _stay_within(
    frame: pd.DataFrame, part: PointPart, bounds: tuple[pd.Timestamp, pd.Timestamp]
) -> pd.DataFrame:
    started = read_moments(frame[schema.STARTED_AT], part)
    first, after = bounds
    return frame[((started >= first) & (started < after)).to_numpy()]


def _weigh(frame: pd.DataFrame, choice: Choice) -> NDArray[np.float64]:
    if not choice.bounds:
        return np.ones(len(frame))
    return weigh_recency(frame, choice.params, as_of=choice.bounds[1]).to_numpy()
