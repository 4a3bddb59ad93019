"""The goal of a placement, set before it begins: what is expected, and what could be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.advice.controls import match_controls
from geo.advice.power import find_smallest_reduction, plan_power
from geo.advice_params import CameraQuestion
from geo.params import Period
from geo.placement_plan import PlacementPlan
from geo.placements import FrozenGoal, Place, find_days_before
from geo.service.answers import DataStatus
from geo.service.camera.ground import lay_camera_ground, list_candidates
from geo.service.placement.placed import PlacedIncidents, read_placed
from geo.workspace import Workspace

# Histories are compared by four weeks at a time: every weekday as often in each.
_SPAN_DAYS: Final = 28
# And over a year at most.
_HISTORY: Final = timedelta(days=364)


@dataclass(frozen=True)
class Agreed:
    """The goal of a placement, and how many incidents of each theme were in its target."""

    goal: FrozenGoal
    in_target: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class ControlSearch:
    """Where a control is looked for, and with what: incidents of the days that are known."""

    workspace: Workspace
    question: CameraQuestion
    placed: PlacedIncidents
    known: Period
    radii_m: tuple[float, float]

    @cached_property
    def candidates(self) -> NDArray[np.float64]:
        """Where a control could be, shape ``(n, 2)``: anywhere, a target apart."""
        step_m = max(self.question.step_m, self.radii_m[0])
        anywhere = replace(
            self.question, area=None, kept_out=(), in_use=(), sites=(), step_m=step_m
        )
        ground = lay_camera_ground(self.workspace, step_m=step_m)
        return list_candidates(ground, anywhere, self.placed.xy).places


def set_goal(
    workspace: Workspace,
    question: CameraQuestion,
    plan: PlacementPlan,
    places: Sequence[Place],
    data: DataStatus,
) -> Agreed:
    """Set the goal of a placement.

    Incidents that are expected in the planned period are those in the target in the period that
    was learned from, by the day. The control is the place, out of reach of this and of every other
    unit, whose history in the period learned from was most like that of the target.

    Parameters
    ----------
    workspace, question
        Where, and what was asked of the advice.
    plan
        What is agreed.
    places
        The place of the unit, then those of other units and of their controls.
    data
        What the store holds.
    """
    radii_m = plan.radii(range_m=question.range_m)
    placed = read_placed(workspace, question.themes, question.period, question.hours)
    in_target = placed.count_themes(places[0], question.period, radius_m=radii_m[0])
    known = _overlap(question.period, data.first, data.last)
    expected, control, distance = 0.0, None, None
    if known is not None:
        expected = sum(in_target.values()) * plan.used.days / known.days
        search = ControlSearch(workspace, question, placed, known, radii_m)
        control, distance = find_control(search, places)
    goal = FrozenGoal(
        target_m=radii_m[0],
        buffer_m=radii_m[1],
        control=control,
        control_distance=distance,
        reduction=plan.reduction,
        expected=expected,
        smallest_reduction=find_smallest_reduction(expected, with_buffer=True),
        power=plan_power(expected, plan.reduction, with_buffer=True),
        evaluated_on=plan.evaluation_day,
    )
    return Agreed(goal, in_target)


def find_control(
    search: ControlSearch, places: Sequence[Place], *, barred: BaseGeometry | None = None
) -> tuple[Place | None, float | None]:
    """Find the place whose history was most like that of another, and how far they lie apart.

    Parameters
    ----------
    search
        Where to look, and with what.
    places
        The place that a control is for, then all those that the control must be out of reach of.
    barred
        Ground that the buffer of the control must not touch.

    Returns
    -------
    tuple
        x and y in metres, and the distance of `geo.advice.controls`; None twice where no place is
        left.
    """
    if search.placed.rows.empty:
        return None, None
    candidates = search.candidates
    apart = np.hypot(*(candidates[:, None, :] - np.array(places)[None, :, :]).transpose(2, 0, 1))
    # Buffers may touch, and not overlap.
    free = candidates[(apart >= 2 * search.radii_m[1]).all(axis=1)]
    if barred is not None:
        free = free[~shapely.dwithin(shapely.points(free), barred, search.radii_m[1])]
    if not len(free):
        return None, None
    rings = search.placed.count_around(
        np.vstack([places[0], free]), cut_spans(search.known), radii_m=search.radii_m
    )
    history = pd.DataFrame(np.hstack([rings.target, rings.buffer]).T)
    (match,) = match_controls(history, 0, most=1)
    x, y = free[cast("int", match.area) - 1].tolist()
    return (x, y), match.distance


def find_history(first_day: date, last: date) -> Period:
    """Return the days over which histories are compared: up to the last one, a year at most."""
    return Period(first=max(first_day, last - _HISTORY), last=last)


def cut_spans(known: Period) -> list[Period]:
    """Cut a period into spans of four weeks, counted back from its end; at least one."""
    days = min(_SPAN_DAYS, known.days)
    spans = [Period(first=known.last - timedelta(days=days - 1), last=known.last)]
    while (earlier := find_days_before(spans[-1])).first >= known.first:
        spans.append(earlier)
    return spans


def _overlap(period: Period, first: date | None, last: date | None) -> Period | None:
    """Return the days of a period of which there are data."""
    if first is None or last is None or last < period.first or first > period.last:
        return None
    return Period(first=max(period.first, first), last=min(period.last, last))
