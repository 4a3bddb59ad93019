"""Where camera units could stand, with what every suggestion rests on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.cameras import CameraParams, Choice, choose_sites
from geo.advice.coverage import Coverage, cover_demand
from geo.advice.robustness import (
    RunnerUp,
    Variant,
    count_around,
    count_choices,
    name_runners_up,
    vary_settings,
)
from geo.advice_params import CameraQuestion
from geo.analysis.points import read_points
from geo.analysis.timing import weigh_week_hours
from geo.params import MonteCarlo
from geo.service.camera_answers import CameraAdvice, NoSite, Place, RefusedSite, SiteAdvice
from geo.service.camera_ground import Candidates, WeighedTheme, list_candidates, weigh_themes
from geo.workspace import Workspace

# Fewer incidents than this within range are no ground for a decision; see `MOST_CHANCE` for chance.
FEWEST_INCIDENTS: Final = 10
RESAMPLES: Final = MonteCarlo(repeats=500)
_TIME_LIMIT_S: Final = 10.0
_RANGE_FACTORS: Final = {"range -25%": 0.75, "range +25%": 1.25}
_HALF_LIFE_FACTORS: Final = {"half-life halved": 0.5, "half-life doubled": 2.0}
_EQUAL: Final = "equal weights"

EXPECTED: Final = "expected"
POINTS: Final = "points"

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Case:
    """All that a choice is made of: what weighs, where, and what stands there already."""

    question: CameraQuestion
    themes: list[WeighedTheme]
    xy: Values
    candidates: Candidates

    @property
    def places(self) -> Values:
        """Places to choose from, and behind them those in use."""
        in_use = np.array(self.question.in_use, np.float64).reshape(-1, 2)
        return np.vstack([self.candidates.places, in_use])

    @property
    def params(self) -> CameraParams:
        first, last = len(self.candidates.places), len(self.places)
        return CameraParams(
            units=self.question.units,
            time_limit_s=_TIME_LIMIT_S,
            in_use=tuple(range(first, last)),
        )

    def cover(self, weights: Values, *, range_factor: float = 1.0) -> Coverage:
        return cover_demand(
            self.places, self.xy, range_m=range_factor * self.question.range_m, weights=weights
        )

    def weigh(self, *, half_life_factor: float = 1.0) -> Values:
        return np.concatenate(
            [theme.demand.weigh(half_life_factor=half_life_factor) for theme in self.themes]
        )

    @property
    def in_hours(self) -> Values:
        return np.concatenate([theme.demand.in_hours for theme in self.themes])


def advise_cameras(
    workspace: Workspace, question: CameraQuestion, *, draws: MonteCarlo | None = None
) -> CameraAdvice:
    """Suggest sites for camera units, each with its reasons, or say that there is none.

    A site within whose range lie fewer than `FEWEST_INCIDENTS` incidents that may have happened
    in the hours of use, or no incident of a hotspot that is more than chance, is not suggested;
    hotspots that cannot be held against chance bar nothing. What is covered is reckoned without
    buildings in between, and looking back.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown, or there are fewer places than units.
    """
    themes = weigh_themes(workspace, question, draws=draws)
    told = tuple(theme.told for theme in themes)
    xy = np.vstack([np.column_stack(read_points(theme.demand.incidents)) for theme in themes])
    if not len(xy):
        refused = (RefusedSite(NoSite.TOO_FEW, 0),) * question.units
        return CameraAdvice(question, told, (), refused)
    case = _Case(question, themes, xy, list_candidates(workspace, question, xy))
    coverage = case.cover(case.weigh())
    choice = choose_sites(coverage, case.params)
    equal = choose_sites(case.cover(case.in_hours), case.params)
    sites, refused = _explain(workspace, case, coverage, choice)
    incidents = pd.concat([theme.demand.incidents for theme in themes])
    return CameraAdvice(
        question,
        told,
        sites,
        refused,
        choice=choice,
        equal=tuple(_place(coverage, site) for site in equal.sites),
        variants=_vary(case, choice),
        candidates=len(case.candidates.places),
        on_streets=case.candidates.on_streets,
        synthetic=bool((incidents[schema.SOURCE] == schema.DEMO_SOURCE).any()),
    )


def _explain(
    workspace: Workspace, case: _Case, coverage: Coverage, choice: Choice
) -> tuple[tuple[SiteAdvice, ...], tuple[RefusedSite, ...]]:
    judged = {site: _judge(case, coverage, site) for site in choice.sites}
    refused = tuple(refusal for refusal in judged.values() if refusal is not None)
    if len(refused) == len(judged):
        return (), refused
    counts = count_choices(coverage, case.params, chance=RESAMPLES)
    seconds = name_runners_up(coverage, choice, case.params, apart_m=2 * case.question.range_m)
    advice = [
        _explain_site(
            workspace,
            case,
            coverage,
            second,
            chosen=count_around(coverage, counts, site, within_m=case.question.range_m),
        )
        for site, second in zip(choice.sites, seconds, strict=True)
        if judged[site] is None
    ]
    return tuple(sorted(advice, key=lambda site: (-site.score, site.place))), refused


def _judge(case: _Case, coverage: Coverage, site: int) -> RefusedSite | None:
    covered = coverage.covers_points([site])
    incidents = int(covered.sum())
    if case.in_hours[covered].sum() < FEWEST_INCIDENTS:
        return RefusedSite(NoSite.TOO_FEW, incidents)
    in_hotspot = np.concatenate([theme.in_hotspot for theme in case.themes])
    if not (covered & in_hotspot).any():
        return RefusedSite(NoSite.NO_HOTSPOT, incidents)
    return None


def _explain_site(
    workspace: Workspace, case: _Case, coverage: Coverage, second: RunnerUp, *, chosen: int
) -> SiteAdvice:
    site = second.instead_of
    covered = coverage.covers_points([site])
    ends = np.cumsum([len(theme.demand.incidents) for theme in case.themes])[:-1]
    flags = np.split(covered, ends)
    themes = pd.DataFrame(
        [
            (
                theme.told.theme,
                int(inside.sum()),
                float(theme.demand.in_hours[inside].sum()),
                float(theme.demand.weigh()[inside].sum()),
            )
            for theme, inside in zip(case.themes, flags, strict=True)
        ],
        columns=[schema.THEME, schema.INCIDENTS, EXPECTED, POINTS],
    )
    seen = [
        theme.demand.incidents[inside] for theme, inside in zip(case.themes, flags, strict=True)
    ]
    score = float(themes[POINTS].sum())
    return SiteAdvice(
        _place(coverage, site),
        themes[themes[schema.INCIDENTS] > 0].reset_index(drop=True),
        weigh_week_hours(pd.concat(seen, ignore_index=True), timezone=workspace.timezone),
        score,
        score / coverage.demand if coverage.demand else 0.0,
        None if second.site is None else _place(coverage, second.site),
        second.lost,
        chosen,
        RESAMPLES.repeats,
    )


def _vary(case: _Case, choice: Choice) -> tuple[Variant, ...]:
    weights = case.weigh()
    others = {
        name: case.cover(weights, range_factor=factor) for name, factor in _RANGE_FACTORS.items()
    }
    others |= {
        name: case.cover(case.weigh(half_life_factor=factor))
        for name, factor in _HALF_LIFE_FACTORS.items()
    }
    others[_EQUAL] = case.cover(case.in_hours)
    return tuple(vary_settings(choice, others, case.params))


def _place(coverage: Coverage, site: int) -> Place:
    x, y = coverage.sites[site]
    return float(x), float(y)
