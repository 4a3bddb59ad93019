"""Whether a place where a unit stood still calls for one."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from geo.advice.coverage import Coverage, cover_demand
from geo.advice.reductions import TOLERANCE
from geo.advice_params import CameraQuestion
from geo.analysis.points import read_points
from geo.params import MonteCarlo, Period
from geo.placements import Placement
from geo.service.camera.case import FEWEST_INCIDENTS
from geo.service.camera.demand import WeighedTheme, weigh_themes
from geo.service.camera.ground import lay_camera_ground, list_candidates
from geo.service.camera.view import Surroundings
from geo.service.placement.answers import Standing
from geo.workspace import Workspace

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


def check_standing(
    workspace: Workspace, placement: Placement, *, until: date, draws: MonteCarlo | None = None
) -> Standing:
    """Say whether a place still is a hotspot, and whether a unit would cover more elsewhere.

    By the rule of the advice: within range and, where buildings are loaded, in sight at least
    `FEWEST_INCIDENTS` incidents of hotspots that are more than chance, as far as they happened in
    the hours of use. The place is held against all candidates out of its range, over as many days
    as were learned from.

    Parameters
    ----------
    workspace, placement
        Where the unit stood, and what for.
    until
        Last local day to learn from.
    draws
        How often chance is tried on the hotspots.

    Raises
    ------
    ThemeError
        If a theme has no card any more.
    """
    days = timedelta(days=placement.learned_from.days - 1)
    question = CameraQuestion(
        themes=placement.theme_names,
        period=Period(first=until - days, last=until),
        units=1,
        range_m=placement.range_m,
        harm=placement.weights,
        hours=placement.hours,
    )
    themes = weigh_themes(workspace, question, draws=draws)
    xy = np.vstack([np.column_stack(read_points(theme.demand.incidents)) for theme in themes])
    if not len(xy):
        return Standing(is_hotspot=False, points=0.0, better=None, better_points=0.0)
    ground = lay_camera_ground(workspace)
    sites = np.vstack([placement.place, list_candidates(ground, question, xy).places])
    points, fit = _weigh_sites(sites, xy, themes, ground.around, range_m=placement.range_m)
    apart = np.hypot(*(sites - sites[0]).T) > placement.range_m
    elsewhere = np.where(fit & apart, points, 0.0)
    best = int(elsewhere.argmax())
    is_better = bool(elsewhere[best] > points[0] * (1 + TOLERANCE))
    x, y = sites[best].tolist()
    return Standing(
        is_hotspot=bool(fit[0]),
        points=float(points[0]),
        better=(x, y) if is_better else None,
        better_points=float(elsewhere[best]) if is_better else 0.0,
    )


def _weigh_sites(
    sites: Values,
    xy: Values,
    themes: Sequence[WeighedTheme],
    around: Surroundings,
    *,
    range_m: float,
) -> tuple[Values, Flags]:
    """Say what a unit on each site covers, and whether anybody could answer for one there."""
    weights, in_hours = (
        np.concatenate(parts)
        for parts in zip(*((t.demand.weigh(), t.demand.in_hours) for t in themes), strict=True)
    )
    in_range = cover_demand(sites, xy, range_m=range_m, weights=weights)
    coverage = around.keep_in_sight(in_range)
    in_hotspot = np.concatenate([theme.in_hotspot for theme in themes])
    firm = _add_up(coverage, np.where(in_hotspot, in_hours, 0.0))
    fit: Flags = firm >= FEWEST_INCIDENTS
    return _add_up(coverage, weights), fit


def _add_up(coverage: Coverage, values: Values) -> Values:
    by_place = np.bincount(coverage.place_of, values, len(coverage.places))
    summed: Values = np.asarray(coverage.matrix @ by_place)
    return summed
