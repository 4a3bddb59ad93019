"""Why a place: what a camera there would cover, and what else it would look at."""

import numpy as np
import pandas as pd

from geo import schema
from geo.advice.coverage import Flags
from geo.analysis.timing import weigh_week_hours
from geo.service.camera.answers import EXPECTED, POINTS, SiteAdvice
from geo.service.camera.case import CameraCase


def explain_place(case: CameraCase, site: int, *, before: tuple[int, ...] = ()) -> SiteAdvice:
    """Say what one of the places covers, whether or not it would be suggested.

    Parameters
    ----------
    case
        What the choice is made of.
    site
        Its number among the places.
    before
        Numbers of places that stand already: what they cover it does not add.
    """
    coverage, place = case.coverage, case.place_of(site)
    covered = coverage.covers_points([site])
    themes = _add_up_themes(case, covered)
    score = float(themes[POINTS].sum())
    new = covered & ~coverage.covers_points([*case.in_use, *before])
    return SiteAdvice(
        site,
        place,
        themes,
        weigh_week_hours(case.incidents[covered], timezone=case.timezone),
        score,
        score / coverage.demand if coverage.demand else 0.0,
        int((covered & case.firm).sum()),
        float(coverage.points[new].sum()),
        case.tell_sight(site),
        case.around.look_around(place, range_m=case.question.range_m),
    )


def _add_up_themes(case: CameraCase, covered: Flags) -> pd.DataFrame:
    """Add up what is covered of each theme of which anything is; columns as of `SiteAdvice`."""
    counts = [len(theme.demand.incidents) for theme in case.themes]
    number = np.repeat(np.arange(len(counts)), counts)[covered]
    sums = {
        name: np.bincount(number, weights[covered], len(counts))
        for name, weights in ((EXPECTED, case.in_hours), (POINTS, case.coverage.points))
    }
    themes = pd.DataFrame(
        {
            schema.THEME: [theme.told.theme for theme in case.themes],
            schema.INCIDENTS: np.bincount(number, minlength=len(counts)),
            **sums,
        }
    )
    return themes[themes[schema.INCIDENTS] > 0].reset_index(drop=True)
