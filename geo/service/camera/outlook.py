"""What a choice of camera sites would have covered in the weeks after it."""

from datetime import timedelta
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.cameras import CameraParams
from geo.advice.coverage import cover_demand
from geo.advice.demand import weigh_demand
from geo.advice.outlook import History, Outlook, Rolling, look_ahead
from geo.advice_params import CameraQuestion
from geo.analysis.points import read_points
from geo.analysis.reporters import leave_out_police
from geo.parts.histories import day_numbers
from geo.service.areas import stay_in
from geo.service.camera.case import CameraCase
from geo.service.camera.demand import WeighedTheme
from geo.service.camera.ground import list_candidates
from geo.service.histories import day_number
from geo.workspace import Workspace

# More origins take time, and are from another age.
MOST_ORIGINS: Final = 12
# At each origin at least this part of the period to learn from has to lie in the data.
_LEAST_LEARNED: Final = 0.5

Values = NDArray[np.float64]


def find_outlook(workspace: Workspace, case: CameraCase, *, units: int) -> Outlook | None:
    """Choose sites at earlier days from what was known then, and count what came within range.

    The last period of use ends with the period of the question, and each before it where the next
    one begins; each time as long a period is learned from, of which half at least must lie in the
    data. Sites are chosen by what they cover; that a hotspot must be more than chance is not asked
    again at each day.

    Parameters
    ----------
    workspace, case
        Where, and what the choice is made of.
    units
        How many sites to choose each time.

    Returns
    -------
    Outlook or None
        None where there are no incidents with a place at all.
    """
    question = case.question
    told = [_read_history(workspace, question, theme) for theme in case.themes]
    frames, histories = zip(*told, strict=True)
    incidents = pd.concat(frames, ignore_index=True)
    if incidents.empty:
        return None
    history = History(*(np.concatenate(columns) for columns in zip(*histories, strict=True)))
    xy = np.column_stack(read_points(incidents))
    places = list_candidates(case.ground, question, xy).places
    in_use = np.array(question.in_use, np.float64).reshape(-1, 2)
    in_range = cover_demand(np.vstack([places, in_use]), xy, range_m=question.range_m)
    coverage = case.around.keep_in_sight(in_range)
    params = CameraParams(units=units, in_use=tuple(range(len(places), len(places) + len(in_use))))
    return look_ahead(coverage, history, _plan(question, float(history.started.min())), params)


def _plan(question: CameraQuestion, first_day: float) -> Rolling:
    days, window = 7.0 * question.weeks, float(question.period.days)
    end = day_number(question.period.last + timedelta(days=1))
    earliest = first_day + _LEAST_LEARNED * window
    origins = [end - days * back for back in range(MOST_ORIGINS, 0, -1)]
    kept = tuple(origin for origin in origins if origin >= earliest)
    return Rolling(origins=kept, window_days=window, days=days)


def _read_history(
    workspace: Workspace, question: CameraQuestion, theme: WeighedTheme
) -> tuple[gpd.GeoDataFrame, tuple[Values, ...]]:
    """Return all incidents of a theme, and of each the columns of `History`."""
    prepared = theme.prepared
    chosen = stay_in(prepared.incidents, question.area, prepared.layers, workspace)
    told = leave_out_police(chosen).incidents
    demand = weigh_demand(
        told,
        np.ones(len(told)),
        harm=theme.told.harm,
        hours=question.hours,
        timezone=workspace.timezone,
    )
    known = demand.incidents
    columns = (
        day_numbers(known[schema.STARTED_AT]),
        day_numbers(known[schema.ENDED_AT]),
        np.full(len(known), demand.harm),
        np.full(len(known), theme.told.half_life_days),
        demand.in_hours,
    )
    return known, columns
